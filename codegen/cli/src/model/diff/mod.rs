//! `model diff`: reports the differences between two models.
//!
//! [`revision`] reads the models, [`tinsmith::compare`] compares them, [`text`] and [`markdown`] print
//! the report.

mod markdown;
mod revision;
pub(super) mod text;

use std::path::Path;

use clap::builder::NonEmptyStringValueParser;
use tinsmith::compare::Report;

use self::revision::{Context, Loaded, ModelSource};
use crate::config::{self, All, Configured, Operations};
use crate::error::{Error, Result};
use crate::model_files;
use crate::print;
use crate::workspace;

/// The version of a crate that has no configuration.
const VERSION: &str = "0.1.0";

/// The options of `model diff`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The old model: a folder or file, `botocore:VERSION`, or `git:REVISION`.
    old: ModelSource,
    /// The new model.
    new: ModelSource,
    /// The service, as in `model/`; needed if several are configured.
    #[arg(long)]
    service: Option<String>,
    /// The operations to compare, separated by commas, or `all`; by default, those of codegen.toml.
    #[arg(
        long,
        value_name = "A,B",
        value_delimiter = ',',
        value_parser = NonEmptyStringValueParser::new()
    )]
    operations: Option<Vec<String>>,
    /// The output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The output format.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For pull requests and release notes.
    Markdown,
    /// For programs.
    Json,
}

/// Runs the command. Differences are not an error.
///
/// # Errors
///
/// Exit code 2 if a model is invalid or cannot be read, or the models are of different services.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root()?;
    let report = report(&root, arguments)?;
    match arguments.format {
        Format::Text => print::block(text::text(&report)),
        Format::Markdown => print::block(markdown::markdown(&report)),
        Format::Json => print::json(1, &report)?,
    }
    Ok(())
}

fn report(root: &Path, arguments: &Arguments) -> Result<Report> {
    let configured = configured(root, arguments)?;
    let service = match (&arguments.service, &configured) {
        (Some(service), _) => Some(service.clone()),
        (None, Some(configured)) => configured.service(),
        (None, None) => None,
    };
    let overlay = configured.as_ref().map(Configured::overlay).transpose()?;
    let operations = arguments.operations.as_ref().map(|names| {
        let names: Vec<_> = names.iter().map(|name| name.trim().to_owned()).collect();
        if names == ["all"] {
            Operations::All(All::All)
        } else {
            Operations::Named(names)
        }
    });
    let context = Context {
        root,
        service: service.as_deref(),
        overlay: overlay.flatten(),
        operations,
        configured: configured.as_ref().map(|it| it.krate.clone()),
    };
    let (old, new) = (context.load(&arguments.old), context.load(&arguments.new));
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            Error::all(old.err().into_iter().chain(new.err()))?;
            return Err(Error::failure("model diff", "neither model was read"));
        }
    };
    let Loaded {
        revision: old,
        version,
    } = old;
    let version = version
        .or_else(|| configured.map(|it| it.krate.version))
        .unwrap_or_else(|| VERSION.to_owned());
    Ok(tinsmith::compare(&old, &new.revision, &version)?)
}

/// The configuration for the models: that of the named service, the only one, or for two paths the one
/// of the same service.
fn configured(root: &Path, arguments: &Arguments) -> Result<Option<Configured>> {
    let mut all = config::any(root)?;
    if let Some(service) = &arguments.service {
        return Ok(all
            .into_iter()
            .find(|it| it.service().as_ref() == Some(service)));
    }
    let (ModelSource::Path(old), ModelSource::Path(_)) = (&arguments.old, &arguments.new) else {
        return match all.len() {
            0 => Err(
                Error::usage("--service", "no service is configured in model/")
                    .hint("pass its name in botocore: --service codebuild"),
            ),
            1 => Ok(all.pop()),
            _ => {
                let names: Vec<_> = all.iter().filter_map(Configured::service).collect();
                Err(Error::usage(
                    "--service",
                    format_args!("several services are configured: {}", names.join(", ")),
                )
                .hint("select one of them"))
            }
        };
    };
    let files = model_files::read(old)?;
    for configured in all {
        let own = model_files::read(&configured.model)?;
        if tinsmith::compare::are_of_one_service(&own, &files).unwrap_or(false) {
            return Ok(Some(configured));
        }
    }
    Ok(None)
}
