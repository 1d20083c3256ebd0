//! The Python side of the tests (`tests/python`), run in the environment of `cargo xtask test`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The command that runs a script of `tests/python`.
pub fn command(script: &str) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let mut command = Command::new(python());
    command
        .arg(folder.join(script))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // With awscrt, botocore signs with that, which cannot be looked into.
        .env("BOTO_DISABLE_CRT", "true");
    command
}

/// A program that answers lines with lines. It ends when this is dropped.
pub struct Program {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    script: &'static str,
}

impl Program {
    /// Starts a script of `tests/python`.
    pub fn start(script: &'static str) -> Self {
        Self::run(command(script), script)
    }

    /// Runs any command; the name is for messages.
    pub fn run(mut command: Command, script: &'static str) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {script}: {error}"));
        let input = child.stdin.take();
        let output = child.stdout.take().expect("stdout is piped");
        Self {
            child,
            input,
            output: BufReader::new(output),
            script,
        }
    }

    /// Sends a line.
    pub fn write(&mut self, line: &str) {
        let input = self.input.as_mut().expect("stdin is piped");
        writeln!(input, "{line}").unwrap_or_else(|error| panic!("{} ended: {error}", self.script));
    }

    /// Waits for a line.
    pub fn read(&mut self) -> String {
        let mut line = String::new();
        let read = self.output.read_line(&mut line);
        assert!(
            matches!(read, Ok(1..)),
            "{} ended; what it wrote to stderr says why",
            self.script
        );
        line
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// The interpreter with the packages of `requirements.txt`.
fn python() -> PathBuf {
    let python = std::env::var_os("CODEGEN_PYTHON").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/python/bin/python"),
        PathBuf::from,
    );
    assert!(
        python.exists(),
        "there is no Python at {}: run `cargo xtask test`, which sets it up",
        python.display()
    );
    python
}
