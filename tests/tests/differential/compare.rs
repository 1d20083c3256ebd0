//! Compares a case from both sides.
//!
//! Bodies are compared as JSON values without the order of members. A number is an integer or has a
//! fraction or an exponent, and these are not the same: services may refuse `3.0` for an integer.
//! Floats are the same if all their bits are, so that -0.0 is not 0.0; how many digits spell them
//! does not count.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Map, Value, json};

use tests::xml;

use crate::deviations;

/// The question and the answers of both sides.
pub(crate) struct Case {
    facts: Value,
    answer: Value,
}

/// A difference at a path; `None` where a side has nothing.
pub(crate) struct Difference {
    pub(crate) path: String,
    pub(crate) ours: Option<Value>,
    pub(crate) theirs: Option<Value>,
}

impl Difference {
    fn new(path: &str, ours: Option<&Value>, theirs: Option<&Value>) -> Self {
        Self {
            path: path.to_owned(),
            ours: ours.cloned(),
            theirs: theirs.cloned(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |side: &Option<Value>| {
            side.as_ref()
                .map_or_else(|| "nothing".to_owned(), Value::to_string)
        };
        let (ours, theirs) = (text(&self.ours), text(&self.theirs));
        write!(f, "{}: ours {ours}, botocore {theirs}", self.path)
    }
}

impl Case {
    pub(crate) fn new(facts: Value, answer: Value) -> Self {
        Self { facts, answer }
    }

    /// Its name.
    pub(crate) fn id(&self) -> &str {
        self.facts["id"].as_str().expect("a text")
    }

    /// `request`, `response` or `error`.
    pub(crate) fn kind(&self) -> &str {
        self.id().split('/').nth(2).expect("service/operation/kind")
    }

    /// Whether the operation lists the case's error.
    pub(crate) fn is_listed(&self) -> bool {
        self.facts["listed"] == true
    }

    pub(crate) fn answer(&self) -> &Value {
        &self.answer
    }

    pub(crate) fn expected(&self) -> &Value {
        &self.facts["expected"]
    }

    /// Unexpected differences, and the deviations that occur.
    pub(crate) fn differences(&self) -> (Vec<Difference>, BTreeSet<&'static str>) {
        let mut differences = self.all_differences();
        let mut used = BTreeSet::new();
        if let Some(asked) = self.facts["asked"].as_str() {
            let known = deviations::ASKED.iter().find(|it| it.name == asked);
            used.insert(known.expect("it is in the list").name);
        }
        differences.retain(|difference| {
            let known = deviations::SEEN
                .iter()
                .find(|it| (it.applies)(self, difference));
            used.extend(known.map(|it| it.name));
            known.is_none()
        });
        (differences, used)
    }

    fn all_differences(&self) -> Vec<Difference> {
        let (answer, expected) = (&self.answer, self.expected());
        let mut found = Vec::new();
        match (answer.get("problem"), expected.get("failure")) {
            (Some(_), Some(_)) => return found,
            (None, None) => {}
            (ours, theirs) => {
                let (ours, theirs) = (ours.unwrap_or(answer), theirs.unwrap_or(expected));
                found.push(Difference::new("refusal", Some(ours), Some(theirs)));
                return found;
            }
        }
        match self.kind() {
            "request" => request(answer, expected, &mut found),
            "response" => values("output", &answer["output"], &expected["value"], &mut found),
            _ => error(answer, &expected["error"], &mut found),
        }
        found
    }
}

fn request(ours: &Value, theirs: &Value, found: &mut Vec<Difference>) {
    values("method", &ours["method"], &theirs["method"], found);
    values("uri", &uri(&ours["uri"]), &uri(&theirs["path"]), found);
    values("headers", &ours["headers"], &theirs["headers"], found);
    let host_prefix = theirs.get("host_prefix").unwrap_or(&Value::Null);
    values("host prefix", &ours["hostPrefix"], host_prefix, found);
    let endpoint = theirs.get("endpoint").unwrap_or(&Value::Null);
    values("endpoint", &ours["endpoint"], endpoint, found);
    // A text if it is neither a form nor XML nor JSON.
    let body = |side: &Value| {
        let text = side["body"].as_str().expect("a text");
        let content_type = side["headers"]["content-type"].as_str().unwrap_or_default();
        if content_type.starts_with(FORM) {
            return form(text);
        }
        match xml::tree(text) {
            Ok(tree) => tree,
            Err(_) => serde_json::from_str::<Value>(text).unwrap_or_else(|_| text.into()),
        }
    };
    values("body", &body(ours), &body(theirs), found);
}

/// The content type of a form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The decoded parameters of a form.
fn form(text: &str) -> Value {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8();
        decoded.expect("UTF-8").into_owned()
    };
    let parameters = text.split('&').map(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        (decoded(name), decoded(value).into())
    });
    Value::Object(parameters.collect())
}

/// A URI as its path and its parameters, each with its values in order.
fn uri(uri: &Value) -> Value {
    let uri = uri.as_str().expect("a text");
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let mut parameters = Map::new();
    for parameter in query.split('&').filter(|it| !it.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let values = parameters
            .entry(name)
            .or_insert_with(|| Value::Array(Vec::new()));
        values.as_array_mut().expect("a list").push(value.into());
    }
    json!({ "path": path, "query": parameters })
}

fn error(ours: &Value, theirs: &Value, found: &mut Vec<Difference>) {
    let error = &ours["error"];
    for (our_name, their_name) in [
        ("code", "Code"),
        ("message", "Message"),
        ("status", "status"),
        ("requestId", "request_id"),
    ] {
        values(our_name, &error[our_name], &theirs[their_name], found);
    }
    // With members that botocore cannot read, it raises another error. Ours stays the modelled one.
    if theirs["fields"].is_null() {
        return;
    }
    // The message was compared above.
    let own = |fields: &Value| -> Value {
        let fields = fields.as_object().into_iter().flatten();
        let others = fields.filter(|(name, _)| !name.eq_ignore_ascii_case("message"));
        let others = others.map(|(name, value)| (name.clone(), value.clone()));
        others.collect::<Map<_, _>>().into()
    };
    values(
        "fields",
        &own(&ours["fields"]),
        &own(&theirs["fields"]),
        found,
    );
}

/// Collects the differences of two values.
fn values(path: &str, ours: &Value, theirs: &Value, found: &mut Vec<Difference>) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (name, value) in ours {
                match theirs.get(name) {
                    Some(other) => values(&format!("{path}.{name}"), value, other, found),
                    None => {
                        found.push(Difference::new(
                            &format!("{path}.{name}"),
                            Some(value),
                            None,
                        ));
                    }
                }
            }
            for (name, value) in theirs {
                if !ours.contains_key(name) {
                    found.push(Difference::new(
                        &format!("{path}.{name}"),
                        None,
                        Some(value),
                    ));
                }
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => lists(path, ours, theirs, found),
        (Value::Number(our_number), Value::Number(their_number))
            if our_number.is_f64() && their_number.is_f64() =>
        {
            let bits = |number: &serde_json::Number| number.as_f64().map(f64::to_bits);
            if bits(our_number) != bits(their_number) {
                found.push(Difference::new(path, Some(ours), Some(theirs)));
            }
        }
        _ if ours == theirs => {}
        _ => found.push(Difference::new(path, Some(ours), Some(theirs))),
    }
}

/// Additional nulls of one side are each a difference; the other items are compared.
fn lists(path: &str, ours: &[Value], theirs: &[Value], found: &mut Vec<Difference>) {
    let mut ours = ours.iter().peekable();
    for (index, theirs) in theirs.iter().enumerate() {
        let path = format!("{path}[{index}]");
        match ours.next_if(|ours| !theirs.is_null() || ours.is_null()) {
            Some(ours) => values(&path, ours, theirs, found),
            None => found.push(Difference::new(&path, None, Some(theirs))),
        }
    }
    for ours in ours {
        found.push(Difference::new(&format!("{path}[more]"), Some(ours), None));
    }
}
