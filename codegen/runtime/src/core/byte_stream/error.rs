//! Why a stream broke off.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use crate::core::innermost::innermost;

/// A byte stream broke off.
#[derive(Debug)]
pub struct ByteStreamError {
    kind: ByteStreamErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Why a byte stream broke off.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteStreamErrorKind {
    /// It ended before its length.
    TooShort {
        /// The length that was stated.
        length: u64,
        /// How many bytes there were.
        received: u64,
    },
    /// It has more bytes than its length.
    TooLong {
        /// The length that was stated.
        length: u64,
    },
    /// It was read before, and can be read only once.
    AlreadyRead,
    /// Its checksum is not the one that the response stated.
    Damaged,
    /// Its source failed: a connection or a file.
    Source,
}

/// Content that does not have the checksum that was stated.
#[derive(Clone, Debug)]
pub(crate) struct DamagedContent {
    pub(crate) algorithm: &'static str,
    /// In base64.
    pub(crate) expected: String,
    /// In base64.
    pub(crate) actual: String,
}

impl fmt::Display for DamagedContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the content was damaged: its {} is {}, and that of the object is {}",
            self.algorithm, self.actual, self.expected
        )
    }
}

impl StdError for DamagedContent {}

impl ByteStreamError {
    /// Why it broke off.
    pub fn kind(&self) -> ByteStreamErrorKind {
        self.kind
    }

    /// The error of the connection or file, if that is why.
    pub fn get_ref(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.source.as_deref()
    }

    /// The content is not the one that was meant.
    #[cfg(feature = "transfers")]
    pub(crate) fn damaged(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            kind: ByteStreamErrorKind::Damaged,
            source: Some(error.into()),
        }
    }

    pub(super) fn source(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let error = error.into();
        // Streams of streams fail with the innermost error.
        match error.downcast::<Self>() {
            Ok(error) => *error,
            Err(error) => Self {
                kind: if error.is::<DamagedContent>() {
                    ByteStreamErrorKind::Damaged
                } else {
                    ByteStreamErrorKind::Source
                },
                source: Some(error),
            },
        }
    }
}

impl From<ByteStreamErrorKind> for ByteStreamError {
    fn from(kind: ByteStreamErrorKind) -> Self {
        Self { kind, source: None }
    }
}

impl fmt::Display for ByteStreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ByteStreamErrorKind::TooShort { length, received } => {
                write!(f, "the stream ended after {received} of {length} bytes")
            }
            ByteStreamErrorKind::TooLong { length } => {
                write!(
                    f,
                    "the stream has more than the {length} bytes of its length"
                )
            }
            ByteStreamErrorKind::AlreadyRead => {
                f.write_str("the stream was already read, and it can be read only once")
            }
            ByteStreamErrorKind::Damaged | ByteStreamErrorKind::Source => match &self.source {
                Some(source) if self.kind == ByteStreamErrorKind::Damaged => source.fmt(f),
                Some(source) => write!(f, "the stream broke off: {}", innermost(&**source)),
                None => f.write_str("the stream broke off"),
            },
        }
    }
}

/// The text says everything, so there is no `source()` that would repeat it; what is inside is
/// [`get_ref`](ByteStreamError::get_ref).
impl StdError for ByteStreamError {}

/// For readers of streams.
impl From<ByteStreamError> for io::Error {
    fn from(error: ByteStreamError) -> Self {
        let of_source = error.source.as_deref().and_then(|it| it.downcast_ref());
        let kind = match error.kind {
            ByteStreamErrorKind::TooShort { .. } => io::ErrorKind::UnexpectedEof,
            ByteStreamErrorKind::TooLong { .. } | ByteStreamErrorKind::Damaged => {
                io::ErrorKind::InvalidData
            }
            ByteStreamErrorKind::AlreadyRead => io::ErrorKind::InvalidInput,
            ByteStreamErrorKind::Source => of_source.map_or(io::ErrorKind::Other, io::Error::kind),
        };
        Self::new(kind, error)
    }
}
