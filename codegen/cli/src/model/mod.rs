//! `model …`: the service models in `model/`.

pub(crate) mod diff;
pub(crate) mod import;
pub(crate) mod name;
pub mod package;
mod pins;
mod prose;
pub(crate) mod source;
pub(crate) mod update;

use crate::error::Result;

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Import a service model without documentation from the botocore package: the first step for a
    /// new service.
    Import(import::Arguments),
    /// Import new versions of the configured models, regenerate, and report what changed.
    Update(update::Arguments),
    /// Report the differences between two models: breaking changes and the required version.
    Diff(diff::Arguments),
}

/// Runs a command.
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
