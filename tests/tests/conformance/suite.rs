//! The suites of a file, put together to models.

use std::fs;
use std::path::Path;

use codegen::Crate;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tests::fixtures;

#[derive(Deserialize)]
struct Suite {
    metadata: Value,
    #[serde(default)]
    shapes: Map<String, Value>,
    cases: Vec<Value>,
}

/// One case.
pub(crate) struct Case {
    /// The file and the id in it.
    pub(crate) id: String,
    /// The name of the operation.
    pub(crate) operation: String,
    /// What is in the file.
    pub(crate) facts: Value,
}

/// Suites of one file that fit into one model.
pub(crate) struct Group {
    /// The name of the crate, as Rust sees it.
    pub(crate) name: String,
    metadata: Value,
    operations: Map<String, Value>,
    /// The shapes of the model.
    pub(crate) shapes: Map<String, Value>,
    /// The cases of all the suites.
    pub(crate) cases: Vec<Case>,
}

/// The groups of a file, none if it is not there. Suites use a name for different things at times;
/// these get into different groups.
pub(crate) fn groups(folder: &Path, file: &str) -> Vec<Group> {
    let path = folder.join(format!("{file}.json"));
    let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let suites: Vec<Suite> =
        serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut groups = Vec::<Group>::new();
    for suite in suites {
        let operations: Map<_, _> = suite
            .cases
            .iter()
            .map(|case| (text_of(&case["given"]["name"]), case["given"].clone()))
            .collect();
        let fitting = groups.iter().position(|group| {
            group.metadata == suite.metadata
                && agree(&group.operations, &operations)
                && agree(&group.shapes, &suite.shapes)
        });
        let index = fitting.unwrap_or_else(|| {
            let name = format!("{file}_{}", groups.len()).replace(['/', '-'], "_");
            groups.push(Group {
                name,
                metadata: suite.metadata,
                operations: Map::new(),
                shapes: Map::new(),
                cases: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[index];
        group.operations.extend(operations);
        group.shapes.extend(suite.shapes);
        group.cases.extend(suite.cases.into_iter().map(|facts| Case {
            id: format!("{file}/{}", text_of(&facts["id"])),
            operation: text_of(&facts["given"]["name"]),
            facts,
        }));
    }
    groups
}

fn text_of(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Whether the two have the same value for each name that both have.
fn agree(some: &Map<String, Value>, others: &Map<String, Value>) -> bool {
    others
        .iter()
        .all(|(name, value)| some.get(name).is_none_or(|other| other == value))
}

impl Group {
    /// The crate of the model.
    pub(crate) fn generate(&self) -> Result<Crate, String> {
        let mut metadata = self.metadata.clone();
        if metadata["endpointPrefix"].is_null() {
            metadata["endpointPrefix"] = "conformance".into();
        }
        let model = json!({
            "version": "2.0",
            "metadata": metadata,
            "operations": self.operations,
            "shapes": self.shapes,
        });
        let mut input = fixtures::of_model(model.to_string());
        input.config.crate_name = Some(self.name.clone());
        codegen::generate(&input).map_err(|error| error.to_string())
    }
}
