//! Code of programs on the official SDK crate.
