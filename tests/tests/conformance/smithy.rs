//! Smithy's cases: a file is one model, with cases for its operations.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tests::fixtures;
use tinsmith::Crate;

use crate::check::{Expected, Prepared};
use crate::values;

#[derive(Deserialize)]
struct File {
    model: Value,
    cases: Vec<Value>,
}

/// The crate of a file, and its cases; a case without an answer has the reason.
pub(crate) struct Suite {
    pub(crate) krate: Crate,
    pub(crate) cases: Vec<(String, Result<Prepared, String>)>,
}

/// Reads a file of the folder `smithy`.
pub(crate) fn suite(folder: &Path, name: &str) -> Suite {
    let path = folder.join(format!("smithy/{name}.json"));
    let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: File =
        serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut input = fixtures::of_model(file.model.to_string());
    input.config.crate_name = Some(format!("smithy_{}", name.to_lowercase()));
    let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
    let shapes = file.model["shapes"].as_object().expect("an object");
    let model = Model {
        shapes,
        krate: &krate,
    };
    let cases = file.cases.iter().map(|case| {
        let [kind, id] = ["kind", "id"].map(|key| case[key].as_str().expect("a text"));
        (
            format!("smithy/{name}/{kind}/{id}"),
            model.prepared(kind, case),
        )
    });
    let cases = cases.collect();
    Suite { krate, cases }
}

struct Model<'m> {
    shapes: &'m Map<String, Value>,
    krate: &'m Crate,
}

impl Model<'_> {
    fn prepared(&self, kind: &str, case: &Value) -> Result<Prepared, String> {
        let operation = match (case["operation"].as_str(), case["error"].as_str()) {
            (Some(operation), _) => operation,
            (None, Some(error)) => self.operation_with(error),
            (None, None) => panic!("a case without an operation"),
        };
        let name = local(operation);
        if !self.krate.operations.iter().any(|it| it.name == name) {
            let left_out = format!("{name} is left out: ");
            let mut warnings = self.krate.warnings.iter();
            let reason = warnings.find_map(|it| it.message.strip_prefix(&left_out));
            return Err(reason.unwrap_or("there is no such operation").to_owned());
        }
        let root = |key: &str| self.shapes[operation][key]["target"].as_str();
        let params = |root: Option<&str>| match root {
            Some(root) if !case["params"].is_null() => self.neutral(root, &case["params"]),
            _ => json!({}),
        };
        let mut question = json!({"crate": self.krate.name, "operation": name});
        if kind == "events" {
            let root = self.shapes[operation]["output"]["target"].as_str();
            return Ok(self.of_events(question, root.expect("an output"), case));
        }
        if kind == "request" {
            question["params"] = params(root("input"));
            question["token"] = values::TOKEN.into();
            let mut expected = case.clone();
            if let Some(parameters) = case["queryParams"].as_array() {
                let parameters: Vec<_> = parameters.iter().filter_map(Value::as_str).collect();
                let uri = case["uri"].as_str().unwrap_or_default();
                expected["uri"] = format!("{uri}?{}", parameters.join("&")).into();
            }
            return Ok(Prepared {
                question,
                expected: Expected::Request {
                    facts: expected,
                    host: "example.com".to_owned(),
                },
            });
        }
        question["response"] = json!({
            "status_code": case["code"], "headers": case["headers"], "body": case["body"],
        });
        let expected = match case["error"].as_str() {
            None => Expected::Output(params(root("output"))),
            Some(error) => Expected::Error {
                code: local(error).into(),
                message: None,
                fields: params(Some(error)),
            },
        };
        Ok(Prepared { question, expected })
    }

    /// A stream that is received.
    fn of_events(&self, mut question: Value, output: &str, case: &Value) -> Prepared {
        let head = &case["initialResponse"];
        let frames = case["events"].as_array().into_iter().flatten();
        let bytes = frames.clone().flat_map(|frame| {
            let text = frame["bytes"].as_str().expect("each has its bytes");
            STANDARD.decode(text).expect("base64")
        });
        question["input"] = json!({
            "status_code": head["code"].as_u64().unwrap_or(200),
            "headers": head["headers"],
            "body": head["body"],
            "bytes": bytes.collect::<Vec<_>>(),
        });
        let stream = self
            .target(&self.shapes[output], "stream")
            .expect("a stream");
        let failure = &case["expectation"]["failure"];
        // The events of a failure are what it is about.
        let events = frames
            .filter(|_| failure.is_null())
            .map(|frame| self.neutral(stream, &frame["params"]))
            .collect();
        Prepared {
            question,
            expected: Expected::Events {
                events,
                fails: !failure.is_null(),
                error: failure["errorId"].as_str().map(|id| local(id).to_owned()),
            },
        }
    }

    /// An operation that is generated and lists the error.
    fn operation_with(&self, error: &str) -> &str {
        let lists_it = |shape: &Value| {
            let mut errors = shape["errors"].as_array().into_iter().flatten();
            errors.any(|it| it["target"] == error)
        };
        let mut shapes = self.shapes.iter();
        let found = shapes.find(|(_, shape)| shape["type"] == "operation" && lists_it(shape));
        found.map_or_else(|| panic!("no operation has {error}"), |(id, _)| id)
    }

    /// The target of a member, which may be that of a mixin.
    fn target<'m>(&'m self, shape: &'m Value, name: &str) -> Option<&'m str> {
        let own = shape["members"][name]["target"].as_str();
        let mixins = shape["mixins"].as_array().into_iter().flatten();
        let mut mixins = mixins.filter_map(|it| self.shapes.get(it["target"].as_str()?));
        own.or_else(|| mixins.find_map(|mixin| self.target(mixin, name)))
    }

    /// A value in the form of the `serde` feature: in the cases, timestamps are numbers, and blobs
    /// plain text.
    fn neutral(&self, id: &str, value: &Value) -> Value {
        let Some(shape) = self.shapes.get(id) else {
            return match id {
                "smithy.api#Timestamp" => values::timestamp(value.as_f64().expect("a number")),
                "smithy.api#Blob" => STANDARD.encode(value.as_str().expect("a text")).into(),
                _ => value.clone(),
            };
        };
        let nested = |name: &str, value: &Value| match self.target(shape, name) {
            Some(target) if !value.is_null() => self.neutral(target, value),
            _ => value.clone(),
        };
        let entries = || value.as_object().expect("an object").iter();
        match shape["type"].as_str().expect("a type") {
            "structure" | "union" => entries()
                // Null in a case means absent.
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name.clone(), nested(name, value)))
                .collect(),
            "list" | "set" => {
                let items = value.as_array().expect("a list").iter();
                items.map(|item| nested("member", item)).collect()
            }
            "map" => entries()
                .map(|(key, value)| (key.clone(), nested("value", value)))
                .collect(),
            "timestamp" => values::timestamp(value.as_f64().expect("a number")),
            "blob" => STANDARD.encode(value.as_str().expect("a text")).into(),
            _ => value.clone(),
        }
    }
}

/// The name in a shape's id.
fn local(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}
