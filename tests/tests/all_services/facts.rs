//! Facts of a botocore model, read without the generator: the shapes that operations reach, and the
//! number of types they have to become.

use std::collections::BTreeSet;

use serde_json::Value;
use tinsmith::output::Counts;

/// The members of an object; empty if it is absent.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// The items of a list; empty if it is absent.
pub(crate) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The name of the shape in a reference.
fn target(reference: &Value) -> Option<&str> {
    reference["shape"].as_str()
}

/// The shapes that a shape refers to.
pub(crate) fn references(shape: &Value) -> impl Iterator<Item = &str> {
    let members = entries(&shape["members"]).map(|(_, member)| member);
    let parts = ["member", "key", "value"].map(|part| &shape[part]);
    members.chain(parts).filter_map(target)
}

/// The shapes that some operations of a model reach.
#[derive(Debug, Default)]
pub(crate) struct Reach<'m> {
    /// All shapes.
    pub(crate) shapes: BTreeSet<&'m str>,
    /// Those that are not only the input or output of an operation.
    pub(crate) nested: BTreeSet<&'m str>,
}

impl<'m> Reach<'m> {
    /// Collects what the operations reach.
    pub(crate) fn of(model: &'m Value, operations: &BTreeSet<&str>) -> Self {
        let mut reach = Self::default();
        let mut open = Vec::new();
        for name in operations {
            let operation = &model["operations"][name];
            open.extend([&operation["input"], &operation["output"]].map(target));
            let errors: Vec<_> = items(&operation["errors"]).map(target).collect();
            reach.nested.extend(errors.iter().flatten());
            open.extend(errors);
        }
        let mut open: Vec<_> = open.into_iter().flatten().collect();
        while let Some(name) = open.pop() {
            if reach.shapes.insert(name) {
                let references: Vec<_> = references(&model["shapes"][name]).collect();
                reach.nested.extend(&references);
                open.extend(references);
            }
        }
        reach
    }
}

/// Whether an operation needs what is not supported yet: it sends a stream of events, or endpoint rules
/// put a label into the host that is not the first of the path.
pub(crate) fn is_refused(model: &Value, rules: &Value, name: &str) -> bool {
    let urls = urls(rules);
    let input = target(&model["operations"][name]["input"]);
    let members = input.map(|root| entries(&model["shapes"][root]["members"]));
    members.into_iter().flatten().any(|(_, member)| {
        let shape = &model["shapes"][target(member).unwrap_or_default()];
        let parameter = member["contextParam"]["name"].as_str();
        let is_in_host = parameter.is_some_and(|it| urls.contains(&format!("{{{it}}}")));
        // The first segment of the path is left out of it.
        let label = member["locationName"].as_str().unwrap_or_default();
        let uri = model["operations"][name]["http"]["requestUri"].as_str();
        let is_first = uri.is_some_and(|it| it.starts_with(&format!("/{{{label}}}")));
        shape["eventstream"] == true || is_in_host && member["location"] == "uri" && !is_first
    })
}

/// The URLs of endpoint rules, one after the other.
fn urls(rules: &Value) -> String {
    let nested = items(&rules["rules"]).map(urls);
    let own = rules["endpoint"]["url"].as_str().unwrap_or_default();
    nested.chain([own.to_owned()]).collect()
}

/// How many shapes have to become types, or be folded into others.
pub(crate) fn counts(model: &Value, operations: &BTreeSet<&str>) -> Counts {
    let reach = Reach::of(model, operations);
    let mut counts = Counts {
        operations: operations.len(),
        closure: reach.shapes.len(),
        ..Counts::default()
    };
    for name in reach.shapes {
        let shape = &model["shapes"][name];
        let is = |flag: &str| shape[flag] == true;
        let is_structure = shape["type"] == "structure" && !is("document");
        let place = if is("union")
            || is("eventstream")
            || is_structure && reach.nested.contains(name)
            || shape["enum"].is_array()
        {
            &mut counts.emitted
        } else {
            &mut counts.folded
        };
        *place += 1;
        // A reference with values of its own is a type of its own.
        let own = entries(&shape["members"]).filter(|(_, member)| member["enum"].is_array());
        let own = own.count();
        counts.closure += own;
        counts.emitted += own;
    }
    counts
}
