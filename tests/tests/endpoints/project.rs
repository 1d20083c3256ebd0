//! The program with the endpoint rules of all services.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use std::path::Path;

use serde_json::Value;
use syn::Item;
use tests::botocore;
use tests::project::{Project, client_dependencies, dependency};
use tinsmith::output::Operation;
use tinsmith::{Crate, Input};

use crate::diagram;

/// The program without the services.
const DRIVER: &str = include_str!("driver.rs");

/// The file with the rules of a service.
const RULES: &str = "endpoint-rule-set-1";

/// The end of the names of services whose rules are a diagram.
pub(crate) const DIAGRAM: &str = "-diagram";

/// The features of the other tests' crates, so that they share compiled dependencies.
const FEATURES: [&str; 3] = ["default-https-client", "serde", "test-util"];

/// The parameters of most services, which share a type: its fields, and their names in rules.
const USUAL: [(&str, &str); 4] = [
    ("region", "Region"),
    ("use_fips", "UseFIPS"),
    ("use_dual_stack", "UseDualStack"),
    ("endpoint", "Endpoint"),
];

/// A service in the program.
pub(crate) struct Service {
    pub(crate) name: String,
    /// The names of its endpoint parameters, in order.
    pub(crate) parameters: Vec<String>,
    /// Its rules without the service's own names: equal for many services.
    pub(crate) skeleton: String,
    /// What it is generated from, without operations.
    input: Input,
    krate: Crate,
}

impl Service {
    /// The service. `data` is botocore's folder of models.
    ///
    /// # Errors
    ///
    /// If it cannot be generated.
    pub(crate) fn read(data: &Path, name: &str) -> Result<Self, String> {
        let mut input = botocore::input_in(data, name);
        let model = botocore::document(&input, "service-2");
        let prefix = model["metadata"]["endpointPrefix"]
            .as_str()
            .expect("a prefix")
            .to_owned();
        input.config.operations = Some(Vec::new());
        // What else it has does not matter here.
        let is_needed = |file: &str| {
            ["service-2", RULES, "partitions"]
                .iter()
                .any(|stem| file.starts_with(stem))
        };
        input.model.retain(|file, _| is_needed(file));
        Self::generate(name.to_owned(), &prefix, input)
    }

    /// A service of botocore's tests of functions: its rules, and nothing else.
    pub(crate) fn of_rules(name: String, rules: Vec<u8>) -> Self {
        let mut input = botocore::input("codebuild");
        input.model.retain(|name, _| !name.starts_with(RULES));
        input.model.insert(format!("{RULES}.json"), rules);
        input.config.operations = Some(Vec::new());
        Self::generate(name, "", input).unwrap_or_else(|error| panic!("{error}"))
    }

    fn generate(name: String, prefix: &str, input: Input) -> Result<Self, String> {
        let rules = botocore::document(&input, RULES);
        let parameters = rules["parameters"].as_object().expect("parameters");
        let krate = tinsmith::generate(&input).map_err(|error| format!("{name}: {error}"))?;
        Ok(Self {
            parameters: parameters.keys().cloned().collect(),
            skeleton: krate.files["src/endpoint.rs"]
                .lines()
                .skip(1)
                .map(|line| line.replace(prefix, "…"))
                .collect(),
            name,
            input,
            krate,
        })
    }

    /// The same service with its rules as a diagram.
    pub(crate) fn as_diagram(&self) -> Self {
        let rules = diagram::of_rules(&botocore::document(&self.input, RULES));
        let mut input = self.input.clone();
        input.model.retain(|name, _| !name.starts_with(RULES));
        let rules = rules.to_string().into_bytes();
        input.model.insert(format!("{RULES}.json"), rules);
        let name = format!("{}{DIAGRAM}", self.name);
        Self::generate(name, "", input).unwrap_or_else(|error| panic!("{error}"))
    }

    fn module(&self) -> String {
        self.name.replace('-', "_")
    }

    fn rules(&self) -> &str {
        &self.krate.files["src/endpoint.rs"]
    }

    /// The parameters as fields that are read from JSON.
    fn fields(&self) -> String {
        let file = syn::parse_file(self.rules()).expect("Rust");
        let own = file.items.iter().find_map(|item| match item {
            Item::Struct(own) if own.ident == "EndpointParams" => Some(own),
            _ => None,
        });
        let read = |field: &dyn Display, name: &str| format!("{field}: read(params, {name:?})");
        let fields: Vec<_> = match own {
            None => USUAL.map(|(field, name)| read(&field, name)).into(),
            // Fields are in the order of the rules.
            Some(own) => own
                .fields
                .iter()
                .zip(&self.parameters)
                .map(|(field, name)| read(field.ident.as_ref().expect("a name"), name))
                .collect(),
        };
        fields.join(", ")
    }
}

/// The operations whose calls are resolved, by service.
pub(crate) type Calls = BTreeMap<String, BTreeSet<String>>;

/// The program, and how to ask it.
pub(crate) struct Program {
    project: Project,
    name: String,
}

impl Program {
    /// Writes and builds it.
    pub(crate) fn build<'s>(
        folder: &str,
        data: &Path,
        services: impl Iterator<Item = &'s Service>,
        calls: &Calls,
    ) -> Self {
        // Packages of the same name would have the same place in the target folder.
        let name = format!("{}-driver", folder.replace('.', "-"));
        let members: Vec<_> = calls.keys().cloned().chain([name.clone()]).collect();
        let project = Project::new(env!("CARGO_TARGET_TMPDIR"), folder, &members);
        let mut main = DRIVER.to_owned();
        let mut dependencies = client_dependencies();
        let mut arms = String::new();
        for (service, operations) in calls {
            let mut input = botocore::input_in(data, service);
            input.config.operations = Some(operations.iter().cloned().collect());
            input.config.crate_name = Some(format!("{name}-{service}"));
            let krate =
                tinsmith::generate(&input).unwrap_or_else(|error| panic!("{service}: {error}"));
            project.write_crate(service, &krate);
            dependencies.push(dependency(&krate.name, service, &FEATURES));
            let in_rust = krate.name.replace('-', "_");
            arms.extend(
                krate
                    .operations
                    .iter()
                    .map(|it| call(it, service, &in_rust)),
            );
        }
        main += &format!(
            "\nfn call(service: &str, operation: &str, input: &Value, known: &Value, settings: &Value) -> Value {{\n    \
             match (service, operation) {{\n{arms}        _ => panic!(\"{{service}} {{operation}}\"),\n    }}\n}}\n"
        );
        let mut resolve = String::new();
        for service in services {
            let module = service.module();
            project.write(&format!("{name}/src/{module}.rs"), service.rules());
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
        project.write_program(&name, &dependencies, &main);
        project.cargo(&format!("clippy --quiet --package {name} -- -Dwarnings"));
        project.cargo(&format!("build --quiet --package {name}"));
        Self { project, name }
    }

    /// One answer per question.
    pub(crate) fn ask(&self, questions: &[Value]) -> Vec<Value> {
        self.project.ask(&self.name, questions)
    }
}

/// The line of the program for an operation.
fn call(operation: &Operation, service: &str, krate: &str) -> String {
    let Operation {
        name,
        module,
        marker,
    } = operation;
    format!(
        "        ({service:?}, {name:?}) => \
         of_call::<{krate}::operation::{module}::{marker}>(input, known, settings),\n"
    )
}
