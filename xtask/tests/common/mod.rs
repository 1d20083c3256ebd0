//! A workspace for a test: the committed model and what it generates, in a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

mod run;

pub(crate) use run::run;

/// What `cargo xtask codegen` reads of the model.
pub(crate) const MODEL: &str = "model/codebuild";

/// A file or a folder, by its path: when it was changed, and a file's bytes.
pub(crate) type Entries = BTreeMap<String, (SystemTime, Vec<u8>)>;

/// A copy of the workspace's model, not generated yet. It is removed when this is dropped.
pub(crate) struct Workspace(tempfile::TempDir);

impl Workspace {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("Cargo.toml"), "").unwrap();
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name(MODEL);
        copy(&committed, &root.path().join(MODEL));
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

/// Everything in a folder, by the path in it.
pub(crate) fn entries(folder: &Path) -> Entries {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current).unwrap() {
            let path = entry.unwrap().path();
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            let bytes = if path.is_dir() {
                folders.push(path);
                Vec::new()
            } else {
                fs::read(&path).unwrap()
            };
            found.insert(name, (modified, bytes));
        }
    }
    found
}

/// The paths that are not in both with the same time and bytes; short, unlike the two themselves.
pub(crate) fn changed(before: &Entries, after: &Entries) -> Vec<String> {
    let paths = before.keys().chain(after.keys());
    let mut paths: Vec<_> = paths
        .filter(|path| before.get(*path) != after.get(*path))
        .cloned()
        .collect();
    paths.sort();
    paths.dedup();
    paths
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
