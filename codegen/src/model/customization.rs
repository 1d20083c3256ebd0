//! What a client has to do that no model states: overlays do.

use indexmap::IndexMap;
use serde::Deserialize;

use super::transfer::Transfer;

/// What only overlays state of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceCustomization {
    /// Where settings are in the environment and the profile, by their endpoint parameters.
    pub settings: IndexMap<String, SettingSource>,
    /// Whether each signed request states the hash of its payload in a header.
    pub states_payload_hash: bool,
    /// Whether signatures cover the path as it is sent, neither normalised nor encoded once more.
    pub signs_path_as_sent: bool,
    /// The header that tells the region where a request has to go.
    pub region_header: Option<String>,
    /// The element of an error's document that tells it.
    pub region_element: Option<String>,
    /// The codes of errors that mean that it has to go to another region.
    pub region_errors: Vec<String>,
    /// Where the setting is that leaves payloads out of signatures.
    pub payload_signing: Option<SettingSource>,
}

/// Where a setting is.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `documentation`, `environment`, `profile` and `on`"
)]
pub struct SettingSource {
    /// What it does, as Markdown.
    pub documentation: Option<String>,
    /// Its environment variable.
    pub environment: Option<String>,
    /// Its keys in the profile, of which the first one counts. One with a dot is in a block: `s3.a` is `a`
    /// below `s3 =`.
    #[serde(default)]
    pub profile: Vec<String>,
    /// The value that turns it on.
    #[serde(default = "SettingSource::on")]
    pub on: String,
}

impl SettingSource {
    fn on() -> String {
        "true".to_owned()
    }

    /// Whether it is in the environment or the profile.
    pub fn has_place(&self) -> bool {
        self.environment.is_some() || !self.profile.is_empty()
    }
}

/// What only overlays state of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of fact")]
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
    /// Whether a successful response whose document is an error is one.
    pub has_errors_in_success: bool,
    /// Whether the document of the output is its member.
    pub is_output_unwrapped: bool,
    /// Boolean parameters of the endpoint rules, which win over settings of the client.
    pub endpoint_parameters: IndexMap<String, bool>,
    /// Whether its response may take minutes.
    pub has_slow_response: bool,
    /// Whether the input states a region, which errors about regions are about.
    pub states_region: bool,
    /// How requests are signed with the sessions that it creates.
    pub session: Option<SessionSignature>,
    /// The members of a form that is presigned.
    pub presigned_post: Option<PresignedPost>,
    /// The members of a copy from another region.
    pub presigned_copy: Option<PresignedCopy>,
    /// What makes it transfer whole objects.
    pub transfer: Option<Transfer>,
}

/// The members of a form that is presigned.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `condition` and `field`",
    rename_all = "camelCase"
)]
pub struct PresignedPost {
    /// The name of a condition, and the member with its value.
    pub condition: (String, String),
    /// A field, and the member with its value.
    pub field: (String, String),
}

/// Signatures with the credentials of sessions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `scheme`, `tokenHeader` and `tokenParameter`",
    rename_all = "camelCase"
)]
pub struct SessionSignature {
    /// The authentication scheme of endpoints that ask for them.
    pub scheme: String,
    /// The header with the session's token.
    pub token_header: String,
    /// The parameter of presigned requests with it.
    pub token_parameter: String,
}

/// The members of a request that has a presigned request for the region of the source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `sourceRegion`, `destinationRegion` and `url`",
    rename_all = "camelCase"
)]
pub struct PresignedCopy {
    /// The member with the region of the source.
    pub source_region: String,
    /// The parameter of the presigned request with the region of the client.
    pub destination_region: String,
    /// The member with the URL.
    pub url: String,
    /// Whether both regions are members, and sent.
    #[serde(default)]
    pub sends_regions: bool,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of fact")]
pub struct MemberCustomization {
    /// A text for examples.
    pub example: Option<String>,
    /// What is sent if it is not set, or empty.
    pub default: Option<String>,
    /// Whether only what follows its last slash is sent.
    pub is_last_segment: bool,
    /// Whether it is the message of an error.
    pub is_message: bool,
    /// Whether it is left out of responses if its value cannot be read.
    pub is_lenient: bool,
    /// Whether its texts have to be ASCII.
    pub is_ascii: bool,
    /// The element of the document that says whether its text is URL-encoded.
    pub url_encoded_by: Option<String>,
    /// It is the MD5 of the key in this member, if it is not set.
    pub md5_of: Option<String>,
    /// Whether characters that a header cannot have are sent percent-encoded.
    pub is_percent_encoded: bool,
    /// What it may be, if it names a resource.
    pub resource_name: Option<ResourceName>,
    /// It is the account of the ARN in one of these members, if it is not set.
    pub account_of: Vec<String>,
    /// Whether it is the event that ends a stream.
    pub is_last_event: bool,
    /// The member that has its text, whatever it is.
    pub raw_text: Option<String>,
}

/// What a member that names a resource may be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `arns` or `names`",
    rename_all = "camelCase"
)]
pub struct ResourceName {
    /// The forms of ARNs: the service, a colon and the parts of the resource; `*` is any part.
    /// Without them, the endpoint rules say which there are.
    #[serde(default)]
    pub arns: Vec<String>,
    /// What may be the name of one; without it, any text.
    pub names: Option<NameForm>,
}

/// Texts of ASCII letters, digits and marks.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `marks` and `maxLength`",
    rename_all = "camelCase"
)]
pub struct NameForm {
    pub marks: String,
    pub max_length: usize,
}

impl ResourceName {
    /// What it may be, in words, with marks around what is literal.
    pub fn words(&self, mark: &str) -> String {
        let name = match &self.names {
            None => "a name".to_owned(),
            Some(NameForm { marks, max_length }) => format!(
                "a name of up to {max_length} ASCII letters, digits and {mark}{marks}{mark}"
            ),
        };
        if self.arns.is_empty() {
            return format!("{name}, or an ARN");
        }
        let arns = self.arns.join(&format!("{mark}, {mark}"));
        format!("{name}, or an ARN of {mark}{arns}{mark}")
    }
}
