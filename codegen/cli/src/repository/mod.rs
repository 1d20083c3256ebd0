//! The commands of the program `tinsmith` for a repository with a `tinsmith.toml`.
//!
//! | command | module |
//! |---|---|
//! | `init` | `init`: writes `tinsmith.toml` |
//! | `add` | `add`: imports a model, configures it with `edit`, and generates |
//! | `generate`, `update`, `diff` | [`codegen`], [`model`] |
//! | `services` | `services`: what a version of botocore has, and what can be generated of it |

mod add;
mod edit;
mod init;
mod services;

use crate::codegen;
use crate::error::Result;
use crate::model;
use crate::print::Format;

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Write a tinsmith.toml into the current folder.
    Init(init::Arguments),
    /// Import a service's model, configure it in tinsmith.toml, and generate its client.
    Add(add::Arguments),
    /// Generate what is configured.
    Generate(Generate),
    /// Import new versions of the configured models, regenerate, and report what changed.
    Update(model::update::Arguments),
    /// Report the differences between two models: breaking changes and the required version.
    Diff(model::diff::Arguments),
    /// List the services of botocore, and what can be generated of them.
    Services(services::Arguments),
    /// The commands that an `xtask` has, too.
    #[command(flatten)]
    Shared(crate::Command),
}

/// The options of `generate`.
#[derive(Debug, clap::Args)]
pub struct Generate {
    /// Show the differences from the models without writing, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
    /// The output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Command {
    /// Runs the command.
    ///
    /// # Errors
    ///
    /// Exit code 1 if `--check` found drift, 2 if something cannot be read, generated or written.
    pub fn run(&self) -> Result<()> {
        match self {
            Self::Init(arguments) => init::run(arguments),
            Self::Add(arguments) => add::run(arguments),
            Self::Generate(Generate { check, format }) => codegen::run_configured(*check, *format),
            Self::Update(arguments) => model::update::run(arguments),
            Self::Diff(arguments) => model::diff::run(arguments),
            Self::Services(arguments) => services::run(arguments),
            Self::Shared(command) => command.run(),
        }
    }
}
