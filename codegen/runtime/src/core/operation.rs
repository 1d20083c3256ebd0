//! An operation without I/O.

use bytes::Bytes;
use http::{Request, Response};

use super::body::Body;
use super::check;
use super::error::{
    CallError, Cause, DecodeError, ErrorMetadata, InvalidInput, OperationError, hides_message,
};
use super::host_prefix;
use super::shape::Shape;
use super::value::{ValueMut, ValueRef};

/// The facts of an operation that do not depend on its types.
#[derive(Debug)]
pub struct OperationSchema {
    /// The operation's name in the model.
    pub name: &'static str,
    /// The HTTP method (trait `http`); `POST` for protocols without bindings.
    pub method: &'static str,
    /// The URI pattern, relative to the endpoint (trait `http`); `/` for protocols without
    /// bindings.
    pub uri: &'static str,
    /// The header `X-Amz-Target` of awsJson: the service's target prefix, a dot and the name.
    pub target: &'static str,
    /// Headers that all requests have, by their names in lower case.
    pub headers: &'static [(&'static str, &'static str)],
    /// What stands in front of the endpoint's host name (trait `endpoint`), with `{member}` for
    /// members of the input; empty for most operations.
    pub host_prefix: &'static str,
    /// Whether requests are signed; the few that are not need no credentials.
    pub is_signed: bool,
}

impl OperationSchema {
    /// A signed operation that is sent by `POST` to `/`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            method: "POST",
            uri: "/",
            target: "",
            headers: &[],
            host_prefix: "",
            is_signed: true,
        }
    }

    /// The header `X-Amz-Target`.
    #[must_use]
    pub const fn target(mut self, target: &'static str) -> Self {
        self.target = target;
        self
    }

    /// Headers that all requests have.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// What stands in front of the endpoint's host name.
    #[must_use]
    pub const fn host_prefix(mut self, template: &'static str) -> Self {
        self.host_prefix = template;
        self
    }

    /// Sends requests without a signature.
    #[must_use]
    pub const fn unsigned(mut self) -> Self {
        self.is_signed = false;
        self
    }
}

/// An operation of the service: how its input becomes an HTTP request, and an HTTP response its
/// output. Nothing in it does I/O, so it works with any HTTP library, blocking or not.
pub trait Operation: Send + Sync + 'static {
    /// The facts of the operation.
    const SCHEMA: &'static OperationSchema;

    /// The protocol that the service speaks.
    type Protocol: Protocol;

    /// The input.
    type Input: Shape + Clone + Default + Send + Sync + std::fmt::Debug + 'static;

    /// The output.
    type Output: Shape + Default + Send + Sync + std::fmt::Debug + 'static;

    /// The errors that the service reports.
    type Error: OperationError;

    /// The request: a URI relative to the endpoint, the protocol's headers and the body. It is not
    /// signed and has no `Host`. Members that are not set are left out, required or not:
    /// [`check`](Self::check) tells.
    ///
    /// # Errors
    ///
    /// If a member cannot stand where the protocol wants it, such as an empty label of the path.
    fn request(input: &Self::Input) -> Result<Request<Body>, InvalidInput> {
        Self::Protocol::request(Self::SCHEMA, input)
    }

    /// The output or the error that a response holds.
    ///
    /// # Errors
    ///
    /// If the status is not 2xx, or the response cannot be read.
    fn response(response: &Response<Body>) -> Result<Self::Output, CallError<Self::Error>> {
        let reader = Reader::of::<Self::Protocol>();
        let mut output = Self::Output::default();
        match reader.output(response, &mut output) {
            Ok(()) => Ok(output),
            Err(failure) => Err(CallError::new(
                Self::SCHEMA.name,
                failure.cause(reader, response),
            )),
        }
    }

    /// What stands in front of the endpoint's host name, such as `data-`; nothing for most
    /// operations.
    ///
    /// # Errors
    ///
    /// If a member of the input that is part of it is missing, or may not be part of a host name.
    fn host_prefix(input: &Self::Input) -> Result<Option<String>, InvalidInput> {
        host_prefix::expand(Self::SCHEMA.name, Self::SCHEMA.host_prefix, input)
    }

    /// Checks that every required member is set, and every union to a variant that can be sent.
    ///
    /// # Errors
    ///
    /// If not; the error lists all such members.
    fn check(input: &Self::Input) -> Result<(), InvalidInput> {
        check::required(Self::SCHEMA.name, input)
    }
}

/// A protocol: how inputs become requests, and responses outputs or errors, by their tables.
pub trait Protocol: 'static {
    /// The request.
    ///
    /// # Errors
    ///
    /// If a member cannot stand where the protocol wants it.
    fn request(
        schema: &'static OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Body>, InvalidInput>;

    /// Reads the members of a shape from a document: the body of a response, or the payload of an
    /// event.
    ///
    /// # Errors
    ///
    /// If it is no such document, or a value does not fit its member.
    fn read_document(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError>;

    /// Writes the members of a shape as such a document.
    fn write_document(shape: &dyn Shape) -> Bytes;

    /// Code, message and request id of an error response.
    fn error_metadata(response: &Response<Body>) -> ErrorMetadata;
}

/// Why a response has no output.
enum NoOutput {
    Unreadable(DecodeError, ErrorMetadata),
    Error(ErrorMetadata),
}

impl NoOutput {
    fn cause<E: OperationError>(self, reader: Reader, response: &Response<Body>) -> Cause<E> {
        match self {
            Self::Unreadable(error, metadata) => Cause::Response { error, metadata },
            Self::Error(mut metadata) => Cause::Service {
                error: reader.error(response, &mut metadata),
                metadata,
            },
        }
    }
}

/// The reading half of a protocol as values, so that what reads is compiled once for all of them.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    pub(crate) document: fn(&[u8], &mut dyn Shape) -> Result<(), DecodeError>,
    pub(crate) error_metadata: fn(&Response<Body>) -> ErrorMetadata,
}

impl Reader {
    /// For streams that are over: it reads nothing.
    #[cfg(feature = "event-stream")]
    pub(crate) const NONE: Self = Self {
        document: |_, _| Ok(()),
        error_metadata: ErrorMetadata::of,
    };

    /// The reading half of a protocol.
    pub(crate) const fn of<P: Protocol>() -> Self {
        Self {
            document: P::read_document,
            error_metadata: P::error_metadata,
        }
    }

    /// Reads the output of a successful response.
    #[expect(
        clippy::result_large_err,
        reason = "it is taken apart by its one caller"
    )]
    fn output(self, response: &Response<Body>, output: &mut dyn Shape) -> Result<(), NoOutput> {
        if !response.status().is_success() {
            return Err(NoOutput::Error((self.error_metadata)(response)));
        }
        if output.schema().members.is_empty() {
            // The status says everything.
            return Ok(());
        }
        (self.document)(response.body().in_memory(), output)
            .map_err(|error| NoOutput::Unreadable(error, ErrorMetadata::of(response)))
    }

    /// The error that the code in `metadata` stands for, with its members from the response.
    pub(crate) fn error<E: OperationError>(
        self,
        response: &Response<Body>,
        metadata: &mut ErrorMetadata,
    ) -> E {
        let Some(mut error) = metadata.names().find_map(E::modelled) else {
            return E::unhandled(metadata.clone());
        };
        if !self.members(response, metadata, error.shape_mut())
            && let Some(mut empty) = metadata.names().find_map(E::modelled)
        {
            // The error is known by its code; a member that cannot be read does not make it
            // another, but what was read until then is not to be trusted.
            set_message(empty.shape_mut(), metadata);
            error = empty;
        }
        error
    }

    /// Whether the members of a modelled error could be read.
    fn members(
        self,
        response: &Response<Body>,
        metadata: &mut ErrorMetadata,
        shape: Option<&mut dyn Shape>,
    ) -> bool {
        let Some(shape) = shape else { return true };
        metadata.hides_message = hides_message(shape.schema());
        let is_read = (self.document)(response.body().in_memory(), shape).is_ok();
        set_message(Some(shape), metadata);
        is_read
    }
}

/// Fills in the message of an error whose model has none, or spells it in another way.
fn set_message(shape: Option<&mut dyn Shape>, metadata: &ErrorMetadata) {
    let Some(shape) = shape else { return };
    let members = shape.schema().members;
    let is_message = |name: &str| name.eq_ignore_ascii_case("message");
    let position = members.iter().position(|member| is_message(member.name));
    if let (Some(index), Some(message)) = (position, metadata.message())
        && matches!(shape.member(index), None | Some(ValueRef::String("")))
        && let Some(ValueMut::String(place)) = shape.member_mut(index)
    {
        message.clone_into(place);
    }
}
