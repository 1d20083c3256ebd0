//! Finds the workspace.

use std::env;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The root of the workspace: the nearest parent of the current folder, or else of this package's
/// folder, that has a `Cargo.toml` and a folder `model`.
///
/// # Errors
///
/// If there is none.
pub fn root() -> Result<PathBuf> {
    let current =
        env::current_dir().map_err(|error| Error::io(Path::new("."), "find it", &error))?;
    let cargo = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    [Some(current.clone()), cargo]
        .iter()
        .flatten()
        .flat_map(|start| start.ancestors())
        .find(|folder| folder.join("Cargo.toml").is_file() && folder.join("model").is_dir())
        .map(Path::to_owned)
        .ok_or_else(|| {
            Error::usage(current.display(), "is not inside the workspace")
                .hint("run it in or below the folder with `model` and `Cargo.toml`")
        })
}
