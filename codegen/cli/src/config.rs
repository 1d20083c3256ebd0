//! `codegen.toml`: what the workspace generates from a model.

use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::codegen::runtime::{Location, is_version};
use crate::error::{Error, Result};
use crate::model_files;
use crate::program;

/// A folder `model/<service>` with a `codegen.toml`.
#[derive(Debug, PartialEq, Eq)]
pub struct Configured {
    /// The folder of the model.
    pub model: PathBuf,
    /// What to make of it.
    pub target: Target,
}

/// The crate to generate.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its folder, relative to the workspace.
    pub path: PathBuf,
    /// The operations in it.
    pub operations: Operations,
    /// Where it finds the runtime.
    #[serde(skip)]
    runtime: Location,
}

/// The table `[runtime]`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuntimeTable {
    path: Option<PathBuf>,
    version: Option<String>,
    git: Option<String>,
    rev: Option<String>,
}

/// Which operations of a service.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged, expecting = "expected \"all\" or a list of operations")]
pub enum Operations {
    /// All.
    All(All),
    /// The ones with these names.
    Named(Vec<String>),
}

/// The word `"all"`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum All {
    /// The word.
    All,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "crate")]
    target: Target,
    runtime: Option<Spanned<RuntimeTable>>,
}

impl RuntimeTable {
    /// What the table says; `None` if that is not one place.
    fn location(self) -> Option<Location> {
        match (self.path, self.version, self.git, self.rev) {
            (Some(path), None, None, None) => Some(Location::Folder {
                shown: path.display().to_string(),
                path,
            }),
            (None, Some(version), None, None) => {
                is_version(&version).then_some(Location::Version(version))
            }
            (None, None, Some(url), Some(revision)) => Some(Location::Git { url, revision }),
            _ => None,
        }
    }
}

impl Target {
    /// Where the crate finds the runtime; a folder is relative to the workspace.
    pub(crate) fn runtime(&self, root: &Path) -> Location {
        match &self.runtime {
            Location::Folder { path, shown } => Location::Folder {
                path: root.join(path),
                shown: shown.clone(),
            },
            other => other.clone(),
        }
    }
}

impl Configured {
    /// The service: the name of the model's folder.
    pub fn service(&self) -> Option<String> {
        Some(self.model.file_name()?.to_str()?.to_owned())
    }

    /// The overlay beside the model, if there is one.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn overlay(&self) -> Result<Option<Vec<u8>>> {
        let overlay = self.model.join("overlay.json");
        overlay
            .exists()
            .then(|| model_files::read_file(&overlay))
            .transpose()
    }
}

impl Operations {
    /// The names, or none for all.
    pub fn names(&self) -> Option<Vec<String>> {
        match self {
            Self::All(All::All) => None,
            Self::Named(names) => Some(names.clone()),
        }
    }
}

/// All the configured models of the workspace, by the names of their folders.
///
/// # Errors
///
/// If a `codegen.toml` cannot be read (all of them are in the error), two of them name the same
/// folder, or there is none.
pub fn all(root: &Path) -> Result<Vec<Configured>> {
    let found = any(root)?;
    if found.is_empty() {
        let models = root.join("model");
        return Err(
            Error::usage(models.display(), "no */codegen.toml in it").hint(format!(
                "`{} model import SERVICE` gets a model to start with",
                program::name()
            )),
        );
    }
    Ok(found)
}

/// The same, and none is no error.
///
/// # Errors
///
/// If a `codegen.toml` cannot be read (all of them are in the error), or two of them name the same
/// folder.
pub fn any(root: &Path) -> Result<Vec<Configured>> {
    let models = root.join("model");
    let failed = |error: &std::io::Error| Error::io(&models, "read it", error);
    let mut files = Vec::new();
    for entry in fs::read_dir(&models).map_err(|error| failed(&error))? {
        let file = entry
            .map_err(|error| failed(&error))?
            .path()
            .join("codegen.toml");
        if file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    let (mut found, mut errors) = (Vec::<Configured>::new(), Vec::new());
    for file in &files {
        match read(root, file) {
            Ok(target) => {
                if let Some(other) = found.iter().find(|other| other.target.path == target.path) {
                    errors.push(Error::usage(
                        shown(root, file),
                        format_args!(
                            "generates into {}, and so does {}",
                            target.path.display(),
                            shown(root, &other.model)
                        ),
                    ));
                }
                let model = file.parent().unwrap_or(root).to_owned();
                found.push(Configured { model, target });
            }
            Err(error) => errors.push(error),
        }
    }
    Error::all(errors)?;
    Ok(found)
}

/// The text of a `codegen.toml`.
///
/// # Errors
///
/// If it does not say what it has to; `place` is what to call it then.
pub fn from_text(place: &str, text: &str) -> Result<Target> {
    parse(text).map_err(|(line, message)| Error::usage(format_args!("{place}:{line}"), message))
}

fn read(root: &Path, file: &Path) -> Result<Target> {
    let text = fs::read_to_string(file).map_err(|error| Error::io(file, "read it", &error))?;
    let target = from_text(&shown(root, file), &text)?;
    if target
        .operations
        .names()
        .is_some_and(|names| names.is_empty())
    {
        return Err(Error::usage(shown(root, file), "crate.operations is empty")
            .hint("name operations, or write \"all\" for every one of the service"));
    }
    if target
        .path
        .components()
        .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
    {
        return Err(Error::usage(
            shown(root, file),
            format_args!(
                "crate.path is not inside the workspace: {}",
                target.path.display()
            ),
        ));
    }
    Ok(target)
}

/// The target, or the line and what is wrong there.
fn parse(text: &str) -> Result<Target, (usize, String)> {
    let line = |offset: usize| {
        let before = text.bytes().take(offset);
        before.filter(|byte| *byte == b'\n').count() + 1
    };
    let file: File = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        (line(offset), error.message().replace('\n', ", "))
    })?;
    let mut target = file.target;
    if let Some(table) = file.runtime {
        let line = line(table.span().start);
        let location = table.into_inner().location();
        target.runtime = location.ok_or_else(|| {
            let message = "[runtime] has to have either `path` (relative to the workspace), or \
                           `version` (such as \"0.1\"), or `git` with `rev`";
            (line, message.to_owned())
        })?;
    }
    Ok(target)
}

/// A path as the user knows it.
pub fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[crate]\nname = \"a\"\nversion = \"0.1.0\"\npath = \"generated\"\n";

    #[test]
    fn reads_all_and_names() {
        let all = parse(&format!("{GOOD}operations = \"all\"")).unwrap();
        assert_eq!(all.operations.names(), None);
        let some = parse(&format!("{GOOD}operations = [\"A\", \"B\"]")).unwrap();
        assert_eq!(
            some.operations.names(),
            Some(vec!["A".to_owned(), "B".to_owned()])
        );
    }

    #[test]
    fn errors_have_a_line() {
        for (text, line, part) in [
            (
                "[crate]\nname = \"a\"\nnam = \"b\"\n",
                3,
                "unknown field `nam`",
            ),
            ("\n[crate]\nname = 1\n", 3, "invalid type: integer `1`"),
            ("[crate]\nname = \n", 2, "string"),
            (GOOD, 1, "missing field `operations`"),
            (
                &format!("{GOOD}operations = \"some\""),
                5,
                "expected \"all\" or a list",
            ),
            (
                &format!("{GOOD}operations = \"all\"\n[runtime]\ngit = \"x\"\n"),
                6,
                "`git` with `rev`",
            ),
            (
                &format!("{GOOD}operations = []\n[other]\n"),
                6,
                "unknown field `other`",
            ),
        ] {
            let (found, message) = parse(text).unwrap_err();
            assert_eq!(found, line, "{text}: {message}");
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    fn workspace(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    #[test]
    fn no_operations_are_a_mistake() {
        let empty = format!("{GOOD}operations = []");
        let root = workspace(&[("model/a/codegen.toml", &empty)]);
        let error = all(root.path()).unwrap_err();
        assert!(
            error.problems[0]
                .message
                .contains("crate.operations is empty"),
            "{error:?}"
        );
    }

    #[test]
    fn all_problems_are_reported() {
        let good = format!("{GOOD}operations = \"all\"");
        let root = workspace(&[
            ("model/a/codegen.toml", &good),
            ("model/b/codegen.toml", &good),
            (
                "model/c/codegen.toml",
                &good.replace("generated", "../elsewhere"),
            ),
            ("model/d/codegen.toml", "x"),
            ("model/e/service-2.json", "{}"),
        ]);
        let error = all(root.path()).unwrap_err();
        let text: Vec<_> = error.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            text[0],
            "model/b/codegen.toml: generates into generated, and so does model/a"
        );
        assert!(text[1].starts_with("model/c/codegen.toml: crate.path is not inside"));
        assert!(text[2].starts_with("model/d/codegen.toml:1: "), "{text:?}");
        assert_eq!(text.len(), 3);
    }

    #[test]
    fn no_configuration_is_an_error() {
        let root = workspace(&[("model/e/service-2.json", "{}")]);
        assert!(all(root.path()).is_err());
        assert!(all(&root.path().join("missing")).is_err());
    }
}
