//! Running other programs.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};

/// The cargo that runs this program, in a folder.
pub fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    // These describe the running program, and must not look like facts about what is built next.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs a command that speaks for itself.
///
/// # Errors
///
/// Exit code 1 if it fails, 2 if it cannot be started.
pub fn finish(mut command: Command, what: &str) -> Result<()> {
    let status = command
        .status()
        .map_err(|error| Error::usage(what, format_args!("cannot start it: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Error::failure(what, format_args!("{status}")))
    }
}
