//! Both sides of `docs/migrating.md`, compiled: every piece of code of the document is in one of
//! these files, which a test checks. What can run without a service does, in a test as well.

pub mod ours;
pub mod peer;
