//! Conditions and texts of rules as expressions of Rust.

use std::collections::{HashMap, HashSet};

use crate::ir::endpoint::{Part, Value};
use crate::model::endpoints::text::map;
use crate::model::endpoints::{self as model, Expression};
use crate::names::{self, Name, Scope};

/// The Rust names of the rules' names: one each in the whole function.
pub(super) struct RuleNames<'m> {
    fields: &'m HashMap<&'m str, Name>,
    locals: HashMap<String, Name>,
    taken: Scope,
}

/// The names that are variables; others are parameters.
pub(super) type Locals = HashSet<String>;

impl<'m> RuleNames<'m> {
    pub(super) fn new(fields: &'m HashMap<&'m str, Name>) -> Self {
        Self {
            fields,
            locals: HashMap::new(),
            taken: Scope::with(&["params", "partition_of"]),
        }
    }

    /// The variable for a name of the rules. `PartitionResult` is a `partition`.
    pub(super) fn local(&mut self, name: &str) -> Name {
        if let Some(local) = self.locals.get(name) {
            return local.clone();
        }
        let short = name
            .strip_suffix("Result")
            .filter(|short| !short.is_empty())
            .unwrap_or(name);
        let local = self.taken.claim(names::of_field(short));
        self.locals.insert(name.to_owned(), local.clone());
        local
    }

    /// An expression of the rules.
    pub(super) fn value(&mut self, expression: &Expression, locals: &Locals) -> Value {
        let mut boxed = |it: &Expression| Box::new(self.value(it, locals));
        match expression {
            Expression::Text(text) => self.text_value(text, locals),
            Expression::Boolean(flag) => Value::Flag(*flag),
            Expression::Reference(name) if locals.contains(name) => Value::Local(self.local(name)),
            Expression::Reference(name) => Value::Parameter(self.fields[name.as_str()].clone()),
            Expression::Attribute(of, name) => Value::Field(boxed(of), names::of_field(name)),
            Expression::Item(of, index) => Value::Item(boxed(of), *index),
            Expression::IsSet(of) => Value::IsSome(boxed(of)),
            Expression::Not(of) => not(*boxed(of)),
            Expression::Equal(a, b) => equal(*boxed(a), *boxed(b)),
            Expression::PartitionOf(region) => Value::PartitionOf(boxed(region)),
            Expression::ParseArn(text) => Value::ParseArn(boxed(text)),
            Expression::Substring {
                of,
                start,
                stop,
                from_end,
            } => Value::Substring {
                of: boxed(of),
                start: *start,
                stop: *stop,
                from_end: *from_end,
            },
            Expression::IsHostLabel { text, allow_dots } => Value::IsHostLabel {
                text: boxed(text),
                allow_dots: *allow_dots,
            },
        }
    }

    /// A text; the value itself if the text is nothing else.
    fn text_value(&mut self, text: &model::Text, locals: &Locals) -> Value {
        let mut parts = self.text(text, locals);
        match &parts[..] {
            [Part::Value(_)] => match parts.remove(0) {
                Part::Value(value) => value,
                literal @ Part::Literal(_) => Value::Text(vec![literal]),
            },
            _ => Value::Text(parts),
        }
    }

    /// A text with the values in it.
    pub(super) fn text(&mut self, text: &model::Text, locals: &Locals) -> Vec<Part> {
        map(text, |value| self.value(value, locals))
    }
}

fn not(value: Value) -> Value {
    match value {
        Value::Flag(flag) => Value::Flag(!flag),
        Value::Not(value) => *value,
        Value::IsSome(value) => Value::IsNone(value),
        Value::IsNone(value) => Value::IsSome(value),
        Value::Equal(a, b) => Value::Unequal(a, b),
        Value::Unequal(a, b) => Value::Equal(a, b),
        value => Value::Not(Box::new(value)),
    }
}

fn is_empty(text: &[Part]) -> bool {
    matches!(text, [Part::Literal(text)] if text.is_empty())
}

/// An equality without comparisons with `true` or `false`, and with constants on the right.
fn equal(a: Value, b: Value) -> Value {
    match (a, b) {
        (value, Value::Flag(true)) | (Value::Flag(true), value) => value,
        (value, Value::Flag(false)) | (Value::Flag(false), value) => not(value),
        (value, Value::Text(text)) | (Value::Text(text), value) if is_empty(&text) => {
            Value::IsEmpty(Box::new(value))
        }
        (constant @ Value::Text(_), value) => Value::Equal(Box::new(value), Box::new(constant)),
        (a, b) => Value::Equal(Box::new(a), Box::new(b)),
    }
}
