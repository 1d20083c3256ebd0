//! The generated crates, and the program that answers for them: that of the conformance cases,
//! with clients.

use codegen::Crate;
use serde_json::Value;
use tests::project::{self, Project};
use tests::{botocore, fixtures};

/// What answers without clients, and what clients add.
const DRIVER: &str = include_str!("../conformance/driver.rs");
const CLIENT: &str = include_str!("client.rs");

const MANIFEST: &str = r#"[package]
name = "features-driver"
version = "0.1.0"
edition = "2024"
publish = false

[dependencies]
bytes = "1"
http = "1"
serde = "1"
serde_json = "1"
tokio = { version = "1", features = ["rt"] }
"#;

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
const FIXTURES: [&str; 3] = ["endpoints", "query-compatible", "unsigned"];

/// Services of botocore, with the operations of interest and what is laid over their models.
const SERVICES: [(&str, &[&str], Option<&str>); 4] = [
    (
        "cloudwatch",
        &["DeleteDashboards", "GetDashboard", "PutDashboard"],
        None,
    ),
    ("cognito-identity", &["GetId", "ListIdentityPools"], None),
    (
        "dynamodb",
        &["CreateTable", "GetItem", "PutItem"],
        Some(r#"{"shapes": {"AttributeValue": {"union": true}}}"#),
    ),
    ("sqs", &["GetQueueUrl", "SendMessage"], None),
];

/// The overlaid model of a service.
pub(crate) fn service(name: &str) -> Crate {
    let found = SERVICES.iter().find(|(service, ..)| *service == name);
    let (_, operations, overlay) = found.expect("one of the services");
    let mut input = botocore::input(name);
    input.overlay = overlay.map(|text| text.as_bytes().to_vec());
    input.config.crate_name = Some(name.to_owned());
    let names = operations.iter().map(|name| (*name).to_owned());
    input.config.operations = Some(names.collect());
    codegen::generate(&input).unwrap_or_else(|error| panic!("{name}: {error}"))
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
        let names = crates.iter().map(|krate| format!("crates/{}", krate.name));
        let members: Vec<_> = names.chain(["driver".to_owned()]).collect();
        let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "features", &members);
        let mut main = DRIVER.to_owned() + CLIENT;
        let (mut select, mut manifest) = (String::new(), MANIFEST.to_owned());
        for krate in &crates {
            let name = &krate.name;
            project.write_crate(&format!("crates/{name}"), krate);
            let has_client = !ECHOES.iter().any(|echo| *name == format!("fixture-{echo}"));
            let module = name.replace('-', "_");
            let operations: String = project::operations(krate)
                .map(|it| format!("\n    {:?} => {}::{},", it.name, it.module, it.marker))
                .collect();
            main += &format!("service!({module}: {operations});\n");
            if has_client {
                main += &format!("client!({module}_client, {module}: {operations});\n");
                select += &format!(
                    "        {name:?} if !question[\"input\"].is_null() => \
                     Ok({module}_client::call(operation, question)),\n"
                );
            }
            select += &format!("        {name:?} => {module}::answer(operation, question),\n");
            let features = if has_client { ", \"test-util\"" } else { "" };
            manifest += &format!(
                "{name} = {{ path = \"../crates/{name}\", default-features = false, \
                 features = [\"serde\"{features}] }}\n"
            );
        }
        main += &format!(
            "\nfn answer(name: &str, operation: &str, question: &Value) -> Result<Value, String> {{\n    \
             match name {{\n{select}        _ => Err(format!(\"there is no crate {{name}}\")),\n    }}\n}}\n"
        );
        project.write("driver/src/main.rs", &main);
        project.write("driver/Cargo.toml", &manifest);
        project.cargo("build --quiet --package features-driver");
        Self(project)
    }

    /// One answer per question. `name` tells the callers apart.
    pub(crate) fn ask(&self, name: &str, questions: &[Value]) -> Vec<Value> {
        self.0.ask("features-driver", name, questions)
    }
}
