//! Decoding of outputs and errors.

use http::Response;

use super::protocol::Protocol;
use super::schema::OperationSchema;
use crate::core::body::Body;
use crate::core::error::{
    Cause, DecodeError, ErrorMetadata, OperationError, hides_message, unread_encoding,
};
use crate::core::shape::Shape;
use crate::core::value::{ValueMut, ValueRef};

/// Why a response has no output.
pub(super) enum NoOutput {
    Unreadable(DecodeError, ErrorMetadata),
    Error(ErrorMetadata),
}

impl NoOutput {
    pub(super) fn cause<E: OperationError>(
        self,
        reader: Reader,
        response: &Response<Body>,
    ) -> Cause<E> {
        match self {
            Self::Unreadable(error, metadata) => Cause::Response { error, metadata },
            Self::Error(metadata) => reader.cause(response, metadata),
        }
    }
}

/// The decoding functions of an operation's protocol as values, so that their callers are compiled once for all
/// protocols.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    schema: &'static OperationSchema,
    response:
        fn(&'static OperationSchema, &Response<Body>, &mut dyn Shape) -> Result<(), DecodeError>,
    #[cfg(feature = "event-stream")]
    pub(crate) document: fn(&[u8], &mut dyn Shape) -> Result<(), DecodeError>,
    pub(crate) error_metadata: fn(&Response<Body>) -> ErrorMetadata,
    is_error: fn(&[u8]) -> bool,
    is_broken: fn(&[u8]) -> bool,
}

impl Reader {
    /// For finished streams: decodes nothing.
    #[cfg(feature = "event-stream")]
    pub(crate) const NONE: Self = Self {
        schema: &OperationSchema::new(""),
        response: |_, _, _| Ok(()),
        document: |_, _| Ok(()),
        error_metadata: ErrorMetadata::of,
        is_error: |_| false,
        is_broken: |_| false,
    };

    /// The decoding functions of a protocol.
    pub(crate) const fn of<P: Protocol>(schema: &'static OperationSchema) -> Self {
        Self {
            schema,
            response: P::read_response,
            #[cfg(feature = "event-stream")]
            document: P::read_document,
            error_metadata: P::error_metadata,
            is_error: P::is_error,
            is_broken: P::is_broken,
        }
    }

    /// Reads an output or a modelled error from a response.
    pub(crate) fn read(
        self,
        response: &Response<Body>,
        shape: &mut dyn Shape,
    ) -> Result<(), DecodeError> {
        (self.response)(self.schema, response, shape)
    }

    /// Reads the output of a successful response.
    #[expect(clippy::result_large_err, reason = "its only caller destructures it")]
    pub(super) fn output(
        self,
        response: &Response<Body>,
        output: &mut dyn Shape,
    ) -> Result<(), NoOutput> {
        if response.body().bytes().is_none()
            && !(response.status().is_success() && output.schema().stream().is_some())
        {
            let error = DecodeError::new("", "the body is not in memory: `collect` it first");
            return Err(NoOutput::Unreadable(error, ErrorMetadata::of(response)));
        }
        if !response.status().is_success() {
            return Err(NoOutput::Error((self.error_metadata)(response)));
        }
        if self.schema.has_errors_in_success && (self.is_error)(response.body().in_memory()) {
            let metadata = (self.error_metadata)(response);
            return Err(NoOutput::Error(metadata.in_success()));
        }
        let read = if output.schema().members.is_empty() {
            // There is nothing to decode.
            Ok(())
        } else {
            self.read(response, output)
        };
        if self.is_cut(response, &*output, read.is_ok()) {
            let error = read.err();
            let error = error.unwrap_or_else(|| DecodeError::new("", "the document is incomplete"));
            let metadata = ErrorMetadata::of(response).in_success();
            return Err(NoOutput::Unreadable(error, metadata));
        }
        read.map_err(|error| {
            let error = match unread_encoding(response.headers()) {
                Some(encoding) => error.because(&encoding),
                None => error,
            };
            NoOutput::Unreadable(error, ErrorMetadata::of(response))
        })
    }

    /// Whether a successful response has to be taken for an error, because its document is broken.
    fn is_cut(self, response: &Response<Body>, output: &dyn Shape, is_read: bool) -> bool {
        if !self.schema.has_errors_in_success || output.schema().members.is_empty() {
            return false;
        }
        let document = response.body().in_memory();
        // Spaces keep the connection alive until the document follows.
        let is_decoded = output.schema().has_document() && !document.trim_ascii().is_empty();
        let is_whole = is_read && is_decoded;
        !document.is_empty() && !is_whole && (self.is_broken)(document)
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
        let is_read = self.read(response, shape).is_ok();
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
