//! Byte streams: the content of a request or response body.
//!
//! | module | contents |
//! |---|---|
//! | `read` | reading: lengths, progress, `http_body::Body` |
//! | `source` | the kinds of sources that are read in pieces |
//! | `error` | why a stream broke off |

mod error;
mod read;
mod source;

use std::fmt;
use std::io;
#[cfg(feature = "byte-stream")]
use std::ops::Range;
use std::sync::{Arc, Mutex};

use bytes::Bytes;

#[cfg(feature = "checksums")]
pub(crate) use self::error::DamagedContent;
pub use self::error::{ByteStreamError, ByteStreamErrorKind};
#[cfg(feature = "stream")]
use self::source::OfStream;
#[cfg(feature = "byte-stream")]
pub(crate) use self::source::Piece;
pub(crate) use self::source::Source;
use self::source::{OfBody, OfReader};
#[cfg(feature = "client")]
use crate::core::lock::lock;

/// Bytes in memory, or bytes that are read in pieces while they are sent or received.
///
/// It is the type of members that are a whole body (trait `streaming`). Memory stays constant,
/// whatever the length.
///
/// ```text
/// client.put_object().body(ByteStream::from_path("movie.mp4").await?).send().await?;
///
/// let mut output = client.get_object().path("movie.mp4").send().await?;
/// while let Some(piece) = output.body.next().await {
///     file.write_all(&piece?)?;
/// }
/// ```
///
/// | source | function | can be read again |
/// |---|---|---|
/// | bytes, text | `From` | yes |
/// | a function that opens it | [`from_fn`](Self::from_fn) | yes, opened anew |
/// | any `http_body::Body` | [`from_body`](Self::from_body) | no |
/// | any `Read` | [`from_reader`](Self::from_reader) | no |
///
/// The feature `byte-stream` adds files, `AsyncRead` and AWS's `ByteStream`, the feature `stream`
/// any `Stream`.
///
/// A request whose stream can be read again is retried; any other is sent once, and retried only if
/// no byte of the stream was read.
///
/// A stream with a known [`length`](Self::length) that turns out shorter or longer is an error. The
/// last piece is handed on only when it is certain that nothing follows it, so that no service takes
/// the beginning of a longer stream for all of it.
pub struct ByteStream {
    content: Content,
    length: Option<u64>,
    /// How many bytes came from the source.
    received: u64,
    /// The last piece, until it is certain that nothing follows it.
    last: Option<Bytes>,
    progress: Option<Arc<ProgressFn>>,
    /// Opens a part of it, if it can be read from anywhere.
    #[cfg(feature = "byte-stream")]
    parts: Option<Arc<PartFn>>,
    /// Gets the checksum that a request with it has.
    #[cfg(feature = "checksums")]
    checksum: Option<ChecksumSlot>,
}

/// The place of a checksum that is not computed yet.
#[cfg(feature = "checksums")]
pub(crate) type ChecksumSlot = Arc<Mutex<Option<Bytes>>>;

/// Gets the bytes so far, and the total if it is known.
pub(crate) type ProgressFn = dyn Fn(u64, Option<u64>) + Send + Sync;

type OpenFn = dyn Fn() -> io::Result<ByteStream> + Send + Sync;

#[cfg(feature = "byte-stream")]
type PartFn = dyn Fn(Range<u64>) -> ByteStream + Send + Sync;

enum Content {
    Memory(Bytes),
    /// Opened anew each time it is read.
    Repeatable(Arc<OpenFn>),
    /// Read by the first of the streams that share it; `None` afterwards.
    Single(Unread),
    /// Being read. The mutex is never locked: it makes the type `Sync`.
    Reading(Mutex<Box<dyn Source>>),
    /// Over, or read by another stream.
    Over {
        is_complete: bool,
    },
}

/// The source of a stream that can be read once, shared with the request that it is sent in.
#[derive(Clone)]
pub(crate) struct Unread(Arc<Mutex<Option<Box<dyn Source>>>>);

impl Unread {
    /// Whether reading has begun.
    #[cfg(feature = "client")]
    pub(crate) fn has_begun(&self) -> bool {
        lock(&self.0).is_none()
    }
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unread")
    }
}

impl ByteStream {
    /// A stream from a body of any HTTP library. Trailers are ignored.
    pub fn from_body<B>(body: B) -> Self
    where
        B: http_body::Body + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let length = body.size_hint().exact();
        if length == Some(0) {
            return Self::default();
        }
        Self {
            length,
            ..Self::single(OfBody::new(body))
        }
    }

    /// A stream from a reader, such as a file or a pipe. Each read blocks the thread that sends the
    /// request: in asynchronous programs, use `from_path` or `from_async_read`.
    pub fn from_reader(reader: impl io::Read + Send + 'static) -> Self {
        Self::single(OfReader::new(reader))
    }

    /// A stream from a `Stream` of pieces.
    #[cfg(feature = "stream")]
    pub fn from_stream<S, T, E>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = Result<T, E>> + Send + 'static,
        T: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::single(OfStream::new(stream))
    }

    /// Bytes of the program.
    pub fn from_static(bytes: &'static [u8]) -> Self {
        bytes.into()
    }

    /// A stream that `open` opens, each time the request is sent.
    ///
    /// ```text
    /// let stream = ByteStream::from_fn(|| Ok(ByteStream::from_reader(File::open("movie.mp4")?)))
    ///     .with_length(1_234_567);
    /// ```
    pub fn from_fn(open: impl Fn() -> io::Result<Self> + Send + Sync + 'static) -> Self {
        Self::of(Content::Repeatable(Arc::new(open)))
    }

    pub(crate) fn single(source: impl Source + 'static) -> Self {
        let source: Box<dyn Source> = Box::new(source);
        Self::of(Content::Single(Unread(Arc::new(Mutex::new(Some(source))))))
    }

    fn of(content: Content) -> Self {
        Self {
            content,
            length: None,
            received: 0,
            last: None,
            progress: None,
            #[cfg(feature = "byte-stream")]
            parts: None,
            #[cfg(feature = "checksums")]
            checksum: None,
        }
    }

    /// States the length. Requests have it in their header `Content-Length`, which some services
    /// require; another number of bytes is an error.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        #[cfg(feature = "byte-stream")]
        if self.length() != Some(length) {
            // Whether it is right turns out by reading all of it.
            self.parts = None;
        }
        self.length = Some(length);
        self
    }

    /// Sets a function that is called for each piece with the number of bytes so far and the total,
    /// if it is known. It starts again from the beginning if a request is retried.
    #[must_use]
    pub fn on_progress(
        mut self,
        report: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Arc::new(report));
        self
    }

    /// The length, if it is known before all is read.
    pub fn length(&self) -> Option<u64> {
        self.length.or(match &self.content {
            // No allocation is larger.
            Content::Memory(bytes) => Some(self.received + bytes.len() as u64),
            _ => None,
        })
    }

    /// The bytes, if they are in memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Memory(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The bytes by value, if they are in memory.
    pub fn into_bytes(self) -> Option<Bytes> {
        match self.content {
            Content::Memory(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether it can be read again from its beginning, so that a request with it can be retried.
    pub fn is_repeatable(&self) -> bool {
        self.received == 0 && matches!(self.content, Content::Memory(_) | Content::Repeatable(_))
    }

    /// A stream of the same bytes, if it can be read again.
    pub fn try_clone(&self) -> Option<Self> {
        self.is_repeatable().then(|| self.share())
    }

    /// A stream of the same bytes for the request or output that it becomes a part of. If it can be
    /// read once, the first of both that is read gets the bytes, and the other one fails.
    pub(crate) fn share(&self) -> Self {
        let content = match &self.content {
            Content::Memory(bytes) if self.received == 0 => Content::Memory(bytes.clone()),
            Content::Repeatable(open) => Content::Repeatable(open.clone()),
            Content::Single(unread) => Content::Single(unread.clone()),
            _ => Content::Single(Unread(Arc::default())),
        };
        Self {
            length: self.length,
            progress: self.progress.clone(),
            #[cfg(feature = "byte-stream")]
            parts: self.parts.clone(),
            #[cfg(feature = "checksums")]
            checksum: self.checksum.clone(),
            ..Self::of(content)
        }
    }

    /// Sets a function that opens a part of it.
    #[cfg(feature = "byte-stream")]
    pub(crate) fn with_parts(
        mut self,
        open: impl Fn(Range<u64>) -> Self + Send + Sync + 'static,
    ) -> Self {
        self.parts = Some(Arc::new(open));
        self
    }

    /// The function that is called with its progress, which it loses.
    #[cfg(feature = "transfers")]
    pub(crate) fn take_progress(&mut self) -> Option<Arc<ProgressFn>> {
        self.progress.take()
    }

    /// Sets the place for the checksum that a request with it has, of whichever algorithm.
    #[cfg(feature = "transfers")]
    pub(crate) fn with_checksum_slot(mut self, slot: ChecksumSlot) -> Self {
        self.checksum = Some(slot);
        self
    }

    /// The place for the checksum that a request with it has.
    #[cfg(feature = "checksums")]
    pub(crate) fn checksum_slot(&self) -> Option<&ChecksumSlot> {
        self.checksum.as_ref()
    }

    /// A part of it, if it can be read from anywhere. The range has to be inside of its length.
    #[cfg(feature = "transfers")]
    pub(crate) fn part(&self, range: Range<u64>) -> Option<Self> {
        if !self.is_repeatable() {
            return None;
        }
        if let Content::Memory(bytes) = &self.content {
            if self.length() != Some(bytes.len() as u64) {
                return None;
            }
            let [start, end] = [range.start, range.end].map(usize::try_from);
            return Some(bytes.slice(start.ok()?..end.ok()?).into());
        }
        let open = self.parts.as_ref()?;
        Some(open(range))
    }

    /// Without reports of progress.
    #[cfg(feature = "client")]
    pub(crate) fn without_progress(mut self) -> Self {
        self.progress = None;
        self
    }

    /// The source, if it can be read once.
    #[cfg(feature = "client")]
    pub(crate) fn unread(&self) -> Option<Unread> {
        match &self.content {
            Content::Single(unread) => Some(unread.clone()),
            _ => None,
        }
    }

    /// The bytes; empty for a stream.
    pub(crate) fn in_memory(&self) -> &[u8] {
        self.bytes().map_or(&[], |bytes| bytes)
    }
}

/// Empty.
impl Default for ByteStream {
    fn default() -> Self {
        Bytes::new().into()
    }
}

macro_rules! from {
    ($($type:ty),*) => {$(
        impl From<$type> for ByteStream {
            fn from(bytes: $type) -> Self {
                Self::of(Content::Memory(bytes.into()))
            }
        }
    )*};
}

from!(Bytes, Vec<u8>, String, &'static [u8], &'static str);

/// Shows the length only, because the content may be sensitive.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "ByteStream({length} bytes)"),
            None => f.write_str("ByteStream(unknown length)"),
        }
    }
}
