//! What a comparison of two models says: each kind of change by itself, in both directions, and
//! that the generated crates agree with it.

mod api;
mod cases;
mod events;
mod revisions;
mod wire;

use serde_json::Value;
use tests::fixtures;
use tinsmith::compare::{Change, Report, Revision};

/// The model that the tests change.
const MODEL: &str = include_str!("model.json");

fn model() -> Value {
    serde_json::from_str(MODEL).expect("it is JSON")
}

/// The model after a change.
fn changed(edit: fn(&mut Value)) -> Value {
    edited(&model(), edit)
}

/// Any model after a change.
fn edited(model: &Value, edit: fn(&mut Value)) -> Value {
    let mut model = model.clone();
    edit(&mut model);
    model
}

fn side(name: &str, model: &Value) -> Revision {
    Revision {
        name: name.to_owned(),
        model: fixtures::of_model(model.to_string()).model,
        overlay: None,
        overlay_name: None,
        operations: None,
        is_strict: true,
    }
}

fn report(old: &Value, new: &Value) -> Report {
    let (old, new) = (side("old", old), side("new", new));
    tinsmith::compare(&old, &new, "0.1.0").unwrap_or_else(|error| panic!("{error}"))
}

/// All that is said of a change.
fn text(change: &Change) -> String {
    let mut text = format!(
        "{} {}: {}\n",
        change.class.as_str(),
        change.path,
        change.model
    );
    for (word, effect) in [("Rust", &change.rust), ("wire", &change.wire)] {
        if let Some(effect) = effect {
            text.push_str(&format!("  {word}: {effect}\n"));
        }
    }
    text
}
