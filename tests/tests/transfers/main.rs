//! Transfers of the committed client of S3, and the page about it, against servers that nobody here wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;
use tests::botocore;
use tests::long;
use tests::markdown;
use tests::moto::Moto;
use tests::project::{Project, client_dependencies, committed_dependency};
use tests::python::{self, Program};

const PROGRAM: &str = include_str!("program/main.rs");

const NAME: &str = "transfer-program";

/// The modules of the program.
const MODULES: &[(&str, &str)] = &[
    ("damage", include_str!("program/damage.rs")),
    ("directories", include_str!("program/directories.rs")),
    ("faults", include_str!("program/faults.rs")),
    ("guide", include_str!("program/guide.rs")),
    ("http", include_str!("program/http.rs")),
    ("memory", include_str!("program/memory.rs")),
    ("objects", include_str!("program/objects.rs")),
    ("pages", include_str!("program/pages.rs")),
    ("requests", include_str!("program/requests.rs")),
    ("resume", include_str!("program/resume.rs")),
    ("support", include_str!("program/support.rs")),
    ("tls", include_str!("program/tls.rs")),
];

/// The page about S3, whose code is two modules of the program.
const PAGE: &str = include_str!("../../../docs/s3.md");

/// The page's code at its beginning, and that of its chapter about transfers.
fn page() -> [(&'static str, &'static str); 2] {
    let (_, chapter) = PAGE.split_once("## Transfers\n").expect("a chapter");
    [
        ("five_minutes", markdown::code(PAGE, "rust")),
        ("page", markdown::code(chapter, "rust")),
    ]
}

/// The project, whose program is built once.
static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let features = [
        "default-https-client",
        "presigning",
        "test-util",
        "transfers",
    ];
    let mut dependencies = client_dependencies();
    dependencies.push(committed_dependency("s3", "tests/s3", &features));
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), NAME, &[NAME.to_owned()]);
    project.write_program(NAME, &dependencies, PROGRAM);
    for (name, text) in MODULES.iter().chain(&page()) {
        project.write(&format!("{NAME}/src/{name}.rs"), text);
    }
    project.cargo(&format!("build --quiet --package {NAME}"));
    project
});

/// Runs the program, with the folder of the server if that is how to look at it. Returns what it printed.
fn run(arguments: &[&str], folder: Option<&Path>) -> String {
    let mut program = Command::new(PROJECT.program(NAME));
    program.args(arguments);
    if let Some(folder) = folder {
        program.env("SERVER_FOLDER", folder);
    }
    let output = program.output().expect("the program runs");
    let [text, errors] =
        [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    println!("{text}{errors}");
    assert!(output.status.success(), "{arguments:?}\n{text}{errors}");
    text
}

/// The number of transfers with faults.
fn faulty_transfers() -> &'static str {
    if long::is_asked_for() { "2000" } else { "60" }
}

/// The MiB of the largest object.
fn largest() -> &'static str {
    if long::is_asked_for() { "200" } else { "21" }
}

/// A crate has the transfers whose operations it has.
#[test]
fn transfers_of_selected_operations() {
    let has = |operations: &[&str]| {
        let mut input = botocore::input("s3");
        input.config.operations = Some(operations.iter().map(|&it| it.to_owned()).collect());
        let files = tinsmith::generate(&input).expect("a crate").files;
        let is_used = |name: &str| {
            let call = format!("tinsmith_runtime::{name}! {{");
            files.values().any(|it| it.contains(&call))
        };
        let has_feature = files["Cargo.toml"].contains("tinsmith-runtime/transfers");
        let resumes = files.values().any(|it| it.contains("(PutObject), resume("));
        let has = ["upload", "download", "listing"].map(is_used);
        (has, resumes, has_feature)
    };
    let parts = [
        "AbortMultipartUpload",
        "CompleteMultipartUpload",
        "CreateMultipartUpload",
        "PutObject",
        "UploadPart",
    ];
    assert_eq!(has(&parts), ([true, false, false], false, true));
    let resumable = [&parts[..], &["ListParts"]].concat();
    assert_eq!(has(&resumable), ([true, false, false], true, true));
    assert_eq!(has(&parts[1..]), ([false; 3], false, false));
    let received = has(&["GetObject", "ListObjectsV2"]);
    assert_eq!(received, ([false, true, true], false, true));
    assert_eq!(has(&["ListObjectsV2"]), ([false; 3], false, false));
}

#[test]
fn guide_against_moto() {
    run(&["guide", &Moto::shared().url()], None);
}

#[test]
fn objects_against_moto() {
    run(&["objects", &Moto::shared().url(), largest()], None);
}

#[test]
fn checksums_that_follow_the_content() {
    run(&["tls", &Moto::shared().url()], None);
}

#[test]
fn damaged_parts_are_received_again() {
    run(&["damage"], None);
}

/// Headers that the HTTP library sets, and those that each side or each request has its own of.
const OTHER_HEADERS: [&str; 16] = [
    "accept",
    "accept-encoding",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "content-length",
    "expect",
    "host",
    "transfer-encoding",
    "user-agent",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-user-agent",
    // The size of the object, which boto3 does not state.
    "x-amz-mp-object-size",
    // boto3 asks for the object's length and tag first, and ours for the object.
    "if-match",
    "range",
];

/// The operations that were called, and the headers of their requests, each once.
fn requests(lines: &str) -> BTreeSet<(String, BTreeMap<String, String>)> {
    let requests = lines.lines().map(|line| {
        let request: (String, BTreeMap<String, String>) =
            serde_json::from_str(line).expect("a request");
        let (operation, mut headers) = request;
        headers.retain(|name, _| !OTHER_HEADERS.contains(&name.as_str()));
        if operation != "CreateMultipartUpload" {
            // Of the object; boto3 states none for parts and documents.
            headers.remove("content-type");
        }
        (operation, headers)
    });
    requests
        .filter(|(operation, _)| operation != "HeadObject")
        .collect()
}

/// Each request has the same members as boto3's.
#[test]
fn requests_as_of_boto3() {
    let ours = requests(&run(&["print-requests"], None));
    let output = python::command("boto3_transfers.py")
        .output()
        .expect("Python");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(ours, requests(&text));
}

#[test]
fn requests_after_failures() {
    run(&["requests"], None);
}

#[test]
fn directories_against_moto() {
    run(&["directories", &Moto::shared().url()], None);
}

#[test]
fn resumed_uploads_against_moto() {
    run(&["resume", &Moto::shared().url()], None);
}

/// moto tells checksums, so what is damaged in its responses is noticed.
#[test]
fn faults_before_moto() {
    let url = Moto::shared().url();
    run(&["damaged-responses", &url, faulty_transfers()], None);
}

#[test]
fn memory_is_bounded() {
    let mebibytes = if long::is_asked_for() { "5120" } else { "256" };
    run(&["memory", mebibytes], None);
}

/// The server of the crate `s3s-fs`, on an empty folder.
struct S3s {
    folder: TempDir,
    url: String,
    _program: Program,
}

impl S3s {
    fn start() -> Self {
        static PROJECT: LazyLock<Project> = LazyLock::new(|| {
            let name = "s3s-server";
            let project = Project::new(env!("CARGO_TARGET_TMPDIR"), name, &[name.to_owned()]);
            let dependencies = [
                "hyper-util = { version = \"0.1\", features = [\"server-auto\", \"tokio\"] }",
                "s3s = \"=0.14.1\"",
                "s3s-fs = \"=0.14.1\"",
                "tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }",
            ];
            let dependencies = dependencies.map(str::to_owned);
            project.write_program(name, &dependencies, include_str!("s3s_server.rs"));
            project.cargo("build --quiet");
            project
        });
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(PROJECT.program("s3s-server"));
        command.arg(folder.path());
        let mut program = Program::run(command, "s3s-server");
        let url = format!("http://127.0.0.1:{}", program.read().trim());
        Self {
            folder,
            url,
            _program: program,
        }
    }

    fn run(&self, arguments: &[&str]) {
        run(arguments, Some(self.folder.path()));
    }
}

#[test]
fn transfers_against_s3s() {
    let server = S3s::start();
    server.run(&["guide", &server.url]);
    server.run(&["objects", &server.url, largest()]);
    server.run(&["directories", &server.url]);
    server.run(&["pages", &server.url]);
}

/// The server checks what it receives, so what is damaged in requests is noticed.
#[test]
fn faults_before_s3s() {
    let server = S3s::start();
    server.run(&["damaged-requests", &server.url, faulty_transfers()]);
}
