//! Values that satisfy the constraints of the model, for fixtures.
//!
//! A fixture's usual values are made at run time, from what the types say: text is the member's
//! name, a number is 1, a list has one item. Here is found out where that breaks a constraint, and
//! what does not. What no value is found for (a pattern in a dialect that cannot be read) keeps the
//! usual one.

use std::collections::{HashMap, HashSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rayon::prelude::*;
use serde_json::{Value as Json, json};

use super::Context;
use super::pattern::Pattern;
use crate::ir;
use crate::model::{Constraints, Kind, Shape};

/// The key of a map's only entry, if the map takes it.
const KEY: &str = "key";
/// More items, and longer texts, are not written into a crate.
const MANY: usize = 1000;
/// Nor are larger values: lists of long lists of long lists.
const LARGE: usize = 10 * MANY;
/// Nor, all together, more than this, in characters or so.
const ALL: usize = 100 * LARGE;

impl Context<'_> {
    /// The members whose usual values break a constraint, in model order.
    pub(super) fn samples(&self) -> Vec<ir::Sample> {
        let mut samples = Vec::new();
        let mut finder = Finder {
            shapes: &self.model.shapes,
            patterns: self.patterns(),
            found: HashMap::new(),
            left: ALL,
        };
        for &name in &self.selection.shapes {
            let members = self.model.shapes[name].structure();
            for (member, target) in members.iter().flat_map(|it| &it.members) {
                let value = finder.sample(&target.target, member);
                let weight = weight(&value);
                if !value.is_null() && weight <= finder.left {
                    finder.left -= weight;
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

    /// The patterns of the selected shapes, each read once: that is most of the work.
    fn patterns(&self) -> HashMap<&str, Option<Pattern>> {
        let shapes = self.selection.shapes.iter();
        let shapes = shapes.map(|&name| &self.model.shapes[name]);
        let texts = shapes.filter(|shape| matches!(shape.kind, Kind::String));
        let texts: HashSet<_> = texts
            .filter_map(|shape| shape.constraints.pattern.as_deref())
            .collect();
        let texts = texts.into_par_iter();
        texts.map(|text| (text, Pattern::read(text))).collect()
    }
}

struct Finder<'m> {
    shapes: &'m indexmap::IndexMap<String, Shape>,
    /// The patterns by their text; `None` where one cannot be read.
    patterns: HashMap<&'m str, Option<Pattern>>,
    /// The texts that were found for the patterns of shapes, once they were looked for.
    found: HashMap<&'m str, Option<String>>,
    /// How much may still be written.
    left: usize,
}

impl<'m> Finder<'m> {
    /// A value of the shape for a member of this name; null where the usual one does.
    fn sample(&mut self, shape: &str, member: &str) -> Json {
        let Some((name, shape)) = self.shapes.get_key_value(shape) else {
            return Json::Null;
        };
        let constraints = &shape.constraints;
        match &shape.kind {
            Kind::String => self
                .text(name, constraints, member)
                .map_or(Json::Null, Json::from),
            Kind::Integer | Kind::Long => number(constraints).map_or(Json::Null, |number| {
                // Sizes in models are small; a cast saturates.
                #[expect(clippy::cast_possible_truncation, reason = "as said")]
                let number = number.ceil() as i64;
                json!(number)
            }),
            Kind::Float | Kind::Double => number(constraints).map_or(Json::Null, Json::from),
            Kind::Blob => {
                let (min, max) = lengths(constraints);
                if (min..=max).contains(&member.len()) || min > MANY {
                    return Json::Null;
                }
                json!(STANDARD.encode(vec![b'a'; min]))
            }
            Kind::List { item, .. } => {
                let value = self.sample(item, member);
                match count(constraints) {
                    1 if value.is_null() => Json::Null,
                    count if weight(&value) * count > LARGE => Json::Null,
                    count => vec![value; count].into(),
                }
            }
            Kind::Map { key, value, .. } => {
                let value = self.sample(value, member);
                let count = count(constraints);
                if weight(&value) * count > LARGE {
                    return Json::Null;
                }
                let keys = self.keys(key, count);
                if value.is_null() && keys == [KEY] {
                    return Json::Null;
                }
                let entries = keys.into_iter().map(|key| (key, value.clone()));
                Json::Object(entries.collect())
            }
            // Made of values that have samples of their own, or like any other.
            Kind::Structure(_)
            | Kind::Union(_)
            | Kind::EventStream(_)
            | Kind::Enumeration(_)
            | Kind::Boolean
            | Kind::Timestamp(_)
            | Kind::Document => Json::Null,
        }
    }

    /// So many keys of a map, as far as they are found.
    fn keys(&mut self, shape: &str, count: usize) -> Vec<String> {
        let Some((name, shape)) = self.shapes.get_key_value(shape) else {
            return Vec::new();
        };
        if let Kind::Enumeration(values) = &shape.kind {
            return values.keys().take(count).cloned().collect();
        }
        let mut keys = indexmap::IndexSet::new();
        for number in 1..=count {
            let usual = match number {
                1 => KEY.to_owned(),
                number => format!("{KEY}{number}"),
            };
            let other = self.text(name, &shape.constraints, &usual);
            keys.insert(other.unwrap_or(usual));
        }
        keys.into_iter().collect()
    }

    /// A text that the constraints ask for in place of the usual one; `None` if that will do, or
    /// no other is found.
    fn text(&mut self, shape: &'m str, constraints: &Constraints, usual: &str) -> Option<String> {
        let (min, max) = lengths(constraints);
        let fits = (min..=max).contains(&usual.chars().count());
        let Some(pattern) = &constraints.pattern else {
            let repeated = usual.chars().cycle().take(min.max(1).min(max));
            return (!fits && min <= MANY).then(|| repeated.collect());
        };
        let pattern = self.patterns.get(&**pattern)?.as_ref()?;
        if fits && pattern.is_match(usual) {
            return None;
        }
        let found = self.found.entry(shape);
        let found = found.or_insert_with(|| pattern.sample(min, max.min(MANY)));
        found.clone()
    }
}

/// How much a value takes, in characters or so.
fn weight(value: &Json) -> usize {
    match value {
        Json::String(text) => text.len(),
        Json::Array(items) => items.iter().map(weight).sum(),
        Json::Object(entries) => entries
            .iter()
            .map(|(key, value)| key.len() + weight(value))
            .sum(),
        Json::Null | Json::Bool(_) | Json::Number(_) => 1,
    }
}

/// A number in the range, if 1 is not.
fn number(constraints: &Constraints) -> Option<f64> {
    let Constraints { min, max, .. } = constraints;
    match (min, max) {
        (Some(min), _) if *min > 1.0 => Some(*min),
        (_, Some(max)) if *max < 1.0 => Some(min.unwrap_or(*max)),
        _ => None,
    }
}

/// How many items or entries: one, if that is allowed.
fn count(constraints: &Constraints) -> usize {
    let (min, max) = lengths(constraints);
    min.clamp(1, MANY).min(max)
}

fn lengths(constraints: &Constraints) -> (usize, usize) {
    // Sizes are whole and not negative; a cast saturates.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "as said"
    )]
    let size = |size: f64| size as usize;
    let Constraints { min, max, .. } = constraints;
    (min.map_or(0, size), max.map_or(usize::MAX, size))
}
