//! A workspace for a test: the committed model and what it generates, in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) mod run;

pub(crate) use run::run;

/// What `cargo xtask codegen` reads of the model.
pub(crate) const MODEL: &str = "model/codebuild";

/// A copy of the workspace's model, not generated yet. It is removed when this is dropped.
pub(crate) struct Workspace(tempfile::TempDir);

impl Workspace {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("Cargo.toml"), "").unwrap();
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name(MODEL);
        copy(&committed, &root.path().join(MODEL));
        // The lock on the imported files: the tests edit them.
        fs::remove_file(root.path().join(MODEL).join("SOURCE.toml")).unwrap();
        Self(root)
    }

    /// The path of something in it.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Runs a command in it that succeeds, and returns what it prints.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let run = run(&mut self.command(arguments));
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
        run.stdout
    }

    /// A command that runs in it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(self.0.path());
        // Where cargo runs from, which is another workspace.
        command.env_remove("CARGO_MANIFEST_DIR");
        command
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
