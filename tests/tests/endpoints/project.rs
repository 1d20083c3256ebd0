//! The program with the endpoint rules of all services.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tests::botocore;
use tests::project::{self, Operation, Project, dependency};
use tinsmith::Crate;

/// The program without the services.
const DRIVER: &str = include_str!("driver.rs");

/// The program's name.
const NAME: &str = "endpoints-driver";

/// The features of the other tests' crates, so that they share compiled dependencies.
const FEATURES: [&str; 3] = ["default-https-client", "serde", "test-util"];

/// A service in the program.
pub(crate) struct Service {
    pub(crate) name: String,
    /// The names of its endpoint parameters, in order.
    pub(crate) parameters: Vec<String>,
    /// Its rules without the service's own names: equal for many services.
    pub(crate) skeleton: String,
    /// The crate without operations.
    krate: Crate,
}

impl Service {
    /// The service, if its protocol is supported.
    pub(crate) fn read(name: String) -> Option<Self> {
        let mut input = botocore::input(&name);
        let model = botocore::document(&input, "service-2");
        if !botocore::speaks_aws_json(&model) {
            return None;
        }
        let prefix = model["metadata"]["endpointPrefix"]
            .as_str()
            .expect("a prefix");
        let rules = botocore::document(&input, "endpoint-rule-set-1");
        let parameters = rules["parameters"].as_object().expect("parameters");
        input.config.operations = Some(Vec::new());
        let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
        Some(Self {
            parameters: parameters.keys().cloned().collect(),
            skeleton: krate.files["src/endpoint.rs"]
                .lines()
                .skip(1)
                .map(|line| line.replace(prefix, "…"))
                .collect(),
            name,
            krate,
        })
    }

    fn module(&self) -> String {
        self.name.replace('-', "_")
    }

    fn rules(&self) -> &str {
        &self.krate.files["src/endpoint.rs"]
    }

    /// The parameters as fields that are read from JSON.
    fn fields(&self) -> String {
        let usual = [
            ("region", "text(params, \"Region\")"),
            ("use_fips", "flag(params, \"UseFIPS\").unwrap_or_default()"),
            (
                "use_dual_stack",
                "flag(params, \"UseDualStack\").unwrap_or_default()",
            ),
            ("endpoint", "text(params, \"Endpoint\")"),
        ];
        let Some((_, own)) = self.rules().split_once("pub struct EndpointParams<'a> {") else {
            return usual
                .map(|(field, value)| format!("{field}: {value}"))
                .join(", ");
        };
        let (own, _) = own.split_once('}').expect("the end of the fields");
        let lines = own
            .lines()
            .filter_map(|line| line.trim().strip_prefix("pub "));
        // Fields are in the order of the rules.
        let fields = lines.zip(&self.parameters).map(|(line, name)| {
            let (field, ty) = line.split_once(": ").expect("a field");
            let value = match ty.trim_end_matches(',') {
                "bool" => format!("flag(params, {name:?}).unwrap_or_default()"),
                "Option<bool>" => format!("flag(params, {name:?})"),
                "Option<&'a str>" => format!("text(params, {name:?})"),
                "Option<&'a [String]>" => format!("texts(params, {name:?}).as_deref()"),
                other => panic!("a parameter of type {other}"),
            };
            format!("{field}: {value}")
        });
        fields.collect::<Vec<_>>().join(", ")
    }
}

/// The operations whose calls are resolved, by service.
pub(crate) type Calls = BTreeMap<String, BTreeSet<String>>;

/// The program, and how to ask it.
pub(crate) struct Program(Project);

impl Program {
    /// Writes and builds it.
    pub(crate) fn build(services: &[Service], calls: &Calls) -> Self {
        let members: Vec<_> = calls.keys().cloned().chain([NAME.to_owned()]).collect();
        let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "endpoints", &members);
        let mut main = DRIVER.to_owned();
        let mut dependencies = vec!["serde_json = \"1\"".to_owned()];
        let mut arms = String::new();
        for (name, operations) in calls {
            let mut input = botocore::input(name);
            input.config.operations = Some(operations.iter().cloned().collect());
            let krate =
                tinsmith::generate(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
            project.write_crate(name, &krate);
            dependencies.push(dependency(&krate.name, name, &FEATURES));
            let in_rust = krate.name.replace('-', "_");
            arms.extend(project::operations(&krate).map(|it| call(&it, name, &in_rust)));
        }
        let first = calls.keys().next().expect("some operations");
        main += &format!(
            "mod runtime {{\n    pub use full_{}::runtime::*;\n}}\n",
            first.replace('-', "_")
        );
        main += &format!(
            "\nfn call(service: &str, operation: &str, input: &Value, known: &Value) -> Value {{\n    \
             match (service, operation) {{\n{arms}        _ => panic!(\"{{service}} {{operation}}\"),\n    }}\n}}\n"
        );
        let mut resolve = String::new();
        for service in services {
            let module = service.module();
            project.write(&format!("{NAME}/src/{module}.rs"), service.rules());
            main += &format!("\n#[allow(dead_code)]\nmod {module};\n");
            resolve += &format!(
                "        {:?} => answer({module}::resolve(&{module}::EndpointParams {{ {} }})),\n",
                service.name,
                service.fields()
            );
        }
        main += &format!(
            "\nfn resolve(service: &str, params: &Value) -> Value {{\n    \
             match service {{\n{resolve}        _ => panic!(\"{{service}}\"),\n    }}\n}}\n"
        );
        project.write_program(NAME, &dependencies, &main);
        project.cargo(&format!("clippy --quiet --package {NAME} -- -Dwarnings"));
        project.cargo(&format!("build --quiet --package {NAME}"));
        Self(project)
    }

    /// One answer per question.
    pub(crate) fn ask(&self, questions: &[Value]) -> Vec<Value> {
        self.0.ask(NAME, questions)
    }
}

/// The line of the program for an operation.
fn call(operation: &Operation<'_>, service: &str, krate: &str) -> String {
    let Operation {
        name,
        module,
        marker,
    } = operation;
    format!(
        "        ({service:?}, {name}) => {{\n            use {krate}::operation::{module}::{marker};\n            \
         call!({krate}, {marker}, input, known)\n        }}\n"
    )
}
