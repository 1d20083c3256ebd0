//! Open enums: what their values are compared by.

use std::collections::HashSet;

use super::shapes::Color;

/// A value that had no name yet when it was made.
fn unnamed(text: &str) -> Color {
    Color::UnknownValue(text.into())
}

#[test]
fn the_text_is_what_is_equal() {
    assert_eq!(unnamed("RED"), Color::Red);
    assert_ne!(unnamed("red"), Color::Red);
    assert_eq!(HashSet::from([Color::Red, unnamed("RED")]).len(), 1);
}

#[test]
fn the_text_is_what_orders() {
    let mut colors = [unnamed("mauve"), Color::DarkGreen, unnamed(""), Color::Red];
    colors.sort();
    let texts = colors.each_ref().map(Color::as_str);
    assert_eq!(texts, ["", "RED", "dark-green", "mauve"]);
}
