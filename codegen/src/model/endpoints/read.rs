//! Reads and resolves the rules of a file.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use super::expression::{self, Argument};
use super::rules::{
    Binding, BuiltIn, Condition, Destination, Expression, Outcome, Parameter, Rule, Type,
};
use super::scope::RuleScope;
use super::text::{self, SchemeValue};

type AuthScheme = text::AuthScheme<Expression>;
use crate::error::{Error, Problem, ProblemKind};
use crate::json;
use crate::model::Documentation;

#[derive(Deserialize)]
#[serde(expecting = "a rule set")]
struct RawRuleSet {
    version: String,
    parameters: IndexMap<String, RawParameter>,
    rules: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct RawParameter {
    r#type: String,
    built_in: Option<String>,
    #[serde(default)]
    required: bool,
    default: Option<Value>,
    documentation: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "a rule")]
struct RawRule {
    r#type: String,
    #[serde(default)]
    conditions: Vec<RawCondition>,
    endpoint: Option<RawEndpoint>,
    error: Option<Value>,
    rules: Option<Vec<RawRule>>,
}

#[derive(Deserialize)]
#[serde(expecting = "a condition")]
struct RawCondition {
    r#fn: String,
    argv: Vec<Value>,
    assign: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an endpoint")]
struct RawEndpoint {
    url: Value,
    #[serde(default)]
    headers: IndexMap<String, Vec<Value>>,
    #[serde(default)]
    properties: IndexMap<String, Value>,
}

/// The most parameters of a rule set, and conditions of a rule; `S3` has 18 parameters.
const LIMIT: usize = 200;

/// The parameters and rules of a file.
pub(super) fn rule_set(
    file: &str,
    text: &[u8],
) -> Result<(IndexMap<String, Parameter>, Vec<Rule>), Error> {
    let raw: RawRuleSet = json::typed(file, text, |path| format!("{file}: {path}"))?;
    if raw.version != "1.0" {
        let path = format!("{file}: version");
        let message = format!("rules of version {:?} are not supported", raw.version);
        let problem = Problem::new(ProblemKind::Unsupported, path, message);
        return Err(problem.hint("this version reads 1.0").into());
    }
    check_count(raw.parameters.len(), || format!("{file}: parameters"))?;
    let parameters = raw
        .parameters
        .into_iter()
        .map(|(name, raw)| {
            let path = format!("{file}: parameters.{name}");
            Ok((name, parameter(raw, &path)?))
        })
        .collect::<Result<IndexMap<_, _>, Problem>>()?;
    if parameters.values().all(|it| it.ty != Type::String) {
        let path = format!("{file}: parameters");
        let message = "no parameter is a string, so there is nothing to make a host name of";
        return Err(Problem::new(ProblemKind::Unsupported, path, message).into());
    }
    let scope = RuleScope::of(&parameters);
    let rules = rules(raw.rules, &format!("{file}: rules"), &scope)?;
    Ok((parameters, rules))
}

fn parameter(raw: RawParameter, path: &str) -> Result<Parameter, Problem> {
    let unsupported = |field: &str, message: String| {
        Problem::new(ProblemKind::Unsupported, format!("{path}{field}"), message)
    };
    // Both spellings are in use.
    let ty = match raw.r#type.to_lowercase().as_str() {
        "string" => Type::String,
        "boolean" => Type::Boolean,
        "stringarray" => Type::StringArray,
        other => return Err(unsupported(".type", format!("unknown type `{other}`"))),
    };
    let built_in = match raw.built_in.as_deref() {
        None => None,
        Some("AWS::Region") => Some((BuiltIn::Region, Type::String)),
        Some("AWS::UseFIPS") => Some((BuiltIn::UseFips, Type::Boolean)),
        Some("AWS::UseDualStack") => Some((BuiltIn::UseDualStack, Type::Boolean)),
        Some("SDK::Endpoint") => Some((BuiltIn::Endpoint, Type::String)),
        Some("AWS::Auth::AccountId") => Some((BuiltIn::AccountId, Type::String)),
        Some("AWS::Auth::AccountIdEndpointMode") => {
            Some((BuiltIn::AccountIdEndpointMode, Type::String))
        }
        Some(other) => {
            let message = format!("the built-in `{other}` is not supported");
            return Err(unsupported(".builtIn", message));
        }
    };
    if let Some((built_in, expected)) = built_in
        && expected != ty
    {
        let message = format!("the built-in {built_in:?} has another type");
        return Err(unsupported(".type", message));
    }
    let built_in = built_in.map(|(built_in, _)| built_in);
    let is_flag = matches!(built_in, Some(BuiltIn::UseFips | BuiltIn::UseDualStack));
    let may_be_absent = match (raw.default, ty) {
        (None, _) if raw.required => {
            let message = "a required parameter needs a default";
            return Err(unsupported("", message.to_owned()));
        }
        (None, _) if is_flag => {
            let message = "this built-in needs the default `false`";
            return Err(unsupported("", message.to_owned()));
        }
        (None, _) => true,
        (Some(Value::Bool(false)), Type::Boolean) => false,
        (Some(other), _) => {
            let message = format!("the default {other} is not supported here");
            return Err(unsupported(".default", message));
        }
    };
    Ok(Parameter {
        ty,
        built_in,
        may_be_absent,
        documentation: Documentation::html(raw.documentation),
    })
}

fn check_count(count: usize, path: impl Fn() -> String) -> Result<(), Problem> {
    if count <= LIMIT {
        return Ok(());
    }
    let message = format!("there are {count} of them; the limit is {LIMIT}");
    Err(Problem::new(ProblemKind::Unsupported, path(), message))
}

fn rules(raw: Vec<RawRule>, path: &str, scope: &RuleScope) -> Result<Vec<Rule>, Problem> {
    raw.into_iter()
        .enumerate()
        .map(|(index, raw)| rule(raw, &format!("{path}[{index}]"), scope.clone()))
        .collect()
}

fn rule(raw: RawRule, path: &str, mut scope: RuleScope) -> Result<Rule, Problem> {
    let mut conditions = Vec::new();
    check_count(raw.conditions.len(), || format!("{path}.conditions"))?;
    for (index, raw) in raw.conditions.into_iter().enumerate() {
        let path = format!("{path}.conditions[{index}]");
        conditions.push(condition(&raw, &path, &mut scope)?);
    }
    let missing = |field: &str| {
        let message = format!("a rule of this type needs `{field}`");
        Problem::new(ProblemKind::Malformed, path, message)
    };
    let outcome = match raw.r#type.as_str() {
        "endpoint" => {
            let raw = raw.endpoint.ok_or_else(|| missing("endpoint"))?;
            let destination = destination(&raw, &format!("{path}.endpoint"), &scope)?;
            Outcome::Endpoint(Box::new(destination))
        }
        "error" => {
            let argument = Argument {
                value: &raw.error.ok_or_else(|| missing("error"))?,
                path: &format!("{path}.error"),
                scope: &scope,
            };
            Outcome::Error(argument.text()?)
        }
        "tree" => {
            let raw = raw.rules.ok_or_else(|| missing("rules"))?;
            Outcome::Rules(rules(raw, &format!("{path}.rules"), &scope)?)
        }
        other => {
            let path = format!("{path}.type");
            let message = format!("unknown type of rule `{other}`");
            return Err(Problem::new(ProblemKind::Unsupported, path, message)
                .hint("known are endpoint, error and tree"));
        }
    };
    Ok(Rule {
        conditions,
        outcome,
    })
}

fn condition(raw: &RawCondition, path: &str, scope: &mut RuleScope) -> Result<Condition, Problem> {
    let value = expression::call(&raw.r#fn, &raw.argv, path, scope)?;
    if let Some(name) = &raw.assign {
        let path = format!("{path}.assign");
        if value.ty == Type::Boolean {
            let message = "naming a boolean is not supported";
            return Err(Problem::new(ProblemKind::Unsupported, path, message));
        }
        if !scope.bind(name, value.ty) {
            let message = format!("`{name}` is already defined");
            return Err(Problem::new(ProblemKind::NameClash, path, message));
        }
        return Ok(Condition::Bind(Binding {
            name: name.clone(),
            value: value.expression,
            may_be_absent: value.may_be_absent,
        }));
    }
    Ok(match value.expression {
        Expression::IsSet(of) => {
            if let Expression::Reference(name) = &*of {
                scope.is_set(name);
            }
            Condition::IsSet(*of)
        }
        expression if value.may_be_absent => Condition::IsSet(expression),
        expression if value.ty == Type::Boolean => Condition::Holds(expression),
        // It is always present.
        _ => Condition::Holds(Expression::Boolean(true)),
    })
}

fn destination(raw: &RawEndpoint, path: &str, scope: &RuleScope) -> Result<Destination, Problem> {
    let text = |value: &Value, path: &str| Argument { value, path, scope }.text();
    let mut headers = IndexMap::new();
    for (name, values) in &raw.headers {
        let path = format!("{path}.headers.{name}");
        let values = values
            .iter()
            .enumerate()
            .map(|(index, value)| text(value, &format!("{path}[{index}]")))
            .collect::<Result<_, _>>()?;
        headers.insert(name.clone(), values);
    }
    let mut auth_schemes = Vec::new();
    for (name, value) in &raw.properties {
        let path = format!("{path}.properties.{name}");
        match (name.as_str(), value) {
            ("authSchemes", Value::Array(schemes)) => {
                for (index, scheme) in schemes.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    auth_schemes.push(auth_scheme(scheme, &path, scope)?);
                }
            }
            // For the user agent: AWS counts features by it.
            ("metricValues", _) => {}
            _ => {
                let message = format!("the property `{name}` is not supported");
                return Err(Problem::new(ProblemKind::Unsupported, path, message));
            }
        }
    }
    Ok(Destination {
        url: text(&raw.url, &format!("{path}.url"))?,
        headers,
        auth_schemes,
    })
}

fn auth_scheme(value: &Value, path: &str, scope: &RuleScope) -> Result<AuthScheme, Problem> {
    let malformed = |path: &str, message: &str| Problem::new(ProblemKind::Malformed, path, message);
    let Some(object) = value.as_object() else {
        return Err(malformed(path, "expected an object"));
    };
    let Some(scheme) = object.get("name").and_then(Value::as_str) else {
        return Err(malformed(path, "it has no `name`"));
    };
    let mut properties = IndexMap::new();
    for (name, value) in object.iter().filter(|(name, _)| *name != "name") {
        let path = format!("{path}.{name}");
        let text = |value| {
            Argument {
                value,
                path: &path,
                scope,
            }
            .text()
        };
        let value = match (name.as_str(), value) {
            ("signingName" | "signingRegion", value) => SchemeValue::Text(text(value)?),
            ("signingRegionSet", Value::Array(regions)) => {
                SchemeValue::List(regions.iter().map(text).collect::<Result<_, _>>()?)
            }
            ("disableDoubleEncoding" | "disableNormalizePath", Value::Bool(flag)) => {
                SchemeValue::Flag(*flag)
            }
            _ => {
                let message = format!("the property `{name}` with this value is not supported");
                return Err(Problem::new(ProblemKind::Unsupported, path, message));
            }
        };
        properties.insert(name.clone(), value);
    }
    Ok(AuthScheme {
        name: scheme.to_owned(),
        properties,
    })
}
