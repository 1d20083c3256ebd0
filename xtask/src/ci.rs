//! `cargo xtask ci`: runs all checks, and lists the failed ones.

use std::path::Path;
use std::time::Instant;

use crate::test_command::{self, BENCH};
use tinsmith_cli::codegen;
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print::{self, BOLD, GREEN, RED};
use tinsmith_cli::process::{cargo, finish};
use tinsmith_cli::workspace;

/// The options of `cargo xtask ci`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Skip the tests, for use after `cargo xtask test`.
    #[arg(long)]
    without_tests: bool,
}

/// Packs the published packages, and builds the unpacked packages elsewhere.
const PACKAGES: &str = "package --quiet --allow-dirty --package tinsmith-runtime --package tinsmith \
                        --package tinsmith-cli --package codebuild --target-dir target/packages";

/// Has [`PACKAGES`] compile our packages again: cargo takes them for unchanged, because they come from
/// a registry, in the same version.
const CLEAN_PACKAGES: &str = "clean --quiet --package tinsmith-runtime --package tinsmith --package \
                              tinsmith-cli --package codebuild --target-dir target/packages";

/// The core's tests with the features of `serde_json` that change what it hands over, as other crates
/// of a program may turn them on.
const FEATURES: &str = "test --quiet --package tinsmith-runtime --test core --features \
                        aws-json,serde,query-compatible,serde_json/arbitrary_precision,\
                        serde_json/preserve_order,serde_json/unbounded_depth";

/// Compiles with the lowest versions of dependencies.
const LOWER_BOUNDS: &str = "test --quiet --package tests --test lower_bounds";

/// The lints of `tests/bench`, whose build script reads botocore's models.
fn bench_lints(root: &Path) -> Result<()> {
    const CLIPPY: &str = "clippy --workspace --all-targets -- -D warnings";
    let mut command = cargo(&root.join(BENCH));
    command
        .args(CLIPPY.split(' '))
        .env(test_command::DATA, test_command::installed_data(root)?);
    finish(command, CLIPPY)
}

/// A check, which prints its findings.
type Check<'a> = Box<dyn FnOnce() -> Result<()> + 'a>;

/// Runs the command.
///
/// # Errors
///
/// Exit code 1 if a check fails.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root()?;
    let check_in = |folder: &str, arguments: &'static str| {
        let mut command = cargo(&root.join(folder));
        command
            .args(arguments.split(' '))
            .env("RUSTDOCFLAGS", "-D warnings");
        if arguments == LOWER_BOUNDS {
            command.env(test_command::LONG, "1");
        }
        move || finish(command, arguments)
    };
    let check = |arguments| check_in("", arguments);
    let clippy = "clippy --workspace --all-targets --all-features -- -D warnings";
    let doc = "doc --no-deps --workspace --all-features";
    let mut checks: Vec<(&str, Check<'_>)> = vec![
        ("formatting", Box::new(check("fmt --all --check"))),
        ("lints", Box::new(check(clippy))),
        ("documentation", Box::new(check(doc))),
        (
            "formatting of tests/bench",
            Box::new(check_in(BENCH, "fmt --all --check")),
        ),
        ("lints of tests/bench", Box::new(|| bench_lints(&root))),
        ("drift", Box::new(codegen::check_configured)),
        (
            "packages",
            Box::new(|| check(CLEAN_PACKAGES)().and_then(|()| check(PACKAGES)())),
        ),
        ("features of serde_json", Box::new(check(FEATURES))),
        ("lower bounds", Box::new(check(LOWER_BOUNDS))),
    ];
    if !arguments.without_tests {
        checks.push(("tests", Box::new(test_command::run_all)));
    }
    let mut results = Vec::new();
    for (name, check) in checks {
        print::line(format_args!("{BOLD}== {name}{BOLD:#}"));
        let started = Instant::now();
        let result = check();
        if let Err(error) = &result {
            print::error(error);
        }
        let seconds = started.elapsed().as_secs_f64();
        let (style, outcome) = if result.is_ok() {
            (GREEN, "passed")
        } else {
            (RED, "failed")
        };
        results.push((
            result.is_ok(),
            format!("{style}{outcome}{style:#} {seconds:6.1} s  {name}"),
        ));
    }
    print::line(format_args!("{BOLD}== summary{BOLD:#}"));
    for (_, text) in &results {
        print::line(text);
    }
    if results.iter().all(|(passed, _)| *passed) {
        Ok(())
    } else {
        Err(Error::reported())
    }
}
