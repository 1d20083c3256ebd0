//! What the fixtures generate compiles without a warning, passes clippy and rustdoc, and runs.
//!
//! The crates stand in a workspace of their own below `target/fixtures`, which keeps what it
//! compiled for the next time. `fixtures/round_trip.rs` is what is run there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests::fixtures;

/// The fixtures that are compiled with all features too: AWS's runtime takes its time.
const WITH_CLIENT: [&str; 3] = [
    "fixture-errors",
    "fixture-obstacles",
    "fixture-odd-operations",
];

const ROUND_TRIP: &str = include_str!("../fixtures/round_trip.rs");

#[test]
fn fixtures_compile_and_run() {
    let workspace = Workspace::write();
    // The core, which needs none of AWS's crates.
    let core = "--workspace --no-default-features";
    workspace.cargo(&format!("clippy {core} --keep-going -- -Dwarnings"));
    workspace.cargo(&format!(
        "clippy {core} --features serde --keep-going -- -Dwarnings"
    ));
    workspace.cargo(&format!("doc --no-deps {core} --features serde"));
    workspace.cargo("test --package round-trip --no-fail-fast");
    // All of it.
    let packages = WITH_CLIENT
        .map(|name| format!("--package {name}"))
        .join(" ");
    let features = "--all-features --all-targets";
    workspace.cargo(&format!(
        "clippy {packages} {features} --keep-going -- -Dwarnings"
    ));
}

/// A workspace with the crates of all fixtures, and one that runs them.
struct Workspace {
    folder: PathBuf,
    target: PathBuf,
}

impl Workspace {
    fn write() -> Self {
        let targets = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("");
        let folder = targets.join("fixtures");
        let names = fixtures::names();
        let mut members = vec!["round-trip".to_owned()];
        for name in &names {
            let generated = fixtures::generate(name);
            let krate = folder.join(name);
            for (path, text) in &generated.files {
                update(&krate.join(path), text);
            }
            for path in files_below(&krate) {
                let relative = path.strip_prefix(&krate).expect("it is below");
                let relative = relative.to_str().expect("names are ASCII");
                if !generated.files.contains_key(relative) {
                    fs::remove_file(path).expect("it can be removed");
                }
            }
            members.push(name.clone());
        }
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\n"
        );
        update(&folder.join("Cargo.toml"), &manifest);
        update(&folder.join("round-trip/Cargo.toml"), &runner(&names));
        update(&folder.join("round-trip/src/lib.rs"), "");
        update(&folder.join("round-trip/tests/round_trip.rs"), ROUND_TRIP);
        // The versions that the workspace has, which are there already.
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.lock");
        let lock = folder.join("Cargo.lock");
        let written = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).ok();
        if written(&lock) < written(&root) {
            fs::copy(&root, &lock).expect("the lock file can be copied");
        }
        Self {
            target: targets.join("fixtures-target"),
            folder,
        }
    }

    /// Runs cargo; without the network if there is none.
    fn cargo(&self, arguments: &str) {
        let run = |is_offline: bool| {
            let mut command = Command::new(env!("CARGO"));
            command
                .args(arguments.split(' '))
                .current_dir(&self.folder)
                .env("CARGO_TARGET_DIR", &self.target)
                .env("CARGO_NET_OFFLINE", is_offline.to_string())
                .env("RUSTDOCFLAGS", "-Dwarnings")
                .env_remove("RUSTFLAGS");
            let output = command.output().expect("cargo starts");
            let text = String::from_utf8_lossy(&output.stderr).into_owned()
                + &String::from_utf8_lossy(&output.stdout);
            (output.status.success(), text)
        };
        let (mut succeeded, mut text) = run(false);
        if !succeeded
            && ["failed to download", "failed to query", "Unable to update"]
                .iter()
                .any(|sign| text.contains(sign))
        {
            (succeeded, text) = run(true);
        }
        assert!(succeeded, "cargo {arguments}\n{text}");
    }
}

/// The manifest of the crate that runs the others.
fn runner(names: &[String]) -> String {
    let mut text =
        "[package]\nname = \"round-trip\"\nedition = \"2024\"\n\n[features]\nserde = []\n\n\
        [dependencies]\nbytes = \"1\"\nhttp = \"1\"\nserde = \"1\"\nserde_json = \"1\"\n"
            .to_owned();
    for name in names {
        text.push_str(&format!(
            "fixture-{name} = {{ path = \"../{name}\", default-features = false, features = [\"serde\"] }}\n"
        ));
    }
    text
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

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}
