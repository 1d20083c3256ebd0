//! Runs Python, for tests and the import of models.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::error::{Error, Result};

/// The Python of the `PATH`.
const SYSTEM: &str = "python3";

/// Runs the Python of the `PATH`, as [`run`].
///
/// What is there may be a wrapper of a version manager, and that of pyenv writes its own files after each
/// `pip install`, which fails beside another one. So the interpreter itself is run.
///
/// # Errors
///
/// As [`run`].
pub fn system(arguments: &[&str], directory: &Path, what: &str) -> Result<String> {
    let python = Path::new(SYSTEM);
    let print = ["-c", "import sys; print(sys.executable)"];
    let interpreter = match run(python, &print, directory, what)? {
        text if text.is_empty() => SYSTEM.to_owned(),
        text => text,
    };
    run_as(python, &interpreter, arguments, directory, what)
}

/// Runs a Python command and returns what it prints.
///
/// # Errors
///
/// If it cannot be started or fails; the message has the last lines of its stderr.
pub fn run(python: &Path, arguments: &[&str], directory: &Path, what: &str) -> Result<String> {
    run_as(python, python, arguments, directory, what)
}

/// As [`run`], with the name that messages have for the program.
fn run_as(
    python: &Path,
    program: impl AsRef<OsStr>,
    arguments: &[&str],
    directory: &Path,
    what: &str,
) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(directory)
        .env("PIP_ROOT_USER_ACTION", "ignore")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| cannot_start(python, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Err(failed(python, what, &output))
}

/// Arguments of every `pip install`.
pub const PIP_INSTALL: [&str; 6] = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-input",
];

fn cannot_start(python: &Path, error: &io::Error) -> Error {
    Error::usage(python.display(), format_args!("cannot start it: {error}"))
        .hint("install Python 3.11 or later with pip and venv; `python3` has to be in the PATH")
}

/// The maximum length of a line: pip may list all versions of a package.
const LINE: usize = 200;

/// Python and pip print the cause in the last lines.
fn failed(python: &Path, what: &str, output: &Output) -> Error {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let last: Vec<_> = lines[lines.len().saturating_sub(3)..]
        .iter()
        .map(|line| short(line))
        .collect();
    let last = last.join(" / ");
    Error::usage(
        python.display(),
        format_args!("cannot {what} ({}): {last}", output.status),
    )
}

fn short(line: &str) -> String {
    match line.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
