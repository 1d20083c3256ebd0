//! `explain NAME`: what a name of a model is, where it stands, and what becomes of it.
//!
//! codegen has the answers; here is which models are asked, and [`text`] shows what they say.

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
    /// The service, as in `model/`; all that are configured if it is not given.
    #[arg(long, conflicts_with = "model")]
    service: Option<String>,
    /// Any model, as for `codegen`.
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
    /// How to show the answer.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How an answer is shown.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// A model to ask, and where its files are.
struct Asked {
    input: tinsmith::Input,
    places: Places,
}

/// Where files are, as the user knows it.
#[derive(Default)]
pub(super) struct Places {
    /// The model's files, by their names.
    model: BTreeMap<String, String>,
    overlay: Option<String>,
    /// The folder of the generated crate, if there is one.
    folder: Option<String>,
    /// How a selection is made there.
    configuration: Option<String>,
}

/// An explanation, and where the files that it names are.
pub(super) struct Answer<'a> {
    explanation: Explanation,
    places: &'a Places,
}

/// The answer as JSON; what is in it is documented at [`Explanation`].
#[derive(Serialize)]
struct Json<'a> {
    /// Raised when the form changes in a way that readers notice.
    format: u32,
    matches: Vec<&'a Explanation>,
}

/// Runs the command.
///
/// # Errors
///
/// Exit code 2 if nothing has the name, or a model cannot be read or generated from.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let models = match &arguments.model {
        Some(model) => vec![single(arguments, model)?],
        None => configured(arguments.service.as_deref())?,
    };
    let (mut answers, mut errors) = (Vec::new(), Vec::new());
    for Asked { input, places } in &models {
        match Explainer::new(input)?.explain(&arguments.name) {
            Ok(found) => answers.extend(found.into_iter().map(|explanation| Answer {
                explanation: with_paths(explanation, places),
                places,
            })),
            Err(error) => errors.push(Error::from(error)),
        }
    }
    if answers.is_empty() {
        return Error::all(errors);
    }
    match arguments.format {
        Format::Text => print::block(text::text(&arguments.name, &answers)),
        Format::Json => {
            let json = Json {
                format: 1,
                matches: answers.iter().map(|it| &it.explanation).collect(),
            };
            let text = serde_json::to_string_pretty(&json)
                .map_err(|error| Error::failure("the answer", error))?;
            print::line(text);
        }
    }
    Ok(())
}

/// The files with the folders that they are in.
fn with_paths(mut explanation: Explanation, places: &Places) -> Explanation {
    if let Some(place) = &mut explanation.model
        && let Some(path) = places.model.get(&place.file)
    {
        place.file.clone_from(path);
    }
    if let Some(folder) = &places.folder {
        for item in &mut explanation.rust {
            item.file = format!("{folder}/{}", item.file);
        }
    }
    explanation
}

fn configured(service: Option<&str>) -> Result<Vec<Asked>> {
    let root = workspace::root()?;
    let all = config::all(&root)?;
    let names: Vec<_> = all.iter().filter_map(Configured::service).collect();
    if let Some(service) = service
        && !names.iter().any(|name| name == service)
    {
        let message = format!(
            "no such service is configured; there is {}",
            names.join(", ")
        );
        return Err(Error::usage(format_args!("--service {service}"), message)
            .hint("any other model can be asked with --model PATH"));
    }
    let wanted = all
        .into_iter()
        .filter(|it| service.is_none_or(|service| it.service().as_deref() == Some(service)));
    wanted
        .map(|configured| {
            let overlay = configured.overlay()?;
            let shown = |name: &str| config::shown(&root, &configured.model.join(name));
            Ok(Asked {
                places: Places {
                    model: located(&configured.model, |path| config::shown(&root, path))?,
                    overlay: overlay.as_ref().map(|_| shown("overlay.json")),
                    folder: Some(configured.target.path.display().to_string()),
                    configuration: Some(shown("codegen.toml")),
                },
                input: tinsmith::Input {
                    model: model_files::read(&configured.model)?,
                    overlay,
                    examples: BTreeMap::new(),
                    config: tinsmith::Config {
                        operations: configured.target.operations.names(),
                        crate_name: Some(configured.target.name),
                        crate_version: configured.target.version,
                        command: codegen::command(),
                        runtime: tinsmith::Runtime::default(),
                    },
                },
            })
        })
        .collect()
}

fn single(arguments: &Arguments, model: &Path) -> Result<Asked> {
    let operations = arguments.operations.iter();
    let operations: Vec<_> = operations.map(|name| name.trim().to_owned()).collect();
    Ok(Asked {
        places: Places {
            model: located(model, |path| path.display().to_string())?,
            ..Places::default()
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

/// Where the files of a model are, by their names.
fn located(model: &Path, shown: impl Fn(&Path) -> String) -> Result<BTreeMap<String, String>> {
    let files = tinsmith::build::model_files::locate(model)?.into_iter();
    Ok(files.map(|(name, path)| (name, shown(&path))).collect())
}
