//! What overlays state of operations.

use super::{BodyChecksum, PresignedCopy, PresignedPost, ResourceName, SessionSignature};
use crate::names::Name;

/// What clients do with the requests of an operation besides what its protocol says.
#[derive(Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of fact")]
pub struct Customization {
    /// Constant headers, by their lower-case names.
    pub headers: Vec<(String, String)>,
    /// Headers with checksums of the body, by their lower-case names.
    pub body_checksums: Vec<(String, BodyChecksum)>,
    /// Members of the input that are sent with other values.
    pub adjustments: Vec<InputAdjustment>,
    /// Members of the input that name resources.
    pub resource_names: Vec<(String, ResourceName)>,
    pub stated_endpoint: Option<StatedEndpoint>,
    /// Whether a successful response whose document is an error is one.
    pub has_errors_in_success: bool,
    /// Whether the document of the output is its member.
    pub is_output_unwrapped: bool,
    /// Whether its response may take minutes.
    pub has_slow_response: bool,
    /// Whether errors about regions are about one in the input.
    pub states_region: bool,
    pub presigned_copy: Option<PresignedCopy>,
    pub presigned_post: Option<PresignedPost>,
    /// The operation whose sessions may sign it.
    pub session: Option<Session>,
}

impl Customization {
    /// Whether a member is the MD5 of another one.
    pub fn has_derived_members(&self) -> bool {
        let mut adjustments = self.adjustments.iter();
        adjustments.any(|it| matches!(it.adjustment, Adjustment::Md5Of(_)))
    }
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
    /// The account of the ARN in this member, if it is not set.
    AccountOf(String),
    /// The MD5 of the key in this member, if it is not set.
    Md5Of(String),
    /// Its text with characters that a header cannot have percent-encoded.
    PercentEncoded,
    /// It is not sent.
    Unsent,
}

/// Sessions that another operation creates.
#[derive(Debug, PartialEq, Eq)]
pub struct Session {
    /// The type of that operation.
    pub operation: Name,
    /// Its module.
    pub module: Name,
    pub signature: SessionSignature,
}

/// The member of an input whose URL states the endpoint.
#[derive(Debug, PartialEq, Eq)]
pub struct StatedEndpoint {
    /// The model name of the member.
    pub member: String,
    pub field: Name,
}
