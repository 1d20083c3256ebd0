//! `cargo xtask test`: prepares the prerequisites of the tests under `target/`, and runs tests.
//!
//! Without arguments these are the tests of the workspace, the check that the core compiles for
//! WebAssembly, and the comparison with the official SDK; with arguments, the selected tests of the
//! workspace. Some tests have a long form with more services and cases, which takes minutes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_cli::digest::sha256;
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::model::package;
use tinsmith_cli::process::{cargo, finish};
use tinsmith_cli::{print, python, workspace};

use crate::endpoint_tests;
use crate::tools::SEMVER_CHECKS;
use crate::wasm;

/// The options of `cargo xtask test`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Run only the test of all services: generate every operation and compile.
    #[arg(long, conflicts_with = "cargo")]
    all_services: bool,
    /// Run the long form of tests; all together take most of an hour.
    #[arg(long)]
    long: bool,
    /// Arguments for `cargo test`.
    #[arg(last = true, value_name = "CARGO TEST ARGUMENTS")]
    cargo: Vec<String>,
}

/// Selects the test of all services.
const ALL_SERVICES: [&str; 4] = ["--package", "tests", "--test", "all_services"];

/// The variable that enables the long form of tests (`tests::long`).
pub(crate) const LONG: &str = "CODEGEN_LONG_TESTS";

/// The variable with the folder of botocore's models.
pub(crate) const DATA: &str = "BOTOCORE_DATA";

/// Optional folders outside the workspace, with their variables; variables that are already set are
/// kept.
const OPTIONAL: [(&str, &str); 2] = [
    ("CONFORMANCE_DIR", "../shared/conformance"),
    ("SMITHY_DIR", "../shared/smithy"),
];

/// The botocore version of the same date as the models in `SMITHY_DIR` (2 April 2025).
const BOTOCORE_OF_SMITHY: &str = "1.37.25";

/// The workspace of comparisons and benchmarks.
pub(crate) const BENCH: &str = "tests/bench";

/// Runs the command.
///
/// # Errors
///
/// Exit code 1 if a test fails, 2 if Python or its packages are not available.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut selected: Vec<_> = arguments.cargo.iter().map(String::as_str).collect();
    if arguments.all_services {
        selected.extend(ALL_SERVICES);
    }
    run_tests(&selected, arguments.long || arguments.all_services)
}

/// Runs all tests in their short form.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn run_all() -> Result<()> {
    run_tests(&[], false)
}

fn run_tests(arguments: &[&str], long: bool) -> Result<()> {
    let root = workspace::root()?;
    let python = environment(&root)?;
    let data = botocore_data(&root, &python)?;

    let mut command = cargo(&root);
    command
        .args(["test", "--workspace", "--all-features"])
        .args(arguments);
    command
        .env("CODEGEN_PYTHON", &python)
        .env(DATA, &data)
        .env("BOTOCORE_ENDPOINT_TESTS", endpoint_tests::folder(&root)?);
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    if long {
        command.env(LONG, "1");
    }
    if long && arguments != ALL_SERVICES {
        command.env("BOTOCORE_VERSIONS", endpoint_tests::other_versions(&root)?);
    }
    if long && arguments != ALL_SERVICES {
        command.env("CARGO_SEMVER_CHECKS", SEMVER_CHECKS.install(&root)?);
    }
    let mut has_smithy = false;
    for (variable, folder) in OPTIONAL {
        let folder = root.join(folder);
        if env::var_os(variable).is_none() {
            let Ok(folder) = fs::canonicalize(&folder) else {
                print::progress(format_args!("no {variable}: its tests are left out"));
                continue;
            };
            command.env(variable, folder);
        }
        has_smithy |= variable == "SMITHY_DIR";
    }
    if has_smithy {
        let installed = package::install(&root, BOTOCORE_OF_SMITHY, "codebuild")?;
        command.env("SMITHY_BOTOCORE_DATA", installed.join("botocore/data"));
    }
    print::progress("running cargo test --workspace --all-features");
    let tests = finish(command, "cargo test");
    if !arguments.is_empty() {
        return tests;
    }
    let results = [tests, wasm::check(&root), compare(&root, &data, long)];
    Error::all(
        results
            .into_iter()
            .filter_map(Result::err)
            .collect::<Vec<_>>(),
    )
}

/// Runs the tests of `tests/bench`, which compare generated crates with the official ones; that of EC2
/// only in the long form, because its official crate takes minutes to compile.
fn compare(root: &Path, data: &str, long: bool) -> Result<()> {
    print::progress(
        "running cargo test in tests/bench: the first time, it compiles the official SDK",
    );
    let mut command = cargo(&root.join(BENCH));
    command.args(["test", "--package", "compare", "--package", "driver"]);
    if long {
        command.args(["--features", "compare/ec2"]);
    }
    command.env(DATA, data);
    finish(command, "cargo test in tests/bench")
}

/// Runs the benchmarks, a program in `tests/bench`.
///
/// # Errors
///
/// Exit code 1 if it fails, 2 if Python or its packages are not available.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    let root = workspace::root()?;
    let mut command = cargo(&root.join(BENCH));
    command
        .args(["run", "--quiet", "--profile", "generator"])
        .args(["--package", "driver", "--"])
        .args(arguments)
        .env(DATA, installed_data(&root)?);
    finish(command, "the benchmarks")
}

/// The folder of botocore's models, which are installed if they are not there.
///
/// # Errors
///
/// Exit code 2 if Python or its packages are not available.
pub(crate) fn installed_data(root: &Path) -> Result<String> {
    botocore_data(root, &environment(root)?)
}

fn botocore_data(root: &Path, python: &Path) -> Result<String> {
    let data =
        "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))";
    python::run(python, &["-c", data], root, "find botocore's models")
}

/// The Python in the virtual environment `target/python`, which is created if it is missing,
/// incomplete or has other requirements.
fn environment(root: &Path) -> Result<PathBuf> {
    let requirements = root.join("tests/python/requirements.txt");
    let text =
        fs::read(&requirements).map_err(|error| Error::io(&requirements, "read it", &error))?;
    let wanted = sha256(&text);

    let folder = root.join("target/python");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    // Written last, to detect interrupted installations. A virtual environment cannot be moved: its
    // scripts contain the path.
    let stamp = folder.join("requirements.sha256");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(python);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| Error::io(&folder, "remove it", &error))?;
    }
    print::progress("creating a Python environment in target/python");
    let place = folder.to_string_lossy();
    python::system(&["-m", "venv", &place], root, "create an environment").map_err(|error| {
        error.hint("the tests require Python's venv and pip (Debian: python3-venv)")
    })?;
    print::progress("installing tests/python/requirements.txt into it");
    let file = requirements.to_string_lossy();
    let mut arguments = python::PIP_INSTALL.to_vec();
    arguments.extend(["--requirement", &file]);
    python::run(
        &python,
        &arguments,
        root,
        "install the requirements of the tests",
    )
    .map_err(|error| {
        error.hint("this requires PyPI once; `cargo test` runs the tests that do not need Python")
    })?;
    fs::write(&stamp, wanted).map_err(|error| Error::io(&stamp, "write it", &error))?;
    Ok(python)
}
