//! Checks of the generator's result for any input.

use std::collections::HashSet;
use std::sync::LazyLock;

use tinsmith::error::ProblemKind;
use tinsmith::{Crate, Error, Input};

/// Whether libFuzzer runs: it sets this variable.
static IS_FUZZING: LazyLock<bool> = LazyLock::new(|| std::env::var_os("FUZZ_TARGET").is_some());

/// Generates twice, checks the result, and returns whether the input was accepted.
pub fn generate(input: &Input) -> bool {
    let first = tinsmith::generate(input);
    // A fuzzer spends the time better on other inputs.
    if !*IS_FUZZING {
        assert_eq!(
            tinsmith::generate(input),
            first,
            "the second time is another"
        );
    }
    match &first {
        Ok(krate) => look_at(krate),
        Err(error) => look_at_error(error),
    }
    first.is_ok()
}

/// Errors have path and message, and are never internal ones.
pub(crate) fn look_at_error(error: &Error) {
    assert!(!error.problems().is_empty());
    for problem in error.problems() {
        assert!(problem.kind != ProblemKind::Internal, "{}", problem.message);
        let is_complete = !problem.path.is_empty() && !problem.message.is_empty();
        assert!(is_complete, "{problem:?}");
    }
}

/// Files of any crate parse and have names that file systems accept.
pub fn look_at(krate: &Crate) {
    let mut paths = HashSet::new();
    for (path, text) in &krate.files {
        let is_rust = path.starts_with("src/");
        if is_rust && let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}\n{text}");
        }
        assert!(path.split('/').all(|part| part.len() <= 255), "{path}");
        assert!(paths.insert(path.to_lowercase()), "{path} is there twice");
    }
    let manifest = &krate.files["Cargo.toml"];
    if let Err(error) = manifest.parse::<toml::Table>() {
        panic!("Cargo.toml: {error}\n{manifest}");
    }
}
