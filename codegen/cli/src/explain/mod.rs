//! `explain NAME`: looks up a name in models: definition, Rust items, wire format.
//!
//! [`Explainer`] does the work; this selects the models and prints the explanations ([`text`]).

mod text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;
use tinsmith::explain::{Explainer, Explanation};

use crate::codegen;
use crate::config::{self, Configured};
use crate::error::{Error, Result};
use crate::model_files;
use crate::print;
use crate::workspace;

/// The options of `explain`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// An operation, a shape, a member (`Build.phases`, `Build::phases`) or a value of an enum
    /// (`CacheType.S3`), by its name in the model or in Rust.
    name: String,
    /// The service, as in `model/`; by default, all configured services.
    #[arg(long, conflicts_with = "model")]
    service: Option<String>,
    /// A model, as for `codegen`.
    #[arg(long, value_name = "PATH")]
    model: Option<PathBuf>,
    /// The operations to generate from that model, separated by commas, or `all`.
    #[arg(
        long,
        value_name = "A,B",
        requires = "model",
        value_delimiter = ',',
        default_value = "all",
        value_parser = NonEmptyStringValueParser::new()
    )]
    operations: Vec<String>,
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
    /// For programs.
    Json,
}

/// A model to search, and the paths of its files.
struct Searched {
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
    /// The `codegen.toml` with the selected operations.
    configuration: Option<String>,
}

/// An explanation, and the paths of the files in it.
pub(super) struct Match<'a> {
    explanation: Explanation,
    paths: &'a Paths,
}

/// The output as JSON; see [`Explanation`].
#[derive(Serialize)]
struct Json<'a> {
    /// Incremented on incompatible changes of the format.
    format: u32,
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
    for Searched { input, paths } in &models {
        match Explainer::new(input)?.explain(&arguments.name) {
            Ok(found) => matches.extend(found.into_iter().map(|explanation| Match {
                explanation: with_paths(explanation, paths),
                paths,
            })),
            Err(error) => errors.push(Error::from(error)),
        }
    }
    if matches.is_empty() {
        return Error::all(errors);
    }
    match arguments.format {
        Format::Text => print::block(text::text(&arguments.name, &matches)),
        Format::Json => {
            let json = Json {
                format: 1,
                matches: matches.iter().map(|it| &it.explanation).collect(),
            };
            let text = serde_json::to_string_pretty(&json)
                .map_err(|error| Error::failure("the explanation", error))?;
            print::line(text);
        }
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
    let root = workspace::root()?;
    let all = config::all(&root)?;
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
            let overlay = configured.overlay()?;
            let shown = |name: &str| config::shown(&root, &configured.model.join(name));
            Ok(Searched {
                paths: Paths {
                    model: located(&configured.model, |path| config::shown(&root, path))?,
                    overlay: overlay.as_ref().map(|_| shown("overlay.json")),
                    folder: Some(configured.krate.path.display().to_string()),
                    configuration: Some(shown("codegen.toml")),
                },
                input: tinsmith::Input {
                    model: model_files::read(&configured.model)?,
                    overlay,
                    examples: BTreeMap::new(),
                    config: tinsmith::Config {
                        operations: configured.krate.operations.names(),
                        crate_name: Some(configured.krate.name),
                        crate_version: configured.krate.version,
                        command: codegen::command(),
                        runtime: tinsmith::Runtime::default(),
                    },
                },
            })
        })
        .collect()
}

fn single(arguments: &Arguments, model: &Path) -> Result<Searched> {
    let operations = arguments.operations.iter();
    let operations: Vec<_> = operations.map(|name| name.trim().to_owned()).collect();
    Ok(Searched {
        paths: Paths {
            model: located(model, |path| path.display().to_string())?,
            ..Paths::default()
        },
        input: tinsmith::Input {
            model: model_files::read(model)?,
            overlay: None,
            examples: BTreeMap::new(),
            config: tinsmith::Config {
                operations: (operations != ["all"]).then_some(operations),
                crate_name: None,
                crate_version: "0.1.0".to_owned(),
                command: codegen::model_command(),
                runtime: tinsmith::Runtime::default(),
            },
        },
    })
}

/// The displayed paths of a model's files, by name.
fn located(model: &Path, shown: impl Fn(&Path) -> String) -> Result<BTreeMap<String, String>> {
    let files = tinsmith::build::model_files::locate(model)?.into_iter();
    Ok(files.map(|(name, path)| (name, shown(&path))).collect())
}
