//! Endpoints with their headers and authentication schemes.

use indexmap::IndexMap;
use serde_json::Value;

use super::expression::{Reader, malformed, unsupported};
use super::raw::RawEndpoint;
use super::rules::{Destination, Expression};
use super::text::{self, SchemeValue};
use crate::error::Problem;

type AuthScheme = text::AuthScheme<Expression>;

/// An endpoint.
pub(super) fn read(
    raw: &RawEndpoint,
    path: &str,
    reader: &mut Reader<'_>,
) -> Result<Destination, Problem> {
    let mut headers = IndexMap::new();
    for (name, values) in &raw.headers {
        let path = format!("{path}.headers.{name}");
        let values = values
            .iter()
            .enumerate()
            .map(|(index, value)| reader.text(value, &format!("{path}[{index}]")))
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
                    auth_schemes.push(auth_scheme(scheme, &path, reader)?);
                }
            }
            // What AWS counts by the user agent, and what is behind the endpoint.
            ("metricValues", _) | ("backend", Value::String(_)) => {}
            // By the specification, clients may use properties or not.
            _ => {
                let message = format!("the property `{name}` of endpoints is ignored");
                reader.ignored.push(unsupported(path, message));
            }
        }
    }
    Ok(Destination {
        url: reader.text(&raw.url, &format!("{path}.url"))?,
        headers,
        auth_schemes,
    })
}

fn auth_scheme(value: &Value, path: &str, reader: &mut Reader<'_>) -> Result<AuthScheme, Problem> {
    let Some(object) = value.as_object() else {
        return Err(malformed(path, "expected an object"));
    };
    let Some(scheme) = object.get("name").and_then(Value::as_str) else {
        return Err(malformed(path, "it has no `name`"));
    };
    let mut properties = IndexMap::new();
    for (name, value) in object.iter().filter(|(name, _)| *name != "name") {
        let path = format!("{path}.{name}");
        let mut text = |value| reader.text(value, &path);
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
                return Err(unsupported(path, message));
            }
        };
        properties.insert(name.clone(), value);
    }
    Ok(AuthScheme {
        name: scheme.to_owned(),
        properties,
    })
}
