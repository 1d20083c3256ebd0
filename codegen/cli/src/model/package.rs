//! botocore's published package, installed under `target/`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::print;
use crate::python;

/// Where the version is pinned.
pub(super) const REQUIREMENTS: &str = "tests/python/requirements.txt";

/// The version of botocore that the workspace is pinned to.
///
/// # Errors
///
/// If the requirements cannot be read or do not name it.
pub fn pinned_version(root: &Path) -> Result<String> {
    let path = root.join(REQUIREMENTS);
    let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, "read it", &error))?;
    text.lines()
        .find_map(|line| line.trim().strip_prefix("botocore=="))
        .map(|rest| {
            rest.split([' ', ';', '#', '\t'])
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .ok_or_else(|| {
            Error::usage(REQUIREMENTS, "has no line `botocore==…`")
                .hint("or name the version with --version")
        })
}

/// Where the models are in the package.
pub(super) const DATA: &str = "botocore/data";

/// What the endpoint rules of all services ask for; old packages have none.
const PARTITIONS: &str = "partitions.json";

/// The services of the package, one in a line: what is installed here has only the ones that were
/// asked for.
const SERVICES: &str = "services.txt";

/// The versions on `PyPI`, the newest first.
///
/// # Errors
///
/// If `PyPI` cannot be asked.
pub(super) fn versions(root: &Path) -> Result<Vec<String>> {
    const LIST: &str = "Available versions:";
    let arguments = [
        "-m",
        "pip",
        "index",
        "--disable-pip-version-check",
        "--no-input",
        "versions",
        "botocore",
    ];
    let what = "ask PyPI for the versions of botocore";
    let said = python::run(Path::new("python3"), &arguments, root, what).map_err(|error| {
        if says(&error, "No matching distribution") {
            return unreachable(root, "botocore");
        }
        error
    })?;
    let list = said.lines().find_map(|line| line.trim().strip_prefix(LIST));
    let list =
        list.ok_or_else(|| Error::usage("python3 -m pip index", "does not list versions"))?;
    let mut versions: Vec<_> = list.split(',').map(|it| it.trim().to_owned()).collect();
    versions.sort_by_key(|version| std::cmp::Reverse(numbers(version)));
    Ok(versions)
}

/// A version as it is ordered.
fn numbers(version: &str) -> Vec<u64> {
    let parts = version.split('.');
    parts.map(|part| part.parse().unwrap_or(0)).collect()
}

/// What is installed under `target/`, the newest first.
fn installed_versions(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root.join("target/botocore"));
    let names = entries.into_iter().flatten().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort_by_key(|version| std::cmp::Reverse(numbers(version)));
    names
}

/// What pip says of a package if it can reach no index.
pub(super) const NO_VERSIONS: &str = "from versions: none";

/// Whether pip said something.
pub(super) fn says(error: &Error, text: &str) -> bool {
    error.problems.iter().any(|it| it.message.contains(text))
}

/// What pip finds no version of at all.
fn unreachable(root: &Path, place: &str) -> Error {
    let error = Error::usage(place, format_args!("cannot be had: {UNREACHABLE}"));
    let installed = installed_versions(root);
    let (named, more) = installed.split_at(installed.len().min(INSTALLED_NAMED));
    error.hint(if named.is_empty() {
        "what was installed once is kept in target/botocore and needs no network; nothing is yet"
            .to_owned()
    } else {
        let more = match more.len() {
            0 => String::new(),
            more => format!(" and {more} older ones"),
        };
        format!(
            "in target/botocore, and usable without a network: {}{more}",
            named.join(", ")
        )
    })
}

/// What it means if pip finds no version at all.
pub(super) const UNREACHABLE: &str = "PyPI cannot be reached, or has no version for this Python";

/// How many installed versions a hint names.
const INSTALLED_NAMED: usize = 8;

/// The folder of an installed version that has the models of the service, which is installed first
/// if it is not there. What a client at run time needs of the package is not kept.
///
/// # Errors
///
/// If it has to be installed and cannot be, or has no such service.
pub fn install(root: &Path, version: &str, service: &str) -> Result<PathBuf> {
    // It becomes a part of a path and of pip's command line.
    if version.is_empty()
        || !version
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'.')
        || version.starts_with('.')
    {
        return Err(Error::usage(
            "botocore",
            format_args!("{version:?} is not a version"),
        ));
    }
    let versions = root.join("target/botocore");
    let installed = versions.join(version);
    let is_name = !service.is_empty() && !service.contains(['/', '\\', '.']);
    if is_name && installed.join(DATA).join(service).is_dir() {
        return Ok(installed);
    }
    if let Some(names) = services(&installed)
        && !(is_name && names.iter().any(|name| name == service))
    {
        return Err(unknown_service(&names, version, service));
    }
    if installed.is_dir() && services(&installed).is_none() {
        fs::remove_dir_all(&installed)
            .map_err(|error| Error::io(&installed, "clear it away", &error))?;
    }
    // pip writes beside it, and only what is complete gets the name. Another process may be at it
    // as well; the first one wins.
    let process = std::process::id();
    let staging = Staging::new(versions.join(format!(".{version}.{process}.new")))?;
    pip(root, version, &staging.0)?;
    let names = services(&staging.0).unwrap_or_default();
    let kept = staging.0.join("kept");
    let (from, place) = (
        staging.0.join(DATA).join(service),
        Path::new(DATA).join(service),
    );
    let made = |result: std::io::Result<()>| match result {
        Err(error) if !installed.join(&place).is_dir() => {
            Err(Error::io(&installed, "make it", &error))
        }
        _ => Ok(()),
    };
    let is_there = is_name && from.is_dir();
    if installed.is_dir() {
        if is_there {
            made(fs::rename(&from, installed.join(&place)))?;
        }
    } else {
        made(fs::create_dir_all(kept.join(DATA)))?;
        made(fs::write(kept.join(SERVICES), names.join("\n")))?;
        let partitions = Path::new(DATA).join(PARTITIONS);
        if staging.0.join(&partitions).is_file() {
            made(fs::rename(
                staging.0.join(&partitions),
                kept.join(&partitions),
            ))?;
        }
        if is_there {
            made(fs::rename(&from, kept.join(&place)))?;
        }
        made(fs::rename(&kept, &installed))?;
    }
    if is_there {
        Ok(installed)
    } else {
        Err(unknown_service(&names, version, service))
    }
}

/// A folder for what is not complete, removed when this is dropped.
pub struct Staging(pub PathBuf);

impl Staging {
    /// Makes the folder, without what an interrupted run left in it.
    ///
    /// # Errors
    ///
    /// If it cannot be made.
    pub fn new(folder: PathBuf) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .map_err(|error| Error::io(&folder, "clear it away", &error))?;
        }
        fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, "make it", &error))?;
        Ok(Self(folder))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // The next installation of this version tries again.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn pip(root: &Path, version: &str, target: &Path) -> Result<()> {
    print::progress(format_args!(
        "installing botocore {version} into target/botocore"
    ));
    let package = format!("botocore=={version}");
    let target = target.to_string_lossy();
    let mut arguments = python::PIP_INSTALL.to_vec();
    arguments.extend(["--no-deps", "--no-compile", "--target", &target, &package]);
    let what = format!("install botocore {version}");
    let result = python::run(Path::new("python3"), &arguments, root, &what);
    result.map(drop).map_err(|error| {
        if !says(&error, "No matching distribution") {
            return error;
        }
        let place = format!("botocore {version}");
        // Without a network, pip knows no version at all.
        if says(&error, NO_VERSIONS) {
            return unreachable(root, &place);
        }
        Error::usage(place, "PyPI has no such version").hint(match versions(root) {
            Ok(versions) => near(version, &versions),
            Err(_) => "`python3 -m pip index versions botocore` lists the versions".to_owned(),
        })
    })
}

/// The versions around one that does not exist, and the newest.
fn near(version: &str, versions: &[String]) -> String {
    let (newer, older) = versions.split_at(
        versions
            .iter()
            .position(|it| numbers(it) < numbers(version))
            .unwrap_or(versions.len()),
    );
    let near = older.iter().take(2).rev();
    let near = near.chain(newer.iter().rev().take(2)).map(String::as_str);
    let near: Vec<_> = near.collect();
    let newest = versions.first().map_or("unknown", String::as_str);
    format!(
        "near it there are {}; the newest is {newest}",
        near.join(", ")
    )
}

/// The services that an installed package has or had; `None` if nothing is installed.
fn services(package: &Path) -> Option<Vec<String>> {
    if let Ok(list) = fs::read_to_string(package.join(SERVICES)) {
        return Some(list.lines().map(str::to_owned).collect());
    }
    let entries = fs::read_dir(package.join(DATA)).ok()?.flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Some(names)
}

fn unknown_service(names: &[String], version: &str, service: &str) -> Error {
    let error = Error::usage(
        service,
        format_args!("botocore {version} has no service of this name"),
    );
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    error.hint(match did_you_mean(service, &names) {
        Some(hint) => hint,
        None => format!(
            "the names are those of the folders of botocore/data, such as codebuild; all {} of \
             them are in target/botocore/{version}/{SERVICES}",
            names.len()
        ),
    })
}

/// A hint with the names that look like one, if there are any.
pub(super) fn did_you_mean(name: &str, names: &[&str]) -> Option<String> {
    let near = similar::get_close_matches(name, names, 3, 0.6);
    (!near.is_empty()).then(|| format!("did you mean {}?", near.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_around_one_that_does_not_exist() {
        let versions = ["2.0.0", "1.2.0", "1.0.10", "1.0.9", "1.0.1", "1.0.0"];
        let versions = versions.map(str::to_owned);
        for (version, names) in [
            ("1.0.5", "1.0.0, 1.0.1, 1.0.9, 1.0.10"),
            ("1.0.11", "1.0.9, 1.0.10, 1.2.0, 2.0.0"),
            ("9.9.9", "1.2.0, 2.0.0"),
            ("0.1", "1.0.0, 1.0.1"),
        ] {
            let expected = format!("near it there are {names}; the newest is 2.0.0");
            assert_eq!(near(version, &versions), expected, "{version}");
        }
    }

    #[test]
    fn an_unknown_service_gets_the_nearest_names() {
        let root = tempfile::tempdir().unwrap();
        let package = root.path().join("target/botocore/1.2.3");
        fs::create_dir_all(package.join(DATA).join("codebuild")).unwrap();
        assert_eq!(install(root.path(), "1.2.3", "codebuild").unwrap(), package);
        let hint = |service| {
            let error = install(root.path(), "1.2.3", service).unwrap_err();
            error.problems[0].hint.clone()
        };
        let expected = Some("did you mean codebuild?".to_owned());
        assert_eq!(hint("codebiuld"), expected);
        // Of a package that was cut down, the list says what it had.
        fs::write(package.join(SERVICES), "codebuild\ndynamodb").unwrap();
        assert_eq!(hint("codebiuld"), expected);
        assert_eq!(hint("dynamodbb"), Some("did you mean dynamodb?".to_owned()));
        for bad in ["", "..", "../data/codebuild", "codebuild/2020-01-01"] {
            assert!(install(root.path(), "1.2.3", bad).is_err(), "{bad}");
        }
    }
}
