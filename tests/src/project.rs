//! A cargo workspace for generated crates and programs that use them, below this workspace's
//! `target`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;
use tinsmith::{Crate, Runtime};

use crate::botocore;

/// Part of cargo's message if there is no network.
const NO_NETWORK: [&str; 3] = ["failed to download", "failed to query", "Unable to update"];

/// A cargo workspace that a test writes. It is kept between runs, and files that do not change are
/// not written, so that cargo compiles only what changed.
pub struct Project {
    folder: PathBuf,
    /// The folder of the members. Cargo takes packages of two workspaces for the same if they have the same
    /// path in them, and all projects have one target folder.
    members: PathBuf,
    target: PathBuf,
}

impl Project {
    /// A workspace of the given members, with this workspace's versions of dependencies and its
    /// runtime, which all generated crates share.
    /// `temporary` is `env!("CARGO_TARGET_TMPDIR")`, which only tests know.
    ///
    /// All projects share the target folder of this workspace, because many dependencies are the same.
    pub fn new(temporary: &str, name: &str, members: &[String]) -> Self {
        let target = Path::new(temporary).with_file_name("");
        let folder = target.join(name);
        let project = Self {
            members: folder.join(name),
            folder,
            target,
        };
        let members: Vec<_> = members.iter().map(|it| format!("{name}/{it}")).collect();
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("codegen/runtime");
        let runtime = runtime.display().to_string();
        // The same profile everywhere, so that compiled dependencies are shared. Incremental
        // compilation would double what the crates need on disk.
        let optimized: String = ["crc-fast", "md-5", "sha1", "sha2"]
            .map(|name| format!("[profile.dev.package.{name}]\nopt-level = 3\n"))
            .concat();
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n{optimized}\n\
             [patch.crates-io]\ntinsmith-runtime = {{ path = {runtime:?} }}\n"
        );
        update(&project.folder.join("Cargo.toml"), &manifest);
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.lock");
        let lock = fs::read_to_string(lock).expect("the workspace has a lock file");
        // Cargo removes unused packages from the file, so the original is compared.
        if !fs::read_to_string(project.folder.join("Cargo.lock.original"))
            .is_ok_and(|old| old == lock)
        {
            update(&project.folder.join("Cargo.lock"), &lock);
            update(&project.folder.join("Cargo.lock.original"), &lock);
        }
        project
    }

    /// A workspace with a program on clients of botocore's services, each with some operations.
    pub fn on_services(
        temporary: &str,
        name: &str,
        services: &[(&str, &[&str])],
        features: &[&str],
        program: &str,
    ) -> Self {
        let members = services.iter().map(|&(service, _)| service).chain([name]);
        let members: Vec<_> = members.map(str::to_owned).collect();
        let project = Self::new(temporary, name, &members);
        let mut dependencies = client_dependencies();
        for (service, operations) in services {
            let mut input = botocore::input(service);
            input.config.crate_name = Some((*service).to_owned());
            input.config.operations = Some(operations.iter().map(|&it| it.to_owned()).collect());
            let krate =
                tinsmith::generate(&input).unwrap_or_else(|error| panic!("{service}: {error}"));
            project.write_crate(service, &krate);
            dependencies.push(dependency(&krate.name, service, features));
        }
        project.write_program(name, &dependencies, program);
        project
    }

    /// The folder of the workspace.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file of a member, whose folder the path begins with.
    pub fn write(&self, path: &str, text: &str) {
        update(&self.members.join(path), text);
    }

    /// Writes a crate into a folder, and removes files of earlier versions.
    pub fn write_crate(&self, folder: &str, krate: &Crate) {
        let folder = self.members.join(folder);
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

    /// Runs cargo, which has to succeed, and returns its output; offline if there is no network.
    pub fn cargo(&self, arguments: &str) -> String {
        let (mut succeeded, mut text) = self.run(arguments, false);
        if !succeeded && NO_NETWORK.iter().any(|sign| text.contains(sign)) {
            (succeeded, text) = self.run(arguments, true);
        }
        assert!(succeeded, "cargo {arguments}\n{text}");
        text
    }

    /// Runs `cargo check`, `clippy` or `doc` with `--message-format=json`, and returns every error
    /// and warning of the compiler. `done` is called with the name of each finished crate of the
    /// workspace.
    pub fn diagnose(&self, arguments: &str, mut done: impl FnMut(&str)) -> Vec<String> {
        let (mut succeeded, mut problems, mut rest) = self.listen(arguments, false, &mut done);
        if !succeeded && NO_NETWORK.iter().any(|sign| rest.contains(sign)) {
            (succeeded, problems, rest) = self.listen(arguments, true, &mut done);
        }
        assert!(
            succeeded || !problems.is_empty(),
            "cargo {arguments}\n{rest}"
        );
        problems
    }

    /// Whether cargo succeeded, the compiler's messages, and cargo's own.
    fn listen(
        &self,
        arguments: &str,
        is_offline: bool,
        done: &mut impl FnMut(&str),
    ) -> (bool, Vec<String>, String) {
        let mut command = self.command(arguments, is_offline);
        let streams = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut cargo = streams.spawn().expect("cargo starts");
        let mut errors = cargo.stderr.take().expect("stderr is piped");
        // Both at once, or cargo blocks on the one that is not read.
        let rest = thread::spawn(move || {
            let mut rest = Vec::new();
            let read = errors.read_to_end(&mut rest);
            read.map(|_| String::from_utf8_lossy(&rest).into_owned())
        });
        let mut problems = Vec::new();
        let output = BufReader::new(cargo.stdout.take().expect("stdout is piped"));
        for line in output.lines() {
            let line = line.expect("cargo writes UTF-8");
            let message: Value = serde_json::from_str(&line).expect("JSON of cargo");
            let package = message["package_id"].as_str().unwrap_or_default();
            match message["reason"].as_str() {
                Some("compiler-artifact") if package.starts_with("path+") => {
                    done(message["target"]["name"].as_str().unwrap_or(package));
                }
                Some("compiler-message") => problems.extend(problem(&message["message"])),
                _ => {}
            }
        }
        let status = cargo.wait().expect("cargo ends");
        let rest = rest.join().expect("no panic").expect("stderr is read");
        (status.success(), problems, rest)
    }

    fn run(&self, arguments: &str, is_offline: bool) -> (bool, String) {
        let output = self.command(arguments, is_offline).output();
        let output = output.expect("cargo starts");
        let text = String::from_utf8_lossy(&output.stderr).into_owned()
            + &String::from_utf8_lossy(&output.stdout);
        (output.status.success(), text)
    }

    fn command(&self, arguments: &str, is_offline: bool) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments.split(' '))
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", is_offline.to_string())
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .env_remove("RUSTFLAGS");
        command
    }

    /// Asks a program that `cargo build` has made and that reads questions line by line: one
    /// answer per question.
    pub fn ask(&self, program: &str, questions: &[Value]) -> Vec<Value> {
        let lines: String = questions.iter().map(|line| format!("{line}\n")).collect();
        let mut asked = Command::new(self.program(program))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program runs");
        let mut stdin = asked.stdin.take().expect("it is piped");
        // It answers while it is asked, so writing and reading are concurrent. A program that ends
        // early is found below.
        let writer = thread::spawn(move || stdin.write_all(lines.as_bytes()));
        let output = asked.wait_with_output().expect("the program ends");
        let _ = writer.join();
        assert!(output.status.success(), "{}", output.status);
        let answers = String::from_utf8(output.stdout).expect("UTF-8");
        let answers: Vec<_> = answers
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON of the program"))
            .collect();
        assert_eq!(answers.len(), questions.len(), "an answer per question");
        answers
    }

    /// The path of a program that `cargo build` has made.
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

/// The line of a manifest for a crate that is committed in a folder of this workspace.
pub fn committed_dependency(name: &str, folder: &str, features: &[&str]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name(folder);
    let path = path.display().to_string();
    format!("{name} = {{ path = {path:?}, default-features = false, features = {features:?} }}")
}

/// Where generated crates find the runtime: by its version, as if it were published. The workspace
/// of a [`Project`] says that it is in this repository.
pub fn runtime() -> Runtime {
    Runtime::Version(env!("CARGO_PKG_VERSION").to_owned())
}

/// The lines of a manifest for what programs with clients depend on, besides generated crates. Programs
/// share what is compiled only if they all have the same features, so each gets those of all, and the
/// runtime has all that it knows but `sigv4a`, with which some requests are signed differently. Whether crates name the features that they need is a question for the
/// tests that compile nothing else with them: `all_services`, `compile` and `adoption`.
pub fn client_dependencies() -> Vec<String> {
    let lines = [
        "aws-smithy-eventstream = \"0.61\"",
        "aws-smithy-http-client = { version = \"1\", features = [\"rustls-aws-lc\"] }",
        "aws-smithy-runtime-api = \"1\"",
        "aws-smithy-types = \"1\"",
        "aws-config = { version = \"1.13.0\", default-features = false, features = [\"rt-tokio\"] }",
        "base64 = \"0.23\"",
        "bytes = \"1\"",
        "crc32fast = \"1\"",
        "fastrand = \"2\"",
        "h2 = \"0.4\"",
        "http = \"1\"",
        "serde = \"1\"",
        "serde_json = \"1\"",
        "tempfile = \"3\"",
        "tokio = { version = \"1\", features = [\"full\"] }",
        "tokio-rustls = { version = \"0.26\", default-features = false, features = [\"aws_lc_rs\"] }",
    ];
    let features = runtime_features();
    let features = features.iter().map(String::as_str);
    let features: Vec<_> = features.filter(|name| *name != "sigv4a").collect();
    let lines = lines.into_iter().map(str::to_owned);
    lines.chain([runtime_dependency(&features)]).collect()
}

/// The features of the runtime.
pub fn runtime_features() -> Vec<String> {
    let manifest =
        Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("codegen/runtime/Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let features = manifest["features"].as_table().expect("features");
    features.keys().cloned().collect()
}

/// The line of a manifest for the runtime, with these features.
pub fn runtime_dependency(features: &[&str]) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!("tinsmith-runtime = {{ version = {version:?}, features = {features:?} }}")
}

/// The text of a compiler message, unless it only counts others.
fn problem(message: &Value) -> Option<String> {
    let text = message["message"].as_str().unwrap_or_default();
    let counts = text.starts_with("aborting due to") || text.ends_with("emitted");
    let rendered = message["rendered"].as_str().unwrap_or(text);
    (!counts).then(|| rendered.to_owned())
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
