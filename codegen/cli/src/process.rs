//! Runs other programs.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};

/// A cargo command in a folder, with the cargo that runs this program.
pub fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    // These variables describe this program.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs a command with inherited output.
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
