//! `cargo xtask …`: all the file and process work of this repository.
//!
//! | command | module |
//! |---|---|
//! | `codegen` | [`codegen_command`], with [`config`] (`codegen.toml`), [`model_files`] (what is read), [`diff`] (what is shown), [`folder`] (how it is written) |
//! | `model import`, `model update`, `model diff` | [`model`], with [`git`] |
//! | `explain` | [`explain`] |
//! | `test` | [`test_command`], with [`python`], [`tools`] and [`wasm`] |
//! | `bench` | [`mod@bench`] |
//! | `ci` | [`ci`] |
//!
//! Exit codes: 0 success, 1 drift or something that was run failed, 2 wrong usage or something
//! that cannot be read or written.

mod bench;
mod ci;
mod codegen_command;
mod config;
mod diff;
mod digest;
mod error;
mod explain;
mod folder;
mod git;
mod model;
mod model_files;
mod print;
mod python;
mod test_command;
mod tools;
mod wasm;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

/// A generator allocates more than it computes: tokens, on all threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Regenerates, checks, imports and tests.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate the crates that model/*/codegen.toml describe, or one from any model.
    Codegen(codegen_command::Arguments),
    /// Work on the service models in model/.
    #[command(subcommand)]
    Model(model::Command),
    /// Say what a name in a model is, where it stands, and what becomes of it in Rust and on the wire.
    Explain(explain::Arguments),
    /// Set up what the tests need under target/, then run all of them.
    Test(test_command::Arguments),
    /// Measure generation, building, codecs and calls against the official crates.
    Bench(bench::Arguments),
    /// Run formatting, lints, documentation, drift check and tests; list what failed.
    Ci(ci::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen_command::run(&arguments),
        Command::Model(command) => model::run(&command),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Test(arguments) => test_command::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Ci(arguments) => ci::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&error);
            ExitCode::from(error.exit as u8)
        }
    }
}
