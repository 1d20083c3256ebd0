//! The crates and programs that cargo builds for us, a workspace in `target/benchmarks/workspace`.
//!
//! [`packages`] says what is there. The versions of all dependencies are those of
//! `tests/bench/Cargo.lock`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::BENCH;
use crate::usage::{self, Usage};
use crate::{Context, opened, packages};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::folder::{self, Change};
use tinsmith_cli::print;
use tinsmith_cli::process::{cargo, finish};

/// The subjects of building and size: their names, as people know them and as packages.
pub(crate) const SUBJECTS: [(&str, &str, &str); 3] = [
    ("the committed crate (11 operations)", "slice", "codebuild"),
    ("whole CodeBuild", "codebuild", "codebuild"),
    ("whole SageMaker", "sagemaker", "sagemaker"),
];

/// The workspace.
pub(crate) struct Project {
    pub(crate) folder: PathBuf,
    /// Where cargo puts what it makes.
    pub(crate) target: PathBuf,
    root: PathBuf,
}

impl Project {
    /// Writes all of it, leaving alone what is as it should be.
    pub(crate) fn write(context: &Context) -> Result<Self> {
        let project = Self {
            folder: context.folder.join("workspace"),
            target: context.folder.join("target"),
            root: context.root.clone(),
        };
        print::progress("writing the crates to build");
        let packages = packages::all(&context.root)?;
        let mut names: Vec<_> = packages.keys().map(String::as_str).collect();
        names.push(opened::DYNAMODB);
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n");
        project.file("Cargo.toml", &manifest)?;
        project.lock()?;
        // It has to be there before cargo reads the workspace.
        project.package(opened::DYNAMODB, &opened::dynamodb(&context.root)?)?;
        for (name, files) in &packages {
            project.package(name, files)?;
        }
        print::progress("fetching what they depend on");
        let mut fetch = project.cargo("fetch");
        fetch.arg("--quiet");
        finish(fetch, "cargo fetch")?;
        Ok(project)
    }

    /// Takes over the lock file, if it is not the one that was taken over before. Cargo cuts it down
    /// to what is needed.
    fn lock(&self) -> Result<()> {
        let original = self.root.join(BENCH).join("Cargo.lock");
        let text = fs::read_to_string(&original)
            .map_err(|error| Error::io(&original, "read it", &error))?;
        let copy = self.folder.join("Cargo.lock.original");
        if fs::read_to_string(copy).is_ok_and(|copy| copy == text) {
            return Ok(());
        }
        self.file("Cargo.lock", &text)?;
        self.file("Cargo.lock.original", &text)
    }

    fn file(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, "create it", &error))?;
        fs::write(&path, text).map_err(|error| Error::io(&path, "write it", &error))
    }

    fn package(&self, name: &str, files: &BTreeMap<String, String>) -> Result<()> {
        let mut change = Change::new(&self.folder.join(name))?;
        let mut existing = folder::files(change.folder(), files)?;
        for (path, text) in files {
            if existing
                .remove(path)
                .is_none_or(|old| old != text.as_bytes())
            {
                change.write.push((path.clone(), text.clone().into_bytes()));
            }
        }
        change.remove = existing.into_keys().collect();
        folder::apply(&[&change])
    }

    /// A cargo command here.
    pub(crate) fn cargo(&self, command: &str) -> Command {
        let mut cargo = cargo(&self.folder);
        cargo.arg(command);
        // A release is built without it anyway; what others compile of ours is not, either.
        cargo.env("CARGO_INCREMENTAL", "0");
        cargo.env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// Builds packages for use, not for measuring.
    pub(crate) fn build(&self, packages: &[&str]) -> Result<()> {
        print::progress(format_args!("building {}", packages.join(", ")));
        let mut build = self.cargo("build");
        build.args(["--quiet", "--release", "--offline"]);
        for package in packages {
            build.args(["--package", package]);
        }
        finish(build, "cargo build")
    }

    /// Builds programs as they would be delivered: without symbols. The dependencies stay the same.
    pub(crate) fn build_stripped(&self, packages: &[&str]) -> Result<()> {
        for package in packages {
            print::progress(format_args!("building {package}"));
            let mut build = self.cargo("rustc");
            build.args(["--quiet", "--release", "--offline", "--package", package]);
            build.args(["--", "-C", "strip=symbols"]);
            finish(build, "cargo rustc")?;
        }
        Ok(())
    }

    /// Says what a command takes.
    pub(crate) fn usage(&self, command: &Command, what: &str) -> Result<Usage> {
        usage::of(command, what, &self.folder)
    }
}
