//! Everything that can go wrong with a call, in words for people.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;

use super::shape::Shape;

/// The error of a call: which operation failed, and why.
///
/// `E` is the operation's own error type, with the errors its model lists.
///
/// ```text
/// RetryBuild failed: ResourceNotFoundException: Build not found (HTTP 400, request id 7c1e…)
/// ```
pub struct Error<E> {
    operation: &'static str,
    cause: Box<Cause<E>>,
}

/// Why a call failed.
#[non_exhaustive]
#[derive(Debug)]
pub enum Cause<E> {
    /// The input is incomplete; nothing was sent.
    Input(InvalidInput),
    /// The service answered with an error.
    Service {
        /// The modelled error, or `Unhandled`.
        error: E,
        /// What every error of the service has: code, message, status, request id.
        metadata: ErrorMetadata,
    },
    /// The service answered with success, but the response cannot be read.
    Response {
        /// What is wrong, and where in the document.
        error: DecodeError,
        /// Status, request id and body of the response.
        metadata: ErrorMetadata,
    },
    /// The request could not be made or sent, or no response came back.
    Transport(TransportError),
}

impl<E> Error<E> {
    /// The error of an operation.
    #[must_use]
    pub fn new(operation: &'static str, cause: Cause<E>) -> Self {
        Self {
            operation,
            cause: Box::new(cause),
        }
    }

    /// The operation's name in the model.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Why it failed.
    pub fn cause(&self) -> &Cause<E> {
        &self.cause
    }

    /// Why it failed, by value.
    pub fn into_cause(self) -> Cause<E> {
        *self.cause
    }

    /// The error that the service reported, if that is why the call failed.
    pub fn service_error(&self) -> Option<&E> {
        match self.cause() {
            Cause::Service { error, .. } => Some(error),
            _ => None,
        }
    }

    /// What is known of the response, if there was one.
    pub fn metadata(&self) -> Option<&ErrorMetadata> {
        match self.cause() {
            Cause::Service { metadata, .. } | Cause::Response { metadata, .. } => Some(metadata),
            _ => None,
        }
    }

    /// The error code the service sent, such as `ThrottlingException`.
    pub fn code(&self) -> Option<&str> {
        self.metadata()?.code()
    }

    /// The message the service sent.
    pub fn message(&self) -> Option<&str> {
        self.metadata()?.message()
    }

    /// The id of the request, to be quoted to AWS support.
    pub fn request_id(&self) -> Option<&str> {
        self.metadata()?.request_id()
    }

    /// The HTTP status of the response.
    pub fn status(&self) -> Option<u16> {
        self.metadata().map(ErrorMetadata::status)
    }

    /// Whether the call ended because time ran out.
    pub fn is_timeout(&self) -> bool {
        matches!(self.cause(), Cause::Transport(error) if error.is_timeout())
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("operation", &self.operation)
            .field("cause", &self.cause)
            .finish()
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: ", self.operation)?;
        match self.cause() {
            Cause::Input(error) => error.fmt(f),
            Cause::Service { error, metadata } => {
                error.fmt(f)?;
                metadata.write_suffix(f)
            }
            Cause::Response { error, metadata } => {
                write!(f, "unreadable response: {error}")?;
                metadata.write_suffix(f)
            }
            Cause::Transport(error) => error.fmt(f),
        }
    }
}

impl<E: StdError + 'static> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.cause() {
            Cause::Input(error) => Some(error),
            Cause::Service { error, .. } => Some(error),
            Cause::Response { error, .. } => Some(error),
            Cause::Transport(error) => Some(error),
        }
    }
}

/// Required members of an input that are not set.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidInput {
    /// The operation's name in the model.
    pub operation: &'static str,
    /// The paths of the members, such as `source.type`, in model order.
    pub missing: Vec<String>,
    /// What is wrong with members that are set, in words.
    pub invalid: Vec<String>,
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.missing.len() == 1 { "" } else { "s" };
        if !self.missing.is_empty() {
            write!(
                f,
                "missing required member{plural} {}",
                self.missing.join(", ")
            )?;
        }
        let separator = if self.missing.is_empty() { "" } else { "; " };
        if !self.invalid.is_empty() {
            write!(f, "{separator}{}", self.invalid.join("; "))?;
        }
        Ok(())
    }
}

impl StdError for InvalidInput {}

/// A document that cannot be read into its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    line: usize,
    column: usize,
    reason: String,
}

impl DecodeError {
    pub(super) fn new(path: String, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let reason = error.to_string();
        let position = format!(" at line {line} column {column}");
        let reason = reason.strip_suffix(&position).unwrap_or(&reason).to_owned();
        Self {
            path,
            line,
            column,
            reason,
        }
    }

    /// The member in the notation of the model, such as `build.phases[3].startTime`; empty for the
    /// document itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line in the document, from 1; 0 if unknown.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in the line, from 1; 0 if unknown.
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is wrong there.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.reason)?;
        if self.line > 0 {
            write!(f, " (line {}, column {})", self.line, self.column)?;
        }
        Ok(())
    }
}

impl StdError for DecodeError {}

/// What every error response has, whatever its type.
#[non_exhaustive]
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ErrorMetadata {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) status: u16,
    pub(super) body: Bytes,
}

impl ErrorMetadata {
    /// The error code, without namespace and URI.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The message for people.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The id of the request, to be quoted to AWS support.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The HTTP status of the response.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body of the response as it came.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    fn write_suffix(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " (HTTP {}", self.status)?;
        if let Some(id) = &self.request_id {
            write!(f, ", request id {id}")?;
        }
        f.write_str(")")
    }
}

/// The body may hold what must not be logged: only its size is shown.
impl fmt::Debug for ErrorMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorMetadata")
            .field("code", &self.code)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

impl fmt::Display for ErrorMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code(), self.message()) {
            (Some(code), message) => write_error(f, code, message),
            (None, Some(message)) => f.write_str(message),
            // What came is something between here and the service, more often than not.
            (None, None) => f.write_str(match self.body.trim_ascii_start() {
                [] => "no error code in an empty response",
                [b'<', ..] => "no error code in an HTML page",
                _ => "no error code in the response",
            }),
        }
    }
}

impl StdError for ErrorMetadata {}

/// Writes an error as `Code: message`; an empty message counts as none.
///
/// # Errors
///
/// Those of the formatter.
pub fn write_error(f: &mut fmt::Formatter<'_>, code: &str, message: Option<&str>) -> fmt::Result {
    match message.filter(|text| !text.is_empty()) {
        Some(message) => write!(f, "{code}: {message}"),
        None => f.write_str(code),
    }
}

/// The error type of one operation.
pub trait OperationError: StdError + Send + Sync + Sized + 'static {
    /// An empty error of the type that has this code on the wire, if the model lists one.
    fn modelled(code: &str) -> Option<Self>;

    /// Any other error.
    fn unhandled(metadata: ErrorMetadata) -> Self;

    /// The members of a modelled error, to be read from the response.
    fn shape_mut(&mut self) -> Option<&mut dyn Shape>;

    /// Whether and why the model says that the call may be repeated (trait `retryable`).
    fn retryable(&self) -> Option<Retryable> {
        None
    }
}

/// Why a failed call may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retryable {
    /// The failure will likely go away.
    Transient,
    /// The caller sends too much; the next attempt has to wait longer.
    Throttling,
}

/// A call that ended without a response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    /// What to tell people instead of the innermost source's text.
    explanation: Option<String>,
    source: Box<dyn StdError + Send + Sync>,
}

/// Where a call ended that has no response.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The request could not be made: no region, no credentials, an invalid endpoint.
    Construction,
    /// Time ran out. The service may have received the request.
    Timeout,
    /// The connection failed or broke. The service may have received the request.
    Connection,
    /// The response is not HTTP or ended early.
    Response,
}

impl TransportError {
    /// An error with its source.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            explanation: None,
            source: source.into(),
        }
    }

    /// An error whose source says too little to people: `explanation` takes the place of the
    /// source's text.
    pub fn explained(
        kind: TransportErrorKind,
        explanation: impl Into<String>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            explanation: Some(explanation.into()),
            source: source.into(),
        }
    }

    /// Where the call ended.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.kind == TransportErrorKind::Timeout
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Construction => "the request could not be made",
            TransportErrorKind::Timeout => "the time limit was reached",
            TransportErrorKind::Connection => "the connection failed",
            TransportErrorKind::Response => "the response could not be received",
        })?;
        if let Some(explanation) = &self.explanation {
            return write!(f, ": {explanation}");
        }
        // The innermost source says what happened; the ones around it repeat each other.
        let mut cause: &dyn StdError = &*self.source;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        write!(f, ": {cause}")
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
