//! AWS protocols: a type for each, which implements [`Protocol`](crate::operation::Protocol).

pub mod aws_json;
#[cfg(feature = "query-compatible")]
pub mod query_compatible;
