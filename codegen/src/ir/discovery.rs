//! Endpoint discovery.

use super::FieldSegment;
use crate::names::Name;

/// How an operation discovers its endpoint.
#[derive(Debug, PartialEq, Eq)]
pub struct Discovery {
    /// The module and the marker type of the operation that returns endpoints.
    pub operation: (Name, Name),
    /// The endpoint identifiers, in the order of the input.
    pub identifiers: Vec<Identifier>,
}

/// A string in an input that the endpoint depends on.
#[derive(Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The model name of the member.
    pub name: String,
    pub steps: Vec<FieldSegment>,
}

/// What makes an operation the one that returns endpoints.
#[derive(Debug)]
pub struct EndpointOperation {
    /// Requests state it.
    pub api_version: String,
    /// The code of the error for requests to an endpoint that is no longer valid.
    pub invalid_endpoint: String,
    pub input: Option<DiscoveryInput>,
    /// The list of endpoints in the output.
    pub endpoints: Name,
    /// In an endpoint, its address.
    pub address: FieldSegment,
    /// In an endpoint, the minutes that it is valid for.
    pub minutes: FieldSegment,
    /// Whether the minutes have 64 bits.
    pub has_long_minutes: bool,
}

/// The setters of the endpoint operation's input, if it has members.
#[derive(Debug)]
pub struct DiscoveryInput {
    pub operation: Name,
    pub identifiers: Name,
}
