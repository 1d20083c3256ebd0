//! The botocore package from `PyPI`, installed under `target/`.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tinsmith::suggest;

use super::pins;
use crate::config::settings;
use crate::error::{Error, Result};
use crate::print;
use crate::program;
use crate::python;
use crate::workspace;

/// The file that pins the version.
pub(super) const REQUIREMENTS: &str = "tests/python/requirements.txt";

/// Whether a repository is tinsmith's own, which `cargo xtask` works on: in any other one, a file at a
/// path of ours is the user's.
pub(super) fn is_own(root: &Path) -> bool {
    !program::is_tinsmith() && !root.join(settings::FILE).is_file()
}

/// The version of botocore that tinsmith's own repository is pinned to.
///
/// # Errors
///
/// If the requirements cannot be read or do not name it.
pub fn pinned_version(root: &Path) -> Result<String> {
    let path = root.join(REQUIREMENTS);
    let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, "read it", &error))?;
    let found = text
        .lines()
        .filter_map(pins::pin)
        .find(|(name, _)| *name == "botocore");
    found.map(|(_, version)| version.to_owned()).ok_or_else(|| {
        Error::usage(REQUIREMENTS, "has no line `botocore==…`")
            .hint("add that line, or name the version in botocore:SERVICE@VERSION")
    })
}

/// The folder of the models in the package.
pub(crate) const DATA: &str = "botocore/data";

/// Partitions for endpoint rules; old packages have none.
const PARTITIONS: &str = "partitions.json";

/// Lists all services of the package, one per line: an installation keeps only the requested ones.
const SERVICES: &str = "services.txt";

/// The versions on `PyPI`, newest first.
///
/// # Errors
///
/// If `PyPI` is not reachable.
fn versions(root: &Path) -> Result<Vec<String>> {
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
    let what = "list the versions of botocore on PyPI";
    let output = python::system(&arguments, root, what).map_err(|error| {
        if contains(&error, "No matching distribution") {
            return unreachable(root, "botocore");
        }
        error
    })?;
    let list = output
        .lines()
        .find_map(|line| line.trim().strip_prefix(LIST));
    let list =
        list.ok_or_else(|| Error::usage("python3 -m pip index", "does not list versions"))?;
    let mut versions: Vec<_> = list.split(',').map(|it| it.trim().to_owned()).collect();
    versions.sort_by_key(|version| std::cmp::Reverse(numbers(version)));
    Ok(versions)
}

/// The version to take where none is named: the pinned one in tinsmith's own repository, or else the
/// newest on `PyPI`, or, without network, the newest that is installed.
///
/// # Errors
///
/// If there is none of these.
pub fn default_version(root: &Path) -> Result<String> {
    if is_own(root) && root.join(REQUIREMENTS).is_file() {
        return pinned_version(root);
    }
    newest_version(root).or_else(|error| {
        let installed = installed_versions(root).into_iter().next();
        let version = installed.ok_or(error)?;
        let message = format!("PyPI cannot be reached; taking the installed version {version}");
        print::warning("botocore", message);
        Ok(version)
    })
}

/// The folder whose `target/botocore` has the installed versions: the workspace, or else the nearest
/// crate, or else a folder of the user.
///
/// # Errors
///
/// If there is no such folder.
pub(crate) fn root() -> Result<PathBuf> {
    if let Ok(root) = workspace::root() {
        return Ok(root);
    }
    let current = std::env::current_dir();
    let current = current.map_err(|error| Error::io(Path::new("."), "find it", &error))?;
    let mut parents = current.ancestors();
    if let Some(root) = parents.find(|it| it.join("Cargo.toml").is_file()) {
        return Ok(root.to_owned());
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache"));
    let cache = cache.filter(|it| it.is_absolute()).or_else(home);
    let folder = cache.unwrap_or_else(std::env::temp_dir).join("tinsmith");
    fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, "create it", &error))?;
    Ok(folder)
}

/// The newest version on `PyPI`.
///
/// # Errors
///
/// If `PyPI` is not reachable.
pub fn newest_version(root: &Path) -> Result<String> {
    print::progress("looking up the newest botocore on PyPI");
    let newest = versions(root)?.into_iter().next();
    newest.ok_or_else(|| Error::usage("PyPI", "has no version of botocore"))
}

/// The sort key of a version.
fn numbers(version: &str) -> Vec<u64> {
    let parts = version.split('.');
    parts.map(|part| part.parse().unwrap_or(0)).collect()
}

/// The versions installed under `target/`, newest first.
fn installed_versions(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root.join("target/botocore"));
    let names = entries.into_iter().flatten().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort_by_key(|version| std::cmp::Reverse(numbers(version)));
    names
}

/// pip's message if it cannot reach an index.
pub(super) const NO_VERSIONS: &str = "from versions: none";

/// Whether an error message contains a text.
pub(super) fn contains(error: &Error, text: &str) -> bool {
    error.problems.iter().any(|it| it.message.contains(text))
}

/// The error if pip finds no version at all.
fn unreachable(root: &Path, place: &str) -> Error {
    let error = Error::usage(place, format_args!("not available: {UNREACHABLE}"));
    let installed = installed_versions(root);
    let (named, more) = installed.split_at(installed.len().min(INSTALLED_NAMED));
    error.hint(if named.is_empty() {
        "versions in target/botocore need no network; none is installed yet".to_owned()
    } else {
        let more = match more.len() {
            0 => String::new(),
            more => format!(" and {more} older ones"),
        };
        format!(
            "available in target/botocore without network: {}{more}",
            named.join(", ")
        )
    })
}

/// The cause if pip finds no version at all.
pub(super) const UNREACHABLE: &str = "PyPI cannot be reached, or has no version for this Python";

/// The number of installed versions in a hint.
const INSTALLED_NAMED: usize = 8;

/// The folder of an installed version with the models of a service. Installs it if it is missing;
/// only models are kept.
///
/// # Errors
///
/// If the installation fails, or the version has no such service.
pub fn install(root: &Path, version: &str, service: &str) -> Result<PathBuf> {
    check_version(version)?;
    let installed = root.join("target/botocore").join(version);
    let is_name = !service.is_empty() && !service.contains(['/', '\\', '.']);
    if is_name && installed.join(DATA).join(service).is_dir() {
        return Ok(installed);
    }
    let is_known = |names: &[String]| names.iter().any(|name| name == service);
    if let Some(names) = services(&installed)
        && !is_known(&names)
    {
        return Err(unknown_service(&names, version, service));
    }
    let staging = stage(root, version)?;
    let names = folders(staging.path());
    let wanted = is_known(&names).then_some(service);
    keep(staging.path(), &installed, &names, wanted)?;
    match wanted {
        Some(_) => Ok(installed),
        None => Err(unknown_service(&names, version, service)),
    }
}

/// The folder of an installed version with the models of all services, and their names. Installs what
/// is missing.
///
/// # Errors
///
/// If the installation fails.
pub(crate) fn install_all(root: &Path, version: &str) -> Result<(PathBuf, Vec<String>)> {
    check_version(version)?;
    let installed = root.join("target/botocore").join(version);
    let data = installed.join(DATA);
    let is_missing = |name: &String| !data.join(name).is_dir();
    if let Some(names) = services(&installed)
        && !names.iter().any(is_missing)
    {
        return Ok((installed, names));
    }
    let staging = stage(root, version)?;
    let names = folders(staging.path());
    let all = names.iter().map(String::as_str);
    keep(staging.path(), &installed, &names, all)?;
    Ok((installed, names))
}

/// Moves the partitions and the models of some services from a package to the place where it is installed,
/// after the list of all its services. Another process may do the same: what is there stays.
fn keep<'s>(
    package: &Path,
    installed: &Path,
    names: &[String],
    wanted: impl IntoIterator<Item = &'s str>,
) -> Result<()> {
    let data = installed.join(DATA);
    fs::create_dir_all(&data).map_err(|error| Error::io(&data, "create it", &error))?;
    // Complete, or not there.
    let (new, list) = (package.join(SERVICES), installed.join(SERVICES));
    let written = fs::write(&new, names.join("\n")).and_then(|()| fs::rename(&new, &list));
    written.map_err(|error| Error::io(&list, "write it", &error))?;
    for name in [PARTITIONS].into_iter().chain(wanted) {
        let (from, to) = (package.join(DATA).join(name), data.join(name));
        if from.exists()
            && !to.exists()
            && let Err(error) = fs::rename(&from, &to)
            && !to.exists()
        {
            return Err(Error::io(&to, "create it", &error));
        }
    }
    Ok(())
}

/// A version becomes part of a path and of pip's command line.
fn check_version(version: &str) -> Result<()> {
    let mut bytes = version.bytes();
    if version.is_empty()
        || version.starts_with('.')
        || !bytes.all(|b| b.is_ascii_alphanumeric() || b == b'.')
    {
        let message = format!("{version:?} is not a version");
        return Err(Error::usage("botocore", message));
    }
    Ok(())
}

/// A version that pip has installed into a folder of its own. If another process does the same, the
/// first one that renames it wins.
fn stage(root: &Path, version: &str) -> Result<TempDir> {
    let staging = temporary(&root.join("target/botocore"))?;
    pip(root, version, staging.path())?;
    Ok(staging)
}

/// A temporary folder in another one, so that its contents can be renamed into that.
///
/// # Errors
///
/// If it cannot be created.
pub fn temporary(inside: &Path) -> Result<TempDir> {
    let created = fs::create_dir_all(inside).and_then(|()| tempfile::tempdir_in(inside));
    created.map_err(|error| Error::io(inside, "create a folder in it", &error))
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
    let result = python::system(&arguments, root, &what);
    result.map(drop).map_err(|error| {
        if !contains(&error, "No matching distribution") {
            return error;
        }
        let place = format!("botocore {version}");
        // Without a network, pip finds no version at all.
        if contains(&error, NO_VERSIONS) {
            return unreachable(root, &place);
        }
        Error::usage(place, "PyPI has no such version").hint(match versions(root) {
            Ok(versions) => near(version, &versions),
            Err(_) => "`python3 -m pip index versions botocore` lists the versions".to_owned(),
        })
    })
}

/// The versions next to a missing one, and the newest.
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
        "nearby versions: {}; the newest is {newest}",
        near.join(", ")
    )
}

/// All services of an installed version; `None` if it is not installed.
fn services(installed: &Path) -> Option<Vec<String>> {
    let list = fs::read_to_string(installed.join(SERVICES)).ok()?;
    Some(list.lines().map(str::to_owned).collect())
}

/// The services of a package.
fn folders(package: &Path) -> Vec<String> {
    let entries = fs::read_dir(package.join(DATA))
        .into_iter()
        .flatten()
        .flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn unknown_service(names: &[String], version: &str, service: &str) -> Error {
    let error = Error::usage(
        service,
        format_args!("botocore {version} has no service of this name"),
    );
    let near = suggest::hint(service, names.iter().map(String::as_str));
    error.hint(near.unwrap_or_else(|| {
        format!(
            "names are the folders of botocore/data, such as codebuild; all {} are listed in \
             target/botocore/{version}/{SERVICES}",
            names.len()
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_at_nearby_versions() {
        let versions = ["2.0.0", "1.2.0", "1.0.10", "1.0.9", "1.0.1", "1.0.0"];
        let versions = versions.map(str::to_owned);
        for (version, names) in [
            ("1.0.5", "1.0.0, 1.0.1, 1.0.9, 1.0.10"),
            ("1.0.11", "1.0.9, 1.0.10, 1.2.0, 2.0.0"),
            ("9.9.9", "1.2.0, 2.0.0"),
            ("0.1", "1.0.0, 1.0.1"),
        ] {
            let expected = format!("nearby versions: {names}; the newest is 2.0.0");
            assert_eq!(near(version, &versions), expected, "{version}");
        }
    }

    #[test]
    fn hints_at_similar_services() {
        let root = tempfile::tempdir().unwrap();
        let package = root.path().join("target/botocore/1.2.3");
        fs::create_dir_all(package.join(DATA).join("codebuild")).unwrap();
        fs::write(package.join(SERVICES), "codebuild").unwrap();
        assert_eq!(install(root.path(), "1.2.3", "codebuild").unwrap(), package);
        let hint = |service| {
            let error = install(root.path(), "1.2.3", service).unwrap_err();
            error.problems[0].hint.clone()
        };
        let expected = Some("did you mean `codebuild`?".to_owned());
        assert_eq!(hint("codebiuld"), expected);
        // The list has those, too, of which no models are kept.
        fs::write(package.join(SERVICES), "codebuild\ndynamodb").unwrap();
        assert_eq!(hint("codebiuld"), expected);
        let expected = Some("did you mean `dynamodb`?".to_owned());
        assert_eq!(hint("dynamodbb"), expected);
        for bad in ["", "..", "../data/codebuild", "codebuild/2020-01-01"] {
            assert!(install(root.path(), "1.2.3", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn interrupted_installations_are_completed() {
        let root = tempfile::tempdir().unwrap();
        let [package, installed] = ["package", "installed"].map(|it| root.path().join(it));
        let names = ["one", "two"].map(str::to_owned);
        for name in &names {
            fs::create_dir_all(package.join(DATA).join(name)).unwrap();
        }
        fs::create_dir_all(installed.join(DATA).join("one")).unwrap();
        assert_eq!(services(&installed), None);
        keep(&package, &installed, &names, ["one", "two"]).unwrap();
        assert_eq!(services(&installed).as_deref(), Some(&names[..]));
        assert_eq!(folders(&installed), names);
    }

    /// Not every command has an option for the version.
    #[test]
    fn requirements_without_botocore_are_an_error() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join(REQUIREMENTS);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "boto3==1.2.3\nbotocore==1.2.4 # pinned\n").unwrap();
        assert_eq!(pinned_version(root.path()).unwrap(), "1.2.4");
        fs::write(&file, "boto3==1.2.3\n").unwrap();
        let error = pinned_version(root.path()).unwrap_err();
        let hint = "add that line, or name the version in botocore:SERVICE@VERSION";
        assert_eq!(error.problems[0].hint.as_deref(), Some(hint));
    }
}
