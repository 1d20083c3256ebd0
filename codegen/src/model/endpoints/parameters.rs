//! The parameters of rules.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use super::expression::unsupported;
use super::rules::{Absence, BuiltIn, Parameter, Type};
use super::scope::{Known, RuleScope};
use crate::error::Problem;
use crate::model::Documentation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct RawParameter {
    r#type: String,
    built_in: Option<String>,
    #[serde(default)]
    required: bool,
    default: Option<Value>,
    documentation: Option<String>,
}

/// The parameters that are supported, and the scope of the first rule. Rules that need one of the
/// others are not supported either.
pub(super) fn read(
    raw: IndexMap<String, RawParameter>,
    file: &str,
) -> (IndexMap<String, Parameter>, RuleScope) {
    let mut parameters = IndexMap::new();
    let mut scope = RuleScope::default();
    for (name, raw) in raw {
        let path = format!("{file}: parameters.{name}");
        match parameter(raw, &path) {
            Ok(parameter) => {
                let known = Known::Value {
                    ty: parameter.ty,
                    may_be_absent: parameter.absence == Absence::Allowed,
                };
                scope.bind(&name, known);
                parameters.insert(name, parameter);
            }
            Err(problem) => {
                scope.bind(&name, Known::Unsupported(problem));
            }
        }
    }
    // The parameters of calls borrow, so there has to be one that can.
    if parameters
        .values()
        .all(|it: &Parameter| it.ty == Type::Boolean)
    {
        let region = Parameter {
            ty: Type::String,
            built_in: Some(BuiltIn::Region),
            absence: Absence::Allowed,
            documentation: Documentation::None,
        };
        // No parameter of a file has such a name.
        parameters.insert("Region of the client".to_owned(), region);
    }
    (parameters, scope)
}

fn parameter(raw: RawParameter, path: &str) -> Result<Parameter, Problem> {
    // Both spellings are in use.
    let ty = match raw.r#type.to_lowercase().as_str() {
        "string" => Type::String,
        "boolean" => Type::Boolean,
        "stringarray" => Type::StringArray,
        other => {
            let message = format!("parameters of the type `{other}` are not supported");
            return Err(unsupported(format!("{path}.type"), message));
        }
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
        Some(name) if is_setting(name, &raw, ty) => Some((BuiltIn::Setting, Type::Boolean)),
        // Clients do not have the setting; the rules say what applies without it.
        Some(_) if raw.default.is_some() => None,
        Some(other) => {
            let message = format!("the built-in `{other}` is not supported");
            return Err(unsupported(format!("{path}.builtIn"), message));
        }
    };
    if let (Some(name), Some((_, expected))) = (raw.built_in.as_deref(), built_in)
        && expected != ty
    {
        let message = format!("the built-in `{name}` has an unexpected type");
        return Err(unsupported(format!("{path}.type"), message));
    }
    let built_in = built_in.map(|(built_in, _)| built_in);
    // The client always sets these.
    let is_flag = matches!(built_in, Some(BuiltIn::UseFips | BuiltIn::UseDualStack));
    let absence = match (raw.default, ty) {
        (Some(Value::Bool(true)), Type::Boolean) if !is_flag => Absence::True,
        (Some(Value::Bool(false)), Type::Boolean) => Absence::False,
        (Some(Value::String(text)), Type::String) => Absence::Text(text),
        (Some(Value::Array(items)), Type::StringArray) if items.iter().all(Value::is_string) => {
            let texts = items.iter().filter_map(Value::as_str);
            Absence::Texts(texts.map(str::to_owned).collect())
        }
        (Some(other), _) => {
            let message = format!("the default {other} is not supported here");
            return Err(unsupported(format!("{path}.default"), message));
        }
        (None, _) if is_flag => Absence::False,
        (None, _) if raw.required => Absence::Refused,
        (None, _) => Absence::Allowed,
    };
    Ok(Parameter {
        ty,
        built_in,
        absence,
        documentation: Documentation::html(raw.documentation),
    })
}

/// Whether a built-in is a setting of one service: `AWS::Service::Name`, whose last part is the name of
/// the parameter.
fn is_setting(built_in: &str, raw: &RawParameter, ty: Type) -> bool {
    let parts: Vec<_> = built_in.split("::").collect();
    let is_of_service = matches!(parts[..], ["AWS", service, _] if service != "Auth");
    is_of_service && ty == Type::Boolean && (raw.default.is_some() || !raw.required)
}
