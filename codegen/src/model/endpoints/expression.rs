//! The arguments of rules: references, calls, and templates. Functions are in [`super::functions`].

use serde_json::Value;

use super::partitions::Attributes;
use super::rules::{Binding, Condition, Expression, Operand, Text, Type};
use super::scope::{Known, RuleScope};
use super::text::Part;
use crate::error::{Problem, ProblemKind};
use crate::suggest;

/// A value and its type.
pub(super) struct Typed {
    pub(super) expression: Expression,
    pub(super) ty: Type,
    /// Whether there may be no value.
    pub(super) may_be_absent: bool,
}

impl Typed {
    pub(super) fn present(ty: Type, expression: Expression) -> Self {
        Self {
            expression,
            ty,
            may_be_absent: false,
        }
    }

    pub(super) fn maybe(ty: Type, expression: Expression) -> Self {
        Self {
            expression,
            ty,
            may_be_absent: true,
        }
    }

    pub(super) fn operand(self) -> Operand {
        Operand {
            value: self.expression,
            may_be_absent: self.may_be_absent,
        }
    }
}

/// Reads the values of one condition or outcome.
pub(super) struct Reader<'s> {
    pub(super) scope: &'s mut RuleScope,
    /// The attributes that all partitions have.
    pub(super) partitions: &'s Attributes,
    /// What has to be present for the values that were read.
    pub(super) needs: Vec<Condition>,
    /// What is not read.
    pub(super) ignored: Vec<Problem>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(scope: &'s mut RuleScope, partitions: &'s Attributes) -> Self {
        Self {
            scope,
            partitions,
            needs: Vec::new(),
            ignored: Vec::new(),
        }
    }

    /// The value, whatever its type; it may be absent.
    pub(super) fn read(&mut self, value: &Value, path: &str) -> Result<Typed, Problem> {
        match value {
            Value::Bool(flag) => Ok(Typed::present(Type::Boolean, Expression::Boolean(*flag))),
            Value::String(template) => {
                let text = self.template(template, path)?;
                Ok(Typed::present(Type::String, Expression::Text(text)))
            }
            Value::Object(object) => match (object.get("ref"), object.get("fn")) {
                (Some(Value::String(name)), None) => self.reference(name, path),
                (None, Some(Value::String(name))) => {
                    let arguments = match object.get("argv") {
                        Some(Value::Array(arguments)) => arguments.as_slice(),
                        _ => return Err(malformed(path, "a call needs a list `argv`")),
                    };
                    self.call(name, arguments, path)
                }
                _ => Err(unsupported(path, "expected `ref` or `fn`")),
            },
            _ => Err(unsupported(
                path,
                "expected a string, a boolean, a reference or a call",
            )),
        }
    }

    /// The value of this type; what has to be present for it is noted.
    pub(super) fn of(
        &mut self,
        ty: Type,
        value: &Value,
        path: &str,
    ) -> Result<Expression, Problem> {
        let value = self.read(value, path)?;
        if value.ty != ty {
            let message = format!("expected {}, found {}", name(ty), name(value.ty));
            return Err(unsupported(path, message));
        }
        Ok(self.present(value))
    }

    /// The value as text with values in it.
    pub(super) fn text(&mut self, value: &Value, path: &str) -> Result<Text, Problem> {
        Ok(match self.of(Type::String, value, path)? {
            Expression::Text(text) => text,
            other => vec![Part::Value(other)],
        })
    }

    /// The value, whatever its type; it is absent if something that it needs is.
    pub(super) fn optional(&mut self, value: &Value, path: &str) -> Result<Typed, Problem> {
        let scope = self.scope.clone();
        let outer = std::mem::take(&mut self.needs);
        let typed = self.read(value, path);
        *self.scope = scope;
        let conditions = std::mem::replace(&mut self.needs, outer);
        let typed = typed?;
        if conditions.is_empty() {
            return Ok(typed);
        }
        check_needs(&conditions, path)?;
        let ty = typed.ty;
        let then = Box::new(typed.operand());
        Ok(Typed::maybe(ty, Expression::Given { conditions, then }))
    }

    /// The value, with a need if it may be absent.
    pub(super) fn present(&mut self, value: Typed) -> Expression {
        if !value.may_be_absent {
            return value.expression;
        }
        if let Expression::Reference(name) = value.expression {
            self.scope.is_set(&name);
            let reference = Expression::Reference(name);
            self.needs.push(Condition::IsSet(reference.clone()));
            return reference;
        }
        let like = match value.ty {
            Type::Arn => "arn",
            Type::Url => "url",
            Type::Partition => "partition",
            Type::Boolean => "flag",
            Type::String => "text",
            Type::StringArray => "list",
        };
        let name = self.scope.bind_unnamed(like, value.ty);
        self.needs.push(Condition::Bind(Binding {
            name: name.clone(),
            value: value.expression,
            may_be_absent: true,
        }));
        Expression::Reference(name)
    }

    fn reference(&self, name: &str, path: &str) -> Result<Typed, Problem> {
        match self.scope.get(name) {
            Some(&Known::Value { ty, may_be_absent }) => Ok(Typed {
                expression: Expression::Reference(name.to_owned()),
                ty,
                may_be_absent,
            }),
            Some(Known::True) => Ok(Typed::present(Type::Boolean, Expression::Boolean(true))),
            Some(Known::Unsupported(problem)) => Err(problem.clone()),
            None => {
                let message = format!("there is no parameter or bound name `{name}` here");
                let mut problem = Problem::new(ProblemKind::DanglingReference, path, message);
                problem.hint = suggest::hint(name, self.scope.names());
                Err(problem)
            }
        }
    }

    /// A template: `https://{Region}.{PartitionResult#dnsSuffix}`, with `{{` and `}}` for braces.
    fn template(&mut self, template: &str, path: &str) -> Result<Text, Problem> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = template;
        while let Some(position) = rest.find(['{', '}']) {
            literal.push_str(&rest[..position]);
            let brace = &rest[position..=position];
            rest = &rest[position + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                literal.push_str(brace);
                rest = after;
                continue;
            }
            let Some((value, after)) = rest.split_once('}').filter(|_| brace == "{") else {
                let message = format!("unbalanced braces in {template:?}");
                return Err(malformed(path, message));
            };
            rest = after;
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            let value = match value.split_once('#') {
                None => serde_json::json!({"ref": value}),
                Some((value, attribute)) => {
                    serde_json::json!({"fn": "getAttr", "argv": [{"ref": value}, attribute]})
                }
            };
            // There is no such call in the file.
            let value = self.of(Type::String, &value, path);
            let value = value.map_err(|problem| Problem {
                path: path.to_owned(),
                ..problem
            })?;
            parts.push(Part::Value(value));
        }
        literal.push_str(rest);
        if !literal.is_empty() || parts.is_empty() {
            parts.push(Part::Literal(literal));
        }
        Ok(parts)
    }
}

/// The most values of one condition or outcome that may be absent; known rules have three.
const MAX_NEEDS: usize = 50;

/// Checks that code for this is not nested without bound.
pub(super) fn check_needs(needs: &[Condition], path: &str) -> Result<(), Problem> {
    if needs.len() <= MAX_NEEDS {
        return Ok(());
    }
    let message = format!("more than {MAX_NEEDS} values that may be absent are not supported");
    Err(unsupported(path, message))
}

pub(super) fn malformed(path: impl Into<String>, message: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Malformed, path, message)
}

pub(super) fn unsupported(path: impl Into<String>, message: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Unsupported, path, message)
}

pub(super) fn name(ty: Type) -> &'static str {
    match ty {
        Type::String => "text",
        Type::Boolean => "true or false",
        Type::StringArray => "a list of texts",
        Type::Partition => "a partition",
        Type::Arn => "an ARN",
        Type::Url => "a URL",
    }
}
