//! Clients of four services in one program share the runtime: its configuration, its errors and its
//! fake.

use tests::project::Project;

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
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &SERVICES,
        &["test-util"],
        PROGRAM,
    );
    project.cargo(&format!("run --quiet --package {NAME}"));
}
