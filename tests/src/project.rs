//! A generated crate on its own, below the workspace's `target`, for cargo to compile.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Crate;

/// A cargo workspace with one crate.
pub struct Project {
    folder: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Writes a crate into `<targets>/<name>`. What cargo makes of it goes to
    /// `<targets>/fixtures-target`: the dependencies are the same as those of the fixtures.
    pub fn write(targets: &Path, name: &str, krate: &Crate) -> Self {
        let folder = targets.join(name);
        for (path, text) in &krate.files {
            update(&folder.join("crate").join(path), text);
        }
        remove_others(&folder.join("crate"), "", &krate.files.keys().collect());
        // The same profile as that of the fixtures, or nothing could be shared.
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n\n\
                        [profile.dev]\ndebug = false\n";
        update(&folder.join("Cargo.toml"), manifest);
        // The versions that the workspace has, which are there already.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file can be copied");
        Self {
            target: targets.join("fixtures-target"),
            folder,
        }
    }

    /// Runs cargo, which has to succeed.
    pub fn cargo(&self, arguments: &str) {
        let output = Command::new(env!("CARGO"))
            .args(arguments.split(' '))
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo starts");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo {arguments}\n{text}");
    }
}

/// Writes a file that has another text, so that cargo compiles only what changed.
fn update(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    let folder = path.parent().expect("a file is in a folder");
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

/// Removes what an earlier version of the crate had.
fn remove_others(folder: &Path, prefix: &str, files: &BTreeSet<&String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let entry = entry.expect("an entry");
        let path = format!("{prefix}{}", entry.file_name().display());
        if entry.path().is_dir() {
            remove_others(&entry.path(), &format!("{path}/"), files);
        } else if !files.contains(&path) {
            fs::remove_file(entry.path()).expect("it can be removed");
        }
    }
}
