//! Static properties of operations.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::adjusted::Adjustment;
use super::body_checksum::ChecksumHeader;
use super::resource_name::ResourceName;
use crate::core::shape::{Shape, text_of};

/// Static properties of an operation.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of fact")]
pub struct OperationSchema {
    /// The operation's name in the model.
    pub name: &'static str,
    /// The header `X-Amz-Target` of awsJson: the service's target prefix, a dot and the name.
    pub target: &'static str,
    /// The version of the service's API, which requests of awsQuery and ec2Query state.
    pub version: &'static str,
    /// The HTTP method of a protocol that binds members to parts of the request.
    pub method: &'static str,
    /// The path and query of such a protocol: `{name}` stands for the member of that name, `{name+}`
    /// for one that may have several segments.
    pub uri: &'static str,
    /// Whether the endpoint has the first segment of the path, a label, in its URL, so that the path
    /// is sent without it.
    pub starts_in_endpoint: bool,
    /// The content type of a payload (trait `mediaType`); empty for the default of its type.
    pub content_type: &'static str,
    /// Constant request headers, with lower-case names.
    pub headers: &'static [(&'static str, &'static str)],
    /// Members of the input that are sent with other values, by their names in the model.
    pub adjustments: &'static [(&'static str, Adjustment)],
    /// Members of the input that name resources, by their names in the model.
    pub resource_names: &'static [(&'static str, ResourceName)],
    /// Headers with checksums of the body, unless a member sets them; with lower-case names.
    pub body_checksums: &'static [ChecksumHeader],
    /// The member of the input whose URL states the endpoint; empty for most operations.
    pub endpoint_member: &'static str,
    /// Whether the query is sent as the form body of a POST request.
    pub sends_query_as_form: bool,
    /// Whether a successful response whose document is an error is one; it counts as one of the status
    /// 500.
    pub has_errors_in_success: bool,
    /// Whether the document of the output is its member (trait `s3UnwrappedXmlOutput`).
    pub is_output_unwrapped: bool,
    /// Whether errors about regions are about one in the input.
    pub states_region: bool,
    /// Whether its response may take minutes, so that the default time limits do not hold.
    pub has_slow_response: bool,
    /// Prefix of the endpoint's host name (trait `endpoint`), with `{member}` for members of the
    /// input; empty for most operations.
    pub host_prefix: &'static str,
    /// The authentication schemes that its requests may have, preferred ones first: `sigv4`, `sigv4a`,
    /// `httpBearerAuth`, `noAuth`. Without any, requests are not authenticated.
    pub auth: &'static [&'static str],
    /// Whether signatures leave out the payload (traits `unsignedPayload` and `v4-unsigned-body`).
    pub is_payload_unsigned: bool,
}

impl OperationSchema {
    /// A signed operation.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            target: "",
            version: "",
            method: "POST",
            uri: "/",
            starts_in_endpoint: false,
            content_type: "",
            headers: &[],
            adjustments: &[],
            resource_names: &[],
            body_checksums: &[],
            endpoint_member: "",
            sends_query_as_form: false,
            has_errors_in_success: false,
            is_output_unwrapped: false,
            states_region: false,
            has_slow_response: false,
            host_prefix: "",
            auth: &["sigv4"],
            is_payload_unsigned: false,
        }
    }

    /// Sets the header `X-Amz-Target`.
    #[must_use]
    pub const fn target(mut self, target: &'static str) -> Self {
        self.target = target;
        self
    }

    /// Sets the version of the service's API.
    #[must_use]
    pub const fn version(mut self, version: &'static str) -> Self {
        self.version = version;
        self
    }

    /// Sets the method, and the path and query.
    #[must_use]
    pub const fn http(mut self, method: &'static str, uri: &'static str) -> Self {
        self.method = method;
        self.uri = uri;
        self
    }

    /// Leaves out the first segment of the path, which the endpoint has in its URL.
    #[must_use]
    pub const fn starts_in_endpoint(mut self) -> Self {
        self.starts_in_endpoint = true;
        self
    }

    /// Sets the content type of the payload.
    #[must_use]
    pub const fn content_type(mut self, content_type: &'static str) -> Self {
        self.content_type = content_type;
        self
    }

    /// Sets the constant request headers.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the members that are sent with other values.
    #[must_use]
    pub const fn adjustments(mut self, adjustments: &'static [(&'static str, Adjustment)]) -> Self {
        self.adjustments = adjustments;
        self
    }

    /// Sets the members that name resources.
    #[must_use]
    pub const fn resource_names(mut self, names: &'static [(&'static str, ResourceName)]) -> Self {
        self.resource_names = names;
        self
    }

    /// Sets the headers with checksums of the body.
    #[must_use]
    pub const fn body_checksums(mut self, checksums: &'static [ChecksumHeader]) -> Self {
        self.body_checksums = checksums;
        self
    }

    /// Sets the member whose URL states the endpoint.
    #[must_use]
    pub const fn endpoint_member(mut self, member: &'static str) -> Self {
        self.endpoint_member = member;
        self
    }

    /// Sends the query as the form body of a POST request.
    #[must_use]
    pub const fn query_as_form(mut self) -> Self {
        self.sends_query_as_form = true;
        self
    }

    /// Takes a successful response whose document is an error for one.
    #[must_use]
    pub const fn errors_in_success(mut self) -> Self {
        self.has_errors_in_success = true;
        self
    }

    /// Takes the document of the output for its member.
    #[must_use]
    pub const fn unwrapped_output(mut self) -> Self {
        self.is_output_unwrapped = true;
        self
    }

    /// Takes errors about regions to be about one in the input.
    #[must_use]
    pub const fn states_region(mut self) -> Self {
        self.states_region = true;
        self
    }

    /// Gives its response minutes.
    #[must_use]
    pub const fn slow_response(mut self) -> Self {
        self.has_slow_response = true;
        self
    }

    /// Sets the prefix of the endpoint's host name.
    #[must_use]
    pub const fn host_prefix(mut self, template: &'static str) -> Self {
        self.host_prefix = template;
        self
    }

    /// Leaves the payload out of signatures.
    #[must_use]
    pub const fn unsigned_payload(mut self) -> Self {
        self.is_payload_unsigned = true;
        self
    }

    /// Sets the authentication schemes.
    #[must_use]
    pub const fn auth(mut self, schemes: &'static [&'static str]) -> Self {
        self.auth = schemes;
        self
    }

    /// Disables authentication.
    #[must_use]
    pub const fn unsigned(self) -> Self {
        self.auth(&[])
    }

    /// The text that the endpoint has in its URL, in place of the first segment of the path.
    pub fn label_in_endpoint<'i>(&self, input: &'i dyn Shape) -> Option<&'i str> {
        text_of(input, self.name_in_endpoint()?)
    }

    /// The member whose text the endpoint has in its URL.
    #[must_use]
    pub fn name_in_endpoint(&self) -> Option<&'static str> {
        let first = self
            .uri
            .strip_prefix("/{")
            .filter(|_| self.starts_in_endpoint)?;
        Some(first.split_once('}')?.0)
    }

    /// Whether it is a HEAD request for what the endpoint has in its URL, and nothing else.
    #[must_use]
    pub fn asks_for_label(&self) -> bool {
        let path = self.uri.trim_start_matches('/');
        self.starts_in_endpoint && self.method == "HEAD" && !path.contains('/')
    }

    /// Adds the constant headers to a request.
    pub fn add_headers(&self, headers: &mut HeaderMap) {
        for (name, value) in self.headers {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
    }
}
