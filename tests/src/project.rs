//! Generated crates, and programs that use them, in a cargo workspace of their own below this
//! workspace's `target`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use codegen::Crate;
use serde_json::Value;

/// A cargo workspace that a test writes. It stays for the next time, and files that are as they
/// should be are left alone, so that cargo compiles only what changed.
pub struct Project {
    folder: PathBuf,
    target: PathBuf,
}

impl Project {
    /// A workspace of the given members, with the versions of dependencies that this workspace
    /// has. `temporary` is `env!("CARGO_TARGET_TMPDIR")`, which only tests know.
    ///
    /// What cargo makes goes to a folder that all projects share: their dependencies are the same.
    pub fn new(temporary: &str, name: &str, members: &[String]) -> Self {
        let targets = Path::new(temporary).with_file_name("");
        let project = Self {
            folder: targets.join(name),
            target: targets.join("generated-crates"),
        };
        // The same profile everywhere, or nothing could be shared.
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\n"
        );
        project.write("Cargo.toml", &manifest);
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.lock");
        let lock = fs::read_to_string(lock).expect("the workspace has a lock file");
        // Cargo cuts the file down to what is needed: only another original is another file.
        if !fs::read_to_string(project.folder.join("Cargo.lock.original"))
            .is_ok_and(|old| old == lock)
        {
            project.write("Cargo.lock", &lock);
            project.write("Cargo.lock.original", &lock);
        }
        project
    }

    /// The folder of the workspace.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        update(&self.folder.join(path), text);
    }

    /// Writes a crate into a folder, and removes what an earlier version of it had there.
    pub fn write_crate(&self, folder: &str, krate: &Crate) {
        let folder = self.folder.join(folder);
        for (path, text) in &krate.files {
            update(&folder.join(path), text);
        }
        remove_others(&folder, "", &krate.files.keys().collect());
    }

    /// Writes a program into a folder: `main.rs`, and a manifest with these dependencies, as lines
    /// of TOML. The folder's name is the program's, too.
    pub fn write_program(&self, name: &str, dependencies: &[String], main: &str) {
        let mut manifest = format!(
            "[package]\nname = {name:?}\nedition = \"2024\"\npublish = false\n\n[dependencies]\n"
        );
        for line in dependencies {
            manifest += &format!("{line}\n");
        }
        self.write(&format!("{name}/Cargo.toml"), &manifest);
        self.write(&format!("{name}/src/main.rs"), main);
    }

    /// Runs cargo, which has to succeed; without the network if there is none. Gives what it printed.
    pub fn cargo(&self, arguments: &str) -> String {
        const NO_NETWORK: [&str; 3] = ["failed to download", "failed to query", "Unable to update"];
        let (mut succeeded, mut text) = self.run(arguments, false);
        if !succeeded && NO_NETWORK.iter().any(|sign| text.contains(sign)) {
            (succeeded, text) = self.run(arguments, true);
        }
        assert!(succeeded, "cargo {arguments}\n{text}");
        text
    }

    fn run(&self, arguments: &str, is_offline: bool) -> (bool, String) {
        let output = Command::new(env!("CARGO"))
            .args(arguments.split(' '))
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", is_offline.to_string())
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo starts");
        let text = String::from_utf8_lossy(&output.stderr).into_owned()
            + &String::from_utf8_lossy(&output.stdout);
        (output.status.success(), text)
    }

    /// Asks a program that `cargo build` has made and that reads questions line by line: one
    /// answer per question. `name` tells the questions of several callers apart.
    pub fn ask(&self, program: &str, name: &str, questions: &[Value]) -> Vec<Value> {
        let path = self.folder.join(format!("{name}.jsonl"));
        let lines: String = questions.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&path, lines).expect("the questions are written");
        let output = Command::new(self.program(program))
            .stdin(File::open(&path).expect("the questions are there"))
            .stderr(Stdio::inherit())
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{}", output.status);
        let answers = String::from_utf8(output.stdout).expect("UTF-8");
        let answers: Vec<_> = answers
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON of the program"))
            .collect();
        assert_eq!(answers.len(), questions.len(), "an answer per question");
        answers
    }

    /// A program that `cargo build` has made.
    pub fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name)
    }
}

/// The line of a manifest for a generated crate in a folder next to the program, with the features
/// named and no others.
pub fn dependency(name: &str, folder: &str, features: &[&str]) -> String {
    format!(
        "{name} = {{ path = \"../{folder}\", default-features = false, features = {features:?} }}"
    )
}

/// An operation in the code of a generated crate.
#[derive(Debug)]
pub struct Operation<'a> {
    /// Its name in the model, as a Rust literal.
    pub name: &'a str,
    /// Its module below `operation`.
    pub module: &'a str,
    /// Its marker type there.
    pub marker: &'a str,
}

/// The operations of a generated crate, by its files.
pub fn operations(krate: &Crate) -> impl Iterator<Item = Operation<'_>> {
    krate.files.iter().filter_map(|(path, text)| {
        let module = path.strip_prefix("src/operation/")?.strip_suffix(".rs")?;
        let between = |start: &str, end: &str| Some(text.split_once(start)?.1.split_once(end)?.0);
        Some(Operation {
            // A long name stands on a line of its own.
            name: between("const NAME: &'static str =", ";")?.trim(),
            module,
            marker: between("Operation for ", " {")?,
        })
    })
}

fn update(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    let folder = path.parent().expect("a file is in a folder");
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

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
