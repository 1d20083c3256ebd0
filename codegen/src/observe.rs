//! Observation of phases, for measurements. The observer reads the clock, this library does not.

/// A phase of [`generate`](crate::generate), as measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Reading the model and applying the overlay.
    Read,
    /// Selecting operations and lowering the model to the ir.
    Lower,
    /// Emitting token streams.
    Emit,
    /// Formatting token streams as text.
    Format,
}

/// Receives the beginning and end of phases.
///
/// Phases do not nest, and begin and end on the same thread. Files are emitted and formatted on
/// several threads concurrently.
pub trait Observer: Sync {
    /// A phase begins on this thread.
    fn begin(&self, phase: Phase);
    /// A phase ends on this thread.
    fn end(&self, phase: Phase);
}

/// Ignores all phases.
impl Observer for () {
    fn begin(&self, _: Phase) {}
    fn end(&self, _: Phase) {}
}

/// Runs a phase.
pub(crate) fn observed<T>(observer: &dyn Observer, phase: Phase, work: impl FnOnce() -> T) -> T {
    observer.begin(phase);
    let made = work();
    observer.end(phase);
    made
}
