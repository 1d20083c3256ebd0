//! Conditions and texts of rules as expressions of Rust.

use std::collections::{HashMap, HashSet};

use crate::ir::endpoint::{Part, Value};
use crate::model::endpoints::text::map;
use crate::model::endpoints::{self as model, Condition, Expression, Operand, Type};
use crate::names::{self, Name, Scope};

/// The Rust names of the rules' names: one each in the whole function.
pub(super) struct RuleNames<'m> {
    fields: &'m HashMap<&'m str, Name>,
    locals: HashMap<String, Name>,
    taken: Scope,
    /// The variables of a diagram.
    pub(super) variables: HashMap<&'m str, Type>,
    /// Places for texts that are borrowed after they were made.
    pub(super) cells: Vec<Name>,
}

/// The names that are variables; others are parameters.
pub(super) type Locals = HashSet<String>;

impl<'m> RuleNames<'m> {
    pub(super) fn new(fields: &'m HashMap<&'m str, Name>) -> Self {
        Self {
            fields,
            locals: HashMap::new(),
            taken: Scope::with(&["params", "partition_of", "step"]),
            variables: HashMap::new(),
            cells: Vec::new(),
        }
    }

    /// The variable for a name of the rules. `PartitionResult` is a `partition`.
    pub(super) fn local(&mut self, name: &str) -> Name {
        if let Some(local) = self.locals.get(name) {
            return local.clone();
        }
        let short = name
            .strip_suffix("Result")
            .or_else(|| name.strip_suffix(" 1"))
            .filter(|short| !short.is_empty())
            .unwrap_or(name);
        let local = self.taken.claim(names::of_field(short));
        self.locals.insert(name.to_owned(), local.clone());
        local
    }

    /// A parameter or name of the rules.
    pub(super) fn reference(&mut self, name: &str, locals: &Locals) -> Value {
        if locals.contains(name) {
            return Value::Local(self.local(name));
        }
        match self.variables.get(name) {
            Some(ty) => Value::Variable {
                is_borrowed: !matches!(ty, Type::String | Type::Boolean),
                name: self.local(name),
            },
            None => Value::Parameter(self.fields[name].clone()),
        }
    }

    /// An expression of the rules.
    pub(super) fn value(&mut self, expression: &Expression, locals: &Locals) -> Value {
        let mut boxed = |it: &Expression| Box::new(self.value(it, locals));
        match expression {
            Expression::Text(text) => self.text_value(text, locals),
            Expression::Boolean(flag) => Value::Flag(*flag),
            Expression::Reference(name) => self.reference(name, locals),
            Expression::Attribute(of, name) => Value::Field(boxed(of), names::of_field(name)),
            Expression::Item(of, index) => Value::Item {
                index: *index,
                is_parameter: self.is_parameter(of),
                of: Box::new(self.value(of, locals)),
            },
            Expression::IsSet(of) => Value::IsSome(boxed(of)),
            Expression::Not(of) => not(*boxed(of)),
            Expression::Equal(a, b) => equal(*boxed(a), *boxed(b)),
            Expression::PartitionOf(region) => Value::PartitionOf(boxed(region)),
            Expression::ParseArn(text) => Value::ParseArn(Box::new(self.kept(text, locals))),
            Expression::ParseUrl(text) => Value::ParseUrl(Box::new(self.kept(text, locals))),
            Expression::UriEncode(text) => Value::UriEncode(boxed(text)),
            Expression::Substring {
                of,
                start,
                stop,
                from_end,
            } => Value::Substring {
                of: Box::new(self.kept(of, locals)),
                start: *start,
                stop: *stop,
                from_end: *from_end,
            },
            Expression::Split {
                of,
                delimiter,
                limit,
            } => Value::Split {
                of: Box::new(self.kept(of, locals)),
                delimiter: delimiter.clone(),
                limit: *limit,
            },
            Expression::IsHostLabel { text, allow_dots } => Value::IsHostLabel {
                text: boxed(text),
                allow_dots: *allow_dots,
            },
            Expression::IsBucket { text, allow_dots } => Value::IsBucket {
                text: boxed(text),
                allow_dots: *allow_dots,
            },
            Expression::Coalesce(operands) => self.coalesce(operands, locals),
            Expression::Choice {
                condition,
                then,
                otherwise,
            } => {
                let condition = boxed(condition);
                let is_option = then.may_be_absent || otherwise.may_be_absent;
                let mut branch = |operand: &Operand| {
                    let value = self.kept(&operand.value, locals);
                    Box::new(if is_option && !operand.may_be_absent {
                        Value::Some(Box::new(value))
                    } else {
                        value
                    })
                };
                Value::Choice {
                    condition,
                    then: branch(then),
                    otherwise: branch(otherwise),
                }
            }
            Expression::Given { conditions, then } => self.given(conditions, then, locals),
        }
    }

    /// A value that is borrowed or copied: texts that are made get a place to stay.
    pub(super) fn kept(&mut self, expression: &Expression, locals: &Locals) -> Value {
        let value = self.bound(expression, locals);
        if value.is_made() {
            self.cell(value)
        } else {
            value
        }
    }

    /// The value of a `let` in whose block all its uses are.
    pub(super) fn bound(&mut self, expression: &Expression, locals: &Locals) -> Value {
        let value = self.value(expression, locals);
        match &value {
            Value::Field(_, field) if field.as_str() == "resource_id" => {
                Value::Cloned(Box::new(value))
            }
            _ => value,
        }
    }

    fn cell(&mut self, text: Value) -> Value {
        let cell = self.taken.claim(names::of_field("text"));
        self.cells.push(cell.clone());
        Value::Kept {
            cell,
            text: Box::new(text),
        }
    }

    /// A constant list.
    pub(super) fn texts(&mut self, texts: &[String]) -> Value {
        let cell = self.taken.claim(names::of_field("texts"));
        self.cells.push(cell.clone());
        Value::Texts {
            cell,
            texts: texts.to_vec(),
        }
    }

    fn is_parameter(&self, expression: &Expression) -> bool {
        matches!(expression, Expression::Reference(name) if self.fields.contains_key(name.as_str()))
    }

    fn coalesce(&mut self, operands: &[Operand], locals: &Locals) -> Value {
        // What comes after a value that is always there is never asked for.
        let certain = operands.iter().position(|operand| !operand.may_be_absent);
        let operands = &operands[..certain.map_or(operands.len(), |certain| certain + 1)];
        let mut values = operands.iter().rev();
        let last = values.next().map(|last| self.kept(&last.value, locals));
        let is_option = certain.is_none();
        let value = values.fold(last, |then, operand| {
            let first = self.kept(&operand.value, locals);
            Some(match then {
                Some(then) => Value::Coalesce {
                    first: Box::new(first),
                    then: Box::new(then),
                    is_option,
                },
                None => first,
            })
        });
        value.unwrap_or(Value::Flag(false))
    }

    fn given(&mut self, conditions: &[Condition], then: &Operand, locals: &Locals) -> Value {
        let Some((first, rest)) = conditions.split_first() else {
            return self.kept(&then.value, locals);
        };
        let (name, value) = match first {
            Condition::Bind(binding) => (&binding.name, &binding.value),
            Condition::IsSet(Expression::Reference(name)) => (name, first.value()),
            // Needs are of no other kinds.
            Condition::IsSet(_) | Condition::Holds(_) => {
                return self.given(rest, then, locals);
            }
        };
        let value = Box::new(self.kept(value, locals));
        let mut locals = locals.clone();
        locals.insert(name.clone());
        let then_value = self.given(rest, then, &locals);
        Value::Given {
            name: self.local(name),
            value,
            then: Box::new(then_value),
            is_option: then.may_be_absent || !rest.is_empty(),
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
