//! Programs that only long tests need, installed with cargo under `target/tools`.

use std::path::{Path, PathBuf};

use tinsmith_cli::error::Result;
use tinsmith_cli::print;
use tinsmith_cli::process::{cargo, finish};

/// A program of crates.io, in the version that the tests were written with.
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Compares the public items of two crates (test `semver`).
pub(crate) const SEMVER_CHECKS: Tool = Tool {
    name: "cargo-semver-checks",
    version: "0.51.0",
};

impl Tool {
    /// The program, which is installed first if that version is not there.
    ///
    /// # Errors
    ///
    /// Exit code 1 if it cannot be installed.
    pub(crate) fn install(&self, root: &Path) -> Result<PathBuf> {
        let Self { name, version } = self;
        // A folder for each version: what is there is complete, and the one that is asked for.
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
