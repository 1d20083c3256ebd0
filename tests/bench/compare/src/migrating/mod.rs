//! Both sides of `docs/migrating.md`: every piece of code in the document is in one of these files.

pub mod ours;
pub mod peer;
