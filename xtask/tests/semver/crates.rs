//! The public items of the crates of models, and what `cargo-semver-checks` says of two of them.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::versions::{self, Workspace};

/// A cargo workspace with one crate in it, whose files are those of one model after the other.
pub(super) struct Crates {
    folder: PathBuf,
    program: PathBuf,
}

/// What the program says.
pub(super) struct Answer {
    /// Whether it asks for a major version.
    pub(super) is_breaking: bool,
    /// Whether it warns of something that might break code.
    pub(super) has_warnings: bool,
    /// What it printed.
    pub(super) text: String,
}

const MANIFEST: &str =
    "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n\n[profile.dev]\ndebug = false\n";

impl Crates {
    pub(super) fn new() -> Self {
        let program = env::var_os("CARGO_SEMVER_CHECKS")
            .expect("CARGO_SEMVER_CHECKS is not set: run `cargo xtask test --long`");
        let folder = versions::workspace().join("target/semver");
        // Old versions of the generator wrote other crates.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("Cargo.toml"), MANIFEST).unwrap();
        let lock = versions::workspace().join("Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).unwrap();
        Self {
            folder,
            program: program.into(),
        }
    }

    /// Compares the crates of two versions of a service, which must be installed.
    pub(super) fn compare(
        &self,
        workspace: &Workspace,
        service: &str,
        old: &str,
        new: &str,
    ) -> Answer {
        let output = Command::new(&self.program)
            .args(["semver-checks", "--color", "never"])
            .args(["--release-type", "minor"])
            .arg("--baseline-rustdoc")
            .arg(self.items(workspace, service, old))
            .arg("--current-rustdoc")
            .arg(self.items(workspace, service, new))
            .output()
            .unwrap();
        let text =
            String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
        let is_breaking = text.contains("semver requires new major version");
        let is_fine = text.contains("no semver update required");
        assert!(is_breaking != is_fine, "{service} {old} {new}: {text}");
        Answer {
            is_breaking,
            has_warnings: text.contains("--- warning"),
            text: text.into_owned(),
        }
    }

    /// The public items of a version's crate with all its features, as rustdoc writes them.
    fn items(&self, workspace: &Workspace, service: &str, version: &str) -> PathBuf {
        let path = self.folder.join(format!("{service}-{version}.json"));
        if path.exists() {
            return path;
        }
        let model = versions::model(version, service);
        workspace.succeed(&[
            "codegen",
            "--model",
            model.to_str().unwrap(),
            "--out",
            self.folder.join("crate").to_str().unwrap(),
            "--name",
            // One crate after the other in one folder.
            "compared",
        ]);
        // Of its own: with RUSTC_BOOTSTRAP, dependencies are compiled once more.
        let target = versions::workspace().join("target/semver");
        let output = Command::new(env!("CARGO"))
            .args([
                "rustdoc",
                "--quiet",
                "--package",
                "compared",
                "--all-features",
            ])
            .args(["--", "-Zunstable-options", "--output-format", "json"])
            .args(["--cap-lints", "allow"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &target)
            // rustdoc's JSON has no stable form; the program reads this compiler's.
            .env("RUSTC_BOOTSTRAP", "1")
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{service} {version}: {text}");
        fs::copy(target.join("doc/compared.json"), &path).unwrap();
        path
    }
}
