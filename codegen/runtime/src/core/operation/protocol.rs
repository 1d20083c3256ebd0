//! Protocols: the encodings of requests and responses, on the client's and the service's side.

use std::fmt;

use bytes::Bytes;
use http::{Request, Response};

use super::schema::OperationSchema;
use crate::core::body::Body;
use crate::core::error::{DecodeError, ErrorMetadata, InvalidInput};
use crate::core::schema::Schema;
use crate::core::shape::Shape;

/// How well a request fits an operation. The better of two operations has the greater value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// How much of its address is stated by the operation.
    pub address: usize,
    /// How many required parameters and headers it has, less those that it lacks. Operations of S3
    /// with the same address differ in nothing else.
    pub required: isize,
}

/// A protocol: encodes and decodes requests and responses by the member tables.
///
/// Clients use the methods up to [`error_metadata`](Self::error_metadata), mock services the others.
pub trait Protocol: 'static {
    /// Whether a stream of events begins with a message that holds the output's other members.
    /// Otherwise, the head of the response holds them.
    const HAS_INITIAL_MESSAGE: bool;

    /// The content type of a document in an event.
    const EVENT_CONTENT_TYPE: &'static str;

    /// The request.
    ///
    /// # Errors
    ///
    /// If a member cannot be encoded.
    fn request(
        schema: &'static OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Body>, InvalidInput>;

    /// Decodes an output or a modelled error from a response.
    ///
    /// # Errors
    ///
    /// If the body is malformed, or a value has the wrong type.
    fn read_response(
        schema: &'static OperationSchema,
        response: &Response<Body>,
        shape: &mut dyn Shape,
    ) -> Result<(), DecodeError> {
        let _ = schema;
        Self::read_document(response.body().in_memory(), shape)
    }

    /// Decodes the members of a shape from a document: a body or an event's payload.
    ///
    /// # Errors
    ///
    /// If the document is malformed, or a value has the wrong type.
    fn read_document(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError>;

    /// Encodes the members of a shape as a document.
    fn write_document(shape: &dyn Shape) -> Bytes;

    /// The members of a document as a query, for presigned requests, which have no body; `None` if
    /// a member has no such form.
    fn as_query(_document: &[u8]) -> Option<String> {
        None
    }

    /// Whether the document of a successful response is an error.
    fn is_error(_document: &[u8]) -> bool {
        false
    }

    /// Whether a document ends too early, or is malformed otherwise.
    fn is_broken(_document: &[u8]) -> bool {
        false
    }

    /// The text of a member of an error, by its name on the wire.
    fn error_text(_document: &[u8], _name: &str) -> Option<String> {
        None
    }

    /// Code, message and request id of an error response.
    fn error_metadata(response: &Response<Body>) -> ErrorMetadata;

    /// Whether the operation of a request is stated in its body, which then has to be in memory to
    /// [match](Self::matches) it.
    const HAS_ADDRESS_IN_BODY: bool = false;

    /// How well a request fits an operation and its input; `None` if it is a request of another one.
    fn matches(schema: &OperationSchema, input: &Schema, request: &Request<Body>) -> Option<Fit>;

    /// What a request says of its operation, for messages.
    fn address(request: &Request<Body>) -> String {
        format!("{} {}", request.method(), request.uri().path())
    }

    /// Decodes the input from a request.
    ///
    /// # Errors
    ///
    /// If the request is malformed, or lacks required members of nested structures, which always
    /// have a value in Rust.
    fn read_request(
        schema: &'static OperationSchema,
        request: &Request<Body>,
        input: &mut dyn Shape,
    ) -> Result<(), InvalidRequest>;

    /// The response with an output. Some protocols have the request id in the body; all have it in
    /// a header, which the caller adds.
    fn response(
        schema: &'static OperationSchema,
        output: &dyn Shape,
        request_id: &str,
    ) -> Response<Body>;

    /// The response with an error.
    fn error_response(error: &ErrorParts<'_>) -> Response<Body>;
}

/// What a mock service puts into an error response.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ErrorParts<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The error code.
    pub code: &'a str,
    /// The error's name in the body, if it differs from the code.
    pub name: Option<&'a str>,
    /// The members of a modelled error.
    pub shape: Option<&'a dyn Shape>,
    /// The message of an error without members.
    pub message: &'a str,
    /// The request id, for protocols that have it in the body.
    pub request_id: &'a str,
}

impl<'a> ErrorParts<'a> {
    /// An error without members.
    #[must_use]
    pub fn new(status: u16, code: &'a str, message: &'a str, request_id: &'a str) -> Self {
        Self {
            status,
            code,
            name: None,
            shape: None,
            message,
            request_id,
        }
    }
}

impl fmt::Debug for ErrorParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorParts")
            .field("status", &self.status)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// A request that a service rejects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidRequest {
    /// It cannot be decoded.
    Unreadable(DecodeError),
    /// Required members are missing.
    Input(InvalidInput),
}

impl InvalidRequest {
    /// An error if required members are missing.
    ///
    /// # Errors
    ///
    /// Lists the members.
    pub fn if_any(missing: Vec<String>, schema: &'static OperationSchema) -> Result<(), Self> {
        if missing.is_empty() {
            return Ok(());
        }
        Err(Self::Input(InvalidInput {
            operation: schema.name,
            missing,
            invalid: Vec::new(),
        }))
    }
}

impl From<DecodeError> for InvalidRequest {
    fn from(error: DecodeError) -> Self {
        Self::Unreadable(error)
    }
}
