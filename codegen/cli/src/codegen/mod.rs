//! `codegen`: writes generated crates, or says how they differ from their models.
//!
//! Everything is read and generated here, before `write` touches the first file or `check`
//! compares it.

mod check;
pub(crate) mod runtime;
pub(crate) mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::NonEmptyStringValueParser;
use tinsmith::Crate;

use self::runtime::Location;
use crate::config::{self, Configured};
use crate::error::{Error, Result};
use crate::model::source;
use crate::model_files::{self, Files};
use crate::print;
use crate::program;
use crate::workspace;

/// The command in the header of the files of a configured crate.
pub(crate) fn command() -> String {
    format!("{} codegen", program::name())
}

/// The same for any other crate. The paths of its model and folder are left out: the same model
/// gives the same files everywhere.
pub(crate) fn model_command() -> String {
    format!("{} codegen --model … --out …", program::name())
}

/// The version of a crate that has no configuration.
const VERSION: &str = "0.1.0";

/// The options of `codegen`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; show what differs from the model, and exit with 1 if anything does.
    #[arg(long)]
    check: bool,
    /// A model: a botocore service folder, one service-2.json, or one Smithy model in JSON (both
    /// may be .gz).
    #[arg(long, value_name = "PATH", requires = "out")]
    model: Option<PathBuf>,
    /// The folder of the crate to generate.
    #[arg(long, value_name = "DIR", requires = "model")]
    out: Option<PathBuf>,
    /// The operations to generate, separated by commas, or `all`.
    #[arg(
        long,
        value_name = "A,B",
        requires = "model",
        value_delimiter = ',',
        default_value = "all",
        value_parser = NonEmptyStringValueParser::new()
    )]
    operations: Vec<String>,
    /// The name of the crate; the service's id if it is not given.
    #[arg(long, value_name = "CRATE", requires = "model")]
    name: Option<String>,
    /// Documentation and behaviours to put on top of the model.
    #[arg(long, value_name = "FILE", requires = "model")]
    overlay: Option<PathBuf>,
    /// The runtime crate: a folder, a version in the registry, or a git repository as URL#REVISION;
    /// a copy in DIR/runtime if it is not given. It is written to a folder that does not have it.
    #[arg(long, value_name = "WHERE", requires = "model")]
    runtime: Option<Location>,
}

/// A crate to generate, and where it goes.
pub(crate) struct Job {
    /// What it is made from.
    pub(crate) input: tinsmith::Input,
    /// Where the model is, as the user knows it.
    pub(crate) model: String,
    /// Where the crate goes.
    pub(crate) folder: PathBuf,
    /// The same, as the user knows it.
    pub(crate) shown: String,
    /// The command that writes it, to be entered as it stands.
    command: String,
    /// Where the runtime is.
    pub(crate) runtime: Location,
    /// Whether a `codegen.toml` names the folder.
    is_configured: bool,
}

/// A generated crate.
pub(crate) struct Generated {
    /// What it was to be.
    pub(crate) job: Job,
    /// What it is.
    pub(crate) output: Crate,
    started: Instant,
}

/// Runs the command.
///
/// # Errors
///
/// Exit code 1 if `--check` found a difference, 2 if something cannot be read, generated or
/// written.
pub fn run(arguments: &Arguments) -> Result<()> {
    let jobs = match (&arguments.model, &arguments.out) {
        (Some(model), Some(out)) => vec![single(arguments, model, out)?],
        _ => configured()?,
    };
    let generated = generate(jobs)?;
    if arguments.check {
        check::check(&generated)
    } else {
        write::write(&generated)
    }
}

/// Whether the committed crates are what their models generate; says so if not.
///
/// # Errors
///
/// Like [`run`].
pub fn check_configured() -> Result<()> {
    check::check(&generate(configured()?)?)
}

/// The jobs of all configured models, whose files are as they were imported.
fn configured() -> Result<Vec<Job>> {
    let root = workspace::root()?;
    let all = config::all(&root)?;
    let jobs = all.iter().map(|configured| {
        let shown = config::shown(&root, &configured.model);
        source::verify(&configured.model, &shown, &Files::new())?;
        job(&root, configured, model_files::read(&configured.model)?)
    });
    collect(jobs)
}

/// What is to be made of these files of a configured model.
///
/// # Errors
///
/// If the overlay or an example cannot be read.
pub(crate) fn job(root: &Path, configured: &Configured, model: Files) -> Result<Job> {
    let target = &configured.target;
    let folder = root.join(&target.path);
    let runtime = target.runtime(root);
    Ok(Job {
        input: tinsmith::Input {
            model,
            overlay: configured.overlay()?,
            examples: model_files::examples(&configured.model)?,
            config: tinsmith::Config {
                operations: target.operations.names(),
                crate_name: Some(target.name.clone()),
                crate_version: target.version.clone(),
                command: command(),
                runtime: runtime.in_manifest(&folder)?,
            },
        },
        runtime,
        model: config::shown(root, &configured.model),
        folder,
        shown: target.path.display().to_string(),
        command: command(),
        is_configured: true,
    })
}

fn single(arguments: &Arguments, model: &Path, out: &Path) -> Result<Job> {
    let operations: Vec<_> = arguments
        .operations
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    let runtime = arguments.runtime.clone().unwrap_or_default();
    Ok(Job {
        input: tinsmith::Input {
            model: model_files::read(model)?,
            overlay: arguments
                .overlay
                .as_deref()
                .map(model_files::read_file)
                .transpose()?,
            // They are written for one choice of operations, so they belong to a configuration.
            examples: BTreeMap::new(),
            config: tinsmith::Config {
                operations: (operations != ["all"]).then_some(operations),
                crate_name: arguments.name.clone(),
                crate_version: VERSION.to_owned(),
                command: model_command(),
                runtime: runtime.in_manifest(out)?,
            },
        },
        runtime,
        model: model.display().to_string(),
        folder: out.to_owned(),
        shown: out.display().to_string(),
        command: command_line(arguments, model, out),
        is_configured: false,
    })
}

/// The command that writes the crate, with the options as they were given.
fn command_line(arguments: &Arguments, model: &Path, out: &Path) -> String {
    let operations = arguments.operations.join(",");
    let mut words: Vec<_> = program::name().split(' ').map(Into::into).collect();
    words.push("codegen".into());
    words.extend(["--model".into(), model.to_string_lossy()]);
    words.extend(["--out".into(), out.to_string_lossy()]);
    if operations != "all" {
        words.extend(["--operations".into(), operations.into()]);
    }
    if let Some(name) = &arguments.name {
        words.extend(["--name".into(), name.into()]);
    }
    if let Some(overlay) = &arguments.overlay {
        words.extend(["--overlay".into(), overlay.to_string_lossy()]);
    }
    if let Some(runtime) = &arguments.runtime {
        words.extend(["--runtime".into(), runtime.to_string().into()]);
    }
    shlex::Quoter::new()
        .allow_nul(true)
        .join(words.iter().map(AsRef::as_ref))
        .unwrap_or_else(|_| words.join(" "))
}

/// Generates crates, and says what they do not do as their services may need it.
///
/// # Errors
///
/// If one of them cannot be generated.
pub(crate) fn generate(jobs: Vec<Job>) -> Result<Vec<Generated>> {
    collect(jobs.into_iter().map(|job| {
        let started = Instant::now();
        match tinsmith::generate(&job.input) {
            Ok(mut output) => {
                job.runtime.add_to(&mut output);
                for warning in &output.warnings {
                    print::warning(&warning.path, &warning.message);
                    warning.hint.iter().for_each(print::hint);
                }
                Ok(Generated {
                    job,
                    output,
                    started,
                })
            }
            Err(error) => {
                let mut error = Error::from(error);
                if let Some(problem) = error.problems.last_mut() {
                    let model = format!("the model is {}; nothing was written", job.model);
                    problem.hint = Some(match problem.hint.take() {
                        Some(hint) => format!("{hint} ({model})"),
                        None => model,
                    });
                }
                Err(error)
            }
        }
    }))
}

/// All the results, or all the errors.
pub(crate) fn collect<T>(results: impl Iterator<Item = Result<T>>) -> Result<Vec<T>> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(error) => bad.push(error),
        }
    }
    Error::all(bad)?;
    Ok(good)
}

/// What is in a crate, in a few words.
pub(crate) fn summary(output: &Crate) -> String {
    format!(
        "{}: {}, {}, {}",
        output.name,
        print::count(output.counts.operations, "operation"),
        print::count(output.counts.emitted, "shape"),
        print::count(output.files.len(), "file")
    )
}
