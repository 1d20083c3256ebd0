//! `model update`: takes a new model, from the package to the generated crate.
//!
//! Everything is read, generated and compared before the first file is touched. Then the model is
//! written, then the crate ([`folder::apply`]).

use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;
use tinsmith::compare::{Report, Revision};

use super::diff::text;
use super::import::{self, Import, Origin};
use super::package::{self, DATA, REQUIREMENTS, did_you_mean};
use super::pins;
use super::source::{self, Source};
use crate::codegen::{self, Generated, collect, write};
use crate::config::{self, Configured};
use crate::error::{Error, Result};
use crate::folder::{self, Change};
use crate::model_files;
use crate::print::{self, BOLD, CYAN, GREEN, RED};
use crate::program;
use crate::workspace;

/// The options of `model update`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The service, as in `model/`; all that are configured if none is named.
    service: Option<String>,
    /// The version of botocore; the newest one if not given.
    #[arg(long, value_name = "VERSION", value_parser = NonEmptyStringValueParser::new())]
    to: Option<String>,
    /// A folder of botocore's models instead: its `data`, or one service of it.
    #[arg(long, value_name = "DIR", conflicts_with = "to")]
    from: Option<PathBuf>,
    /// Change nothing; show the report and the files that would change.
    #[arg(long)]
    dry_run: bool,
}

/// What an update does to one service.
struct Update {
    /// The model's folder, as the user knows it.
    shown: String,
    /// What changes in it.
    model_change: Change,
    /// The crate.
    generated: Generated,
    /// What changes in its folder.
    crate_change: Change,
    /// What the new model means.
    report: Report,
    /// The version of the crate.
    version: String,
    /// What is new and has no words, by its place in the overlay.
    wordless: Vec<String>,
    /// The partitions of the new model.
    partitions: Option<Vec<u8>>,
}

/// The partitions for models that bring none. They are those of the newest model we have.
const PARTITIONS: &str = "codegen/src/model/endpoints/partitions.json";

/// Runs the command.
///
/// # Errors
///
/// If the new model cannot be had, is that of another service, cannot be generated from, or cannot
/// be written, or the old one was edited by hand; then everything is as it was.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root()?;
    let chosen = chosen(&root, arguments.service.as_deref())?;
    let origins = origins(&root, arguments, &chosen)?;
    let version = origins.iter().find_map(|origin| origin.version.clone());

    let chosen = chosen.iter().zip(&origins);
    let updates = collect(chosen.map(|(configured, origin)| prepare(&root, configured, origin)))?;
    let extras = extras(&root, &updates, version.as_deref())?;

    for update in &updates {
        print::block(text::text(&update.report));
        print::line("");
    }
    if !arguments.dry_run {
        // The models first: what a killed run leaves is repaired by running it again.
        let changes = updates.iter().map(|it| &it.model_change);
        let changes = changes.chain(updates.iter().map(|it| &it.crate_change));
        let changes = changes.chain(extras.iter().map(|it| &it.change));
        folder::apply(&changes.collect::<Vec<_>>())?;
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
        list(extra.folder, &extra.change, arguments.dry_run);
    }
    for update in &updates {
        print::block(summary(update, arguments.dry_run));
    }
    if !arguments.dry_run {
        updates.iter().for_each(advise);
    }
    Ok(())
}

/// The services to update.
fn chosen(root: &Path, service: Option<&str>) -> Result<Vec<Configured>> {
    let mut all = config::all(root)?;
    let Some(service) = service else {
        return Ok(all);
    };
    let names: Vec<_> = all.iter().filter_map(Configured::service).collect();
    all.retain(|it| it.service().as_deref() == Some(service));
    if all.is_empty() {
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let near = did_you_mean(service, &names);
        return Err(Error::usage(
            service,
            format_args!(
                "no service of this name is configured in model/, which has {}",
                names.join(", ")
            ),
        )
        .hint(near.unwrap_or_else(|| {
            format!(
                "a new one begins with `{} model import SERVICE`, by its name in botocore",
                program::name()
            )
        })));
    }
    Ok(all)
}

/// Where the new models are.
fn origins(root: &Path, arguments: &Arguments, chosen: &[Configured]) -> Result<Vec<Origin>> {
    let services: Vec<_> = chosen.iter().filter_map(Configured::service).collect();
    if let Some(from) = &arguments.from {
        return collect(
            services
                .iter()
                .map(|name| in_folder(from, name, services.len())),
        );
    }
    let version = match &arguments.to {
        Some(version) => version.clone(),
        None => newest(root)?,
    };
    collect(
        services
            .iter()
            .map(|service| Origin::package(root, &version, service)),
    )
}

fn newest(root: &Path) -> Result<String> {
    print::progress("asking PyPI for the newest botocore");
    let versions = package::versions(root)?;
    versions.into_iter().next().ok_or_else(|| {
        Error::usage("botocore", "PyPI lists no version of it").hint("name one with --to")
    })
}

/// A service in a folder: in botocore's `data`, or the folder itself if there is but one to update.
fn in_folder(from: &Path, service: &str, count: usize) -> Result<Origin> {
    let from = std::fs::canonicalize(from).map_err(|error| Error::io(from, "read it", &error))?;
    let inside = from.join(service);
    let folder = if inside.is_dir() {
        inside
    } else if count == 1 {
        from.clone()
    } else {
        let message = format!("there is no folder {service} in it, and {count} services to update");
        return Err(Error::usage(from.display(), message).hint("name one service"));
    };
    if !folder.is_dir() {
        return Err(Error::usage(from.display(), "is not a folder")
            .hint("--from takes botocore's folder `data`, or that of one service in it"));
    }
    // In a package, paths begin with the package's name, wherever it is.
    let package = folder.ancestors().find(|it| it.ends_with(DATA));
    let package = package.and_then(|data| data.ancestors().nth(2));
    Ok(Origin {
        version: package.and_then(|package| version_of(&package.join("botocore"))),
        base: package.or(folder.parent()).unwrap_or(&folder).to_owned(),
        folder,
        service: service.to_owned(),
    })
}

/// The version that a package says it is.
fn version_of(package: &Path) -> Option<String> {
    let text = std::fs::read_to_string(package.join("__init__.py")).ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("__version__"))?;
    let version = line
        .trim_start_matches([' ', '='])
        .trim_matches(['\'', '"']);
    (!version.is_empty()).then(|| version.to_owned())
}

/// Imports, generates and compares, and writes nothing.
fn prepare(root: &Path, configured: &Configured, origin: &Origin) -> Result<Update> {
    let shown = config::shown(root, &configured.model);
    let Some(old) = Source::read(&configured.model, &shown)? else {
        return Err(Error::usage(
            &shown,
            format_args!("was not imported: it has no {}", source::FILE),
        )
        .hint(format!(
            "`{} model import {}` begins to take it from botocore",
            program::name(),
            origin.service
        )));
    };
    let import = import::import(origin)?;
    source::verify(&configured.model, &shown, &import.model())?;
    let old_model = model_files::read(&configured.model)?;
    if !tinsmith::compare::are_of_one_service(&old_model, &import.model())? {
        return Err(Error::usage(
            origin.folder.display(),
            format_args!("is the model of another service than {shown}"),
        )
        .hint("nothing was written"));
    }
    let mut job = codegen::job(root, configured, import.model())?;
    job.model = format!("{shown} with the files of {}", source_of(origin));
    let before = codegen::job(root, configured, old_model)?;
    let wordless = wordless(&before.input, &job.input);
    let generated = codegen::generate(vec![job])?.pop();
    let generated = generated.ok_or_else(|| Error::failure(&shown, "gave no crate"))?;
    // What is wrong with the new model was said now, all at once; this says what it means.
    let report = report(root, configured, &old, origin)?;
    Ok(Update {
        model_change: import.change(&configured.model)?,
        crate_change: write::change(&generated)?,
        shown,
        generated,
        report,
        version: configured.target.version.clone(),
        wordless,
        partitions: Import::model(&import).remove("partitions.json"),
    })
}

fn source_of(origin: &Origin) -> String {
    match &origin.version {
        Some(version) => format!("botocore {version}"),
        None => origin.folder.display().to_string(),
    }
}

/// What `model diff` says of the two, with the service's words on both sides if the old
/// package can be had: what the service says anew, our overlay may have to say, too.
fn report(root: &Path, configured: &Configured, old: &Source, origin: &Origin) -> Result<Report> {
    let package = old.version.as_deref();
    let package = package.and_then(|version| Origin::package(root, version, &old.service).ok());
    let side = |name, folder: &Path| {
        Ok::<_, Error>(Revision {
            name,
            model: model_files::read(folder)?,
            overlay: configured.overlay()?,
            operations: configured.target.operations.names(),
            is_strict: false,
        })
    };
    let name_of = |version: Option<&str>, folder: &Path| match version {
        Some(version) => format!("botocore:{version}"),
        None => config::shown(root, folder),
    };
    let old = match &package {
        Some(package) => side(
            name_of(package.version.as_deref(), &package.folder),
            &package.folder,
        )?,
        None => side(config::shown(root, &configured.model), &configured.model)?,
    };
    let new = side(
        name_of(origin.version.as_deref(), &origin.folder),
        &origin.folder,
    )?;
    Ok(tinsmith::compare(&old, &new, &configured.target.version)?)
}

/// The places without words that were not without words before.
fn wordless(old: &tinsmith::Input, new: &tinsmith::Input) -> Vec<String> {
    // What the old model lacks words for is no news; if that cannot be told, all of it is. What is
    // wrong with the new one is said when it is generated from.
    let known = tinsmith::undocumented(old).unwrap_or_default();
    let mut places = tinsmith::undocumented(new).unwrap_or_default();
    places.retain(|place| !known.contains(place));
    places
}

/// Files outside of the models and the crates that go with a version of botocore.
struct Extra {
    folder: &'static str,
    change: Change,
}

fn extras(root: &Path, updates: &[Update], version: Option<&str>) -> Result<Vec<Extra>> {
    let extra = |path: &'static str, bytes: Vec<u8>| {
        let (folder, name) = path.rsplit_once('/')?;
        let change = Change::new(&root.join(folder)).map(|mut change| {
            change.write.push((name.to_owned(), bytes));
            Extra { folder, change }
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
        Some(version) if has_pins => match pins::moved(root, version) {
            Ok(text) => text.and_then(|text| extra(REQUIREMENTS, text.into_bytes())),
            Err(error) => {
                for problem in &error.problems {
                    print::warning(
                        REQUIREMENTS,
                        format_args!("stays as it is: {}", problem.message),
                    );
                }
                print::hint(format_args!(
                    "write botocore=={version} into it, with boto3=={version} and the s3transfer \
                     that it needs, before the tests run"
                ));
                None
            }
        },
        None if has_pins => {
            print::warning(
                REQUIREMENTS,
                "stays as it is: the version of botocore is not known",
            );
            None
        }
        _ => None,
    };
    partitions.into_iter().chain(pins).collect()
}

/// The files of a folder that change, a line each.
fn list(folder: &str, change: &Change, is_dry: bool) {
    let (written, removed) = if is_dry {
        ("to write", "to remove")
    } else {
        ("written", "removed")
    };
    for (path, _) in &change.write {
        print::line(format_args!("{GREEN}{written:10}{GREEN:#}{folder}/{path}"));
    }
    for path in &change.remove {
        print::line(format_args!("{RED}{removed:10}{RED:#}{folder}/{path}"));
    }
}

/// What became of a service, and what is to be written by people.
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
    if !update.wordless.is_empty() {
        text.push_str(&format!(
            "\n{BOLD}no words yet in {}/overlay.json: {}{BOLD:#}\n",
            update.shown,
            print::count(update.wordless.len(), "place")
        ));
        for place in &update.wordless {
            text.push_str(&format!("  {place}\n"));
        }
        text.push_str(&format!(
            "{CYAN}fix:{CYAN:#} write a `documentation` at each; until then, the crate says its name in \
             a plain sentence\n"
        ));
    }
    text
}

/// What is left to do.
fn advise(update: &Update) {
    let Some(to) = &update.report.verdict.to else {
        return;
    };
    print::hint(format_args!(
        "the verdict is {to}, and {}/codegen.toml says {}: set it there, unless a release that is \
         not out yet has it already, and run `{} codegen`; then the tests",
        update.shown,
        update.version,
        program::name()
    ));
}
