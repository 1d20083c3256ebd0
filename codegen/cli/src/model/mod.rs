//! `model …`: the service models in `model/`.

mod diff;
mod import;
pub mod package;
mod pins;
mod prose;
pub(crate) mod source;
mod update;

use crate::error::Result;

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Take a service's interface facts, without any prose, from the botocore package: the first
    /// step of a new service.
    Import(import::Arguments),
    /// Take a new model of what is configured: import it, generate, and say what changed.
    Update(update::Arguments),
    /// Say what changed from one model to another: whom it breaks, and what to release.
    Diff(diff::Arguments),
}

/// Runs one of them.
///
/// # Errors
///
/// If it fails.
pub fn run(command: &Command) -> Result<()> {
    match command {
        Command::Import(arguments) => import::run(arguments),
        Command::Update(arguments) => update::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
    }
}
