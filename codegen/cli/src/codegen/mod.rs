//! `codegen`: writes generated crates, or compares them with their models.
//!
//! Everything is read and generated before `write` changes a file or `check` compares.

mod check;
mod leftover;
mod record;
mod report;
pub(crate) mod runtime;
pub(crate) mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::NonEmptyStringValueParser;
use tinsmith::Crate;
use tinsmith::error::MAX_SHOWN;

use self::leftover::Leftovers;
use self::runtime::RuntimeLocation;
use crate::config::{self, Configured, Form, Operations, VERSION};
use crate::error::{Error, Problem, Result};
use crate::model::name::ModelName;
use crate::model::{package, source};
use crate::model_files::{self, Files};
use crate::print::{self, Format};
use crate::program;
use crate::workspace::{Task, Workspace};

/// The options of `codegen`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Show the differences from the model without writing, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
    /// A model: a botocore service folder, a service-2.json, a Smithy model in JSON (both may be .gz),
    /// or botocore:SERVICE[@VERSION], which pip installs.
    #[arg(long, value_name = "MODEL", requires = "out")]
    model: Option<ModelName>,
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
    /// The output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
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
    ///
    /// # Errors
    ///
    /// If `all` stands with names.
    pub(crate) fn names(&self) -> Result<Option<Vec<String>>> {
        Ok(Operations::of_list(&self.operations)?.names())
    }
}

/// A crate to generate, and its folder.
pub(crate) struct Job {
    pub(crate) input: tinsmith::Input,
    form: Form,
    /// The service and the version of botocore, if the model was named by them.
    botocore: Option<(String, String)>,
    /// The path of the model, as displayed.
    pub(crate) model: String,
    /// The output folder.
    pub(crate) folder: PathBuf,
    /// The output folder, as displayed.
    pub(crate) shown: String,
    /// The command that writes it, quoted for a shell.
    command: String,
    pub(crate) runtime: RuntimeLocation,
    /// Whether the folder is configured.
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
    let (jobs, leftovers) = match (&arguments.model, &arguments.out) {
        (Some(model), Some(out)) => (vec![single(arguments, model, out)?], Leftovers::default()),
        _ => configured()?,
    };
    finish(jobs, &leftovers, arguments.check, arguments.format)
}

/// Generates what the workspace configures; or checks it.
///
/// # Errors
///
/// Like [`run`].
pub(crate) fn run_configured(is_check: bool, format: Format) -> Result<()> {
    let (jobs, leftovers) = configured()?;
    finish(jobs, &leftovers, is_check, format)
}

fn finish(jobs: Vec<Job>, leftovers: &Leftovers, is_check: bool, format: Format) -> Result<()> {
    let generated = generate(jobs)?;
    leftovers.warn(is_check);
    if is_check {
        check::check(&generated, &leftovers.code, format)
    } else {
        write::write(&generated, format)
    }
}

/// Checks whether the committed crates match their models, and prints the differences.
///
/// # Errors
///
/// Like [`run`].
pub fn check_configured() -> Result<()> {
    run_configured(true, Format::Text)
}

/// The jobs of all configured models, after verifying imported files, and what is left of others.
fn configured() -> Result<(Vec<Job>, Leftovers)> {
    let workspace = Workspace::find()?;
    let all = config::all(&workspace)?;
    let jobs = all.iter().map(|configured| {
        source::verify(&workspace, configured, &Files::new())?;
        let model = model_files::read(&configured.model)?;
        job(&workspace, configured, model)
    });
    Ok((collect(jobs)?, Leftovers::of(&workspace, &all)))
}

/// The job of a configured model with these model files.
///
/// # Errors
///
/// If the overlay or an example cannot be read.
pub(crate) fn job(workspace: &Workspace, configured: &Configured, model: Files) -> Result<Job> {
    let krate = &configured.krate;
    let folder = workspace.root().join(&krate.path);
    let runtime = krate.runtime(workspace.root());
    let command = workspace.command(Task::Generate);
    Ok(Job {
        input: tinsmith::Input {
            model,
            overlay: configured.overlay()?,
            overlay_name: Some(workspace.shown(&configured.overlay_file())),
            examples: model_files::examples(&configured.model)?,
            config: tinsmith::Config {
                operations: krate.operations.names(),
                crate_name: Some(krate.name.clone()),
                crate_version: krate.version.clone(),
                command: command.clone(),
                runtime: runtime.in_manifest(&folder)?,
            },
        },
        form: krate.form.clone(),
        botocore: None,
        runtime,
        model: workspace.shown(&configured.model),
        folder,
        shown: krate.path.display().to_string(),
        command,
        is_configured: true,
    })
}

/// The input of a model without configuration: all operations, and nothing but the model.
pub(crate) fn input(model: Files) -> tinsmith::Input {
    tinsmith::Input {
        model,
        overlay: None,
        overlay_name: None,
        // Examples depend on the configured operations.
        examples: BTreeMap::new(),
        config: tinsmith::Config {
            operations: None,
            crate_name: None,
            crate_version: VERSION.to_owned(),
            // Paths are omitted, so that the same model generates the same files everywhere.
            command: format!("{} codegen --model … --out …", program::name()),
            runtime: tinsmith::Runtime::default(),
        },
    }
}

fn single(arguments: &Arguments, model: &ModelName, out: &Path) -> Result<Job> {
    let runtime = arguments.runtime.clone().unwrap_or_default();
    let found = model.read(package::root)?;
    let overlay = arguments.overlay.as_deref();
    let mut input = input(found.files);
    input.overlay = overlay.map(model_files::read_file).transpose()?;
    input.overlay_name = overlay.map(|it| it.display().to_string());
    input.config.operations = arguments.selection.names()?;
    input.config.crate_name.clone_from(&arguments.name);
    input.config.runtime = runtime.in_manifest(out)?;
    Ok(Job {
        input,
        form: Form::Crate,
        botocore: found.botocore,
        runtime,
        model: found.shown.clone(),
        folder: out.to_owned(),
        shown: out.display().to_string(),
        command: command_line(arguments, &found.shown, out),
        is_configured: false,
    })
}

/// The command that writes the crate, with the given options.
fn command_line(arguments: &Arguments, model: &str, out: &Path) -> String {
    let operations = arguments.selection.operations.join(",");
    let mut line: Vec<_> = program::name().split(' ').map(Into::into).collect();
    line.push("codegen".into());
    line.extend(["--model".into(), model.into()]);
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
        let output = match &job.form {
            Form::Crate => tinsmith::generate(&job.input),
            Form::Module(features) => tinsmith::generate_module(&job.input, features),
        };
        match output {
            Ok(mut output) => {
                if job.form == Form::Crate {
                    job.runtime.add_to(&mut output);
                }
                record::add_to(&job, &mut output)?;
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
