//! `cargo xtask ci`: everything that has to pass, each step to its end, and a list of what failed.

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
    /// Leave out the tests, for those who have just run `cargo xtask test`.
    #[arg(long)]
    without_tests: bool,
}

/// Packs what can be published, and builds it as it is unpacked elsewhere.
const PACKAGES: &str = "package --quiet --allow-dirty --package tinsmith-runtime --package tinsmith \
                        --package tinsmith-cli --package codebuild";

/// A step, which says by itself what it finds.
type Step<'a> = Box<dyn FnOnce() -> Result<()> + 'a>;

/// Runs the command.
///
/// # Errors
///
/// Exit code 1 if a step fails.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root()?;
    let step_in = |folder: &str, arguments: &'static str| {
        let mut command = cargo(&root.join(folder));
        command
            .args(arguments.split(' '))
            .env("RUSTDOCFLAGS", "-D warnings");
        move || finish(command, arguments)
    };
    let step = |arguments| step_in("", arguments);
    let bench_clippy = "clippy --workspace --all-targets -- -D warnings";
    let clippy = "clippy --workspace --all-targets --all-features -- -D warnings";
    let doc = "doc --no-deps --workspace --all-features";
    let mut steps: Vec<(&str, Step<'_>)> = vec![
        ("formatting", Box::new(step("fmt --all --check"))),
        ("lints", Box::new(step(clippy))),
        ("documentation", Box::new(step(doc))),
        (
            "formatting of tests/bench",
            Box::new(step_in(BENCH, "fmt --all --check")),
        ),
        (
            "lints of tests/bench",
            Box::new(step_in(BENCH, bench_clippy)),
        ),
        ("drift", Box::new(codegen::check_configured)),
        ("packages", Box::new(step(PACKAGES))),
    ];
    if !arguments.without_tests {
        steps.push(("tests", Box::new(test_command::run_all)));
    }
    let mut results = Vec::new();
    for (name, step) in steps {
        print::line(format_args!("{BOLD}== {name}{BOLD:#}"));
        let started = Instant::now();
        let result = step();
        if let Err(error) = &result {
            print::error(error);
        }
        let seconds = started.elapsed().as_secs_f64();
        let (style, word) = if result.is_ok() {
            (GREEN, "passed")
        } else {
            (RED, "failed")
        };
        results.push((
            result.is_ok(),
            format!("{style}{word}{style:#} {seconds:6.1} s  {name}"),
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
