//! `cargo xtask …`: the commands of [`tinsmith_cli`], and those for this repository.
//!
//! | command | module |
//! |---|---|
//! | `codegen`, `model`, `explain` | [`tinsmith_cli`] |
//! | `test` | [`test_command`], with [`endpoint_tests`], [`tools`] and [`wasm`] |
//! | `ci` | [`ci`] |
//! | `bench` | the program in `tests/bench/driver` |

mod ci;
mod endpoint_tests;
mod test_command;
mod tools;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tinsmith_cli::program;

/// Commands for this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Tinsmith(tinsmith_cli::Command),
    /// Prepare the prerequisites of the tests under target/, and run all tests.
    Test(test_command::Arguments),
    /// Measure generation, building, codecs and calls against the official crates.
    #[command(disable_help_flag = true)]
    Bench {
        /// Passed on to the program in tests/bench/driver.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Run formatting, lints, documentation, drift check and tests, and list failures.
    Ci(ci::Arguments),
}

fn main() -> ExitCode {
    program::set("cargo xtask");
    tinsmith_cli::exit_code(match Arguments::parse().command {
        Command::Tinsmith(command) => command.run(),
        Command::Test(arguments) => test_command::run(&arguments),
        Command::Bench { arguments } => test_command::bench(&arguments),
        Command::Ci(arguments) => ci::run(&arguments),
    })
}
