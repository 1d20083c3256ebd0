//! Presigned forms: fields with a signed policy, with which a browser sends a file.

use std::fmt;
use std::io::{self, Write};
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use aws_smithy_runtime_api::client::endpoint::{EndpointFuture, EndpointResolverParams};
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;
use base64_simd::STANDARD;
use chrono::{NaiveDateTime, TimeDelta};
use http::{Request, Uri};
use serde_core::Serialize as _;
use serde_json::ser::Formatter;
use serde_json::{Value, json};

use super::endpoint_change::{ChangeEndpoint, EndpointPlugin};
use super::presigning::{Presign, Purpose, parameter};
use crate::client::endpoint::Endpoint;
use crate::client::operation::CallFeature;
use crate::client::{Call, Core};
use crate::core::debug::REDACTED;
use crate::core::error::{CallError, Cause, InvalidInput};
use crate::core::lock::lock;
use crate::core::shape::{Shape, text_of};

/// What a form may send, and until when.
#[derive(Clone, Debug)]
#[must_use]
pub struct PostPolicy {
    expires_in: Duration,
    fields: Vec<(String, String)>,
    conditions: Vec<Value>,
}

impl PostPolicy {
    /// A form that is valid for a time from now on.
    pub fn new(expires_in: Duration) -> Self {
        Self {
            expires_in,
            fields: Vec::new(),
            conditions: Vec::new(),
        }
    }

    /// Adds a field, which the form has to have with this value.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.conditions.push(json!({name.as_str(): value}));
        self.fields.push((name, value));
        self
    }

    /// Adds a condition in the service's form, such as `["starts-with", "$Content-Type", "image/"]`.
    /// A field that it is for is up to who sends the form.
    pub fn condition(mut self, condition: impl Into<Value>) -> Self {
        self.conditions.push(condition.into());
        self
    }

    /// Limits the length of the file.
    pub fn content_length(self, bytes: RangeInclusive<u64>) -> Self {
        self.condition(json!(["content-length-range", bytes.start(), bytes.end()]))
    }
}

/// A form that whoever has it can send as `multipart/form-data`, with the file as its last field.
#[derive(Clone)]
pub struct PresignedPost {
    url: String,
    fields: Vec<(String, String)>,
}

impl PresignedPost {
    /// Where the form is sent.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The fields before that of the file.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.fields.iter();
        fields.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The fields may be used by whoever has them.
impl fmt::Debug for PresignedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("fields", &format_args!("{REDACTED}"))
            .finish()
    }
}

/// The members of an input that a policy has.
#[derive(Clone, Copy, Debug)]
pub struct PostMembers {
    /// A condition, by its name in policies, and the member with its value.
    pub condition: (&'static str, &'static str),
    /// A field of the form, and the member with its value.
    pub field: (&'static str, &'static str),
}

/// The parameter with the algorithm of a signature.
const ALGORITHM: &str = "X-Amz-Algorithm";

/// What stands for the name of the file at the end of a field.
const FILE_NAME: &str = "${filename}";

impl<O: Presign> Call<O> {
    /// Makes a form of the call instead of sending it.
    ///
    /// # Errors
    ///
    /// As those of [`Core::presign`], and for members that the policy does not have.
    pub async fn presign_post(
        self,
        policy: PostPolicy,
        members: PostMembers,
    ) -> Result<PresignedPost, CallError<O::Error>> {
        let name = O::SCHEMA.name;
        let (core, input) = self.into_parts();
        check_members(name, &input, members)
            .map_err(|error| CallError::new(name, Cause::Input(error)))?;
        let (mut fields, mut conditions) = (policy.fields, policy.conditions);
        let text = |member: &str| text_of(&input, member).unwrap_or_default().to_owned();
        let (condition, member) = members.condition;
        conditions.push(json!({condition: text(member)}));
        let (field, member) = members.field;
        let value = text(member);
        conditions.push(match value.strip_suffix(FILE_NAME) {
            Some(start) => json!(["starts-with", format!("${field}"), start]),
            None => json!({field: value.as_str()}),
        });
        fields.push((field.to_owned(), value));

        let captured = Arc::new(Captured::default());
        let features: Vec<Arc<dyn CallFeature>> = vec![captured.clone()];
        let signed = core
            .presign_as::<O>(Purpose::Form, input, policy.expires_in, features)
            .await?;
        let signed = Request::from(signed);
        let captured = lock(&captured.0).take();
        let form = captured.and_then(|(identity, endpoint)| {
            let secret = identity
                .data::<Credentials>()?
                .secret_access_key()
                .to_owned();
            let form = Form {
                fields,
                conditions,
                expires_in: policy.expires_in,
            };
            form.signed(signed.uri(), &secret, endpoint.url())
        });
        form.ok_or_else(|| {
            let problem = "an interceptor replaced the signature".to_owned();
            let error = InvalidInput::with_problem(name, problem);
            CallError::new(name, Cause::Input(error))
        })
    }
}

/// Checks that only members are set that a policy has: the others would be left out.
fn check_members(
    operation: &'static str,
    input: &dyn Shape,
    members: PostMembers,
) -> Result<(), InvalidInput> {
    let known = [members.condition.1, members.field.1];
    let set = input.schema().members.iter().enumerate();
    let others = set
        .filter(|(index, member)| !known.contains(&member.name) && input.member(*index).is_some());
    let others: Vec<_> = others.map(|(_, member)| member.name).collect();
    if others.is_empty() {
        return Ok(());
    }
    let problem = format!(
        "a form has nothing of {}: state it with `PostPolicy::field`",
        others.join(", ")
    );
    Err(InvalidInput::with_problem(operation, problem))
}

/// A form that is not signed yet.
struct Form {
    fields: Vec<(String, String)>,
    conditions: Vec<Value>,
    expires_in: Duration,
}

impl Form {
    /// Adds what the signature of a presigned request says of who signs and when, and signs the policy.
    fn signed(mut self, presigned: &Uri, secret: &str, url: &str) -> Option<PresignedPost> {
        let date = parameter(presigned, "X-Amz-Date")?;
        let scope = parameter(presigned, "X-Amz-Credential")?;
        for name in [
            ALGORITHM,
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Security-Token",
        ] {
            if let Some(value) = parameter(presigned, name) {
                let name = name.to_ascii_lowercase();
                self.conditions.push(json!({name.as_str(): value}));
                self.fields.push((name, value));
            }
        }
        let now = NaiveDateTime::parse_from_str(&date, "%Y%m%dT%H%M%SZ")
            .ok()?
            .and_utc();
        let expiration = now + TimeDelta::from_std(self.expires_in).ok()?;
        let expiration = expiration.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let policy = json!({"expiration": expiration, "conditions": self.conditions});
        let policy = STANDARD.encode_to_string(document(&policy)?);
        let mut parts = scope.rsplit('/').skip(1);
        let (service, region) = (parts.next()?, parts.next()?);
        let key = generate_signing_key(secret, now.into(), region, service);
        let signature = calculate_signature(key, policy.as_bytes());
        self.fields.push(("policy".to_owned(), policy));
        self.fields.push(("x-amz-signature".to_owned(), signature));
        Some(PresignedPost {
            // The root has a path.
            url: url.parse::<Uri>().ok()?.to_string(),
            fields: self.fields,
        })
    }
}

/// A policy in the form in which botocore writes it.
fn document(policy: &Value) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, Spaced);
    policy.serialize(&mut serializer).ok()?;
    Some(text)
}

/// JSON in ASCII, with a space after commas and colons.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        to.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        to.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        text: &str,
    ) -> io::Result<()> {
        for character in text.chars() {
            if character.is_ascii() {
                write!(to, "{character}")?;
                continue;
            }
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(to, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

/// Who signs a request, and its endpoint.
#[derive(Default)]
struct Captured(Mutex<Option<(Identity, Endpoint)>>);

impl fmt::Debug for Captured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Captured")
    }
}

impl CallFeature for Captured {
    fn install(
        self: Arc<Self>,
        _: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String> {
        Ok(plugins.with_client_plugin(EndpointPlugin::new("presigned post", self)))
    }
}

impl ChangeEndpoint for Captured {
    fn change<'a>(
        &'a self,
        endpoint: Endpoint,
        params: &'a EndpointResolverParams,
    ) -> EndpointFuture<'a> {
        let identity = params.get_property::<Identity>().cloned();
        *lock(&self.0) = identity.map(|it| (it, endpoint.clone()));
        EndpointFuture::ready(Ok(endpoint))
    }
}
