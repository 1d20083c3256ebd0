//! `codegen`: writes generated crates, or compares them with their models.
//!
//! Everything is read and generated before `write` changes a file or `check` compares.

mod check;
pub(crate) mod runtime;
pub(crate) mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::NonEmptyStringValueParser;
use tinsmith::Crate;
use tinsmith::error::MAX_SHOWN;

use self::runtime::RuntimeLocation;
use crate::config::{self, Configured};
use crate::error::{Error, Problem, Result};
use crate::model::source;
use crate::model_files::{self, Files};
use crate::print;
use crate::program;
use crate::workspace;

/// The command in the header of the files of a configured crate.
pub(crate) fn command() -> String {
    format!("{} codegen", program::name())
}

/// The same for other crates. Paths are omitted, so that the same model generates the same files
/// everywhere.
pub(crate) fn model_command() -> String {
    format!("{} codegen --model … --out …", program::name())
}

/// The version of a crate that has no configuration.
const VERSION: &str = "0.1.0";

/// The options of `codegen`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Show the differences from the model without writing, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
    /// A model: a botocore service folder, a service-2.json, or a Smithy model in JSON (both may be
    /// .gz).
    #[arg(long, value_name = "PATH", requires = "out")]
    model: Option<PathBuf>,
    /// The folder of the crate to generate.
    #[arg(long, value_name = "DIR", requires = "model")]
    out: Option<PathBuf>,
    #[command(flatten)]
    selection: Selection,
    /// The name of the crate; by default, the service's id.
    #[arg(long, value_name = "CRATE", requires = "model")]
    name: Option<String>,
    /// An overlay with documentation and behaviours.
    #[arg(long, value_name = "FILE", requires = "model")]
    overlay: Option<PathBuf>,
    /// The runtime crate: a folder, a version in the registry, or a git repository as URL#REVISION; by
    /// default, a copy in DIR/runtime. It is written to a folder that does not exist or is empty.
    #[arg(long, value_name = "WHERE", requires = "model")]
    runtime: Option<RuntimeLocation>,
}

/// The operations of a model without configuration.
#[derive(Debug, clap::Args)]
pub(crate) struct Selection {
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
}

impl Selection {
    /// The names, or `None` for all.
    pub(crate) fn names(&self) -> Option<Vec<String>> {
        let names = self.operations.iter().map(|name| name.trim().to_owned());
        let names: Vec<_> = names.collect();
        (names != ["all"]).then_some(names)
    }
}

/// A crate to generate, and its folder.
pub(crate) struct Job {
    pub(crate) input: tinsmith::Input,
    /// The path of the model, as displayed.
    pub(crate) model: String,
    /// The output folder.
    pub(crate) folder: PathBuf,
    /// The output folder, as displayed.
    pub(crate) shown: String,
    /// The command that writes it, quoted for a shell.
    command: String,
    pub(crate) runtime: RuntimeLocation,
    /// Whether the folder is configured in a `codegen.toml`.
    is_configured: bool,
}

/// A generated crate.
pub(crate) struct Generated {
    pub(crate) job: Job,
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

/// Checks whether the committed crates match their models, and prints the differences.
///
/// # Errors
///
/// Like [`run`].
pub fn check_configured() -> Result<()> {
    check::check(&generate(configured()?)?)
}

/// The jobs of all configured models, after verifying imported files.
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

/// The job of a configured model with these model files.
///
/// # Errors
///
/// If the overlay or an example cannot be read.
pub(crate) fn job(root: &Path, configured: &Configured, model: Files) -> Result<Job> {
    let krate = &configured.krate;
    let folder = root.join(&krate.path);
    let runtime = krate.runtime(root);
    Ok(Job {
        input: tinsmith::Input {
            model,
            overlay: configured.overlay()?,
            examples: model_files::examples(&configured.model)?,
            config: tinsmith::Config {
                operations: krate.operations.names(),
                crate_name: Some(krate.name.clone()),
                crate_version: krate.version.clone(),
                command: command(),
                runtime: runtime.in_manifest(&folder)?,
            },
        },
        runtime,
        model: config::shown(root, &configured.model),
        folder,
        shown: krate.path.display().to_string(),
        command: command(),
        is_configured: true,
    })
}

fn single(arguments: &Arguments, model: &Path, out: &Path) -> Result<Job> {
    let runtime = arguments.runtime.clone().unwrap_or_default();
    Ok(Job {
        input: tinsmith::Input {
            model: model_files::read(model)?,
            overlay: arguments
                .overlay
                .as_deref()
                .map(model_files::read_file)
                .transpose()?,
            // Examples depend on the configured operations.
            examples: BTreeMap::new(),
            config: tinsmith::Config {
                operations: arguments.selection.names(),
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

/// The command that writes the crate, with the given options.
fn command_line(arguments: &Arguments, model: &Path, out: &Path) -> String {
    let operations = arguments.selection.operations.join(",");
    let mut line: Vec<_> = program::name().split(' ').map(Into::into).collect();
    line.push("codegen".into());
    line.extend(["--model".into(), model.to_string_lossy()]);
    line.extend(["--out".into(), out.to_string_lossy()]);
    if operations != "all" {
        line.extend(["--operations".into(), operations.into()]);
    }
    if let Some(name) = &arguments.name {
        line.extend(["--name".into(), name.into()]);
    }
    if let Some(overlay) = &arguments.overlay {
        line.extend(["--overlay".into(), overlay.to_string_lossy()]);
    }
    if let Some(runtime) = &arguments.runtime {
        line.extend(["--runtime".into(), runtime.to_string().into()]);
    }
    shlex::Quoter::new()
        .allow_nul(true)
        .join(line.iter().map(AsRef::as_ref))
        .unwrap_or_else(|_| line.join(" "))
}

/// Generates crates, and prints warnings.
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
                let warnings = output.warnings.iter().map(Problem::from);
                print::warnings(&warnings.collect::<Vec<_>>());
                Ok(Generated {
                    job,
                    output,
                    started,
                })
            }
            Err(error) => {
                let mut error = Error::from(error);
                if let Some(problem) = error.problems.iter_mut().take(MAX_SHOWN).last() {
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

/// All values, or all errors.
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

/// The name of a crate and the numbers of its items.
pub(crate) fn summary(output: &Crate) -> String {
    format!(
        "{}: {}, {}, {}",
        output.name,
        print::count(output.counts.operations, "operation"),
        print::count(output.counts.emitted, "shape"),
        print::count(output.files.len(), "file")
    )
}
