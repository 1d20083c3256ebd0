//! The overlays that ship with the generator, and how another overlay switches off what they state.

use std::collections::HashSet;

use serde_json::Value;

use super::format::Overlay;
use super::problems::Problems;
use crate::error::{Error, Problem, ProblemKind};
use crate::model::Service;

/// The files of the folder `overlays`: names and contents.
const FILES: &[(&str, &str)] = include!("../../overlays/files.rs");

/// A shipped overlay.
pub(crate) struct Shipped {
    /// What to call it.
    pub(crate) name: String,
    pub(crate) text: &'static str,
    /// What is left of it.
    pub(crate) value: Value,
}

impl Shipped {
    /// The one for a service, without what the user's overlay states in its place or switches off.
    pub(crate) fn of(service: &Service) -> Option<Self> {
        FILES.iter().find_map(|&(file, text)| {
            let value: Value = serde_json::from_str(text).ok()?;
            let key = value.get("for")?;
            let is_it = key["serviceId"] == service.id
                && (key["apiVersion"].is_null() || key["apiVersion"] == service.api_version);
            is_it.then(|| Self {
                name: format!("shipped overlay {file}"),
                text,
                value,
            })
        })
    }

    /// Its problems, of which there are none yet.
    pub(super) fn problems(&self) -> Problems {
        Problems::of_shipped(&self.name, self.words())
    }

    /// The paths of shapes and members of which it states documentation and nothing else.
    fn words(&self) -> HashSet<String> {
        let mut words = HashSet::new();
        for (shape, entry) in entries(self.value.get("shapes")) {
            let members = entries(entry.get("members"));
            let members =
                members.map(|(it, entry)| (format!("shapes.{shape}.members.{it}"), entry));
            let places = members.chain([(format!("shapes.{shape}"), entry)]);
            words.extend(places.filter(|(_, it)| is_words(it)).map(|(path, _)| path));
        }
        words
    }

    /// Removes what the user's overlay states itself, or switches off.
    pub(crate) fn give_way(&mut self, own: &Value) {
        for section in SECTIONS {
            give_way(self.value.get_mut(section), own.get(section));
        }
    }

    pub(super) fn overlay(&self) -> Result<Overlay, Error> {
        serde_json::from_value(self.value.clone()).map_err(|error| {
            let message = error.to_string();
            Problem::new(ProblemKind::Internal, &self.name, message).into()
        })
    }
}

/// The sections whose entries are facts by name.
const SECTIONS: [&str; 3] = ["service", "operations", "shapes"];

/// Facts that are objects and replaced as a whole.
const WHOLE: [&str; 5] = [
    "presignedCopy",
    "presignedPost",
    "resourceName",
    "session",
    "transfer",
];

/// Whether an entry states documentation and nothing else.
fn is_words(entry: &Value) -> bool {
    let mut facts = entries(Some(entry)).filter(|(name, _)| *name != "documentation");
    facts.all(|(_, fact)| fact.is_object() && is_words(fact))
}

fn entries(object: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    object.and_then(Value::as_object).into_iter().flatten()
}

fn give_way(shipped: Option<&mut Value>, own: Option<&Value>) {
    let (Some(Value::Object(shipped)), Some(Value::Object(own))) = (shipped, own) else {
        return;
    };
    for (name, own) in own {
        match shipped.get_mut(name) {
            Some(inner @ Value::Object(_)) if own.is_object() && !WHOLE.contains(&&**name) => {
                give_way(Some(inner), Some(own));
            }
            Some(_) => {
                shipped.shift_remove(name);
            }
            None => {}
        }
    }
}

/// Finds what an overlay switches off and no shipped overlay states.
pub(super) fn check_switches(shipped: Option<&Value>, own: &Value, problems: &mut Problems) {
    for section in SECTIONS {
        let shipped = shipped.and_then(|it| it.get(section));
        switches(shipped, own.get(section), section, problems);
    }
}

fn switches(shipped: Option<&Value>, own: Option<&Value>, path: &str, problems: &mut Problems) {
    for (name, own) in own.and_then(Value::as_object).into_iter().flatten() {
        let shipped = shipped.and_then(|it| it.get(name));
        let path = format!("{path}.{name}");
        match own {
            Value::Null | Value::Bool(false) if shipped.is_none() => {
                let message = "it switches off what no shipped overlay states";
                problems.stale(&path, message);
            }
            _ if WHOLE.contains(&&**name) => {}
            _ => switches(shipped, Some(own), &path, problems),
        }
    }
}
