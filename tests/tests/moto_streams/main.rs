//! Generated clients with streams of bytes against a moto server and fakes.

use tests::botocore;
use tests::moto::Moto;
use tests::project::{Project, dependency, runtime_dependency};

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
    let members = SERVICES.map(|(service, _)| service);
    let members: Vec<_> = members
        .into_iter()
        .chain([NAME])
        .map(str::to_owned)
        .collect();
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), NAME, &members);
    let mut dependencies = vec![
        runtime_dependency(&[]),
        "serde_json = \"1\"".to_owned(),
        "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }".to_owned(),
    ];
    for (service, operations) in SERVICES {
        let mut input = botocore::input(service);
        input.config.crate_name = Some(service.to_owned());
        input.config.operations = Some(operations.iter().map(|&it| it.to_owned()).collect());
        let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{service}: {error}"));
        project.write_crate(service, &krate);
        dependencies.push(dependency(
            &krate.name,
            service,
            &["default-https-client", "serde", "stream", "test-util"],
        ));
    }
    project.write_program(NAME, &dependencies, PROGRAM);
    let url = Moto::shared().url();
    project.cargo(&format!("run --quiet --package {NAME} -- {url}"));
}
