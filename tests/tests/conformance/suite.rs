//! Joins the suites of a file to models.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tests::fixtures;
use tinsmith::{Crate, Error};

#[derive(Clone, Deserialize)]
struct Suite {
    metadata: Value,
    #[serde(default)]
    shapes: Map<String, Value>,
    #[serde(rename = "clientEndpoint")]
    endpoint: Option<String>,
    cases: Vec<Value>,
}

/// One case.
pub(crate) struct Case {
    /// The file and the case's id.
    pub(crate) id: String,
    /// The operation's name.
    pub(crate) operation: String,
    /// The host of the endpoint.
    pub(crate) host: String,
    /// The case as JSON.
    pub(crate) facts: Value,
}

/// Suites of one file that fit into one model.
pub(crate) struct Group {
    /// The name of the crate in Rust.
    pub(crate) name: String,
    metadata: Value,
    operations: Map<String, Value>,
    /// The shapes of the model.
    pub(crate) shapes: Map<String, Value>,
    /// The cases of all suites.
    pub(crate) cases: Vec<Case>,
    /// Why no crate can be generated. Such a suite is a group of its own.
    pub(crate) problem: Option<String>,
}

/// The groups of a file. Suites that use a name for different shapes are in different groups.
pub(crate) fn groups(folder: &Path, file: &str) -> Vec<Group> {
    let path = folder.join(format!("{file}.json"));
    let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let suites: Vec<Suite> =
        serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut groups = Vec::<Group>::new();
    for suite in suites.into_iter().flat_map(Suite::consistent) {
        let name = format!("{file}_{}", groups.len()).replace(['/', '-'], "_");
        let suite = Group::new(file, name, suite);
        match groups.iter_mut().find(|group| group.fits(&suite)) {
            Some(group) => group.join(suite),
            None => groups.push(suite),
        }
    }
    groups
}

impl Suite {
    /// Parts of the suite in which an operation is the same in all cases.
    fn consistent(self) -> Vec<Self> {
        let mut parts = Vec::<Self>::new();
        for case in &self.cases {
            let given = |case: &Value| (case["given"]["name"].clone(), case["given"].clone());
            let (name, facts) = given(case);
            let fits = |part: &&mut Self| {
                let mut cases = part.cases.iter().map(given);
                cases.all(|(other, other_facts)| other != name || other_facts == facts)
            };
            match parts.iter_mut().find(fits) {
                Some(part) => part.cases.push(case.clone()),
                None => parts.push(Self {
                    cases: vec![case.clone()],
                    ..self.clone()
                }),
            }
        }
        parts
    }
}

/// An operation; those of responses and of protocols without URIs may lack parts of the request.
fn operation(given: &Value) -> Value {
    let mut operation = given.clone();
    if operation["http"].is_null() {
        operation["http"] = json!({"method": "POST"});
    }
    if operation["http"]["requestUri"].is_null() {
        operation["http"]["requestUri"] = "/".into();
    }
    operation
}

fn text_of(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

impl Group {
    fn new(file: &str, name: String, suite: Suite) -> Self {
        let endpoint = suite.endpoint.as_deref().unwrap_or("https://example.com");
        let host = endpoint.split('/').nth(2).unwrap_or_default();
        let case = |facts: Value| Case {
            id: format!("{file}/{}", text_of(&facts["id"])),
            operation: text_of(&facts["given"]["name"]),
            host: host.to_owned(),
            facts,
        };
        let cases: Vec<_> = suite.cases.into_iter().map(case).collect();
        let operations = cases
            .iter()
            .map(|case| (case.operation.clone(), operation(&case.facts["given"])));
        let mut group = Self {
            name,
            metadata: suite.metadata,
            operations: operations.collect(),
            shapes: suite.shapes,
            cases,
            problem: None,
        };
        group.problem = match group.generate() {
            Ok(krate) if krate.runtime_features.contains(&"event-stream") => {
                Some("the program reads no streams of events".to_owned())
            }
            Ok(_) => None,
            Err(error) => Some(error.to_string()),
        };
        group
    }

    fn fits(&self, other: &Self) -> bool {
        let agree = |some: &Map<String, Value>, others: &Map<String, Value>| {
            others
                .iter()
                .all(|(name, value)| some.get(name).is_none_or(|other| other == value))
        };
        self.problem.is_none()
            && other.problem.is_none()
            && self.metadata == other.metadata
            && agree(&self.operations, &other.operations)
            && agree(&self.shapes, &other.shapes)
    }

    fn join(&mut self, other: Self) {
        self.operations.extend(other.operations);
        self.shapes.extend(other.shapes);
        self.cases.extend(other.cases);
    }

    /// The crate of the model.
    pub(crate) fn generate(&self) -> Result<Crate, Error> {
        let mut metadata = self.metadata.clone();
        for name in ["endpointPrefix", "apiVersion"] {
            if metadata[name].is_null() {
                metadata[name] = "conformance".into();
            }
        }
        let model = json!({
            "version": "2.0",
            "metadata": metadata,
            "operations": self.operations,
            "shapes": self.shapes,
        });
        let mut input = fixtures::of_model(model.to_string());
        input.config.crate_name = Some(self.name.clone());
        tinsmith::generate(&input)
    }
}
