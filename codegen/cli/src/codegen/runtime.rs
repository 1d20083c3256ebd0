//! The runtime crate that a generated crate depends on.
//!
//! By default, it is a copy in the folder `runtime`. With another path, generated crates share one. Both
//! are kept identical to the runtime of this version of tinsmith. Of a runtime that tinsmith has not
//! written, such as one in a checkout of tinsmith, only the version is checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tinsmith::Crate;
use tinsmith::output::{self, Difference, DifferenceKind, MARKER, is_generated};
use tinsmith_runtime::source::{FILES, VERSION};

use crate::error::{Error, Result};
use crate::folder::{self, Change, resolve};
use crate::model_files;

/// The default folder in a generated crate.
const INSIDE: &str = "runtime";

/// The manifest in its folder.
const MANIFEST: &str = "Cargo.toml";

/// The name of the runtime crate.
const NAME: &str = "tinsmith-runtime";

/// The location of the runtime crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum RuntimeLocation {
    /// In the folder of the generated crate.
    #[default]
    Inside,
    /// In another folder.
    Folder {
        path: PathBuf,
        /// The path, as displayed.
        shown: String,
    },
    /// In the registry, in a version that meets a requirement.
    Version(String),
    /// In a git repository.
    Git {
        url: String,
        /// A commit, a tag or a branch.
        revision: String,
    },
}

/// Parses the value of `--runtime`.
impl FromStr for RuntimeLocation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err(
                "expected a folder, a version, or a git repository as URL#REVISION".to_owned(),
            );
        }
        if text.contains("://") || text.starts_with("git@") {
            return match text.rsplit_once('#') {
                Some((url, revision)) if !revision.is_empty() => Ok(Self::Git {
                    url: url.to_owned(),
                    revision: revision.to_owned(),
                }),
                _ => Err(format!(
                    "expected a revision of the repository: {text}#REVISION"
                )),
            };
        }
        if is_version(text) {
            return Ok(Self::Version(text.to_owned()));
        }
        Ok(Self::Folder {
            path: text.into(),
            shown: text.to_owned(),
        })
    }
}

impl fmt::Display for RuntimeLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inside => f.write_str(INSIDE),
            Self::Folder { shown, .. } => f.write_str(shown),
            Self::Version(version) => f.write_str(version),
            Self::Git { url, revision } => write!(f, "{url}#{revision}"),
        }
    }
}

/// Whether a text is a version requirement, such as `0.1` or `>=0.1.2, <0.3`.
pub(crate) fn is_version(text: &str) -> bool {
    // `x` and `*` are requirements of any version, and names of folders.
    semver::VersionReq::parse(text).is_ok_and(|it| !it.comparators.is_empty())
}

impl RuntimeLocation {
    /// Its keys in the dependencies of a crate at the root of the workspace.
    pub(crate) fn in_toml(&self) -> String {
        match self {
            Self::Inside => format!("path = {INSIDE:?}"),
            Self::Folder { shown, .. } => format!("path = {shown:?}"),
            Self::Version(version) => format!("version = {version:?}"),
            Self::Git { url, revision } => format!("git = {url:?}, rev = {revision:?}"),
        }
    }

    /// The dependency in the manifest of the crate in `folder`.
    ///
    /// # Errors
    ///
    /// If a path cannot be accessed, or is not a folder.
    pub(crate) fn in_manifest(&self, folder: &Path) -> Result<tinsmith::Runtime> {
        Ok(match self {
            Self::Inside => tinsmith::Runtime::Path(INSIDE.to_owned()),
            Self::Folder { path, .. } => {
                tinsmith::Runtime::Path(relative(&resolve(folder)?, &resolve(path)?))
            }
            Self::Version(version) => tinsmith::Runtime::Version(version.clone()),
            Self::Git { url, revision } => tinsmith::Runtime::Git {
                url: url.clone(),
                revision: revision.clone(),
            },
        })
    }

    /// Adds the files of the runtime to a crate with a copy of it.
    pub(crate) fn add_to(&self, output: &mut Crate) {
        if *self == Self::Inside {
            let files = files().into_iter();
            output
                .files
                .extend(files.map(|(path, text)| (format!("{INSIDE}/{path}"), text)));
        }
    }

    /// Its folder, if it has one of its own.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// A runtime in a folder of its own that is missing, or differs.
pub(crate) struct SharedRuntime {
    /// The folder, as displayed.
    pub(crate) shown: String,
    /// The change that makes it right.
    pub(crate) change: Change,
    /// How its files differ.
    pub(crate) differences: Vec<Difference>,
}

/// The shared runtimes that differ from that of this version of tinsmith, each once.
///
/// # Errors
///
/// If a folder has other files, or another version of the runtime.
pub(crate) fn shared<'a>(
    locations: impl IntoIterator<Item = &'a RuntimeLocation>,
) -> Result<Vec<SharedRuntime>> {
    let (mut seen, mut runtimes) = (BTreeSet::new(), Vec::new());
    for location in locations {
        let Some(folder) = location.folder() else {
            continue;
        };
        let change = Change::new(folder)?;
        if seen.insert(change.folder().to_owned()) {
            runtimes.extend(differing(location.to_string(), change)?);
        }
    }
    Ok(runtimes)
}

/// The runtime in a folder, if it differs from that of this version of tinsmith.
fn differing(shown: String, mut change: Change) -> Result<Option<SharedRuntime>> {
    let expected = files();
    let existing = folder::files(change.folder(), &expected)?;
    match existing.get(MANIFEST) {
        Some(manifest) => {
            check(&shown, manifest)?;
            if !is_generated(manifest) {
                return Ok(None);
            }
        }
        None if existing.is_empty() => {}
        None => {
            return Err(Error::usage(shown, "is not empty, and not a crate")
                .hint("the runtime is written to an empty folder or one that does not exist yet"));
        }
    }
    let mut differences = output::differences(&expected, &existing);
    take_sources(&mut differences, "src/", &existing);
    differences.retain(|it| !matches!(it.kind, DifferenceKind::Foreign));
    change.settle(&differences);
    Ok((!differences.is_empty()).then_some(SharedRuntime {
        shown,
        change,
        differences,
    }))
}

/// The files of a runtime that tinsmith writes.
fn files() -> BTreeMap<String, String> {
    let files = FILES.iter().map(|(path, text)| {
        let text = match *path {
            MANIFEST => format!("# {MARKER} its own source.\n\n{text}"),
            _ => (*text).to_owned(),
        };
        ((*path).to_owned(), text)
    });
    files.collect()
}

/// Takes unexpected files below a path for those of an earlier version: they have no marker.
fn take_sources(differences: &mut [Difference], below: &str, existing: &BTreeMap<String, Vec<u8>>) {
    for Difference { path, kind } in differences {
        if path.starts_with(below) && matches!(kind, DifferenceKind::Foreign) {
            let old = existing.get(path.as_str()).map(Vec::as_slice);
            *kind = DifferenceKind::Orphan {
                old: String::from_utf8_lossy(old.unwrap_or_default()).into_owned(),
            };
        }
    }
}

/// The differences between a crate and the files in its folder. Files of a runtime copy have no marker;
/// they are recognized by its manifest.
///
/// # Errors
///
/// If there is another crate in the folder of the runtime.
pub(crate) fn differences(
    output: &Crate,
    existing: &BTreeMap<String, Vec<u8>>,
    shown: &str,
) -> Result<Vec<Difference>> {
    let manifest = format!("{INSIDE}/{MANIFEST}");
    let mut differences = output.differences(existing);
    let below = format!("{INSIDE}/");
    if !output.files.contains_key(&manifest) || !existing.keys().any(|it| it.starts_with(&below)) {
        return Ok(differences);
    }
    let place = format!("{shown}/{INSIDE}");
    match existing.get(&manifest).map(|it| name_and_version(it)) {
        Some((Some(name), _)) if name == NAME => {}
        _ => {
            return Err(Error::usage(place, "is not a runtime written by tinsmith")
                .hint("move it away, or choose another location with --runtime or [runtime]"));
        }
    }
    take_sources(&mut differences, &format!("{INSIDE}/src/"), existing);
    Ok(differences)
}

/// Checks that a manifest is that of this version of the runtime.
fn check(place: &str, manifest: &[u8]) -> Result<()> {
    match name_and_version(manifest) {
        (Some(name), _) if name != NAME => Err(Error::usage(
            place,
            format_args!("contains the crate {name} instead of {NAME}"),
        )
        .hint("choose another folder for the runtime")),
        (Some(_), Some(version)) if version != VERSION => Err(Error::usage(
            place,
            format_args!("contains {NAME} {version}, but this is tinsmith {VERSION}"),
        )
        .hint(format!(
            "remove the folder so that version {VERSION} is written, and regenerate all crates \
             that use it; or use tinsmith {version}"
        ))),
        (Some(_), _) => Ok(()),
        (None, _) => Err(Error::usage(place, "has a Cargo.toml without a package")
            .hint("choose another folder for the runtime")),
    }
}

/// The name and the version in a manifest.
pub(crate) fn name_and_version(manifest: &[u8]) -> (Option<String>, Option<String>) {
    let text = String::from_utf8_lossy(manifest);
    let manifest: toml::Table = model_files::without_mark(&text).parse().unwrap_or_default();
    let value = |key| {
        let value = manifest.get("package")?.get(key)?;
        value.as_str().map(str::to_owned)
    };
    (value("name"), value("version"))
}

/// The relative path between folders, with `/` separators; absolute if there is none.
fn relative(from: &Path, to: &Path) -> String {
    let path = pathdiff::diff_paths(to, from).unwrap_or_else(|| to.to_owned());
    if path.as_os_str().is_empty() {
        return ".".to_owned();
    }
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations() {
        let folder = |path: &str| RuntimeLocation::Folder {
            path: path.into(),
            shown: path.to_owned(),
        };
        let git = |url: &str, revision: &str| RuntimeLocation::Git {
            url: url.to_owned(),
            revision: revision.to_owned(),
        };
        for (text, location) in [
            ("../runtime", folder("../runtime")),
            ("0.1/runtime", folder("0.1/runtime")),
            ("x", folder("x")),
            ("0.1", RuntimeLocation::Version("0.1".to_owned())),
            (
                ">=0.1, <0.3",
                RuntimeLocation::Version(">=0.1, <0.3".to_owned()),
            ),
            ("https://h/a.git#v1", git("https://h/a.git", "v1")),
            ("git@h:a.git#main", git("git@h:a.git", "main")),
        ] {
            assert_eq!(text.parse(), Ok(location));
        }
        for text in ["", "https://h/a.git", "https://h/a.git#"] {
            assert!(text.parse::<RuntimeLocation>().is_err(), "{text}");
        }
    }

    #[test]
    fn relative_paths() {
        for (from, to, expected) in [
            ("/a/b", "/a/c", "../c"),
            ("/a/b", "/a/b/c", "c"),
            ("/a/b/c", "/a", "../.."),
            ("/a", "/a", "."),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), expected);
        }
    }
}
