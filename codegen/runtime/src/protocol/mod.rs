//! AWS protocols: a type for each, which implements [`Protocol`](crate::operation::Protocol).

#[cfg(feature = "aws-json")]
pub mod aws_json;
#[cfg(feature = "json")]
pub(crate) mod json_error;
#[cfg(feature = "rest-json")]
mod json_query;
#[cfg(any(feature = "aws-query", feature = "ec2-query"))]
pub mod query;
#[cfg(feature = "query-compatible")]
pub mod query_compatible;
#[cfg(feature = "http-bindings")]
mod rest;
#[cfg(feature = "rest-json")]
pub mod rest_json;
#[cfg(feature = "rest-xml")]
pub mod rest_xml;
#[cfg(any(feature = "json", feature = "xml"))]
pub(crate) mod status;
#[cfg(feature = "xml")]
pub(crate) mod xml_error;
