//! `model update`: imports a new version of a model, and regenerates its crate.
//!
//! Everything is read, generated and compared before any file is changed. Then the model is written,
//! then the crate ([`folder::apply`]).

use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;
use tinsmith::compare::{Report, Revision};

use super::diff::text;
use super::import::{self, Origin};
use super::package::{self, REQUIREMENTS};
use super::pins;
use super::source::{self, LOCAL, Source};
use crate::codegen::{self, Generated, collect, runtime, write};
use crate::config::{self, Configured, Form};
use crate::error::{Error, Result};
use crate::folder::{self, Change};
use crate::model_files;
use crate::print::{self, BOLD, CYAN, Format, GREEN, RED};
use crate::workspace::{self, Task, Workspace};

/// The options of `model update`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The service, by the name of its folder; by default, all configured services.
    service: Option<String>,
    /// The version of botocore; by default, the newest.
    #[arg(long, value_name = "VERSION", value_parser = NonEmptyStringValueParser::new())]
    to: Option<String>,
    /// A folder of botocore's models instead: its `data`, or one service folder in it.
    #[arg(long, value_name = "DIR", conflicts_with = "to")]
    from: Option<PathBuf>,
    /// Show the report and the files that would change, without changing them.
    #[arg(long)]
    dry_run: bool,
    /// The output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A service to update.
struct Chosen {
    configured: Configured,
    /// Where its model is from.
    source: Source,
}

/// The update of one service.
struct Update {
    /// The model's folder, as displayed.
    shown: String,
    model_change: Change,
    generated: Generated,
    crate_change: Change,
    report: Report,
    /// The configured version, which only a crate has, and the file that configures it.
    version: Option<String>,
    configuration: String,
    /// The overlay paths of new items without documentation.
    undocumented: Vec<String>,
    /// The partitions of the new model.
    partitions: Option<Vec<u8>>,
}

/// The default partitions, taken from the newest imported model.
const PARTITIONS: &str = "codegen/src/model/endpoints/partitions.json";

/// Runs the command.
///
/// # Errors
///
/// If the new model is not available, belongs to another service, or cannot be generated or written, or
/// if the old one is not from botocore, or was edited by hand. Nothing is changed then.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root()?;
    let _lock = Workspace::lock(&root)?;
    let workspace = &Workspace::at(&root)?;
    let chosen = chosen(workspace, arguments.service.as_deref())?;
    let origins = origins(workspace.root(), arguments, &chosen)?;
    let version = origins.iter().find_map(|origin| origin.version.clone());

    let chosen = chosen.iter().zip(&origins);
    let updates = collect(chosen.map(|(chosen, origin)| prepare(workspace, chosen, origin)))?;
    let mut extras = extras(workspace.root(), &updates, version.as_deref())?;
    let runtimes = runtime::shared(updates.iter().map(|it| &it.generated.job.runtime))?;
    extras.extend(runtimes.into_iter().map(|it| Extra {
        folder: it.shown,
        change: it.change,
    }));

    if arguments.format == Format::Text {
        for update in &updates {
            print::done(text::text(&update.report));
        }
    }
    if !arguments.dry_run {
        // The models first: an interrupted run is repaired by running it again.
        let changes = updates.iter().map(|it| &it.model_change);
        let changes = changes.chain(updates.iter().map(|it| &it.crate_change));
        let changes = changes.chain(extras.iter().map(|it| &it.change));
        folder::apply(&changes.collect::<Vec<_>>())?;
    }
    if arguments.format == Format::Json {
        return print::json(1, &json(&updates, &extras, !arguments.dry_run));
    }
    for update in &updates {
        list(&update.shown, &update.model_change, arguments.dry_run);
        list(
            &update.generated.job.shown,
            &update.crate_change,
            arguments.dry_run,
        );
    }
    for extra in &extras {
        list(&extra.folder, &extra.change, arguments.dry_run);
    }
    for update in &updates {
        print::done(summary(update, arguments.dry_run).trim_end_matches('\n'));
    }
    if !arguments.dry_run {
        for update in &updates {
            advise(workspace, update);
        }
    }
    Ok(())
}

/// The report as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonReport<'a> {
    is_written: bool,
    services: Vec<JsonUpdate<'a>>,
}

/// One service in it: the report of `model diff`, and the files.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonUpdate<'a> {
    #[serde(flatten)]
    report: &'a Report,
    written: Vec<String>,
    removed: Vec<String>,
    undocumented: &'a [String],
}

fn json<'a>(updates: &'a [Update], extras: &[Extra], is_written: bool) -> JsonReport<'a> {
    let services = updates.iter().enumerate().map(|(index, update)| {
        let mut changes = vec![
            (update.shown.as_str(), &update.model_change),
            (&update.generated.job.shown, &update.crate_change),
        ];
        if index == 0 {
            changes.extend(extras.iter().map(|extra| (&*extra.folder, &extra.change)));
        }
        let written = changes.iter().flat_map(|(folder, it)| it.written(folder));
        let removed = changes.iter().flat_map(|(folder, it)| it.removed(folder));
        JsonUpdate {
            report: &update.report,
            written: written.collect(),
            removed: removed.collect(),
            undocumented: &update.undocumented,
        }
    });
    JsonReport {
        is_written,
        services: services.collect(),
    }
}

/// The services to update: the named one, or all that are from botocore.
fn chosen(workspace: &Workspace, service: Option<&str>) -> Result<Vec<Chosen>> {
    let all = match service {
        Some(service) => vec![named(workspace, service)?],
        None => config::all(workspace)?,
    };
    let all = all.into_iter().map(|configured| {
        let source = Source::read(workspace, &configured.model)?;
        let source = source.ok_or_else(|| not_imported(workspace, &configured))?;
        Ok(Chosen { configured, source })
    });
    let (local, chosen): (Vec<_>, Vec<_>) = collect(all)?
        .into_iter()
        .partition(|it| it.source.package == LOCAL);
    for Chosen { configured, source } in &local {
        let shown = workspace.shown(&configured.model);
        let message = "its files are local, not from botocore";
        let again = source.import_again(workspace, &configured.model);
        let hint = format!("`{again}` imports a new version");
        if service.is_some() {
            return Err(Error::usage(shown, message).hint(hint));
        }
        print::warning(shown, format_args!("{message}: {hint}"));
    }
    Ok(chosen)
}

/// The error of a model that no import wrote.
fn not_imported(workspace: &Workspace, configured: &Configured) -> Error {
    let message = format!("was not imported: it has no {}", source::FILE);
    let error = Error::usage(workspace.shown(&configured.model), message);
    let import = source::import_into(workspace, &configured.model);
    error.hint(format!("move its files away; {import}"))
}

/// The configured service of a name.
fn named(workspace: &Workspace, service: &str) -> Result<Configured> {
    let all = config::all(workspace)?;
    let names: Vec<_> = all.iter().filter_map(Configured::service).collect();
    let mut all = all.into_iter();
    let found = all.find(|it| it.service().as_deref() == Some(service));
    found.ok_or_else(|| {
        let near = tinsmith::suggest::hint(service, names.iter().map(String::as_str));
        Error::usage(
            service,
            format_args!(
                "no service of this name is configured in {}/, which has {}",
                workspace.models().display(),
                names.join(", ")
            ),
        )
        .hint(near.unwrap_or_else(|| {
            format!(
                "a new one begins with `{} SERVICE`, by its name in botocore",
                workspace.command(Task::Import)
            )
        }))
    })
}

/// Locates the new models.
fn origins(root: &Path, arguments: &Arguments, chosen: &[Chosen]) -> Result<Vec<Origin>> {
    let services: Vec<_> = chosen.iter().map(|it| it.source.service.as_str()).collect();
    if services.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(from) = &arguments.from {
        return collect(
            services
                .iter()
                .map(|name| in_folder(from, name, services.len())),
        );
    }
    let version = match &arguments.to {
        Some(version) => version.clone(),
        None => package::newest_version(root)?,
    };
    if services.len() > 1 {
        package::install_all(root, &version)?;
    }
    collect(
        services
            .iter()
            .map(|service| Origin::package(root, &version, service)),
    )
}

/// A service folder in botocore's `data`, or the folder itself if only one service is updated.
fn in_folder(from: &Path, service: &str, count: usize) -> Result<Origin> {
    let from = std::fs::canonicalize(from).map_err(|error| Error::io(from, "read it", &error))?;
    let inside = from.join(service);
    let folder = if inside.is_dir() {
        inside
    } else if count == 1 {
        from.clone()
    } else {
        let message = format!("has no folder {service}, and {count} services are to be updated");
        return Err(Error::usage(from.display(), message).hint("name one service"));
    };
    if !folder.is_dir() {
        return Err(Error::usage(from.display(), "is not a folder")
            .hint("--from takes botocore's folder `data`, or that of one service in it"));
    }
    Origin::folder(&folder, service)
}

/// Imports, generates and compares without writing.
fn prepare(workspace: &Workspace, chosen: &Chosen, origin: &Origin) -> Result<Update> {
    let configured = &chosen.configured;
    let shown = workspace.shown(&configured.model);
    let import = import::import(origin, configured.krate.aws_documentation)?;
    let new_model = import.model();
    source::verify(workspace, configured, &new_model)?;
    let old_model = model_files::read(&configured.model)?;
    if !tinsmith::compare::are_of_one_service(&old_model, &new_model)? {
        return Err(Error::usage(
            origin.folder.display(),
            format_args!("is the model of another service than {shown}"),
        )
        .hint("nothing was written"));
    }
    let mut job = codegen::job(workspace, configured, new_model)?;
    job.model = format!("{shown} with the files of {}", source_of(origin));
    let before = codegen::job(workspace, configured, old_model)?;
    let undocumented = undocumented(&before.input, &job.input);
    let generated = codegen::generate(vec![job])?.pop();
    let generated = generated.ok_or_else(|| Error::failure(&shown, "gave no crate"))?;
    // All errors in the new model have been reported; compare it now.
    let report = report(workspace, configured, &chosen.source, origin)?;
    Ok(Update {
        model_change: import.change(workspace, &configured.model)?,
        crate_change: write::change(&generated)?,
        shown,
        generated,
        report,
        version: match configured.krate.form {
            Form::Crate => Some(configured.krate.version.clone()),
            Form::Module(_) => None,
        },
        configuration: configured.file.clone(),
        undocumented,
        partitions: import.files.get("partitions.json").cloned(),
    })
}

fn source_of(origin: &Origin) -> String {
    match &origin.version {
        Some(version) => format!("botocore {version}"),
        None => origin.folder.display().to_string(),
    }
}

/// The report of `model diff`, with the service's documentation on both sides if the old package is
/// available: the overlay may need the same changes.
fn report(
    workspace: &Workspace,
    configured: &Configured,
    old: &Source,
    origin: &Origin,
) -> Result<Report> {
    let package = old.version.as_deref();
    let package =
        package.and_then(|version| Origin::package(workspace.root(), version, &old.service).ok());
    let revision = |name, folder: &Path| {
        Ok::<_, Error>(Revision {
            name,
            model: model_files::read(folder)?,
            overlay: configured.overlay()?,
            overlay_name: Some(workspace.shown(&configured.overlay_file())),
            operations: configured.krate.operations.names(),
            is_strict: false,
        })
    };
    let name_of = |version: Option<&str>, folder: &Path| match version {
        Some(version) => format!("botocore:{version}"),
        None => workspace.shown(folder),
    };
    let old = match &package {
        Some(package) => revision(
            name_of(package.version.as_deref(), &package.folder),
            &package.folder,
        )?,
        None => revision(workspace.shown(&configured.model), &configured.model)?,
    };
    let new = revision(
        name_of(origin.version.as_deref(), &origin.folder),
        &origin.folder,
    )?;
    Ok(tinsmith::compare(&old, &new, &configured.krate.version)?)
}

/// The paths of undocumented items that are new.
fn undocumented(old: &tinsmith::Input, new: &tinsmith::Input) -> Vec<String> {
    // Errors in the new model are reported by generation.
    let known = tinsmith::undocumented(old).unwrap_or_default();
    let mut paths = tinsmith::undocumented(new).unwrap_or_default();
    paths.retain(|path| !known.contains(path));
    paths
}

/// Changed files outside of models and crates: those of tinsmith's own repository that depend on the
/// version of botocore, and a shared runtime that was missing.
struct Extra {
    folder: String,
    change: Change,
}

fn extras(root: &Path, updates: &[Update], version: Option<&str>) -> Result<Vec<Extra>> {
    if !package::is_own(root) {
        return Ok(Vec::new());
    }
    let extra = |path: &'static str, bytes: Vec<u8>| {
        let (folder, name) = path.rsplit_once('/')?;
        let change = Change::new(&root.join(folder)).map(|mut change| {
            change.write.push((name.to_owned(), bytes));
            Extra {
                folder: folder.to_owned(),
                change,
            }
        });
        Some(change)
    };
    let old = std::fs::read(root.join(PARTITIONS)).ok();
    let new = updates
        .iter()
        .rev()
        .find_map(|update| update.partitions.clone());
    let partitions = match (old, new) {
        (Some(old), Some(new)) if old != new => extra(PARTITIONS, new),
        _ => None,
    };
    let has_pins = root.join(REQUIREMENTS).is_file();
    let pins = match version {
        Some(version) if has_pins => match pins::updated(root, version) {
            Ok(text) => text.and_then(|text| extra(REQUIREMENTS, text.into_bytes())),
            Err(error) => {
                for problem in &error.problems {
                    print::warning(
                        REQUIREMENTS,
                        format_args!("not updated: {}", problem.message),
                    );
                }
                print::hint(format_args!(
                    "set botocore=={version}, boto3=={version} and the s3transfer that it requires \
                     there before running the tests"
                ));
                None
            }
        },
        None if has_pins => {
            print::warning(
                REQUIREMENTS,
                "not updated: the version of botocore is unknown",
            );
            None
        }
        _ => None,
    };
    partitions.into_iter().chain(pins).collect()
}

/// Prints the changed files of a folder.
fn list(folder: &str, change: &Change, is_dry: bool) {
    let (written, removed) = if is_dry {
        ("to write", "to remove")
    } else {
        ("written", "removed")
    };
    for path in change.written(folder) {
        print::done(format_args!("{GREEN}{written:10}{GREEN:#}{path}"));
    }
    for path in change.removed(folder) {
        print::done(format_args!("{RED}{removed:10}{RED:#}{path}"));
    }
}

/// The number of changed files, and the items that need documentation.
fn summary(update: &Update, is_dry: bool) -> String {
    let output = &update.generated.output;
    let (written, removed) = (
        update.crate_change.write.len(),
        update.crate_change.remove.len(),
    );
    let unchanged = output.files.len() - written;
    let (word, rest) = if is_dry {
        ("to write", "to remove; nothing was written")
    } else {
        ("written", "removed")
    };
    let mut text = format!(
        "{}: {written} {word}, {unchanged} unchanged, {removed} {rest}\n",
        codegen::summary(output),
    );
    if !update.undocumented.is_empty() {
        text.push_str(&format!(
            "\n{BOLD}without documentation in {}/overlay.json: {}{BOLD:#}\n",
            update.shown,
            print::count(update.undocumented.len(), "item")
        ));
        for path in &update.undocumented {
            text.push_str(&format!("  {path}\n"));
        }
        text.push_str(&format!(
            "{CYAN}fix:{CYAN:#} add a `documentation` to each; until then, its documentation lists \
             only the model's constraints\n"
        ));
    }
    text
}

/// Prints the remaining manual steps.
fn advise(workspace: &Workspace, update: &Update) {
    let (Some(to), Some(version)) = (&update.report.verdict.to, &update.version) else {
        return;
    };
    print::next(format_args!(
        "the required version is {to}, and {} has {version}: set it there unless an \
         unreleased version already includes the bump, run `{}`, then the tests",
        update.configuration,
        workspace.command(Task::Generate)
    ));
}
