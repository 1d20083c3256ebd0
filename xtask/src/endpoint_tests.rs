//! AWS's published tests of endpoint rules, unpacked under `target/`.

use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::model::package::{Staging, pinned_version};
use tinsmith_cli::print;
use tinsmith_cli::python;

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
    fs::rename(&tests, &place).map_err(|error| Error::io(&place, "make it", &error))?;
    Ok(place)
}
