//! Tests with a long form: more services, more cases, more time.

use std::env;

/// Whether tests run in their long form: `cargo xtask test --long`, or `--all-services`.
pub fn is_asked_for() -> bool {
    env::var_os("CODEGEN_LONG_TESTS").is_some()
}
