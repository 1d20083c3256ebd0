//! Programs for long tests, installed with cargo under `target/tools`.

use std::path::{Path, PathBuf};

use tinsmith_cli::error::Result;
use tinsmith_cli::print;
use tinsmith_cli::process::{cargo, finish};

/// A program from crates.io, with a fixed version.
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Compares the public APIs of two crates (test `semver`).
pub(crate) const SEMVER_CHECKS: Tool = Tool {
    name: "cargo-semver-checks",
    version: "0.51.0",
};

impl Tool {
    /// The path of the program, which is installed if it is missing.
    ///
    /// # Errors
    ///
    /// Exit code 1 if it cannot be installed.
    pub(crate) fn install(&self, root: &Path) -> Result<PathBuf> {
        let Self { name, version } = self;
        let folder = root.join(format!("target/tools/{name}-{version}"));
        let program = folder.join("bin").join(name);
        if !program.exists() {
            print::progress(format_args!(
                "installing {name} {version} into target/tools, which takes some minutes"
            ));
            let mut command = cargo(root);
            command
                .args(["install", "--quiet", "--locked", name, "--version", version])
                .arg("--root")
                .arg(&folder);
            finish(command, &format!("cargo install {name}"))?;
        }
        Ok(program)
    }
}
