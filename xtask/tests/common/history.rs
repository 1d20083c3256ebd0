//! Versions of real models, installed under the workspace's `target/botocore` once and cut down to
//! the services that are asked for.

#[path = "run.rs"]
mod run;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// Versions of botocore after each of which something changed in `CodeBuild`, in order.
pub(crate) const VERSIONS: [&str; 19] = [
    "1.12.5", "1.12.65", "1.13.36", "1.14.0", "1.16.22", "1.17.31", "1.17.32", "1.19.32",
    // From here on it knows `bucketOwnerAccess` …
    "1.20.49", "1.20.50", // … which was taken back, and came again.
    "1.20.99", "1.20.100", "1.21.4", "1.21.65", "1.34.35", "1.35.52", "1.37.30", "1.40.16",
    "1.44.5",
];

static INSTALLING: Mutex<()> = Mutex::new(());

/// A workspace without models, which shares the installed packages with this one: our overlay and
/// our choice of operations make no difference there, and all operations are compared.
pub(crate) struct Workspace {
    root: tempfile::TempDir,
    service: &'static str,
}

impl Workspace {
    /// One to look at a service.
    pub(crate) fn new(service: &'static str) -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("Cargo.toml"), "").unwrap();
        fs::create_dir(root.path().join("model")).unwrap();
        let packages = workspace().join("target/botocore");
        fs::create_dir_all(&packages).unwrap();
        fs::create_dir(root.path().join("target")).unwrap();
        std::os::unix::fs::symlink(packages, root.path().join("target/botocore")).unwrap();
        Self { root, service }
    }

    /// What `model diff` prints for two versions.
    pub(crate) fn diff(&self, old: &str, new: &str, more: &[&str]) -> String {
        // One installation at a time: the tests ask for the same ones.
        let _guard = INSTALLING.lock();
        let (old, new) = (format!("botocore:{old}"), format!("botocore:{new}"));
        let mut arguments = vec!["model", "diff", "--service", self.service, &old, &new];
        arguments.extend(more);
        self.succeed(&arguments)
    }

    /// Runs a command that succeeds, and returns what it prints.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let run = run::run(
            Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args(arguments)
                .env_remove("CARGO_MANIFEST_DIR")
                .current_dir(self.root.path()),
        );
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
        run.stdout
    }
}

/// The workspace of the project.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("")
}

/// The folder with the model of a version that is installed.
pub(crate) fn model(version: &str, service: &str) -> PathBuf {
    let folder = workspace().join("target/botocore").join(version);
    let versions = fs::read_dir(folder.join("botocore/data").join(service)).unwrap();
    let newest = versions.map(|entry| entry.unwrap().path()).max();
    newest.unwrap()
}
