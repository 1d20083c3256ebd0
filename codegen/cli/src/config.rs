//! `codegen.toml`: the crate that the workspace generates from a model.

use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::codegen::runtime::{RuntimeLocation, is_version};
use crate::error::{Error, Result};
use crate::model_files;
use crate::program;

/// A folder `model/<service>` with a `codegen.toml`.
#[derive(Debug, PartialEq, Eq)]
pub struct Configured {
    /// The model's folder.
    pub model: PathBuf,
    /// The crate to generate.
    pub krate: CrateConfig,
}

/// The table `[crate]`, with the location of the runtime.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct CrateConfig {
    /// The package name.
    pub name: String,
    /// The package version.
    pub version: String,
    /// The folder, relative to the workspace.
    pub path: PathBuf,
    /// The generated operations.
    pub operations: Operations,
    #[serde(skip)]
    runtime: RuntimeLocation,
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

/// A selection of operations.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged, expecting = "expected \"all\" or a list of operations")]
pub enum Operations {
    /// All.
    All(All),
    /// By name.
    Named(Vec<String>),
}

/// The string `"all"`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum All {
    /// `"all"`.
    All,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "crate")]
    krate: CrateConfig,
    runtime: Option<Spanned<RuntimeTable>>,
}

impl RuntimeTable {
    /// The location; `None` if the table is not exactly one.
    fn location(self) -> Option<RuntimeLocation> {
        match (self.path, self.version, self.git, self.rev) {
            (Some(path), None, None, None) => Some(RuntimeLocation::Folder {
                shown: path.display().to_string(),
                path,
            }),
            (None, Some(version), None, None) => {
                is_version(&version).then_some(RuntimeLocation::Version(version))
            }
            (None, None, Some(url), Some(revision)) => Some(RuntimeLocation::Git { url, revision }),
            _ => None,
        }
    }
}

impl CrateConfig {
    /// The location of the runtime, with folders relative to the workspace.
    pub(crate) fn runtime(&self, root: &Path) -> RuntimeLocation {
        match &self.runtime {
            RuntimeLocation::Folder { path, shown } => RuntimeLocation::Folder {
                path: root.join(path),
                shown: shown.clone(),
            },
            other => other.clone(),
        }
    }
}

impl Configured {
    /// The service, which is the name of the model's folder.
    pub fn service(&self) -> Option<String> {
        Some(self.model.file_name()?.to_str()?.to_owned())
    }

    /// The overlay in the model's folder, if there is one.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn overlay(&self) -> Result<Option<Vec<u8>>> {
        let overlay = self.model.join("overlay.json");
        let overlay = overlay.exists().then(|| model_files::read_file(&overlay));
        Ok(overlay.transpose()?)
    }
}

impl Operations {
    /// The names, or `None` for all.
    pub fn names(&self) -> Option<Vec<String>> {
        match self {
            Self::All(All::All) => None,
            Self::Named(names) => Some(names.clone()),
        }
    }
}

/// All configured models of the workspace, ordered by folder.
///
/// # Errors
///
/// If there is none, a `codegen.toml` is invalid, or two have the same output folder. All problems are
/// reported.
pub fn all(root: &Path) -> Result<Vec<Configured>> {
    let found = any(root)?;
    if found.is_empty() {
        let models = root.join("model");
        return Err(
            Error::usage(models.display(), "has no */codegen.toml").hint(format!(
                "`{} model import SERVICE` imports a model to start with",
                program::name()
            )),
        );
    }
    Ok(found)
}

/// Like [`all`], but there may be none.
///
/// # Errors
///
/// If a `codegen.toml` is invalid, or two have the same output folder.
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
            Ok(krate) => {
                if let Some(other) = found.iter().find(|other| other.krate.path == krate.path) {
                    errors.push(Error::usage(
                        shown(root, file),
                        format_args!(
                            "generates into {}, and so does {}",
                            krate.path.display(),
                            shown(root, &other.model)
                        ),
                    ));
                }
                let model = file.parent().unwrap_or(root).to_owned();
                found.push(Configured { model, krate });
            }
            Err(error) => errors.push(error),
        }
    }
    Error::all(errors)?;
    Ok(found)
}

/// Parses a `codegen.toml`; `place` is its name in errors.
///
/// # Errors
///
/// If it is invalid.
pub fn from_text(place: &str, text: &str) -> Result<CrateConfig> {
    let text = model_files::without_mark(text);
    parse(text).map_err(|(line, message)| Error::usage(format_args!("{place}:{line}"), message))
}

fn read(root: &Path, file: &Path) -> Result<CrateConfig> {
    let text = fs::read_to_string(file).map_err(|error| Error::io(file, "read it", &error))?;
    let krate = from_text(&shown(root, file), &text)?;
    if krate
        .operations
        .names()
        .is_some_and(|names| names.is_empty())
    {
        return Err(Error::usage(shown(root, file), "crate.operations is empty")
            .hint("list operations, or use \"all\""));
    }
    if krate
        .path
        .components()
        .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
    {
        return Err(Error::usage(
            shown(root, file),
            format_args!(
                "crate.path is not inside the workspace: {}",
                krate.path.display()
            ),
        ));
    }
    Ok(krate)
}

/// The configuration, or the line and the message of an error.
fn parse(text: &str) -> Result<CrateConfig, (usize, String)> {
    let line = |offset: usize| {
        let before = text.bytes().take(offset);
        before.filter(|byte| *byte == b'\n').count() + 1
    };
    let file: File = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        (line(offset), error.message().replace('\n', ", "))
    })?;
    let mut krate = file.krate;
    if let Some(table) = file.runtime {
        let line = line(table.span().start);
        let location = table.into_inner().location();
        krate.runtime = location.ok_or_else(|| {
            let message = "[runtime] requires either `path` (relative to the workspace), or `version` \
                           (such as \"0.1\"), or `git` with `rev`";
            (line, message.to_owned())
        })?;
    }
    Ok(krate)
}

/// A path as displayed: relative to the workspace if it is inside.
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
    fn empty_operations_are_an_error() {
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
