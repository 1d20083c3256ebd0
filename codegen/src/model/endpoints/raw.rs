//! Rules as they are in files.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use super::parameters::RawParameter;

/// A file in one of the two forms: `rules`, or a diagram of `nodes`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "endpoint rules")]
pub(super) struct RawRuleSet {
    #[serde(default = "first_version")]
    pub(super) version: String,
    pub(super) parameters: IndexMap<String, RawParameter>,
    pub(super) rules: Option<Vec<RawRule>>,
    #[serde(default)]
    pub(super) conditions: Vec<RawCondition>,
    #[serde(default)]
    pub(super) results: Vec<RawRule>,
    pub(super) root: Option<i32>,
    pub(super) nodes: Option<String>,
    pub(super) node_count: Option<usize>,
}

fn first_version() -> String {
    "1.0".to_owned()
}

#[derive(Deserialize)]
#[serde(expecting = "a rule")]
pub(super) struct RawRule {
    pub(super) r#type: String,
    #[serde(default)]
    pub(super) conditions: Vec<RawCondition>,
    pub(super) endpoint: Option<RawEndpoint>,
    pub(super) error: Option<Value>,
    pub(super) rules: Option<Vec<RawRule>>,
}

#[derive(Deserialize)]
#[serde(expecting = "a condition")]
pub(super) struct RawCondition {
    pub(super) r#fn: String,
    pub(super) argv: Vec<Value>,
    pub(super) assign: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an endpoint")]
pub(super) struct RawEndpoint {
    pub(super) url: Value,
    #[serde(default)]
    pub(super) headers: IndexMap<String, Vec<Value>>,
    #[serde(default)]
    pub(super) properties: IndexMap<String, Value>,
}

impl RawCondition {
    /// Collects the names that it uses.
    pub(super) fn names(&self, used: &mut HashSet<String>) {
        self.argv.iter().for_each(|value| names(value, used));
    }
}

impl RawRule {
    /// Collects the names that it uses.
    pub(super) fn names(&self, used: &mut HashSet<String>) {
        self.conditions.iter().for_each(|it| it.names(used));
        if let Some(endpoint) = &self.endpoint {
            let headers = endpoint.headers.values().flatten();
            let values = headers.chain(endpoint.properties.values());
            values.chain([&endpoint.url]).for_each(|it| names(it, used));
        }
        self.error.iter().for_each(|it| names(it, used));
        self.rules.iter().flatten().for_each(|it| it.names(used));
    }
}

/// Collects the names in references and templates.
fn names(value: &Value, used: &mut HashSet<String>) {
    match value {
        Value::String(template) => {
            let parts = template.split('{').skip(1);
            let names = parts.filter_map(|part| part.split(['}', '#']).next());
            used.extend(names.map(str::to_owned));
        }
        Value::Array(values) => values.iter().for_each(|value| names(value, used)),
        Value::Object(fields) => {
            used.extend(fields.get("ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| names(value, used));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
