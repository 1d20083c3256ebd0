//! AWS's published endpoint tests, unpacked under `target/`.

use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::model::package::{Staging, pinned_version};
use tinsmith_cli::print;
use tinsmith_cli::python;

/// Extracts AWS's endpoint tests from botocore's source archive; the installed package has none.
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

/// The folder with AWS's endpoint tests, with a folder for each service; fetches them if they are
/// missing.
///
/// # Errors
///
/// If they cannot be fetched.
pub(crate) fn folder(root: &Path) -> Result<PathBuf> {
    let version = pinned_version(root)?;
    let versions = root.join("target/botocore-tests");
    let place = versions.join(&version);
    if place.is_dir() {
        return Ok(place);
    }
    let staging = Staging::new(versions.join(format!(".{version}.{}.new", std::process::id())))?;
    let archive = staging.0.join("archive");
    let tests = staging.0.join("tests");
    for folder in [&archive, &tests] {
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, "create it", &error))?;
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
        error.hint("this requires PyPI once; the result is kept in target/botocore-tests")
    })?;
    let extract = ["-c", EXTRACT, &archive, &target];
    python::run(python3, &extract, root, "unpack botocore's source")?;
    fs::rename(&tests, &place).map_err(|error| Error::io(&place, "create it", &error))?;
    Ok(place)
}
