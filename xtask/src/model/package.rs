//! botocore's published package, installed under `target/`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::print;
use crate::python;

/// Where the version is pinned.
const REQUIREMENTS: &str = "tests/python/requirements.txt";

/// The version of botocore that the workspace is pinned to.
///
/// # Errors
///
/// If the requirements cannot be read or do not name it.
pub(crate) fn pinned_version(root: &Path) -> Result<String> {
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

/// Takes AWS's tests of endpoint rules out of botocore's source archive; the package has none.
const EXTRACT: &str = r#"
import pathlib, sys, tarfile
archive, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
with tarfile.open(next(archive.glob("*.tar.gz"))) as files:
    for member in files:
        parts = pathlib.PurePosixPath(member.name).parts
        if member.isfile() and parts[1:4] == ("tests", "functional", "endpoint-rules"):
            path = folder / parts[-2] / parts[-1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files.extractfile(member).read())
"#;

/// The folder with AWS's tests of endpoint rules, a folder for each service; they are fetched first
/// if they are not there.
///
/// # Errors
///
/// If they have to be fetched and cannot be.
pub(crate) fn endpoint_tests(root: &Path) -> Result<PathBuf> {
    let version = pinned_version(root)?;
    let versions = root.join("target/botocore-tests");
    let folder = versions.join(&version);
    if folder.is_dir() {
        return Ok(folder);
    }
    let staging = versions.join(format!(".{version}.new"));
    if staging.exists() {
        fs::remove_dir_all(&staging)
            .map_err(|error| Error::io(&staging, "clear it away", &error))?;
    }
    let archive = staging.join("archive");
    let tests = staging.join("tests");
    for folder in [&archive, &tests] {
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, "make it", &error))?;
    }
    print::progress(format_args!(
        "fetching the endpoint tests of botocore {version} into target/botocore-tests"
    ));
    let (archive, target) = (archive.to_string_lossy(), tests.to_string_lossy());
    let package = format!("botocore=={version}");
    let download = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--no-binary",
        "botocore",
        "--dest",
        &archive,
        &package,
    ];
    let python3 = Path::new("python3");
    python::run(python3, &download, root, "fetch botocore's source").map_err(|error| {
        error.hint("this needs PyPI once, then works from target/botocore-tests")
    })?;
    let extract = ["-c", EXTRACT, &archive, &target];
    python::run(python3, &extract, root, "unpack botocore's source")?;
    fs::rename(&tests, &folder).map_err(|error| Error::io(&folder, "make it", &error))?;
    fs::remove_dir_all(&staging).map_err(|error| Error::io(&staging, "clear it away", &error))?;
    Ok(folder)
}

/// The folder of an installed version, which is installed first if it is not there.
///
/// # Errors
///
/// If it has to be installed and cannot be.
pub(crate) fn install(root: &Path, version: &str) -> Result<PathBuf> {
    // It becomes a part of a path and of pip's command line.
    if version.is_empty()
        || !version
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'.')
    {
        return Err(Error::usage(
            "--version",
            format_args!("{version:?} is not a version"),
        ));
    }
    let versions = root.join("target/botocore");
    let installed = versions.join(version);
    if installed.join("botocore/data").is_dir() {
        return Ok(installed);
    }
    // pip writes beside it, and only a complete installation gets the name.
    let staging = versions.join(format!(".{version}.new"));
    for old in [&staging, &installed] {
        if old.exists() {
            fs::remove_dir_all(old).map_err(|error| Error::io(old, "clear it away", &error))?;
        }
    }
    fs::create_dir_all(&versions).map_err(|error| Error::io(&versions, "make it", &error))?;
    print::progress(format_args!(
        "installing botocore {version} into target/botocore"
    ));
    let package = format!("botocore=={version}");
    let target = staging.to_string_lossy();
    let mut arguments = python::PIP_INSTALL.to_vec();
    arguments.extend(["--no-deps", "--no-compile", "--target", &target, &package]);
    python::run(
        Path::new("python3"),
        &arguments,
        root,
        &format!("install botocore {version}"),
    )
    .map_err(|error| {
        error.hint(format!(
            "this needs PyPI once, then works from target/botocore/{version} without a network"
        ))
    })?;
    fs::rename(&staging, &installed).map_err(|error| Error::io(&installed, "make it", &error))?;
    Ok(installed)
}
