//! Why a transfer failed.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::core::byte_stream::{ByteStreamError, DamagedContent};
use crate::core::error::{AnyError, InvalidInput};

/// A transfer failed.
pub struct TransferError(Box<Inner>);

struct Inner {
    kind: TransferErrorKind,
    left: Option<LeftUpload>,
}

/// An upload whose parts were not removed.
#[derive(Debug)]
struct LeftUpload {
    id: String,
    /// Why not, unless they are to stay.
    error: Option<AnyError>,
}

/// Why a transfer failed.
#[non_exhaustive]
#[derive(Debug)]
pub enum TransferErrorKind {
    /// A member of the input cannot be sent in a transfer.
    Input(InvalidInput),
    /// A call failed, also when it was repeated.
    Call(AnyError),
    /// The content to send, or a response, broke off.
    Stream(ByteStreamError),
    /// A file could not be read or written.
    File {
        /// Its path.
        path: PathBuf,
        /// What went wrong.
        error: io::Error,
    },
    /// The writer of a download failed.
    Write(io::Error),
    /// The object was replaced while it was downloaded.
    Changed,
    /// The content is not that of the object: it was damaged on its way.
    Checksum {
        /// The algorithm.
        algorithm: &'static str,
        /// The checksum of the object, in base64.
        expected: String,
        /// The checksum of what was received or sent, in base64.
        actual: String,
    },
    /// The service answered with another part of the object than was asked for.
    Range {
        /// The range that was asked for.
        asked: String,
        /// The range in the response.
        received: Option<String>,
    },
    /// The transfer was not sent in a tokio runtime.
    NoRuntime,
    /// The transfer was dropped, or its runtime was shut down, before it was over.
    Cancelled,
    /// The name of an object or file has no counterpart on the other side, or one outside of the
    /// directory.
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl TransferError {
    /// Why the transfer failed.
    pub fn kind(&self) -> &TransferErrorKind {
        &self.0.kind
    }

    /// The error of the call that failed.
    pub fn call_error(&self) -> Option<&AnyError> {
        match self.kind() {
            TransferErrorKind::Call(error) => Some(error),
            _ => None,
        }
    }

    /// The upload whose parts are still there: because it is resumable, or because removing them
    /// failed, too.
    pub fn upload_id(&self) -> Option<&str> {
        self.0.left.as_ref().map(|it| &*it.id)
    }

    /// Adds an upload whose parts are still there, and why, unless they are to stay.
    pub(super) fn with_upload(mut self, id: String, error: Option<AnyError>) -> Self {
        self.0.left = Some(LeftUpload { id, error });
        self
    }

    pub(super) fn file(path: &Path, error: impl Into<io::Error>) -> Self {
        let path = path.to_owned();
        let error = error.into();
        TransferErrorKind::File { path, error }.into()
    }

    /// Whether the service says that there is no such upload or object.
    pub(super) fn is_not_found(&self) -> bool {
        let status = self.call_error().and_then(AnyError::status);
        status == Some(404)
    }

    /// Whether the content was damaged on its way.
    pub(super) fn is_damaged(&self) -> bool {
        matches!(self.kind(), TransferErrorKind::Checksum { .. })
    }

    /// Whether another attempt may succeed.
    pub(super) fn is_retryable(&self) -> bool {
        match self.kind() {
            TransferErrorKind::Call(error) => error.is_retryable(),
            TransferErrorKind::Stream(_) | TransferErrorKind::Checksum { .. } => true,
            _ => false,
        }
    }
}

impl From<TransferErrorKind> for TransferError {
    fn from(kind: TransferErrorKind) -> Self {
        Self(Box::new(Inner { kind, left: None }))
    }
}

impl From<AnyError> for TransferError {
    fn from(error: AnyError) -> Self {
        TransferErrorKind::Call(error).into()
    }
}

impl From<ByteStreamError> for TransferError {
    fn from(error: ByteStreamError) -> Self {
        let damaged = error
            .get_ref()
            .and_then(|it| it.downcast_ref::<DamagedContent>());
        match damaged {
            Some(damaged) => damaged.clone().into(),
            None => TransferErrorKind::Stream(error).into(),
        }
    }
}

impl From<DamagedContent> for TransferError {
    fn from(damaged: DamagedContent) -> Self {
        let DamagedContent {
            algorithm,
            expected,
            actual,
        } = damaged;
        TransferErrorKind::Checksum {
            algorithm,
            expected,
            actual,
        }
        .into()
    }
}

impl fmt::Debug for TransferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransferError")
            .field("kind", &self.0.kind)
            .field("left", &self.0.left)
            .finish()
    }
}

impl fmt::Display for TransferErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => error.fmt(f),
            Self::Call(error) => error.fmt(f),
            Self::Stream(error) => error.fmt(f),
            Self::File { path, error } => write!(f, "{}: {error}", path.display()),
            Self::Write(error) => write!(f, "the writer failed: {error}"),
            Self::Changed => f.write_str("the object was replaced while it was downloaded"),
            Self::Checksum {
                algorithm,
                expected,
                actual,
            } => DamagedContent {
                algorithm,
                expected: expected.clone(),
                actual: actual.clone(),
            }
            .fmt(f),
            Self::Range { asked, received } => {
                let received = received.as_deref().unwrap_or("the whole object");
                write!(f, "the service sent {received} instead of {asked}")
            }
            Self::NoRuntime => f.write_str("transfers need a tokio runtime"),
            Self::Cancelled => f.write_str("the runtime was shut down"),
            Self::Name { name, problem } => write!(f, "{name:?}: {problem}"),
        }
    }
}

impl fmt::Display for TransferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.kind.fmt(f)?;
        match &self.0.left {
            None => Ok(()),
            Some(LeftUpload { id, error: None }) => {
                write!(f, "; the upload {id} can be resumed")
            }
            Some(LeftUpload {
                id,
                error: Some(error),
            }) => write!(
                f,
                "; the parts of the upload {id} could not be removed: {error}"
            ),
        }
    }
}

impl StdError for TransferError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            TransferErrorKind::Input(error) => Some(error),
            TransferErrorKind::Call(error) => Some(error),
            TransferErrorKind::Stream(error) => Some(error),
            TransferErrorKind::File { error, .. } | TransferErrorKind::Write(error) => Some(error),
            TransferErrorKind::Changed
            | TransferErrorKind::Checksum { .. }
            | TransferErrorKind::Range { .. }
            | TransferErrorKind::NoRuntime
            | TransferErrorKind::Cancelled
            | TransferErrorKind::Name { .. } => None,
        }
    }
}
