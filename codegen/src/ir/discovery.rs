//! Operations whose endpoint has to be asked for.

use super::FieldSegment;
use crate::names::Name;

/// How an operation finds its endpoint.
#[derive(Debug, PartialEq, Eq)]
pub struct Discovery {
    /// The operation that is asked: its module and its marker type.
    pub asks: (Name, Name),
    /// What of the input the endpoint depends on, by the names of the members; in the order of the
    /// input.
    pub identifiers: Vec<Identifier>,
}

/// A text in an input that the endpoint depends on.
#[derive(Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The name of the member.
    pub name: String,
    /// The way to it from the input.
    pub steps: Vec<FieldSegment>,
}

/// What makes an operation the one that is asked.
#[derive(Debug)]
pub struct EndpointOperation {
    /// The version of the service's API, which its requests name.
    pub api_version: String,
    /// The code of the error that refuses a request at an endpoint that is not the right one any
    /// more.
    pub invalid_endpoint: String,
    /// The setters of its input for the operation and the identifiers asked about, if there are any.
    pub question: Option<Question>,
    /// The list of endpoints, a field of the output.
    pub endpoints: Name,
    /// In an endpoint, its address.
    pub address: FieldSegment,
    /// In an endpoint, how many minutes it may be used.
    pub minutes: FieldSegment,
    /// Whether the minutes have 64 bits already.
    pub has_long_minutes: bool,
}

/// The setters of the input of the operation that is asked.
#[derive(Debug)]
pub struct Question {
    /// That for the name of the operation.
    pub operation: Name,
    /// That for the identifiers.
    pub identifiers: Name,
}
