//! Generated clients with streams of bytes against a moto server and fakes.

use tests::moto::Moto;
use tests::project::Project;

/// The program, which asserts what it finds.
const PROGRAM: &str = include_str!("program.rs");

const NAME: &str = "moto-streams";

/// The services of botocore, each with the operations that the program calls.
const SERVICES: [(&str, &[&str]); 4] = [
    // Streams in inputs and outputs.
    (
        "mediastore-data",
        &["DeleteObject", "GetObject", "ListItems", "PutObject"],
    ),
    // Streams in outputs.
    ("polly", &["SynthesizeSpeech"]),
    // A stream in both directions.
    ("lex-runtime", &["PostContent"]),
    // A stream that has to have a known length.
    ("omics", &["UploadReadSetPart"]),
];

#[test]
fn clients_with_streams_against_moto_and_fakes() {
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &SERVICES,
        &["default-https-client", "serde", "stream", "test-util"],
        PROGRAM,
    );
    let url = Moto::shared().url();
    project.cargo(&format!("run --quiet --package {NAME} -- {url}"));
}
