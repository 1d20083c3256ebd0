//! What setters of lists take.

/// One item of a list, or many: anything that converts into an item, or iterates over such values.
///
/// `Kind` tells the two apart; it is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an item of a list of `{T}`, nor does it iterate over items",
    note = "an item is anything that converts into `{T}`"
)]
pub trait IntoItems<T, Kind> {
    /// Adds the items to a list.
    fn add_to(self, list: &mut Vec<T>);
}

/// One item.
#[derive(Debug)]
pub enum One {}

/// Many items.
#[derive(Debug)]
pub enum Many {}

impl<T, V: Into<T>> IntoItems<T, One> for V {
    fn add_to(self, list: &mut Vec<T>) {
        list.push(self.into());
    }
}

impl<T, I: IntoIterator<Item: Into<T>>> IntoItems<T, Many> for I {
    fn add_to(self, list: &mut Vec<T>) {
        list.extend(self.into_iter().map(Into::into));
    }
}
