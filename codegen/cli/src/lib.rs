//! The command line of tinsmith as a library, for the program `tinsmith` and for an `xtask` with
//! further commands.
//!
//! | command | module |
//! |---|---|
//! | `codegen` | [`codegen`], with [`config`], [`model_files`] (input), [`folder`] (output), `diff` (`--check`) |
//! | `model import`, `model update`, `model diff` | [`model`], with `git` |
//! | `explain` | `explain` |
//! | `init`, `add`, `generate`, `update`, `diff`, `services` of the program `tinsmith` | [`repository`] |
//!
//! All of them work on a [`workspace`](workspace::Workspace).
//!
//! Exit codes: 0 success; 1 drift or a failed subprocess; 2 wrong usage, or a file that cannot be read
//! or written.

pub mod codegen;
pub mod config;
mod diff;
pub mod digest;
pub mod error;
mod explain;
pub mod folder;
mod git;
pub mod model;
pub mod model_files;
pub mod print;
pub mod process;
pub mod program;
pub mod python;
pub mod repository;
pub mod workspace;

use std::process::ExitCode;

use error::Result;

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Generate the crates configured in model/*/codegen.toml, or one from any model.
    Codegen(codegen::Arguments),
    /// Import, update and compare service models.
    #[command(subcommand)]
    Model(model::Command),
    /// Explain a name in a model: definition, use, Rust items and wire format.
    Explain(explain::Arguments),
}

impl Command {
    /// Runs the command.
    ///
    /// # Errors
    ///
    /// Exit code 1 if `--check` found drift, 2 if something cannot be read, generated or written.
    pub fn run(&self) -> Result<()> {
        match self {
            Self::Codegen(arguments) => codegen::run(arguments),
            Self::Model(command) => model::run(command),
            Self::Explain(arguments) => explain::run(arguments),
        }
    }
}

/// Prints an error, and returns the exit code.
pub fn exit_code(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&error);
            ExitCode::from(error.exit as u8)
        }
    }
}
