//! The hook in `.githooks` that refuses commits with drift.

#![cfg(unix)]

#[path = "common/mod.rs"]
mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use common::{MODEL, Workspace, run};

/// Stands for cargo, which would build xtask first: checks how it is called, and runs the built one.
const CARGO: &str = "#!/bin/sh
[ \"$1 $2 $3 $4 $5\" = \"run --quiet --profile xtask --manifest-path\" ] && [ -f \"$6\" ] || exit 70
while [ \"$1\" != -- ]; do shift; done
shift
exec \"$XTASK\" \"$@\"
";

struct Repository {
    workspace: Workspace,
    bin: tempfile::TempDir,
}

impl Repository {
    fn new() -> Self {
        let it = Self {
            workspace: Workspace::new(),
            bin: tempfile::tempdir().unwrap(),
        };
        let cargo = it.bin.path().join("cargo");
        fs::write(&cargo, CARGO).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name(".githooks");
        for arguments in [
            &["init", "--quiet"][..],
            &["config", "core.hooksPath", hooks.to_str().unwrap()],
            &["config", "user.name", "test"],
            &["config", "user.email", "test@example.com"],
            &["config", "commit.gpgsign", "false"],
        ] {
            assert_eq!(it.git(arguments).code, Some(0), "{arguments:?}");
        }
        it.workspace.succeed(&["codegen"]);
        it
    }

    fn git(&self, arguments: &[&str]) -> run::Run {
        let path = std::env::var("PATH").unwrap();
        run(Command::new("git")
            .args(arguments)
            .current_dir(self.workspace.path(""))
            .env("PATH", format!("{}:{path}", self.bin.path().display()))
            .env("XTASK", env!("CARGO_BIN_EXE_xtask"))
            // As cargo sets it for what it runs: the hook looks at the commit all the same.
            .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR")))
    }

    /// Commits what is staged; if that is refused, gives what was said.
    fn commit(&self, more: &[&str]) -> Result<(), String> {
        let run = self.git(&[&["commit", "--quiet", "--message", "a change"], more].concat());
        if run.code == Some(0) {
            Ok(())
        } else {
            Err(run.stdout + &run.stderr)
        }
    }

    fn commits(&self) -> String {
        self.git(&["rev-list", "--count", "--all"]).stdout
    }

    /// Adds a sentence to the overlay.
    fn edit(&self) {
        let path = self.workspace.path(MODEL).join("overlay.json");
        let text = fs::read_to_string(&path).unwrap();
        let words = "AWS CodeBuild compiles";
        assert!(text.contains(words));
        fs::write(path, text.replace(words, "Really, AWS CodeBuild compiles")).unwrap();
    }
}

#[test]
fn a_commit_with_drift_is_refused() {
    let it = Repository::new();
    it.git(&["add", "--all"]);
    assert_eq!(it.commit(&[]), Ok(()));
    assert_eq!(it.commits(), "1\n");

    // The crate was not generated again.
    it.edit();
    it.git(&["add", "--all"]);
    let said = it.commit(&[]).unwrap_err();
    for part in [
        "changed generated/src/lib.rs",
        "fix: cargo xtask codegen",
        "commit refused: ",
    ] {
        assert!(said.contains(part), "{said}");
    }
    // It was, but is not in the commit.
    it.workspace.succeed(&["codegen"]);
    let said = it.commit(&[]).unwrap_err();
    assert!(said.contains("changed generated/src/lib.rs"), "{said}");
    assert_eq!(it.commits(), "1\n");
    it.git(&["add", "generated"]);
    assert_eq!(it.commit(&[]), Ok(()));
    assert_eq!(it.commits(), "2\n");

    // What is not in the commit does not matter, here with an index of the commit's own.
    fs::write(it.workspace.path("generated/src/lib.rs"), "").unwrap();
    fs::write(it.workspace.path("notes.md"), "more").unwrap();
    it.git(&["add", "notes.md"]);
    assert_eq!(it.commit(&["--only", "notes.md"]), Ok(()));
    let said = it.commit(&["--all"]).unwrap_err();
    assert!(said.contains("changed generated/src/lib.rs"), "{said}");
    assert_eq!(it.commits(), "3\n");
}
