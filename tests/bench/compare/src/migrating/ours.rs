//! Code of programs on the generated crate.
