//! What a client has to do that no model states: overlays do.

use indexmap::IndexMap;
use serde::Deserialize;

/// What only overlays state of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationCustomization {
    /// Constant request headers, by their lower-case names. A member that is bound to one wins.
    pub headers: IndexMap<String, String>,
    /// Headers with a checksum of the body, by their lower-case names, unless a member sets them.
    pub body_checksums: IndexMap<String, BodyChecksum>,
    /// The member of the input whose URL states the endpoint.
    pub endpoint_member: Option<String>,
    /// Whether the query is sent as the form body of a POST request.
    pub sends_query_as_form: bool,
    /// Whether presigned requests have the members of the body in the query.
    pub presigns_body_as_query: bool,
}

/// A checksum of a body, as hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyChecksum {
    /// SHA-256.
    Sha256,
    /// The SHA-256 of pieces of 1 MiB, and of their hashes in pairs, up to one.
    Sha256Tree,
}

impl BodyChecksum {
    /// The name in overlays.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha256Tree => "sha256-tree",
        }
    }
}

/// What only overlays state of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberCustomization {
    /// What is sent if it is not set, or empty.
    pub default: Option<String>,
    /// Whether only what follows its last slash is sent.
    pub is_last_segment: bool,
    /// Whether it is the message of an error.
    pub is_message: bool,
}
