//! `cargo xtask model …`: the service models in `model/`.

mod import;
pub(crate) mod package;
mod prose;
mod source;

use crate::error::Result;

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Take a service's interface facts, without any prose, from the botocore package.
    Import(import::Arguments),
}

/// Runs one of them.
///
/// # Errors
///
/// If it fails.
pub(crate) fn run(command: &Command) -> Result<()> {
    match command {
        Command::Import(arguments) => import::run(arguments),
    }
}
