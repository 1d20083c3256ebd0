//! What a command takes.
//!
//! The system counts the memory that a process had before it became another program (on Linux, that of
//! the parent). So a command is started by a process of this program that has done nothing yet: it is
//! run with the hidden option `--usage-of`, and prints what it finds.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use wait4::Wait4 as _;

use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;

/// What a command took, with all processes that it started and waited for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Usage {
    /// Seconds by the clock.
    pub(crate) wall: f64,
    /// Seconds of processors, for the user and in the system.
    pub(crate) cpu: f64,
    /// The most memory that any one of the processes had at a time.
    pub(crate) peak: f64,
    succeeded: bool,
    /// What it said to stderr.
    #[serde(default)]
    pub(crate) stderr: String,
}

/// Runs a command that has to succeed. What it says goes to a file in the folder.
pub(crate) fn of(command: &Command, what: &str, folder: &Path) -> Result<Usage> {
    let log = folder.join("stderr.log");
    let file = File::create(&log).map_err(|error| Error::io(&log, "create it", &error))?;
    let failed = |error: &dyn std::fmt::Display| {
        Error::failure(what, format_args!("cannot be measured: {error}"))
    };
    let program = env::current_exe().map_err(|error| failed(&error))?;
    let mut measured = Command::new(program);
    measured.args(["--usage-of"]).arg(command.get_program());
    measured.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => measured.env(name, value),
            None => measured.env_remove(name),
        };
    }
    command
        .get_current_dir()
        .map(|folder| measured.current_dir(folder));
    let output = measured
        .stdin(Stdio::null())
        .stderr(file)
        .output()
        .map_err(|error| failed(&error))?;
    let stderr = fs::read(&log).map_err(|error| Error::io(&log, "read it", &error))?;
    let stderr = String::from_utf8_lossy(&stderr).into_owned();
    let mut usage: Usage = serde_json::from_slice(&output.stdout)
        .map_err(|error| failed(&format_args!("{error}\n{stderr}")))?;
    usage.stderr = stderr;
    if usage.succeeded {
        Ok(usage)
    } else {
        Err(failed(&format_args!("it failed\n{}", usage.stderr)))
    }
}

/// Runs the command of `--usage-of`, and prints what it took.
pub(crate) fn print(command: &[OsString]) -> Result<()> {
    let [program, arguments @ ..] = command else {
        return Err(Error::usage("--usage-of", "needs a command"));
    };
    let failed = |error: &dyn std::fmt::Display| {
        Error::usage(program.display(), format_args!("cannot run it: {error}"))
    };
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null());
    let mut child = command.spawn().map_err(|error| failed(&error))?;
    let ended = child.wait4().map_err(|error| failed(&error))?;
    let wall = start.elapsed().as_secs_f64();
    let cpu = ended.rusage.utime + ended.rusage.stime;
    #[expect(
        clippy::cast_precision_loss,
        reason = "memory has less than 2^53 bytes"
    )]
    let peak = ended.rusage.maxrss as f64;
    let usage = Usage {
        wall,
        cpu: cpu.as_secs_f64(),
        peak,
        succeeded: ended.status.success(),
        stderr: String::new(),
    };
    print::line(serde_json::to_string(&usage).map_err(|error| failed(&error))?);
    Ok(())
}
