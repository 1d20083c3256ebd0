//! `model import`: imports a model without documentation from the botocore package.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::name::ModelName;
use super::package::{self, DATA};
use super::prose::drop_prose;
use super::source::{self, BOTOCORE, LOCAL, Source, SourceFile};
use crate::config::codegen_toml::FILE as CONFIGURATION;
use crate::config::settings;
use crate::error::{Error, Result};
use crate::folder::{self, Change};
use crate::model_files::{self, Files};
use crate::print::{self, Format};
use crate::workspace::{Task, Workspace};

/// The options of `model import`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The service, by its name in botocore: SERVICE or botocore:SERVICE[@VERSION].
    service: String,
    /// The version of botocore; by default, the newest, or in tinsmith's own repository the one that
    /// its tests are pinned to.
    #[arg(long)]
    version: Option<String>,
    /// The name of the service's folder; by default, that in botocore.
    #[arg(long = "service", value_name = "NAME")]
    folder: Option<String>,
    /// The output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The location of a service's files.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The folder of the service.
    pub(super) folder: PathBuf,
    /// The folder that recorded paths are relative to.
    pub(super) base: PathBuf,
    /// The version of botocore, if known.
    pub(super) version: Option<String>,
    /// The service's name in botocore.
    pub(super) service: String,
}

impl Origin {
    /// The service in a version of botocore, which is installed if it is missing.
    ///
    /// # Errors
    ///
    /// If the installation fails, or the version has no such service.
    pub(crate) fn package(root: &Path, version: &str, service: &str) -> Result<Self> {
        let base = package::install(root, version, service)?;
        Ok(Self {
            folder: base.join(DATA).join(service),
            base,
            version: Some(version.to_owned()),
            service: service.to_owned(),
        })
    }

    /// A folder of botocore's files. `service` is the name of the service unless the folder is inside of
    /// a package, which has a name for it.
    ///
    /// # Errors
    ///
    /// If it cannot be found.
    pub(crate) fn folder(folder: &Path, service: &str) -> Result<Self> {
        let folder =
            fs::canonicalize(folder).map_err(|error| Error::io(folder, "read it", &error))?;
        // Paths in a package start with the package's name, wherever it is installed.
        let data = folder.ancestors().find(|it| it.ends_with(DATA));
        let inside = data.and_then(|data| folder.strip_prefix(data).ok()?.iter().next());
        let package = data.and_then(|data| data.ancestors().nth(2));
        Ok(Self {
            version: package.and_then(|package| version_of(&package.join(BOTOCORE))),
            base: package.or(folder.parent()).unwrap_or(&folder).to_owned(),
            service: inside.map_or(service.into(), |name| name.to_string_lossy().into_owned()),
            folder,
        })
    }

    /// The path of a file relative to the base, the same on every machine.
    fn inside(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.base).ok();
        let inside = inside.unwrap_or_else(|| Path::new(path.file_name().unwrap_or_default()));
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }
}

/// The version in a package's `__init__.py`.
fn version_of(package: &Path) -> Option<String> {
    let text = fs::read_to_string(package.join("__init__.py")).ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("__version__"))?;
    let version = line
        .trim_start_matches([' ', '='])
        .trim_matches(['\'', '"']);
    (!version.is_empty()).then(|| version.to_owned())
}

/// An imported model.
pub(crate) struct Import {
    /// The files by name.
    pub(super) files: Files,
    /// The imported `service-2.json`.
    service: Value,
    /// Where they come from.
    source: Source,
}

/// What an import changed.
#[derive(Serialize)]
struct Report<'a> {
    service: &'a str,
    source: String,
    folder: String,
    written: Vec<&'a str>,
    unchanged: Vec<&'a str>,
    removed: Vec<&'a str>,
    operations: Names,
    shapes: Names,
}

/// The names of a kind that a model has.
#[derive(Serialize)]
struct Names {
    count: usize,
    added: Vec<String>,
    removed: Vec<String>,
}

/// Runs the command.
///
/// # Errors
///
/// If the package cannot be installed, does not have the service, or the files cannot be written, or if
/// the import would replace files of the user's. The model is unchanged then.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let workspace = Workspace::find()?;
    let (service, version) = arguments.name()?;
    if let Some(folder) = &arguments.folder {
        settings::check_service(folder)?;
    }
    let version = match version {
        Some(version) => version,
        None => package::default_version(workspace.root())?,
    };
    let origin = Origin::package(workspace.root(), &version, &service)?;
    let settings = workspace.settings();
    let import = import(&origin, settings.is_some_and(|it| it.aws_documentation))?;

    let service = arguments.folder.as_ref().unwrap_or(&service);
    let folder = workspace.model(service);
    let old: Value = fs::read(folder.join("service-2.json"))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    let change = import.change(&workspace, &folder)?;
    folder::apply(&[&change])?;

    let names = import.files.keys().map(String::as_str);
    let (written, unchanged) = names.partition(|name| change.writes(name));
    let report = Report {
        service,
        source: import.source.origin(),
        folder: workspace.shown(&folder),
        written,
        unchanged,
        removed: change.remove.iter().map(String::as_str).collect(),
        operations: Names::compare("operations", &old, &import.service),
        shapes: Names::compare("shapes", &old, &import.service),
    };
    if arguments.format == Format::Json {
        return print::json(1, &report);
    }
    print_report(&import, &change, &report);
    if let Some(settings) = settings {
        if settings.krate(service).is_none() {
            let add = import.source.import_again(&workspace, &folder);
            print::next(format_args!(
                "`{add}` configures it and generates the client"
            ));
            return Ok(());
        }
    } else if !folder.join(CONFIGURATION).exists() {
        let shown = &report.folder;
        print::next(format_args!(
            "configure the crate in {shown}/{CONFIGURATION}"
        ));
    }
    if !change.is_empty() {
        print::next(format_args!(
            "`{}` generates the client",
            workspace.command(Task::Generate)
        ));
    }
    Ok(())
}

fn print_report(import: &Import, change: &Change, report: &Report<'_>) {
    let shown = &report.folder;
    for name in import.files.keys() {
        let word = if change.writes(name) {
            "written"
        } else {
            "unchanged"
        };
        print::done(format_args!("{word:10}{shown}/{name}"));
    }
    for name in &report.removed {
        print::done(format_args!("{:10}{shown}/{name}", "removed"));
    }
    for (kind, names) in [
        ("operations", &report.operations),
        ("shapes", &report.shapes),
    ] {
        print::done(names.line(kind));
    }
}

impl Arguments {
    /// The service, and the version if one is named.
    fn name(&self) -> Result<(String, Option<String>)> {
        let named = match self.service.parse() {
            Ok(ModelName::Botocore {
                service: Some(service),
                version,
            }) => (service, version),
            Ok(ModelName::Path(_)) => (self.service.clone(), None),
            _ => {
                return Err(Error::usage(&self.service, "is not a service of botocore")
                    .hint("expected SERVICE or botocore:SERVICE@VERSION"));
            }
        };
        match (named, &self.version) {
            ((service, None), version) => Ok((service, version.clone())),
            ((service, Some(named)), Some(version)) if named != *version => Err(Error::usage(
                "--version",
                format_args!(
                    "{version} is another version than that of botocore:{service}@{named}"
                ),
            )),
            (named, _) => Ok(named),
        }
    }
}

/// Reads a service's files, and removes documentation unless it is to be kept.
///
/// # Errors
///
/// If there are no files, or one cannot be read.
pub(crate) fn import(origin: &Origin, keeps_documentation: bool) -> Result<Import> {
    let mut import = Import::without_files(Source {
        package: BOTOCORE.to_owned(),
        version: origin.version.clone(),
        service: origin.service.clone(),
        api_version: String::new(),
        documentation: keeps_documentation,
        files: Vec::new(),
    });
    for (path, kind) in model_files::locate(&origin.folder)? {
        let bytes = model_files::read_file(&path)?;
        let document = parse(&path, &bytes)?;
        if kind == "waiters-2"
            && document["waiters"]
                .as_object()
                .is_none_or(serde_json::Map::is_empty)
        {
            continue;
        }
        import.add(&kind, origin.inside(&path), &bytes, document)?;
    }
    let api_version = import.service["metadata"]["apiVersion"].as_str();
    let Some(api_version) = api_version.map(str::to_owned) else {
        return Err(Error::usage(
            origin.folder.display(),
            "has no service-2 with metadata.apiVersion",
        )
        .hint("expected a service folder of botocore, with service-2.json or service-2.json.gz"));
    };
    import.source.api_version = api_version;
    import.locked()
}

/// Imports the files of a model that is not botocore's package, under their names.
///
/// # Errors
///
/// If a file is not JSON, or has the name of the overlay.
pub(crate) fn import_files(
    model: &Files,
    service: &str,
    api_version: &str,
    keeps_documentation: bool,
) -> Result<Import> {
    let mut import = Import::without_files(Source {
        package: LOCAL.to_owned(),
        version: None,
        service: service.to_owned(),
        api_version: api_version.to_owned(),
        documentation: keeps_documentation,
        files: Vec::new(),
    });
    for (file, bytes) in model {
        let kind = model_files::kind(file).unwrap_or(file);
        if kind == "overlay" {
            return Err(
                Error::usage(file, "is the name of the overlay in a model's folder")
                    .hint("rename the file"),
            );
        }
        let document = parse(Path::new(file), bytes)?;
        import.add(kind, file.clone(), bytes, document)?;
    }
    import.locked()
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Value> {
    let text = model_files::text(&path.display().to_string(), bytes)?;
    serde_json::from_slice(&text).map_err(|error| Error::usage(path.display(), error))
}

impl Import {
    fn without_files(source: Source) -> Self {
        Self {
            files: Files::new(),
            service: Value::Null,
            source,
        }
    }

    /// Adds a file, which is `path` with these bytes in its package.
    fn add(&mut self, kind: &str, path: String, bytes: &[u8], mut document: Value) -> Result<()> {
        if !self.source.documentation {
            drop_prose(kind, &mut document);
        }
        let mut text =
            serde_json::to_vec_pretty(&document).map_err(|error| Error::usage(&path, error))?;
        text.push(b'\n');
        let name = format!("{kind}.json");
        let origin = SourceFile::new(name.clone(), path, bytes, &text);
        self.source.files.push(origin);
        self.files.insert(name, text);
        if kind == "service-2" {
            self.service = document;
        }
        Ok(())
    }

    /// Adds the lock of all files.
    fn locked(mut self) -> Result<Self> {
        let lock = self.source.to_text()?;
        self.files
            .insert(source::FILE.to_owned(), lock.into_bytes());
        Ok(self)
    }

    /// Where it comes from, for messages.
    pub(crate) fn origin(&self) -> String {
        self.source.origin()
    }

    /// The model files.
    pub(crate) fn model(&self) -> Files {
        let mut files = self.files.clone();
        files.remove(source::FILE);
        files
    }

    /// The change of the model's folder. Files of the last import that this one does not have are
    /// removed, other files are kept.
    ///
    /// The lock is written last, so that it does not match after an interrupted run.
    ///
    /// # Errors
    ///
    /// If the path is not a folder, or if it has model files that no import wrote.
    pub(crate) fn change(&self, workspace: &Workspace, folder: &Path) -> Result<Change> {
        let mut change = Change::new(folder)?;
        source::verify_replaceable(workspace, folder, &self.files)?;
        for (name, bytes) in &self.files {
            if fs::read(folder.join(name)).ok().as_ref() != Some(bytes) {
                change.write.push((name.clone(), bytes.clone()));
            }
        }
        change.write.sort_by_key(|(name, _)| name == source::FILE);
        let old = Source::read(workspace, folder).ok().flatten();
        let old = old.into_iter().flat_map(|it| it.files);
        change.remove = old
            .map(|file| file.name)
            .filter(|name| !name.contains(['/', '\\']) && model_files::kind(name).is_some())
            .filter(|name| !self.files.contains_key(name) && folder.join(name).is_file())
            .collect();
        Ok(change)
    }
}

impl Names {
    /// The names of a kind in a new model, and how they differ from those of the old one.
    fn compare(kind: &str, old: &Value, new: &Value) -> Self {
        let names = |model: &Value| -> BTreeSet<String> {
            model[kind]
                .as_object()
                .into_iter()
                .flat_map(|map| map.keys().cloned())
                .collect()
        };
        let (old, new) = (names(old), names(new));
        let is_known = !old.is_empty();
        let only = |these: &BTreeSet<String>, those: &BTreeSet<String>| {
            let names = these.difference(those).filter(|_| is_known);
            names.cloned().collect()
        };
        Self {
            count: new.len(),
            added: only(&new, &old),
            removed: only(&old, &new),
        }
    }

    /// The number of names, and those that were added and removed.
    fn line(&self, kind: &str) -> String {
        let mut line = format!("{} {kind}", self.count);
        for (sign, names) in [('+', &self.added), ('-', &self.removed)] {
            if !names.is_empty() {
                let _ = write!(line, ", {sign}{} ({})", names.len(), names.join(", "));
            }
        }
        line
    }
}

#[cfg(test)]
mod tests;
