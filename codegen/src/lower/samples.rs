//! Values for fixtures where the usual ones violate lengths or ranges of the model.
//!
//! The usual values are made at run time, from the types: a text is the member's name, a number is 1, a
//! list has one item. Patterns are not evaluated: `sample` in the overlay gives a text that matches.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value as Json, json};

use super::Context;
use crate::ir;
use crate::model::{Bound, Constraints, Kind, Shape};

/// The key of a map's only entry, if the map takes it.
const KEY: &str = "key";
/// The most items of a list, and letters of a text.
const MAX_LENGTH: usize = 1000;
/// The largest value, in characters: lists of long lists multiply.
const MAX_VALUE: usize = 10 * MAX_LENGTH;
/// The limit for all values together.
const MAX_TOTAL: usize = 100 * MAX_VALUE;

impl Context<'_> {
    /// The members whose usual values are not valid, in model order.
    pub(super) fn samples(&self) -> Vec<ir::Sample> {
        let mut samples = Vec::new();
        let mut left = MAX_TOTAL;
        for &name in &self.selection.shapes {
            let structure = self.model.shapes[name].structure();
            for (member, facts) in structure.iter().flat_map(|it| &it.members) {
                let value = sample(&self.model.shapes, &facts.target, member);
                let size = size(&value);
                if !value.is_null() && size <= left {
                    left -= size;
                    samples.push(ir::Sample {
                        shape: name.to_owned(),
                        member: member.clone(),
                        json: value.to_string(),
                    });
                }
            }
        }
        samples
    }
}

/// A value of the shape for a member of this name; null where the usual one is valid.
fn sample(shapes: &IndexMap<String, Shape>, shape: &str, member: &str) -> Json {
    let Some(shape) = shapes.get(shape) else {
        return Json::Null;
    };
    let constraints = &shape.constraints;
    match &shape.kind {
        Kind::String => text(constraints, member).map_or(Json::Null, Json::from),
        Kind::Integer | Kind::Long => number(constraints).map_or(Json::Null, |it| it.ceil().into()),
        Kind::Float | Kind::Double => {
            number(constraints).map_or(Json::Null, |it| it.to_f64().into())
        }
        Kind::Blob => match constraints.lengths() {
            (min, max) if (min..=max).contains(&member.len()) || min > MAX_LENGTH => Json::Null,
            // So many letters `a` in base64.
            (min, _) => json!("YWFh".repeat(min / 3) + ["", "YQ==", "YWE="][min % 3]),
        },
        Kind::List { item, .. } => {
            let value = sample(shapes, item, member);
            match count(constraints) {
                1 if value.is_null() => Json::Null,
                count if size(&value) * count > MAX_VALUE => Json::Null,
                count => vec![value; count].into(),
            }
        }
        Kind::Map { key, value, .. } => {
            let value = sample(shapes, value, member);
            let count = count(constraints);
            let keys = keys(shapes, key, count);
            let is_usual = value.is_null() && keys.iter().eq([KEY]);
            if is_usual || size(&value) * count > MAX_VALUE {
                return Json::Null;
            }
            let entries = keys.into_iter().map(|key| (key, value.clone()));
            Json::Object(entries.collect())
        }
        // Their parts have samples of their own, or they have no constraints.
        Kind::Structure(_)
        | Kind::Union(_)
        | Kind::EventStream(_)
        | Kind::Enumeration(_)
        | Kind::Boolean
        | Kind::Timestamp(_)
        | Kind::Document => Json::Null,
    }
}

/// Keys of a map: fewer than asked for if there are no others.
fn keys(shapes: &IndexMap<String, Shape>, shape: &str, count: usize) -> IndexSet<String> {
    let Some(shape) = shapes.get(shape) else {
        return IndexSet::new();
    };
    if let Kind::Enumeration(values) = &shape.kind {
        return values.keys().take(count).cloned().collect();
    }
    let keys = (1..=count).map(|number| {
        let usual = match number {
            1 => KEY.to_owned(),
            number => format!("{KEY}{number}"),
        };
        text(&shape.constraints, &usual).unwrap_or(usual)
    });
    keys.collect()
}

/// The text from the overlay, or one of a valid length; `None` if the usual one is valid.
fn text(constraints: &Constraints, usual: &str) -> Option<String> {
    if let Some(sample) = &constraints.sample {
        return Some(sample.clone());
    }
    let (min, max) = constraints.lengths();
    let is_valid = (min..=max).contains(&usual.chars().count());
    let repeated = usual.chars().cycle().take(min.max(1).min(max));
    (!is_valid && min <= MAX_LENGTH).then(|| repeated.collect())
}

/// A number in the range, if 1 is not.
fn number(constraints: &Constraints) -> Option<Bound> {
    let &Constraints { min, max, .. } = constraints;
    match (min, max) {
        (Some(min), _) if min.to_f64() > 1.0 => Some(min),
        (_, Some(max)) if max.to_f64() < 1.0 => Some(min.unwrap_or(max)),
        _ => None,
    }
}

/// The number of items or entries: 1, if that is allowed.
fn count(constraints: &Constraints) -> usize {
    let (min, max) = constraints.lengths();
    min.clamp(1, MAX_LENGTH).min(max)
}

/// The size of a value, in characters or so.
fn size(value: &Json) -> usize {
    match value {
        Json::String(text) => text.len(),
        Json::Array(items) => items.iter().map(size).sum(),
        Json::Object(entries) => entries.iter().map(|(key, it)| key.len() + size(it)).sum(),
        Json::Null | Json::Bool(_) | Json::Number(_) => 1,
    }
}
