//! The functions of rules.

use serde_json::Value;

use super::expression::{Reader, Typed, malformed, name, unsupported};
use super::rules::{Expression, Operand, Type};
use crate::error::Problem;
use crate::suggest;

/// The supported functions with the number of their arguments; `coalesce` takes more.
const FUNCTIONS: [(&str, usize); 15] = [
    ("aws.isVirtualHostableS3Bucket", 2),
    ("aws.parseArn", 1),
    ("aws.partition", 1),
    ("booleanEquals", 2),
    ("coalesce", 2),
    ("getAttr", 2),
    ("isSet", 1),
    ("isValidHostLabel", 2),
    ("ite", 3),
    ("not", 1),
    ("parseURL", 1),
    ("split", 3),
    ("stringEquals", 2),
    ("substring", 4),
    ("uriEncode", 1),
];

/// The attributes of a partition and their types.
pub(super) const PARTITION: [(&str, Type); 6] = [
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

/// The attributes of a URL.
const URL: [(&str, Type); 5] = [
    ("scheme", Type::String),
    ("authority", Type::String),
    ("path", Type::String),
    ("normalizedPath", Type::String),
    ("isIp", Type::Boolean),
];

/// The arguments of a call, with their places.
struct Arguments<'a> {
    values: &'a [Value],
    paths: Vec<String>,
}

impl Arguments<'_> {
    fn flag(&self, index: usize) -> Result<bool, Problem> {
        let flag = self.values[index].as_bool();
        flag.ok_or_else(|| unsupported(&self.paths[index], "expected `true` or `false`"))
    }

    fn number(&self, index: usize) -> Result<usize, Problem> {
        let number = self.values[index].as_u64();
        number
            .and_then(|number| usize::try_from(number).ok())
            .ok_or_else(|| unsupported(&self.paths[index], "expected a number"))
    }

    fn constant(&self, index: usize) -> Result<&str, Problem> {
        let text = self.values[index].as_str();
        text.ok_or_else(|| unsupported(&self.paths[index], "expected a string"))
    }
}

impl Reader<'_> {
    /// A call of a function.
    pub(super) fn call(
        &mut self,
        function: &str,
        values: &[Value],
        path: &str,
    ) -> Result<Typed, Problem> {
        let Some(&(_, count)) = FUNCTIONS.iter().find(|(known, _)| *known == function) else {
            let message = format!("the function `{function}` is not supported");
            let mut problem = unsupported(format!("{path}.fn"), message);
            problem.hint = suggest::hint(function, FUNCTIONS.iter().map(|(name, _)| *name));
            return Err(problem);
        };
        if values.len() < count || (values.len() > count && function != "coalesce") {
            let message = format!("`{function}` takes {count} arguments, not {}", values.len());
            return Err(unsupported(format!("{path}.argv"), message));
        }
        let arguments = Arguments {
            values,
            paths: (0..values.len())
                .map(|index| format!("{path}.argv[{index}]"))
                .collect(),
        };
        let mut boxed = |index: usize, ty| {
            let argument = self.of(ty, &values[index], &arguments.paths[index]);
            argument.map(Box::new)
        };
        let (ty, expression) = match function {
            "isSet" => return self.is_set(&arguments),
            "getAttr" => return self.attributes(&arguments),
            "coalesce" => return self.coalesce(&arguments, path),
            "ite" => return self.choice(&arguments, path),
            "aws.parseArn" => {
                let arn = Expression::ParseArn(boxed(0, Type::String)?);
                return Ok(Typed::maybe(Type::Arn, arn));
            }
            "parseURL" => {
                let url = Expression::ParseUrl(boxed(0, Type::String)?);
                return Ok(Typed::maybe(Type::Url, url));
            }
            "substring" => {
                let substring = Expression::Substring {
                    of: boxed(0, Type::String)?,
                    start: arguments.number(1)?,
                    stop: arguments.number(2)?,
                    from_end: arguments.flag(3)?,
                };
                return Ok(Typed::maybe(Type::String, substring));
            }
            "aws.partition" => (
                Type::Partition,
                Expression::PartitionOf(boxed(0, Type::String)?),
            ),
            "uriEncode" => (Type::String, Expression::UriEncode(boxed(0, Type::String)?)),
            "split" => {
                let delimiter = arguments.constant(1)?;
                if delimiter.is_empty() || delimiter.contains(['{', '}']) {
                    let message = format!("{delimiter:?} is not a valid delimiter");
                    return Err(unsupported(&arguments.paths[1], message));
                }
                let split = Expression::Split {
                    of: boxed(0, Type::String)?,
                    delimiter: delimiter.to_owned(),
                    limit: arguments.number(2)?,
                };
                (Type::StringArray, split)
            }
            _ => {
                let test = match function {
                    "not" => Expression::Not(boxed(0, Type::Boolean)?),
                    "booleanEquals" => {
                        Expression::Equal(boxed(0, Type::Boolean)?, boxed(1, Type::Boolean)?)
                    }
                    "stringEquals" => {
                        Expression::Equal(boxed(0, Type::String)?, boxed(1, Type::String)?)
                    }
                    "isValidHostLabel" => Expression::IsHostLabel {
                        text: boxed(0, Type::String)?,
                        allow_dots: arguments.flag(1)?,
                    },
                    // `aws.isVirtualHostableS3Bucket`
                    _ => Expression::IsBucket {
                        text: boxed(0, Type::String)?,
                        allow_dots: arguments.flag(1)?,
                    },
                };
                (Type::Boolean, test)
            }
        };
        Ok(Typed::present(ty, expression))
    }

    fn is_set(&mut self, arguments: &Arguments<'_>) -> Result<Typed, Problem> {
        let value = self.optional(&arguments.values[0], &arguments.paths[0])?;
        let is_set = if value.may_be_absent {
            Expression::IsSet(Box::new(value.expression))
        } else {
            Expression::Boolean(true)
        };
        Ok(Typed::present(Type::Boolean, is_set))
    }

    fn coalesce(&mut self, arguments: &Arguments<'_>, path: &str) -> Result<Typed, Problem> {
        let values = arguments.values.iter().zip(&arguments.paths);
        let values = values
            .map(|(value, path)| self.optional(value, path))
            .collect::<Result<Vec<_>, _>>()?;
        let ty = one_type(values.iter(), path)?;
        let may_be_absent = values.iter().all(|value| value.may_be_absent);
        let operands = values.into_iter().map(Typed::operand);
        Ok(Typed {
            expression: Expression::Coalesce(operands.collect()),
            ty,
            may_be_absent,
        })
    }

    fn choice(&mut self, arguments: &Arguments<'_>, path: &str) -> Result<Typed, Problem> {
        let condition = self.of(Type::Boolean, &arguments.values[0], &arguments.paths[0])?;
        let mut branch =
            |index: usize| self.optional(&arguments.values[index], &arguments.paths[index]);
        let (then, otherwise) = (branch(1)?, branch(2)?);
        let ty = one_type([&then, &otherwise].into_iter(), path)?;
        let may_be_absent = then.may_be_absent || otherwise.may_be_absent;
        let boxed = |value: Typed| -> Box<Operand> { Box::new(value.operand()) };
        Ok(Typed {
            expression: Expression::Choice {
                condition: Box::new(condition),
                then: boxed(then),
                otherwise: boxed(otherwise),
            },
            ty,
            may_be_absent,
        })
    }

    /// A path of attributes into a value: `region`, `resourceId[0]`, `[-1]`.
    fn attributes(&mut self, arguments: &Arguments<'_>) -> Result<Typed, Problem> {
        let path = &arguments.paths[1];
        let base = self.read(&arguments.values[0], &arguments.paths[0])?;
        let ty = base.ty;
        let mut value = Typed::present(ty, self.present(base));
        for part in arguments.constant(1)?.split('.') {
            let (field, index) = match part.strip_suffix(']').and_then(|it| it.split_once('[')) {
                Some((field, index)) => (field, Some(index)),
                None => (part, None),
            };
            let ty = value.ty;
            value = Typed::present(ty, self.present(value));
            if !field.is_empty() || index.is_none() {
                value = self.field(value, field, path)?;
            }
            if let Some(index) = index {
                let index = index.parse().map_err(|_| {
                    malformed(path, format!("`{index}` is not the number of an item"))
                })?;
                if value.ty != Type::StringArray {
                    let message = format!("{} has no items", name(value.ty));
                    return Err(unsupported(path, message));
                }
                let item = Expression::Item(Box::new(value.expression), index);
                value = Typed::maybe(Type::String, item);
            }
        }
        Ok(value)
    }

    fn field(&self, of: Typed, field: &str, path: &str) -> Result<Typed, Problem> {
        let fields: &[(&'static str, Type)] = match of.ty {
            Type::Partition => &PARTITION,
            Type::Arn => &ARN,
            Type::Url => &URL,
            Type::String | Type::Boolean | Type::StringArray => &[],
        };
        let Some(&(field, ty)) = fields.iter().find(|(known, _)| *known == field) else {
            let message = format!("{} has no attribute `{field}`", name(of.ty));
            let mut problem = unsupported(path, message);
            problem.hint = suggest::hint(field, fields.iter().map(|(name, _)| *name));
            return Err(problem);
        };
        if of.ty == Type::Partition && !self.partitions.contains(&field) {
            let message = format!("not all partitions have the attribute `{field}`");
            return Err(unsupported(path, message));
        }
        let value = Expression::Attribute(Box::new(of.expression), field);
        Ok(Typed::present(ty, value))
    }
}

/// The type of all of these values, which are of simple types.
fn one_type<'t>(values: impl Iterator<Item = &'t Typed>, path: &str) -> Result<Type, Problem> {
    let mut values = values.map(|value| value.ty);
    let first = values.next().unwrap_or(Type::String);
    if !matches!(first, Type::String | Type::Boolean) || values.any(|ty| ty != first) {
        let message = "expected only texts, or only booleans";
        return Err(unsupported(format!("{path}.argv"), message));
    }
    Ok(first)
}
