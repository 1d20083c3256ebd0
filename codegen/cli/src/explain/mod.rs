//! `explain NAME`: looks up a name in models: definition, Rust items, wire format.
//!
//! [`Explainer`] does the work; this selects the models and prints the explanations ([`text`]).

mod text;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use tinsmith::explain::{Explainer, Explanation};

use crate::codegen::{self, Selection};
use crate::config::{self, Configured};
use crate::error::{Error, Result};
use crate::model::name::ModelName;
use crate::model::package;
use crate::model_files;
use crate::print::{self, Format};
use crate::workspace::Workspace;

/// The options of `explain`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// An operation, a shape, a member (`Build.phases`, `Build::phases`) or a value of an enum
    /// (`CacheType.S3`), by its name in the model or in Rust.
    name: String,
    /// The service, by the name of its folder; by default, all configured services.
    #[arg(long, conflicts_with = "model")]
    service: Option<String>,
    /// A model, as for `codegen`.
    #[arg(long, value_name = "MODEL")]
    model: Option<ModelName>,
    #[command(flatten)]
    selection: Selection,
    /// The output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A model to search, and the paths of its files.
struct Searched {
    /// The service's name for `--service`, if it is configured.
    service: Option<String>,
    input: tinsmith::Input,
    paths: Paths,
}

/// Displayed paths of files.
#[derive(Default)]
pub(super) struct Paths {
    /// The model's files by name.
    model: BTreeMap<String, String>,
    overlay: Option<String>,
    /// The folder of the generated crate, if it is configured.
    folder: Option<String>,
    /// The file with the selected operations.
    configuration: Option<String>,
}

/// An explanation, and the paths of the files in it.
pub(super) struct Match<'a> {
    explanation: Explanation,
    paths: &'a Paths,
}

/// The output as JSON; see [`Explanation`].
#[derive(Serialize)]
struct Matches<'a> {
    matches: Vec<&'a Explanation>,
}

/// Runs the command.
///
/// # Errors
///
/// Exit code 2 if nothing has the name, or a model is invalid or cannot be read.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let models = match &arguments.model {
        Some(model) => vec![single(arguments, model)?],
        None => configured(arguments.service.as_deref())?,
    };
    let (mut matches, mut errors) = (Vec::new(), Vec::new());
    let mut services = Vec::new();
    for Searched {
        service,
        input,
        paths,
    } in &models
    {
        match Explainer::new(input)?.explain(&arguments.name) {
            Ok(found) => {
                services.extend(service.as_deref());
                matches.extend(found.into_iter().map(|explanation| Match {
                    explanation: with_paths(explanation, paths),
                    paths,
                }));
            }
            Err(error) => errors.push(Error::from(error)),
        }
    }
    if matches.is_empty() {
        return Error::all(errors);
    }
    match arguments.format {
        Format::Text => print::block(text::text(&arguments.name, &matches, &services)),
        Format::Json => print::json(
            2,
            &Matches {
                matches: matches.iter().map(|it| &it.explanation).collect(),
            },
        )?,
    }
    Ok(())
}

/// Adds the folders to the files of an explanation.
fn with_paths(mut explanation: Explanation, paths: &Paths) -> Explanation {
    if let Some(place) = &mut explanation.model
        && let Some(path) = paths.model.get(&place.file)
    {
        place.file.clone_from(path);
    }
    if let Some(folder) = &paths.folder {
        for item in &mut explanation.rust {
            item.file = format!("{folder}/{}", item.file);
        }
    }
    explanation
}

fn configured(service: Option<&str>) -> Result<Vec<Searched>> {
    let workspace = Workspace::find()?;
    let all = config::all(&workspace)?;
    let names: Vec<_> = all.iter().filter_map(Configured::service).collect();
    if let Some(service) = service
        && !names.iter().any(|name| name == service)
    {
        let message = format!(
            "no such service is configured; configured: {}",
            names.join(", ")
        );
        return Err(Error::usage(format_args!("--service {service}"), message)
            .hint("search any other model with --model PATH"));
    }
    let wanted = all
        .into_iter()
        .filter(|it| service.is_none_or(|service| it.service().as_deref() == Some(service)));
    wanted
        .map(|configured| {
            let model = model_files::read(&configured.model)?;
            let input = codegen::job(&workspace, &configured, model)?.input;
            let shown = |name: &str| workspace.shown(&configured.model.join(name));
            Ok(Searched {
                service: configured.service(),
                paths: Paths {
                    model: located(&configured.model, |path| workspace.shown(path))?,
                    overlay: input.overlay.as_ref().map(|_| shown("overlay.json")),
                    folder: Some(configured.krate.path.display().to_string()),
                    configuration: Some(configured.file.clone()),
                },
                input,
            })
        })
        .collect()
}

fn single(arguments: &Arguments, model: &ModelName) -> Result<Searched> {
    let found = model.read(package::root)?;
    let mut input = codegen::input(found.files);
    input.config.operations = arguments.selection.names()?;
    Ok(Searched {
        service: None,
        paths: Paths {
            model: found.paths,
            ..Paths::default()
        },
        input,
    })
}

/// The displayed paths of a model's files, by name.
fn located(model: &Path, shown: impl Fn(&Path) -> String) -> Result<BTreeMap<String, String>> {
    let files = tinsmith::build::model_files::locate(model)?.into_iter();
    Ok(files.map(|(name, path)| (name, shown(&path))).collect())
}
