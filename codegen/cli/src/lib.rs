//! The command line of tinsmith, as a library: the program `tinsmith` runs these commands in any
//! repository, and an `xtask` can have them beside its own.
//!
//! | command | module |
//! |---|---|
//! | `codegen` | [`codegen`], with [`config`] (`codegen.toml`), [`model_files`] (what is read), `diff` (what is shown), `folder` (how it is written) |
//! | `model import`, `model update`, `model diff` | [`model`], with `git` |
//! | `explain` | `explain` |
//!
//! Exit codes: 0 success, 1 drift or something that was run failed, 2 wrong usage or something
//! that cannot be read or written.

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
pub mod workspace;

use std::process::ExitCode;

use error::Result;

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Generate the crates that model/*/codegen.toml describe, or one from any model.
    Codegen(codegen::Arguments),
    /// Work on the service models in model/.
    #[command(subcommand)]
    Model(model::Command),
    /// Say what a name in a model is, where it is defined, and what it becomes in Rust and on the wire.
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

/// The exit code of a command, after printing what is wrong.
pub fn exit_code(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&error);
            ExitCode::from(error.exit as u8)
        }
    }
}
