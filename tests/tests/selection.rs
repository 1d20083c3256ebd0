//! Selection of operations and the shapes they reach.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tests::fixtures;
use tinsmith::explain::Explainer;
use tinsmith::{Crate, Input};

fn selected(name: &str, operations: &[&str]) -> Crate {
    let mut input = fixtures::input(name);
    input.config.operations = Some(operations.iter().map(|it| (*it).to_owned()).collect());
    tinsmith::generate(&input).expect("they are in the model")
}

/// The model of `CodeBuild`, without our overlay, with all of its operations.
fn codebuild() -> Input {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("model/codebuild");
    let file = |name: &str| {
        (
            name.to_owned(),
            fs::read(folder.join(name)).expect("it is there"),
        )
    };
    let mut input = fixtures::of_model("");
    input.model = BTreeMap::from(["service-2.json", "paginators-1.json"].map(file));
    input
}

fn assert_counts(name: &str, krate: &Crate) {
    let counts = &krate.counts;
    let sum = counts.emitted + counts.folded;
    assert_eq!(sum, counts.closure, "{name}: {counts:?}");
    let files = |folder: &str| {
        krate
            .files
            .keys()
            .filter(|path| path.starts_with(folder))
            .count()
    };
    assert_eq!(files("src/types/"), counts.emitted, "{name}");
    assert_eq!(files("src/operation/"), counts.operations, "{name}");
}

#[test]
fn shape_counts_add_up() {
    for name in fixtures::names() {
        assert_counts(&name, &fixtures::generate(&name));
    }
}

#[test]
fn all_of_codebuild() {
    let krate = tinsmith::generate(&codebuild()).expect("the model is fine");
    assert_counts("codebuild", &krate);
    assert_eq!(krate.counts.operations, 59);
}

#[test]
fn only_reached_shapes_are_generated() {
    let krate = selected("operations", &["SameBothWays"]);
    assert_eq!(krate.counts.operations, 1);
    let files: Vec<_> = krate
        .files
        .keys()
        .filter(|path| path.starts_with("src/types/") || path.starts_with("src/operation/"))
        .collect();
    assert_eq!(files, ["src/operation/same_both_ways.rs"]);
}

#[test]
fn order_of_the_selection_does_not_change_the_code() {
    let code = |operations: &[&str]| {
        let mut files = selected("operations", operations).files;
        // The example in the crate's documentation shows the first one.
        files.retain(|path, _| !matches!(path.as_str(), "README.md" | "src/lib.rs"));
        files
    };
    assert_eq!(
        code(&["Shared", "NoInput"]),
        code(&["NoInput", "Shared", "Shared"])
    );
}

#[test]
fn empty_selection_generates_a_crate() {
    let krate = selected("operations", &[]);
    assert_eq!((krate.counts.operations, krate.counts.closure), (0, 0));
}

#[test]
fn default_name_comes_from_the_service_id() {
    let mut input = fixtures::input("wire-names");
    input.config.crate_name = None;
    assert_eq!(
        tinsmith::generate(&input).expect("a model").name,
        "wire-names"
    );
}

/// Operations with a discovered endpoint need the discovery operation.
#[test]
fn discovery_operation_is_selected_automatically() {
    let krate = selected("discovery-plain", &["Return"]);
    let operations = |krate: &Crate| {
        let names = krate.operations.iter().map(|it| it.name.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(operations(&krate), ["DescribeEndpoints", "Return"]);
    let line = "- `DescribeEndpoints`: `client.describe_endpoints()`, with which the client discovers \
                the endpoints of the others.";
    assert!(krate.files["README.md"].contains(line));
    let told = &krate.files["src/operation/describe_endpoints.rs"];
    let told = told.replace('\n', " ");
    assert!(told.contains("endpoint_discovery::EndpointOperation for DescribeEndpoints {"));
    assert!(krate.files["README.md"].contains("client.return_()"));

    // Other operations, and the discovery operation, are selected alone.
    assert_eq!(
        operations(&selected("discovery", &["CountBooks"])),
        ["CountBooks"]
    );
    let alone = selected("discovery-plain", &["DescribeEndpoints"]);
    assert_eq!(operations(&alone), ["DescribeEndpoints"]);
    for krate in [alone, selected("discovery", &["CountBooks"])] {
        assert_eq!(krate.runtime_features, ["aws-json"]);
        let mut texts = krate.files.values();
        assert!(!texts.any(|text| text.contains("endpoint_discovery")));
    }
}

/// Shapes that only other operations need may be missing: the crate is the same, and everything else is
/// explained.
#[test]
fn missing_shapes_of_other_operations_are_no_problem() {
    // The overlay of `customizations` says what inputs lack.
    for name in fixtures::names()
        .into_iter()
        .filter(|it| it != "customizations")
    {
        let all = fixtures::generate(&name);
        let Some(first) = all.operations.first() else {
            continue;
        };
        let krate = selected(&name, &[&first.name]);
        let mut input = fixtures::input(&name);
        input.config.operations = Some(vec![first.name.clone()]);
        let mut model: Value = serde_json::from_slice(&input.model["service-2.json"]).unwrap();
        let selected = krate.operations.iter();
        let roots = selected.map(|it| model["operations"][it.name.as_str()].clone());
        let reached = reached(&model, &roots.collect());
        for (shape, facts) in model["shapes"].as_object_mut().expect("shapes") {
            if facts["type"] == "structure" && !reached.contains(shape) {
                add_missing(facts);
            }
        }
        let text = model.to_string().into_bytes();
        input.model.insert("service-2.json".to_owned(), text);
        let explainer = Explainer::new(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(explainer.output().files, krate.files, "{name}");
        for item in explainer.names() {
            explainer.explain(&item).expect("it is there");
        }
    }
}

/// The names of all shapes that values lead to.
fn reached(model: &Value, roots: &Value) -> HashSet<String> {
    let mut reached = HashSet::new();
    let mut next = vec![roots];
    while let Some(value) = next.pop() {
        if let Some(shape) = value["shape"].as_str()
            && reached.insert(shape.to_owned())
        {
            next.push(&model["shapes"][shape]);
        }
        match value {
            Value::Object(members) => next.extend(members.values()),
            Value::Array(items) => next.extend(items),
            _ => {}
        }
    }
    reached
}

/// Adds members whose shape is missing to a structure: in the document, the query and the body.
fn add_missing(structure: &mut Value) {
    for (member, location) in [("query", "querystring"), ("body", ""), ("other", "")] {
        let mut reference = json!({"shape": "Missing"});
        if !location.is_empty() {
            reference["location"] = location.into();
        }
        structure["members"][member] = reference;
    }
    structure["required"] = json!(["other"]);
    let facts = structure.as_object_mut().expect("a structure");
    facts.entry("payload").or_insert("body".into());
}
