//! Operations and protocols, without I/O.

use bytes::Bytes;
use http::{Request, Response};

use super::body::Body;
use super::check;
use super::error::{
    CallError, Cause, DecodeError, ErrorMetadata, InvalidInput, OperationError, hides_message,
    unread_encoding,
};
use super::host_prefix;
use super::shape::Shape;
use super::value::{ValueMut, ValueRef};

/// Static properties of an operation.
#[derive(Debug)]
pub struct OperationSchema {
    /// The operation's name in the model.
    pub name: &'static str,
    /// The header `X-Amz-Target` of awsJson: the service's target prefix, a dot and the name.
    pub target: &'static str,
    /// Constant request headers, with lower-case names.
    pub headers: &'static [(&'static str, &'static str)],
    /// Prefix of the endpoint's host name (trait `endpoint`), with `{member}` for members of the
    /// input; empty for most operations.
    pub host_prefix: &'static str,
    /// Whether requests are signed; unsigned ones need no credentials.
    pub is_signed: bool,
}

impl OperationSchema {
    /// A signed operation.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            target: "",
            headers: &[],
            host_prefix: "",
            is_signed: true,
        }
    }

    /// Sets the header `X-Amz-Target`.
    #[must_use]
    pub const fn target(mut self, target: &'static str) -> Self {
        self.target = target;
        self
    }

    /// Sets the constant request headers.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the prefix of the endpoint's host name.
    #[must_use]
    pub const fn host_prefix(mut self, template: &'static str) -> Self {
        self.host_prefix = template;
        self
    }

    /// Disables signing.
    #[must_use]
    pub const fn unsigned(mut self) -> Self {
        self.is_signed = false;
        self
    }
}

/// An operation: converts its input to an HTTP request, and an HTTP response to its output. It does
/// no I/O, so it works with any HTTP library, blocking or not.
pub trait Operation: Send + Sync + 'static {
    /// Static properties.
    const SCHEMA: &'static OperationSchema;

    /// The service's protocol.
    type Protocol: Protocol;

    /// The input.
    type Input: Shape + Clone + Default + Send + Sync + std::fmt::Debug + 'static;

    /// The output.
    type Output: Shape + Default + Send + Sync + std::fmt::Debug + 'static;

    /// The error enum.
    type Error: OperationError;

    /// Encodes the request.
    ///
    /// # Errors
    ///
    /// If a member cannot be encoded, such as an empty path label.
    fn request(input: &Self::Input) -> Result<Request<Body>, InvalidInput> {
        Self::Protocol::request(Self::SCHEMA, input)
    }

    /// Decodes the output or the error.
    ///
    /// # Errors
    ///
    /// If the status is not 2xx, or the response cannot be decoded.
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

    /// Prefix of the endpoint's host name, such as `data-`; `None` for most operations.
    ///
    /// # Errors
    ///
    /// If a member in the prefix is missing or not a valid host label.
    fn host_prefix(input: &Self::Input) -> Result<Option<String>, InvalidInput> {
        host_prefix::expand(Self::SCHEMA.name, Self::SCHEMA.host_prefix, input)
    }

    /// Checks that every required member is set, and that every union has a variant that can be
    /// sent.
    ///
    /// # Errors
    ///
    /// Lists all invalid members.
    fn check(input: &Self::Input) -> Result<(), InvalidInput> {
        check::required(Self::SCHEMA.name, input)
    }
}

/// A protocol: encodes requests, and decodes outputs and errors, by the member tables.
pub trait Protocol: 'static {
    /// The request.
    ///
    /// # Errors
    ///
    /// If a member cannot be encoded.
    fn request(
        schema: &'static OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Body>, InvalidInput>;

    /// Decodes the members of a shape from a document: a response body or an event payload.
    ///
    /// # Errors
    ///
    /// If the document is malformed, or a value has the wrong type.
    fn read_document(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError>;

    /// Encodes the members of a shape as a document.
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
            Self::Error(metadata) => reader.cause(response, metadata),
        }
    }
}

/// The decoding functions of a protocol as values, so that their callers are compiled once for all
/// protocols.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    pub(crate) document: fn(&[u8], &mut dyn Shape) -> Result<(), DecodeError>,
    pub(crate) error_metadata: fn(&Response<Body>) -> ErrorMetadata,
}

impl Reader {
    /// For finished streams: decodes nothing.
    #[cfg(feature = "event-stream")]
    pub(crate) const NONE: Self = Self {
        document: |_, _| Ok(()),
        error_metadata: ErrorMetadata::of,
    };

    /// The decoding functions of a protocol.
    pub(crate) const fn of<P: Protocol>() -> Self {
        Self {
            document: P::read_document,
            error_metadata: P::error_metadata,
        }
    }

    /// Reads the output of a successful response.
    #[expect(clippy::result_large_err, reason = "its only caller destructures it")]
    fn output(self, response: &Response<Body>, output: &mut dyn Shape) -> Result<(), NoOutput> {
        if !response.status().is_success() {
            return Err(NoOutput::Error((self.error_metadata)(response)));
        }
        if output.schema().members.is_empty() {
            // There is nothing to decode.
            return Ok(());
        }
        (self.document)(response.body().in_memory(), output).map_err(|error| {
            let error = match unread_encoding(response.headers()) {
                Some(encoding) => error.because(&encoding),
                None => error,
            };
            NoOutput::Unreadable(error, ErrorMetadata::of(response))
        })
    }

    /// The error of a response that is not successful.
    pub(crate) fn cause<E: OperationError>(
        self,
        response: &Response<Body>,
        mut metadata: ErrorMetadata,
    ) -> Cause<E> {
        let error = self.error(response, &mut metadata);
        Cause::Service { error, metadata }
    }

    /// The modelled error for the code in `metadata`, with its members from the response.
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
            // The code identifies the error even if a member cannot be decoded; partially decoded
            // members are dropped.
            set_message(empty.shape_mut(), metadata);
            error = empty;
        }
        error
    }

    /// Decodes the members of a modelled error; `false` if they are malformed.
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

/// Sets the error's message member from the metadata, which knows other spellings.
fn set_message(shape: Option<&mut dyn Shape>, metadata: &ErrorMetadata) {
    let Some(shape) = shape else { return };
    let members = shape.schema().members;
    let is_message = |name: &str| name.eq_ignore_ascii_case("message");
    let position = members.iter().position(|member| is_message(member.name));
    let is_unset = |value| {
        matches!(
            value,
            None | Some(ValueRef::String("") | ValueRef::Enumeration(""))
        )
    };
    if let (Some(index), Some(message)) = (position, metadata.message())
        && is_unset(shape.member(index))
    {
        match shape.member_mut(index) {
            Some(ValueMut::String(member)) => message.clone_into(member),
            Some(ValueMut::Enumeration(member)) => member.set(message),
            _ => {}
        }
    }
}
