//! How the user runs these commands, for hints and for the header of generated files.

use std::sync::OnceLock;

static NAME: OnceLock<&str> = OnceLock::new();

/// Sets what is typed before a command, such as `cargo xtask`. The first call decides; without one,
/// it is `tinsmith`.
pub fn set(name: &'static str) {
    NAME.get_or_init(|| name);
}

/// What is typed before a command.
pub fn name() -> &'static str {
    NAME.get().copied().unwrap_or("tinsmith")
}
