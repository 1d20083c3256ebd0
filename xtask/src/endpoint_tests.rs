//! AWS's published endpoint tests, unpacked under `target/`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::model::package::{newest_version, pinned_version, temporary};
use tinsmith_cli::print;
use tinsmith_cli::python;

/// Extracts AWS's endpoint tests, recorded responses and the models from botocore's source archive; the
/// installed package has no tests.
const EXTRACT: &str = r#"
import pathlib, sys, tarfile
archive, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
with tarfile.open(next(archive.glob("*.tar.gz"))) as files:
    for member in files:
        parts = pathlib.PurePosixPath(member.name).parts
        if parts[1:4] == ("tests", "functional", "endpoint-rules"):
            path = folder / "endpoint-rules" / pathlib.Path(*parts[4:])
        elif parts[1:5] == ("tests", "unit", "data", "endpoints"):
            path = folder / "functions" / pathlib.Path(*parts[5:])
        elif parts[1:5] == ("tests", "unit", "response_parsing", "xml"):
            path = folder / "responses" / pathlib.Path(*parts[5:])
        elif parts[1:3] == ("botocore", "data"):
            path = folder / "data" / pathlib.Path(*parts[3:])
        else:
            continue
        if member.isfile():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files.extractfile(member).read())
"#;

/// Versions of botocore whose endpoint rules are of other forms, to which the long form of the tests
/// adds the newest one.
const OLD_VERSIONS: [&str; 2] = ["1.29.0", "1.31.0"];

/// The folder of the pinned version; fetched if it is missing. It has AWS's endpoint tests in
/// `endpoint-rules`, with a folder for each service, botocore's own of each function in `functions`, and
/// recorded responses in XML in `responses`.
///
/// # Errors
///
/// If they cannot be fetched.
pub(crate) fn folder(root: &Path) -> Result<PathBuf> {
    version(root, &pinned_version(root)?)
}

/// The folders of other versions, as a list of paths; each has `data` and `endpoint-rules`.
///
/// # Errors
///
/// If they cannot be fetched.
pub(crate) fn other_versions(root: &Path) -> Result<OsString> {
    let newest = newest_version(root)?;
    let versions = OLD_VERSIONS.into_iter().chain([newest.as_str()]);
    let folders = versions
        .map(|name| version(root, name))
        .collect::<Result<Vec<_>>>()?;
    env::join_paths(folders).map_err(|error| Error::usage("target", error))
}

/// The folder of a version.
fn version(root: &Path, version: &str) -> Result<PathBuf> {
    let versions = root.join("target/botocore-sources");
    let place = versions.join(version);
    if place.join("responses").is_dir() {
        return Ok(place);
    }
    let staging = temporary(&versions)?;
    let archive = staging.path().join("archive");
    let unpacked = staging.path().join("unpacked");
    for folder in [&archive, &unpacked] {
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, "create it", &error))?;
    }
    print::progress(format_args!(
        "fetching the models and endpoint tests of botocore {version} into target/botocore-sources"
    ));
    let (archive, target) = (archive.to_string_lossy(), unpacked.to_string_lossy());
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
    python::system(&download, root, "fetch botocore's source").map_err(|error| {
        error.hint("this requires PyPI once; the result is kept in target/botocore-sources")
    })?;
    let extract = ["-c", EXTRACT, &archive, &target];
    python::system(&extract, root, "unpack botocore's source")?;
    // Of a version of this program that unpacked less.
    if place.is_dir() {
        fs::remove_dir_all(&place).map_err(|error| Error::io(&place, "remove it", &error))?;
    }
    fs::rename(&unpacked, &place).map_err(|error| Error::io(&place, "create it", &error))?;
    Ok(place)
}
