//! Clients of four services in one program share the runtime: its configuration, its errors and its
//! fake.

use tests::botocore;
use tests::project::{Project, dependency, runtime_dependency};

/// The program, which asserts what it finds.
const PROGRAM: &str = include_str!("program.rs");

const NAME: &str = "several-services";

/// The services of botocore, each with the operations that the program calls.
const SERVICES: [(&str, &[&str]); 4] = [
    ("codebuild", &["ListBuilds", "RetryBuild"]),
    ("dynamodb", &["GetItem"]),
    ("kms", &["Encrypt"]),
    ("sqs", &["SendMessage"]),
];

#[test]
fn clients_of_four_services_share_the_runtime() {
    let members = SERVICES.map(|(service, _)| service);
    let members: Vec<_> = members
        .into_iter()
        .chain([NAME])
        .map(str::to_owned)
        .collect();
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), NAME, &members);
    let mut dependencies = vec![
        runtime_dependency(&[]),
        "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }".to_owned(),
    ];
    for (service, operations) in SERVICES {
        let mut input = botocore::input(service);
        input.config.crate_name = Some(service.to_owned());
        input.config.operations = Some(operations.iter().map(|&it| it.to_owned()).collect());
        let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{service}: {error}"));
        project.write_crate(service, &krate);
        dependencies.push(dependency(&krate.name, service, &["test-util"]));
    }
    project.write_program(NAME, &dependencies, PROGRAM);
    project.cargo(&format!("run --quiet --package {NAME}"));
}
