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

use self::revision::{Context, Loaded, Overlay};
use super::name::ModelName;
use crate::config::{self, Configured, Operations, VERSION};
use crate::error::{Error, Result};
use crate::model_files;
use crate::print;
use crate::workspace::Workspace;

/// The options of `model diff`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The old model: a folder or file, `botocore:VERSION`, `botocore:SERVICE@VERSION`, or
    /// `git:REVISION`.
    old: ModelName,
    /// The new model.
    new: ModelName,
    /// The service, by the name of its folder; needed if several are configured.
    #[arg(long)]
    service: Option<String>,
    /// The operations to compare, separated by commas, or `all`; by default, the configured ones.
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
    let report = report(&Workspace::find()?, arguments)?;
    match arguments.format {
        Format::Text => print::block(text::text(&report)),
        Format::Markdown => print::block(markdown::markdown(&report)),
        Format::Json => print::json(1, &report)?,
    }
    Ok(())
}

fn report(workspace: &Workspace, arguments: &Arguments) -> Result<Report> {
    let named = named_service(arguments);
    let configured = configured(workspace, arguments, named)?;
    let service = match (named, &configured) {
        (Some(service), _) => Some(service.to_owned()),
        (None, Some(configured)) => configured.service(),
        (None, None) => None,
    };
    let overlay = configured.as_ref().map(|it| overlay(workspace, it));
    let operations = arguments.operations.as_deref();
    let operations = operations.map(Operations::of_list).transpose()?;
    let context = Context {
        workspace,
        service: service.as_deref(),
        overlay: overlay.transpose()?.flatten(),
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

/// The overlay of a configured model.
fn overlay(workspace: &Workspace, configured: &Configured) -> Result<Option<Overlay>> {
    let contents = configured.overlay()?;
    Ok(contents.map(|contents| Overlay {
        name: workspace.shown(&configured.overlay_file()),
        contents,
    }))
}

/// The service that the options or the models name.
fn named_service(arguments: &Arguments) -> Option<&str> {
    let mut models = [&arguments.old, &arguments.new].into_iter();
    let of_model = || {
        models.find_map(|name| match name {
            ModelName::Botocore { service, .. } => service.as_deref(),
            ModelName::Path(_) | ModelName::Git(_) => None,
        })
    };
    arguments.service.as_deref().or_else(of_model)
}

/// The configuration for the models: that of the named service, the one of a path's service, or else
/// the only one, which two paths do not need.
fn configured(
    workspace: &Workspace,
    arguments: &Arguments,
    wanted: Option<&str>,
) -> Result<Option<Configured>> {
    let mut all = config::any(workspace)?;
    if wanted.is_some() {
        return Ok(all.into_iter().find(|it| it.service().as_deref() == wanted));
    }
    let models = [&arguments.old, &arguments.new];
    let paths = models.into_iter().filter_map(|name| match name {
        ModelName::Path(path) => Some(path.as_path()),
        ModelName::Botocore { .. } | ModelName::Git(_) => None,
    });
    let paths: Vec<_> = paths.collect();
    if let Some(path) = paths.first()
        && let Some(configured) = of_path(&all, path)?
    {
        return Ok(Some(configured.clone()));
    }
    if paths.len() == models.len() {
        return Ok(None);
    }
    match all.len() {
        0 => {
            let models = workspace.models().display();
            let message = format!("no service is configured in {models}/");
            Err(Error::usage("--service", message)
                .hint("pass its name in botocore: --service codebuild"))
        }
        1 => Ok(all.pop()),
        _ => {
            let names: Vec<_> = all.iter().filter_map(Configured::service).collect();
            Err(Error::usage(
                "--service",
                format_args!("several services are configured: {}", names.join(", ")),
            )
            .hint("select one of them"))
        }
    }
}

/// The configuration of the model in a path: that of its folder, or else of its service.
fn of_path<'c>(all: &'c [Configured], path: &Path) -> Result<Option<&'c Configured>> {
    let files = model_files::read(path)?;
    let folder = path.canonicalize().ok();
    let is_own = |it: &&Configured| it.model.canonicalize().ok() == folder;
    if let Some(own) = all.iter().find(is_own) {
        return Ok(Some(own));
    }
    for configured in all {
        let own = model_files::read(&configured.model)?;
        if tinsmith::compare::are_of_one_service(&own, &files).unwrap_or(false) {
            return Ok(Some(configured));
        }
    }
    Ok(None)
}
