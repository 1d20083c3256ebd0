//! The generated crates, and the program that uses them and their clients.

use serde_json::Value;
use tests::driver::{self, Extension};
use tests::project::Project;
use tests::{botocore, fixtures};
use tinsmith::Crate;

/// What clients add.
const CLIENT: &str = include_str!("client.rs");

/// The fixtures whose operation `Echo` is compared with botocore.
pub(crate) const ECHOES: [&str; 7] = [
    "blobs",
    "documents",
    "enums",
    "recursion",
    "structures",
    "unions",
    "wire-names",
];

/// The other fixtures.
const FIXTURES: [&str; 5] = [
    "checksums",
    "compression",
    "endpoints",
    "query-compatible",
    "unsigned",
];

/// Services of botocore, with the selected operations.
const SERVICES: [(&str, &[&str]); 9] = [
    ("apigateway", &["GetExport", "GetRestApis"]),
    ("cloudsearchdomain", &["Search"]),
    (
        "cloudwatch",
        &[
            "DeleteDashboards",
            "GetDashboard",
            "PutDashboard",
            "PutMetricData",
        ],
    ),
    ("cognito-identity", &["GetId", "ListIdentityPools"]),
    ("dynamodb", &["CreateTable", "GetItem", "PutItem"]),
    (
        "glacier",
        &["ListVaults", "UploadArchive", "UploadMultipartPart"],
    ),
    ("machinelearning", &["Predict"]),
    (
        "route53",
        &["GetChange", "GetHostedZone", "ListResourceRecordSets"],
    ),
    ("sqs", &["GetQueueUrl", "SendMessage"]),
];

/// The crate of a service.
pub(crate) fn service(name: &str) -> Crate {
    let found = SERVICES.iter().find(|(service, ..)| *service == name);
    let (_, operations) = found.expect("one of the services");
    let mut input = botocore::input(name);
    input.config.crate_name = Some(name.to_owned());
    let names = operations.iter().map(|name| (*name).to_owned());
    input.config.operations = Some(names.collect());
    tinsmith::generate(&input).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The program.
pub(crate) struct Program(Project);

impl Program {
    /// Writes and builds it.
    pub(crate) fn build() -> Self {
        let fixtures = ECHOES.iter().chain(&FIXTURES);
        let services = SERVICES.iter().map(|(name, ..)| service(name));
        let crates: Vec<_> = fixtures
            .map(|name| fixtures::generate(name))
            .chain(services)
            .collect();
        let names = crates.iter().map(|krate| krate.name.clone());
        let members: Vec<_> = names.chain(["features-driver".to_owned()]).collect();
        let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "features", &members);
        let clients = Extension {
            code: CLIENT,
            is_for: &|krate| {
                !ECHOES
                    .map(|name| format!("fixture-{name}"))
                    .contains(&krate.name)
            },
            feature: "test-util",
        };
        driver::write_extended(&project, "features-driver", &crates, Some(&clients));
        project.cargo("build --quiet --package features-driver");
        Self(project)
    }

    /// One answer per question.
    pub(crate) fn ask(&self, questions: &[Value]) -> Vec<Value> {
        self.0.ask("features-driver", questions)
    }
}
