//! What overlays state of operations.

use super::BodyChecksum;
use crate::names::Name;

/// What clients do with the requests of an operation besides what its protocol says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Customization {
    /// Constant headers, by their lower-case names.
    pub headers: Vec<(String, String)>,
    /// Headers with checksums of the body, by their lower-case names.
    pub body_checksums: Vec<(String, BodyChecksum)>,
    /// Members of the input that are sent with other values.
    pub adjustments: Vec<InputAdjustment>,
    pub stated_endpoint: Option<StatedEndpoint>,
}

/// A member of an input that is sent with another value.
#[derive(Debug, PartialEq, Eq)]
pub struct InputAdjustment {
    /// The model name of the member.
    pub member: String,
    pub adjustment: Adjustment,
}

/// How the value of a member is adjusted.
#[derive(Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// This, if it is not set or empty.
    Default(String),
    /// What follows its last slash.
    LastSegment,
}

/// The member of an input whose URL states the endpoint.
#[derive(Debug, PartialEq, Eq)]
pub struct StatedEndpoint {
    /// The model name of the member.
    pub member: String,
    pub field: Name,
}
