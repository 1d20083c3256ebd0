//! tinsmith in a repository of somebody else: as crates, with a program that calls them, and as modules.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests::moto::Moto;
use tests::{botocore, long, markdown};

/// Versions of botocore between which the models changed.
const OLD: &str = "1.40.16";

/// The repository of this test.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("")
}

/// The program, which cargo has built or builds now.
fn tinsmith() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "tinsmith-cli"])
        .current_dir(workspace())
        .env("CARGO_TARGET_DIR", &target)
        .status();
    assert!(status.expect("cargo starts").success());
    target.join("debug/tinsmith")
}

/// An empty folder for a repository, outside of this one.
fn repository() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Variables with which cargo shares the compiled dependencies of other tests' projects.
fn shared(command: &mut Command) -> &mut Command {
    let targets = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("");
    command
        .env("CARGO_TARGET_DIR", targets)
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_MANIFEST_DIR")
}

/// Runs a command that has to succeed, and returns what it prints.
fn succeed(command: &mut Command) -> String {
    let output = command.output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{text}{errors}");
    text
}

/// In its usual form with this build's program and compiled dependencies, in the long one from nothing.
#[test]
fn crates_from_an_empty_repository_to_an_update() {
    let repository = repository();
    let pins = fs::read_to_string(workspace().join("tests/python/requirements.txt"));
    let pins = pins.expect("the pins are there");
    let new = pins
        .lines()
        .find_map(|line| line.strip_prefix("botocore=="));
    let mut script = Command::new(workspace().join("tests/adoption/run.sh"));
    script
        .env("FOLDER", repository.path())
        .env("AWS_ENDPOINT_URL", Moto::shared().url())
        .env("OLD", OLD)
        .env("NEW", new.expect("botocore is pinned").trim())
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("RUSTFLAGS");
    if long::is_asked_for() {
        script.env("CARGO_TARGET_DIR", repository.path().join("target"));
    } else {
        let packages = workspace().join("target/botocore");
        fs::create_dir_all(&packages).expect("the folder can be made");
        shared(&mut script)
            .env("TINSMITH", tinsmith())
            .env("LOCK", workspace().join("Cargo.lock"))
            .env("PACKAGES", packages);
    }
    let text = succeed(&mut script);
    tests::report::say(&text);
    for part in [
        "item Some(S(\"b\"))\n3 messages\n",
        "dynamodb: 5 operations, ",
        "up to date in ",
        "DynamoDB: botocore:1.40.16 → ",
        "SQS: botocore:1.40.16 → ",
        "\nall ",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let lock = fs::read_to_string(repository.path().join("models/sqs/SOURCE.toml"));
    assert!(!lock.expect("the model is there").contains(OLD));
}

#[test]
fn modules_of_one_crate_compile() {
    let repository = repository();
    let folder = repository.path();
    let tinsmith = tinsmith();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&tinsmith);
        command.args(arguments).current_dir(folder);
        succeed(shared(&mut command))
    };
    let data = botocore::data();
    fs::create_dir(folder.join("src")).expect("it is empty");
    run(&["init", "--modules", "src/aws"]);
    for (service, operations) in [("dynamodb", "GetItem"), ("sqs", "SendMessage")] {
        let model = data.join(service).display().to_string();
        run(&["add", &model, "--operations", operations]);
    }
    let write = |path: &str, text: &str| fs::write(folder.join(path), text).expect("a file");
    let guide = fs::read_to_string(workspace().join("docs/repository.md")).expect("the guide");
    let [modules, dependency] = ["rust", "toml"].map(|it| markdown::code(&guide, it));
    write(
        "Cargo.toml",
        &format!("[package]\nname = \"shop\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}"),
    );
    write(
        "src/main.rs",
        &format!(
            "#![deny(warnings)]\n{modules}\n\
             fn both(_: &aws::dynamodb::Client, _: &aws::sqs::Client) {{}}\n\
             fn main() {{\n    let _ = both;\n}}\n"
        ),
    );
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock");
    let mut cargo = Command::new(env!("CARGO"));
    succeed(shared(cargo.args(["check", "--quiet"]).current_dir(folder)));
    // What rustfmt makes of the crate is no drift.
    let mut cargo = Command::new(env!("CARGO"));
    succeed(shared(cargo.arg("fmt").current_dir(folder)));
    run(&["generate", "--check"]);
}
