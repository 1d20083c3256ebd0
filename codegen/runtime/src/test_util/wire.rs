//! The service's side of operations, by their protocols.
//!
//! It uses the operations' own properties, so no code is generated for the mock service.

use std::fmt;

use aws_smithy_types::body::SdkBody;
use http::{HeaderValue, Request, Response};

use super::content_encoding;
use crate::client::ClientOperation;
use crate::core::body::Body;
use crate::core::error::{OperationError, WireForm};
use crate::core::operation::{
    ErrorParts, Fit, InvalidRequest, Operation, OperationSchema, Protocol,
};
use crate::core::schema::Schema;
use crate::core::shape::Shape as _;
use crate::protocol::aws_json::AwsJson1_1;

const REQUEST_ID: &str = "x-amzn-requestid";

/// How requests of an operation are recognized and errors encoded.
#[derive(Clone, Copy)]
pub(crate) struct Service {
    schema: &'static OperationSchema,
    input: &'static Schema,
    matches: fn(&OperationSchema, &Schema, &Request<Body>) -> Option<Fit>,
    has_address_in_body: bool,
    address: fn(&Request<Body>) -> String,
    error: fn(&ErrorParts<'_>) -> Response<Body>,
}

impl Service {
    pub(crate) fn of<O: Operation>() -> Self {
        Self {
            schema: O::SCHEMA,
            input: O::Input::default().schema(),
            matches: O::Protocol::matches,
            has_address_in_body: O::Protocol::HAS_ADDRESS_IN_BODY,
            address: O::Protocol::address,
            error: O::Protocol::error_response,
        }
    }

    /// For requests of unknown operations.
    pub(crate) const UNKNOWN: Self = Self {
        schema: &OperationSchema::new(""),
        input: &Schema::structure("", &[]),
        matches: |_, _, _| None,
        has_address_in_body: false,
        address: AwsJson1_1::address,
        error: AwsJson1_1::error_response,
    };

    pub(crate) fn name(&self) -> &'static str {
        self.schema.name
    }

    /// Whether both have the same requests.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let facts = |it: &Self| {
            let OperationSchema {
                target,
                version,
                method,
                uri,
                ..
            } = it.schema;
            (*target, *version, *method, *uri)
        };
        self.schema.name == other.schema.name && facts(self) == facts(other)
    }

    /// How well a request fits; `None` if it is one of another operation.
    pub(crate) fn matches(&self, request: &Request<Body>) -> Option<Fit> {
        (self.matches)(self.schema, self.input, request)
    }

    /// Whether a request is compressed for its transfer.
    pub(crate) fn is_compressed(&self, request: &Request<Body>) -> bool {
        content_encoding::is_compressed(request.headers(), self.input)
    }

    /// Whether only the body says which operation a request is of.
    pub(crate) fn has_address_in_body(&self) -> bool {
        self.has_address_in_body
    }

    /// An error response with only a message.
    pub(crate) fn error(
        &self,
        status: u16,
        code: &str,
        message: &dyn fmt::Display,
        request_id: &str,
    ) -> Response<Body> {
        let message = message.to_string();
        (self.error)(&ErrorParts::new(status, code, &message, request_id))
    }

    /// The response for an unknown operation.
    pub(crate) fn unknown(&self, request: &Request<Body>, request_id: &str) -> Response<Body> {
        let what = (self.address)(request);
        let message = format!("the fake has no answer to {what}: give it one with `on`");
        self.error(400, "UnknownOperationException", &message, request_id)
    }
}

/// Shows the operation.
impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Service").field(&self.name()).finish()
    }
}

/// Decodes the input, or else gives the response that rejects the request.
#[expect(clippy::result_large_err, reason = "its callers destructure it")]
pub(crate) fn read<O: Operation>(
    request: Request<Body>,
    request_id: &str,
) -> Result<O::Input, Response<Body>> {
    let reject = |code: &str, message: &dyn fmt::Display| {
        Service::of::<O>().error(400, code, message, request_id)
    };
    let mut input = O::Input::default();
    let request = content_encoding::decoded(request, input.schema());
    match O::Protocol::read_request(O::SCHEMA, &request, &mut input) {
        Ok(()) => {}
        Err(InvalidRequest::Unreadable(error)) => {
            return Err(reject("SerializationException", &error));
        }
        Err(InvalidRequest::Input(error)) => return Err(reject("ValidationException", &error)),
    }
    match O::check(&input) {
        Ok(()) => Ok(input),
        Err(error) => Err(reject("ValidationException", &error)),
    }
}

/// Encodes an output or an operation's error.
pub(crate) fn write<O: ClientOperation>(
    mut result: Result<O::Output, O::Error>,
    request_id: &str,
) -> Response<Body> {
    if let (Ok(output), Some(streaming)) = (&mut result, O::STREAMING) {
        return (streaming.write)(output, request_id);
    }
    let mut error = match result {
        Ok(output) => return O::Protocol::response(O::SCHEMA, &output, request_id),
        Err(error) => error,
    };
    let service = Service::of::<O>();
    match error.wire_form() {
        Some(WireForm::Modelled { code, name, status }) => {
            let mut parts = ErrorParts::new(status, code, "", request_id);
            parts.name = name;
            parts.shape = error.shape_mut().map(|shape| &*shape);
            O::Protocol::error_response(&parts)
        }
        Some(WireForm::Unhandled(metadata)) => {
            let status = match metadata.status() {
                0 => 400,
                status => status,
            };
            let code = metadata.code().unwrap_or("UnknownError");
            let message = metadata.message().unwrap_or_default();
            service.error(status, code, &message, request_id)
        }
        None => service.error(500, "InternalFailure", &error, request_id),
    }
}

/// The id of the nth request.
pub(crate) fn request_id(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

/// Adds the header with the request id, which every response has.
pub(crate) fn complete(response: &mut Response<SdkBody>, request_id: &str) {
    if let Ok(id) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
}
