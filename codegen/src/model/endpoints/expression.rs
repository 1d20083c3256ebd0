//! The arguments of rules: references, function calls, and templates.

use serde_json::Value;

use super::rules::{Expression, Text, Type};
use super::scope::RuleScope;
use super::text::Part;
use crate::error::{Problem, ProblemKind};
use crate::suggest;

/// A value of the rules, with its place in the file.
#[derive(Clone, Copy)]
pub(super) struct Argument<'a> {
    pub(super) value: &'a Value,
    pub(super) path: &'a str,
    pub(super) scope: &'a RuleScope,
}

/// A value and its type.
pub(super) struct Typed {
    pub(super) expression: Expression,
    pub(super) ty: Type,
    /// Whether there may be no value.
    pub(super) may_be_absent: bool,
}

impl Typed {
    fn present(ty: Type, expression: Expression) -> Self {
        Self {
            expression,
            ty,
            may_be_absent: false,
        }
    }

    fn maybe(ty: Type, expression: Expression) -> Self {
        Self {
            expression,
            ty,
            may_be_absent: true,
        }
    }
}

/// The supported functions with the number of their arguments.
const FUNCTIONS: [(&str, usize); 9] = [
    ("aws.parseArn", 1),
    ("aws.partition", 1),
    ("booleanEquals", 2),
    ("getAttr", 2),
    ("isSet", 1),
    ("isValidHostLabel", 2),
    ("not", 1),
    ("stringEquals", 2),
    ("substring", 4),
];

/// The attributes of a partition and their types.
const PARTITION: [(&str, Type); 6] = [
    ("name", Type::String),
    ("dnsSuffix", Type::String),
    ("dualStackDnsSuffix", Type::String),
    ("supportsFIPS", Type::Boolean),
    ("supportsDualStack", Type::Boolean),
    ("implicitGlobalRegion", Type::String),
];

/// The attributes of an ARN.
const ARN: [(&str, Type); 5] = [
    ("partition", Type::String),
    ("service", Type::String),
    ("region", Type::String),
    ("accountId", Type::String),
    ("resourceId", Type::StringArray),
];

impl Argument<'_> {
    /// The value, whatever its type.
    pub(super) fn read(self) -> Result<Typed, Problem> {
        match self.value {
            Value::Bool(flag) => Ok(Typed::present(Type::Boolean, Expression::Boolean(*flag))),
            Value::String(template) => {
                let text = text(template, self.path, self.scope)?;
                Ok(Typed::present(Type::String, Expression::Text(text)))
            }
            Value::Object(object) => match (&object.get("ref"), &object.get("fn")) {
                (Some(Value::String(name)), None) => reference(name, self.path, self.scope),
                (None, Some(Value::String(name))) => {
                    let arguments = match object.get("argv") {
                        Some(Value::Array(arguments)) => arguments.as_slice(),
                        _ => return Err(malformed(self.path, "a call needs a list `argv`")),
                    };
                    call(name, arguments, self.path, self.scope)
                }
                _ => Err(malformed(self.path, "expected `ref` or `fn`")),
            },
            _ => Err(malformed(
                self.path,
                "expected a string, a boolean, a reference or a call",
            )),
        }
    }

    /// The value, which has to be present and of this type.
    pub(super) fn of(self, ty: Type) -> Result<Expression, Problem> {
        let value = self.read()?;
        if value.ty != ty {
            let message = format!("expected {}, found {}", name(ty), name(value.ty));
            return Err(malformed(self.path, message));
        }
        if value.may_be_absent {
            return Err(malformed(self.path, "there may be no value here")
                .hint("an earlier condition has to check `isSet`, or bind it with `assign`"));
        }
        Ok(value.expression)
    }

    /// The value as text with values in it.
    pub(super) fn text(self) -> Result<Text, Problem> {
        Ok(match self.of(Type::String)? {
            Expression::Text(text) => text,
            other => vec![Part::Value(other)],
        })
    }
}

/// A call of a function.
pub(super) fn call(
    name: &str,
    arguments: &[Value],
    path: &str,
    scope: &RuleScope,
) -> Result<Typed, Problem> {
    let Some(&(_, count)) = FUNCTIONS.iter().find(|(known, _)| *known == name) else {
        let path = format!("{path}.fn");
        let message = format!("the function `{name}` is not supported");
        let mut problem = Problem::new(ProblemKind::Unsupported, path, message);
        problem.hint = suggest::hint(name, FUNCTIONS.iter().map(|(name, _)| *name));
        return Err(problem);
    };
    if arguments.len() != count {
        let message = format!("`{name}` takes {count} arguments, not {}", arguments.len());
        return Err(malformed(format!("{path}.argv"), message));
    }
    let paths: Vec<_> = (0..count)
        .map(|index| format!("{path}.argv[{index}]"))
        .collect();
    let argument = |index: usize| Argument {
        value: &arguments[index],
        path: &paths[index],
        scope,
    };
    let boxed = |index, ty| argument(index).of(ty).map(Box::new);
    let flag = |index: usize| {
        arguments[index]
            .as_bool()
            .ok_or_else(|| malformed(&paths[index], "expected `true` or `false`"))
    };
    let number = |index: usize| {
        arguments[index]
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
            .ok_or_else(|| malformed(&paths[index], "expected a number"))
    };
    Ok(match name {
        "isSet" => {
            let value = argument(0).read()?;
            let expression = if value.may_be_absent {
                Expression::IsSet(Box::new(value.expression))
            } else {
                Expression::Boolean(true)
            };
            Typed::present(Type::Boolean, expression)
        }
        "not" => Typed::present(Type::Boolean, Expression::Not(boxed(0, Type::Boolean)?)),
        "booleanEquals" => equal(boxed(0, Type::Boolean)?, boxed(1, Type::Boolean)?),
        "stringEquals" => equal(boxed(0, Type::String)?, boxed(1, Type::String)?),
        "aws.partition" => Typed::present(
            Type::Partition,
            Expression::PartitionOf(boxed(0, Type::String)?),
        ),
        "aws.parseArn" => Typed::maybe(Type::Arn, Expression::ParseArn(boxed(0, Type::String)?)),
        "substring" => Typed::maybe(
            Type::String,
            Expression::Substring {
                of: boxed(0, Type::String)?,
                start: number(1)?,
                stop: number(2)?,
                from_end: flag(3)?,
            },
        ),
        "isValidHostLabel" => Typed::present(
            Type::Boolean,
            Expression::IsHostLabel {
                text: boxed(0, Type::String)?,
                allow_dots: flag(1)?,
            },
        ),
        // `getAttr`
        _ => {
            let attributes = arguments[1]
                .as_str()
                .ok_or_else(|| malformed(&paths[1], "expected a string"))?;
            attribute(argument(0), attributes, &paths[1])?
        }
    })
}

fn equal(a: Box<Expression>, b: Box<Expression>) -> Typed {
    Typed::present(Type::Boolean, Expression::Equal(a, b))
}

fn reference(name: &str, path: &str, scope: &RuleScope) -> Result<Typed, Problem> {
    let Some(known) = scope.get(name) else {
        let message = format!("there is no parameter or bound name `{name}` here");
        let mut problem = Problem::new(ProblemKind::DanglingReference, path, message);
        problem.hint = suggest::hint(name, scope.names());
        return Err(problem);
    };
    Ok(Typed {
        expression: Expression::Reference(name.to_owned()),
        ty: known.ty,
        may_be_absent: known.may_be_absent,
    })
}

/// A path of attributes into a value: `region`, `resourceId[0]`, `[0]`.
fn attribute(of: Argument<'_>, attributes: &str, path: &str) -> Result<Typed, Problem> {
    let base = of.read()?;
    if base.may_be_absent {
        return Err(malformed(of.path, "there may be no value here")
            .hint("an earlier condition has to check `isSet`, or bind it with `assign`"));
    }
    let mut value = base;
    for part in attributes.split('.') {
        let (field, index) = match part.strip_suffix(']').and_then(|it| it.split_once('[')) {
            Some((field, index)) => (field, Some(index)),
            None => (part, None),
        };
        if value.may_be_absent {
            return Err(malformed(path, "nothing may follow an item of a list"));
        }
        if !field.is_empty() || index.is_none() {
            value = self::field(value, field, path)?;
        }
        if let Some(index) = index {
            let index = index
                .parse()
                .map_err(|_| malformed(path, format!("`{index}` is not the number of an item")))?;
            if value.ty != Type::StringArray {
                return Err(malformed(path, format!("{} has no items", name(value.ty))));
            }
            value = Typed::maybe(
                Type::String,
                Expression::Item(Box::new(value.expression), index),
            );
        }
    }
    Ok(value)
}

fn field(of: Typed, field: &str, path: &str) -> Result<Typed, Problem> {
    let fields: &[(&'static str, Type)] = match of.ty {
        Type::Partition => &PARTITION,
        Type::Arn => &ARN,
        _ => &[],
    };
    let Some(&(field, ty)) = fields.iter().find(|(known, _)| *known == field) else {
        let message = format!("{} has no attribute `{field}`", name(of.ty));
        let mut problem = Problem::new(ProblemKind::DanglingReference, path, message);
        problem.hint = suggest::hint(field, fields.iter().map(|(name, _)| *name));
        return Err(problem);
    };
    let value = Expression::Attribute(Box::new(of.expression), field);
    Ok(Typed::present(ty, value))
}

/// A template: `https://{Region}.{PartitionResult#dnsSuffix}`, with `{{` and `}}` for braces.
fn text(template: &str, path: &str, scope: &RuleScope) -> Result<Text, Problem> {
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
        let argument = match value.split_once('#') {
            None => serde_json::json!({"ref": value}),
            Some((value, attribute)) => {
                serde_json::json!({"fn": "getAttr", "argv": [{"ref": value}, attribute]})
            }
        };
        let argument = Argument {
            value: &argument,
            path,
            scope,
        };
        // There is no such call in the file.
        let value = argument.of(Type::String).map_err(|problem| Problem {
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

fn malformed(path: impl Into<String>, message: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Malformed, path, message)
}

fn name(ty: Type) -> &'static str {
    match ty {
        Type::String => "text",
        Type::Boolean => "true or false",
        Type::StringArray => "a list of texts",
        Type::Partition => "a partition",
        Type::Arn => "an ARN",
    }
}
