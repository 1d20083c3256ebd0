//! Reading and changing folders of generated files.

mod change;
mod scan;

pub(crate) use change::resolve;
pub use change::{Change, apply};
pub use scan::files;
