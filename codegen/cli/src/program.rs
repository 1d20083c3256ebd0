//! The command prefix in hints and headers of generated files.

use std::sync::OnceLock;

static NAME: OnceLock<&str> = OnceLock::new();

/// The program of this package.
const TINSMITH: &str = "tinsmith";

/// Sets the prefix, such as `cargo xtask`. Only the first call has an effect; the default is `tinsmith`.
pub fn set(name: &'static str) {
    NAME.get_or_init(|| name);
}

/// The prefix.
pub fn name() -> &'static str {
    NAME.get().copied().unwrap_or(TINSMITH)
}

/// Whether this is the program `tinsmith`, which has the commands for a `tinsmith.toml`.
pub fn is_tinsmith() -> bool {
    name() == TINSMITH
}
