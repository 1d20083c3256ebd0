//! The how-to of `docs/updating.md`, done: a copy of this project goes back to the model of an older
//! botocore, and takes the update to the one it is pinned to. The long form goes on to the newest
//! one on `PyPI`, and runs tests there.

#[path = "common/git.rs"]
mod git;
#[path = "common/run.rs"]
mod run;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use git::git;
use run::Run;
use serde_json::Value;

/// Where the copy comes from: after it, members, types and values were added.
const OLD: &str = "1.35.52";

const OVERLAY: &str = "model/codebuild/overlay.json";
const REQUIREMENTS: &str = "tests/python/requirements.txt";

/// A copy of the workspace, with what is installed of botocore.
struct Copy(tempfile::TempDir);

impl Copy {
    fn new() -> Self {
        let it = Self(tempfile::tempdir().unwrap());
        // What is kept of botocore is big, and the same everywhere.
        let packages = workspace().join("target/botocore");
        fs::create_dir_all(&packages).unwrap();
        copy(&workspace(), &it.path(""), &["target", ".git"]);
        fs::create_dir(it.path("target")).unwrap();
        std::os::unix::fs::symlink(packages, it.path("target/botocore")).unwrap();
        git(&it.path(""), &["init", "--quiet"]);
        it.commit("as it is");
        it
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn commit(&self, message: &str) {
        git(&self.path(""), &["add", "--all"]);
        git(&self.path(""), &["commit", "--quiet", "--message", message]);
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run::run(
            Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args(arguments)
                .current_dir(self.path(""))
                .env_remove("CARGO_MANIFEST_DIR")
                // Tests of the copy: what they depend on is built there, with all features.
                .env("CARGO_TARGET_DIR", targets()),
        )
    }

    #[track_caller]
    fn succeed(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(
            run.code,
            Some(0),
            "{arguments:?}: {}\n{}",
            run.stderr,
            run.stdout
        );
        run
    }

    /// Runs cargo, which has to succeed.
    fn cargo(&self, arguments: &str) {
        let status = Command::new(env!("CARGO"))
            .args(arguments.split(' '))
            .current_dir(self.path(""))
            // Shared with all crates that tests generate.
            .env("CARGO_TARGET_DIR", targets())
            .status();
        assert!(status.unwrap().success(), "cargo {arguments}");
    }

    /// The paths that are not as they were committed.
    fn changed(&self) -> Vec<String> {
        let status = [
            "status",
            "--porcelain",
            "--no-renames",
            "--untracked-files=all",
        ];
        let run = run::run(Command::new("git").args(status).current_dir(self.path("")));
        let paths = run.stdout.lines().map(|line| line[3..].to_owned());
        paths.collect()
    }

    /// Takes the entries out of the overlay that the model does not have, as `codegen` names them.
    fn fit_overlay(&self) -> usize {
        let mut count = 0;
        loop {
            let run = self.run(&["codegen"]);
            if run.code == Some(0) {
                return count;
            }
            let mut overlay: Value = serde_json::from_str(&self.text(OVERLAY)).unwrap();
            let stale = run.stderr.lines().filter_map(|line| {
                let (path, message) = line
                    .strip_prefix("error: model/codebuild/overlay.json: ")?
                    .split_once(": ")?;
                message
                    .starts_with("it does not exist in the model")
                    .then_some(path)
            });
            let before = count;
            for path in stale {
                let (parents, last) = path.rsplit_once('.').unwrap();
                let parent = &format!("/{}", parents.replace('.', "/"));
                let parent = overlay
                    .pointer_mut(parent)
                    .unwrap()
                    .as_object_mut()
                    .unwrap();
                count += usize::from(parent.remove(last).is_some());
            }
            assert!(count > before, "{}", run.stderr);
            let text = serde_json::to_string_pretty(&overlay).unwrap() + "\n";
            fs::write(self.path(OVERLAY), text).unwrap();
        }
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("")
}

/// Where cargo builds.
fn targets() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("")
}

fn copy(from: &Path, to: &Path, without: &[&str]) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if without.iter().any(|it| name == *it) {
            continue;
        }
        let to = to.join(name);
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to, &["target"]);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The files of a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(current).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
            }
        }
    }
    found
}

/// The paths that are not the same in both.
fn differing(one: &Path, other: &Path) -> Vec<PathBuf> {
    let (one, other) = (files(one), files(other));
    let paths = one.keys().chain(other.keys());
    let paths = paths.filter(|path| one.get(*path) != other.get(*path));
    paths.cloned().collect()
}

fn pinned() -> String {
    let text = fs::read_to_string(workspace().join(REQUIREMENTS)).unwrap();
    let mut lines = text.lines();
    let pin = lines.find_map(|line| line.strip_prefix("botocore=="));
    pin.unwrap().trim().to_owned()
}

#[test]
fn from_an_older_model_to_the_pinned_one() {
    let copy = Copy::new();
    let overlay = copy.text(OVERLAY);

    // Back: the old model, with what the overlay says of it.
    copy.succeed(&["model", "import", "codebuild", "--version", OLD]);
    assert!(copy.fit_overlay() > 0, "nothing came since {OLD}");
    git(&copy.path(""), &["switch", "--quiet", "--create", "older"]);
    copy.commit("the older model");
    copy.succeed(&["codegen", "--check"]);

    // What it will be, without a change.
    let pinned = pinned();
    let update = ["model", "update", "codebuild", "--to", &pinned];
    let dry = copy.succeed(&[&update[..], &["--dry-run"]].concat());
    assert_eq!(copy.changed(), [""; 0]);
    assert!(dry.stdout.contains("nothing was written"), "{}", dry.stdout);

    // The update, and its report.
    let run = copy.succeed(&update);
    let sides = [
        format!("botocore:codebuild@{OLD}"),
        format!("botocore:codebuild@{pinned}"),
    ];
    let diff = ["model", "diff", &sides[0], &sides[1]];
    let report = copy.succeed(&diff).stdout;
    assert!(run.stdout.starts_with(&report), "{}", run.stdout);
    let json = copy
        .succeed(&[&diff[..], &["--format", "json"]].concat())
        .stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    let changes = json["changes"].as_array().unwrap();
    let added = changes
        .iter()
        .filter(|change| change["kind"] == "memberAdded");
    let added: Vec<_> = added
        .map(|change| change["path"].as_str().unwrap())
        .collect();
    assert!(!added.is_empty());
    for path in added {
        // Ours were taken out of the overlay, so it has no words for any of them.
        assert!(
            run.stdout.contains(&format!("\n  {path}\n")),
            "{path}: {}",
            run.stdout
        );
    }

    // The files: those that are listed, in the model and the crate.
    let touched = copy.changed();
    for path in &touched {
        assert!(
            path.starts_with("model/codebuild/") || path.starts_with("generated/"),
            "{path}"
        );
        assert!(
            run.stdout.contains(&format!(" {path}\n")),
            "{path}: {}",
            run.stdout
        );
    }
    assert!(touched.contains(&"model/codebuild/SOURCE.toml".to_owned()));
    copy.succeed(&["codegen", "--check"]);
    copy.cargo("check --quiet --package codebuild --no-default-features");
    copy.commit("the update");

    // With the words for what is new, all is as it is committed here, to the last byte.
    fs::write(copy.path(OVERLAY), overlay).unwrap();
    copy.succeed(&["codegen"]);
    for folder in ["model", "generated"] {
        let differing = differing(&copy.path(folder), &workspace().join(folder));
        assert_eq!(differing, [""; 0].map(PathBuf::from), "{folder}");
    }
    assert_eq!(
        copy.succeed(&["model", "diff", "git:HEAD", "model/codebuild"])
            .stderr,
        ""
    );

    if env::var_os("CODEGEN_LONG_TESTS").is_some() {
        to_the_newest(&copy, &pinned);
    }
}

/// On to the newest version, whatever it brings, with its own pins and tests.
fn to_the_newest(copy: &Copy, pinned: &str) {
    copy.commit("words");
    let run = copy.succeed(&["model", "update"]);
    assert!(
        !run.stderr.contains("warning: tests/python"),
        "{}",
        run.stderr
    );
    copy.succeed(&["codegen", "--check"]);
    let source = copy.text("model/codebuild/SOURCE.toml");
    let requirements = copy.text(REQUIREMENTS);
    let version = source
        .lines()
        .find_map(|line| line.strip_prefix("version = "));
    let version = version.unwrap().trim_matches('"');
    for name in ["botocore", "boto3"] {
        assert!(
            requirements.contains(&format!("{name}=={version}\n")),
            "{requirements}"
        );
    }
    println!("from {pinned} to {version}: {:?}", copy.changed());
    copy.cargo("check --quiet --package codebuild --all-features --all-targets");
    // The pinned Python, botocore against the new crate, and the partitions.
    copy.succeed(&[
        "test",
        "--",
        "--package",
        "tests",
        "--test",
        "drift",
        "--test",
        "bad_rules",
        "--test",
        "wire",
    ]);
}
