//! The core of the runtime: member tables, codecs, errors, checks.
//!
//! Run with `--all-features` to include the model form and the codes of awsQuery; without `aws-json`, there
//! is nothing to run.

#![cfg(feature = "aws-json")]

mod body;
mod byte_stream;
mod check;
mod debug;
mod enumerations;
mod errors;
#[cfg(feature = "form")]
mod form;
#[cfg(feature = "form")]
mod form_shapes;
#[cfg(feature = "xml")]
mod hostile_xml;
#[cfg(feature = "serde")]
mod model_form;
mod predicates;
mod properties;
#[cfg(all(feature = "aws-query", feature = "ec2-query"))]
mod query;
#[cfg(feature = "query-compatible")]
mod query_compatible;
mod reading;
#[cfg(feature = "rest-json")]
mod rest_json;
mod service_errors;
mod shapes;
mod timestamps;
mod writing;
#[cfg(feature = "xml")]
mod xml;
#[cfg(feature = "xml")]
mod xml_shapes;

use chrono::{DateTime, Utc};
use tinsmith_runtime::codec::json;
use tinsmith_runtime::error::DecodeError;
use tinsmith_runtime::shape::Shape;

/// Writes a shape in the wire form.
fn write(shape: &dyn Shape) -> String {
    String::from_utf8(json::write(shape).into()).unwrap()
}

/// Reads a shape in the wire form.
fn read<T: Shape + Default>(document: impl AsRef<[u8]>) -> Result<T, DecodeError> {
    let mut shape = T::default();
    json::read(document.as_ref(), &mut shape)?;
    Ok(shape)
}

/// Parses an RFC 3339 timestamp.
fn time(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}
