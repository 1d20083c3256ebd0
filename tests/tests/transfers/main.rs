//! Transfers of a generated client of S3, against servers that nobody here wrote.

use std::sync::LazyLock;

use tests::moto::Moto;
use tests::project::{Project, runtime_dependency};

const PROGRAM: &str = include_str!("program/main.rs");

const NAME: &str = "transfer-program";

/// The modules of the program.
const MODULES: &[(&str, &str)] = &[
    ("directories", include_str!("program/directories.rs")),
    ("objects", include_str!("program/objects.rs")),
    ("resume", include_str!("program/resume.rs")),
    ("support", include_str!("program/support.rs")),
];

/// The page about S3, whose chapter about transfers is a module of the program.
const PAGE: &str = include_str!("../../../docs/s3.md");

/// The code of the chapter.
fn page() -> &'static str {
    let (_, chapter) = PAGE.split_once("## Transfers\n").expect("a chapter");
    let (_, code) = chapter
        .split_once("```rust\n")
        .expect("code in the chapter");
    code.split_once("```\n").expect("the end of the code").0
}

/// The operations that the program calls, and that transfers need.
const OPERATIONS: &[&str] = &[
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CreateBucket",
    "CreateMultipartUpload",
    "GetObject",
    "HeadObject",
    "ListMultipartUploads",
    "ListObjectsV2",
    "ListParts",
    "PutObject",
    "UploadPart",
];

/// The project, whose program is built once.
static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let dependencies = vec![
        runtime_dependency(&["transfers"]),
        "fastrand = \"2\"".to_owned(),
        "tempfile = \"3\"".to_owned(),
        "tokio = { version = \"1\", features = [\"fs\", \"io-util\", \"macros\", \"net\", \
         \"rt-multi-thread\", \"time\"] }"
            .to_owned(),
    ];
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &[("s3", OPERATIONS)],
        &["default-https-client", "test-util", "transfers"],
        dependencies,
        PROGRAM,
    );
    for (name, text) in MODULES.iter().chain(&[("page", page())]) {
        project.write(&format!("{NAME}/src/{name}.rs"), text);
    }
    project.cargo(&format!("build --quiet --package {NAME}"));
    project
});

fn run(arguments: &str) {
    PROJECT.cargo(&format!("run --quiet --package {NAME} -- {arguments}"));
}

#[test]
fn objects_against_moto() {
    run(&format!("objects {}", Moto::shared().url()));
}

#[test]
fn directories_against_moto() {
    run(&format!("directories {}", Moto::shared().url()));
}

#[test]
fn resumed_uploads_against_moto() {
    run(&format!("resume {}", Moto::shared().url()));
}
