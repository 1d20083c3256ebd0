//! Which phase is being worked on, for those who measure. Nothing here looks at a clock: that is the
//! observer's.

/// A phase of [`generate`](crate::generate), as measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// The files of the model become the neutral model, the overlay laid over it.
    Read,
    /// Operations are selected, and the model becomes the ir.
    Lower,
    /// The ir becomes token streams.
    Emit,
    /// Token streams become text.
    Format,
}

/// Someone who wants to know of it.
///
/// Each begin is followed by its end on the same thread, and none by another begin before. Files
/// are emitted and formatted on several threads at the same time.
pub trait Observer: Sync {
    /// This thread begins to work on a phase.
    fn begin(&self, phase: Phase);
    /// This thread has done so.
    fn end(&self, phase: Phase);
}

/// Nobody.
impl Observer for () {
    fn begin(&self, _: Phase) {}
    fn end(&self, _: Phase) {}
}

/// Works on a phase.
pub(crate) fn observed<T>(observer: &dyn Observer, phase: Phase, work: impl FnOnce() -> T) -> T {
    observer.begin(phase);
    let made = work();
    observer.end(phase);
    made
}
