//! `target/bench.json`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::report::{Group, Report};
use tinsmith_cli::error::{Error, Result};

fn path(root: &Path) -> PathBuf {
    root.join("target/bench.json")
}

/// What was measured so far; nothing if there is no such file.
pub(crate) fn read(root: &Path) -> Result<Report> {
    let path = path(root);
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
            Error::usage(path.display(), error).hint("remove it, and measure again")
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Report::default()),
        Err(error) => Err(Error::io(&path, "read it", &error)),
    }
}

/// Puts a group in the place of what there was of it.
pub(crate) fn merge(root: &Path, name: &str, group: &Group) -> Result<()> {
    let path = path(root);
    // By way of `Value`, because the group is still needed.
    let failed = |error: serde_json::Error| Error::usage(path.display(), error);
    let mut report = serde_json::to_value(read(root)?).map_err(failed)?;
    report["groups"][name] = serde_json::to_value(group).map_err(failed)?;
    let text = format!("{report:#}\n");
    fs::write(&path, text).map_err(|error| Error::io(&path, "write it", &error))
}
