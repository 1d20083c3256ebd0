//! The form of an overlay file.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};

use crate::error::Error;
use crate::json;
use crate::model::{
    BodyChecksum, PresignedCopy, PresignedPost, RawWaiter, ResourceName, SessionSignature,
    SettingSource, Transfer,
};

/// The contents of an overlay file. In all entries, null and `false` state nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Overlay {
    /// The service that it is for; of another one, it is an error.
    #[serde(rename = "for")]
    pub(super) key: Option<Key>,
    #[serde(default)]
    pub(super) service: ServiceEntry,
    #[serde(default)]
    pub(super) operations: IndexMap<String, OperationEntry>,
    #[serde(default)]
    pub(super) shapes: IndexMap<String, ShapeEntry>,
    /// In the form of botocore's `waiters-2.json`.
    #[serde(default)]
    pub(super) waiters: IndexMap<String, RawWaiter>,
}

/// What botocore's models and Smithy's call a version of a service.
#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `serviceId`",
    rename_all = "camelCase"
)]
pub(super) struct Key {
    /// `serviceId` of botocore, `sdkId` of Smithy.
    pub(super) service_id: String,
    /// `apiVersion` of botocore, `version` of Smithy.
    pub(super) api_version: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object", rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of fact")]
pub(super) struct ServiceEntry {
    pub(super) documentation: Option<String>,
    /// Constant headers of all requests.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) headers: IndexMap<String, Option<String>>,
    /// What holds for the members of these names in all inputs.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) input_members: IndexMap<String, Option<MemberEntry>>,
    /// The same, in all errors.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) error_members: IndexMap<String, Option<MemberEntry>>,
    /// Whether flattened lists have the names of their items on the wire.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) flattened_lists_named_by_items: bool,
    /// Where settings are in the environment and the profile, by their endpoint parameters.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) settings: IndexMap<String, Option<SettingSource>>,
    /// Whether each signed request states the hash of its payload in a header.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) signed_payload_header: bool,
    /// Whether signatures cover the path as it is sent.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) signed_path_as_sent: bool,
    /// The header that tells the region where a request has to go.
    pub(super) region_header: Option<String>,
    /// The element of an error's document that tells it.
    pub(super) region_element: Option<String>,
    /// The codes of errors that mean that it has to go to another region.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) region_errors: Vec<String>,
    /// Where the setting is that leaves payloads out of signatures.
    pub(super) payload_signing: Option<SettingSource>,
    /// Whether successful responses may have an error as their document.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) errors_in_success: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object", rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of fact")]
pub(super) struct OperationEntry {
    pub(super) documentation: Option<String>,
    /// Constant headers of its requests.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) headers: IndexMap<String, Option<String>>,
    /// Headers with checksums of the body, unless a member sets them.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) body_checksums: IndexMap<String, Option<BodyChecksum>>,
    /// The errors that it reports in place of those of the model, with their statuses.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) errors: IndexMap<String, Option<u16>>,
    /// The member of the input whose URL states the endpoint.
    pub(super) endpoint_member: Option<String>,
    /// Whether a GET request with a query is sent as a POST request with a form.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) query_as_form: bool,
    /// Whether presigned requests have the members of the body in the query.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) presigned_body_as_query: bool,
    /// Whether the document of the output is its member.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) unwrapped_output: bool,
    /// Boolean parameters of the endpoint rules, which win over settings of the client.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) endpoint_parameters: IndexMap<String, Option<bool>>,
    /// Whether its response may take minutes.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) slow_response: bool,
    /// Whether the input states a region, which errors about regions are about.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) states_region: bool,
    /// How requests are signed with the sessions that it creates.
    pub(super) session: Option<SessionSignature>,
    /// The members of a form that is presigned.
    pub(super) presigned_post: Option<PresignedPost>,
    /// The members of a copy from another region.
    pub(super) presigned_copy: Option<PresignedCopy>,
    /// What makes it transfer whole objects.
    pub(super) transfer: Option<Transfer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object", rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of fact")]
pub(super) struct ShapeEntry {
    pub(super) documentation: Option<String>,
    /// Another name for the Rust type.
    pub(super) rename: Option<String>,
    /// A text that matches the pattern, for fixtures.
    pub(super) sample: Option<String>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) sensitive: bool,
    /// Whether exactly one member is set; some models have lost it.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) union: bool,
    /// Whether calls that fail with this error may be retried.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) retryable: bool,
    /// Whether only what follows the last slash is sent, of each member that has this shape.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) last_path_segment: bool,
    #[serde(default)]
    pub(super) members: IndexMap<String, MemberEntry>,
    #[serde(default)]
    pub(super) values: IndexMap<String, ValueEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object", rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of fact")]
pub(super) struct MemberEntry {
    pub(super) documentation: Option<String>,
    /// A text for examples.
    pub(super) example: Option<String>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) idempotency_token: bool,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) sensitive: bool,
    /// What is sent if it is not set, or empty.
    pub(super) default: Option<String>,
    /// Whether only what follows its last slash is sent.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) last_path_segment: bool,
    /// Whether it is the message of the error.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) error_message: bool,
    /// Whether it is left out of responses if its value cannot be read.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) lenient: bool,
    /// Whether its texts have to be ASCII.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) ascii: bool,
    /// The element of the document that says whether its text is URL-encoded.
    pub(super) url_encoded_by: Option<String>,
    /// The member with a key in base64 whose MD5 it is, if it is not set.
    pub(super) md5_of: Option<String>,
    /// Whether characters that a header cannot have are sent percent-encoded.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) percent_encoded: bool,
    /// What it may be, if it names a resource.
    pub(super) resource_name: Option<ResourceName>,
    /// The members with an ARN whose account it is, if it is not set.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) account_of: Vec<String>,
    /// Whether it is the event that ends a stream.
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) last_event: bool,
    /// The name of a member with its text, whatever it is.
    pub(super) raw_text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct ValueEntry {
    pub(super) documentation: Option<String>,
}

/// Null stands for the default.
fn or_nothing<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl Overlay {
    /// Reads an overlay file.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or has unknown entries.
    pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        json::typed(file, bytes, |path| format!("{file}: {path}"))
    }

    /// The paths that it documents; those of values as in reports.
    pub fn documented(&self) -> HashSet<String> {
        let mut paths = HashSet::new();
        let mut add = |path: String, words: &Option<String>| {
            if words.is_some() {
                paths.insert(path);
            }
        };
        add("service".to_owned(), &self.service.documentation);
        for (name, operation) in &self.operations {
            add(format!("operations.{name}"), &operation.documentation);
        }
        for (name, shape) in &self.shapes {
            add(format!("shapes.{name}"), &shape.documentation);
            for (member, entry) in &shape.members {
                let path = format!("shapes.{name}.members.{member}");
                add(path, &entry.documentation);
            }
            for (value, entry) in &shape.values {
                add(format!("shapes.{name}.enum.{value}"), &entry.documentation);
            }
        }
        paths
    }

    /// Removes all documentation.
    pub fn drop_documentation(&mut self) {
        self.service.documentation = None;
        for operation in self.operations.values_mut() {
            operation.documentation = None;
        }
        for shape in self.shapes.values_mut() {
            shape.documentation = None;
            for member in shape.members.values_mut() {
                member.documentation = None;
            }
            for value in shape.values.values_mut() {
                value.documentation = None;
            }
        }
    }
}
