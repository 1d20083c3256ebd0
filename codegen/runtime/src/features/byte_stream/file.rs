//! Streams from files and into them.

use std::fs::{self, Metadata};
use std::future::Future as _;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use bytes::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};

use super::buffers::Buffers;
use super::writer::{Partial, Writer};
use crate::core::byte_stream::{ByteStream, Piece, Source};

/// How much is read at once.
const PIECE: usize = 1 << 20;

impl ByteStream {
    /// A stream from a file, which is opened anew each time the request is sent. Its length is the
    /// file's. If the file is another one then, by length or time, the stream breaks off.
    ///
    /// # Errors
    ///
    /// If there is no such file.
    pub async fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let metadata = tokio::fs::metadata(&path).await?;
        Ok(of_file(File::new(path.as_ref(), &metadata)))
    }

    /// Like [`from_path`](Self::from_path), but what one piece holds is read at once.
    #[cfg(feature = "transfers")]
    pub(in crate::features) async fn from_small_path(path: Arc<Path>) -> io::Result<Self> {
        let read = spawn_blocking(move || {
            let mut file = fs::File::open(&path)?;
            let metadata = file.metadata()?;
            if metadata.len() > PIECE as u64 {
                return Ok(of_file(File::new(&path, &metadata)));
            }
            let mut content = Vec::new();
            file.read_to_end(&mut content)?;
            Ok(Self::from(content))
        });
        read.await?
    }

    /// A stream from a part of a file: the bytes from the start of the range to its end.
    ///
    /// # Errors
    ///
    /// If there is no such file, or it is shorter.
    pub async fn from_path_range(path: impl AsRef<Path>, range: Range<u64>) -> io::Result<Self> {
        let file = File::new(path.as_ref(), &tokio::fs::metadata(&path).await?);
        let length = file.length;
        if range.start > range.end || range.end > length {
            let problem = format!("the file has {length} bytes, which are not all of {range:?}");
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, problem));
        }
        let stream = part_of_file(file.clone(), range.clone());
        Ok(stream.with_parts(move |it| {
            part_of_file(file.clone(), range.start + it.start..range.start + it.end)
        }))
    }

    /// Writes all of it to a file, which is created or replaced, and returns the number of bytes.
    ///
    /// The bytes go to another file in the same folder, which gets the name at the end: a stream that
    /// breaks off leaves what was there.
    ///
    /// # Errors
    ///
    /// If the stream breaks off, or the file cannot be written.
    pub async fn save(mut self, path: impl AsRef<Path>) -> io::Result<u64> {
        let mut file = Writer::new(Partial::of(path.as_ref())?, 0);
        match self.write(&mut file).await {
            Ok(length) => file.complete().await.map(|()| length),
            Err(error) => {
                file.stop().await;
                Err(error)
            }
        }
    }

    async fn write(&mut self, file: &mut Writer) -> io::Result<u64> {
        let mut length = 0;
        while let Some(piece) = self.next().await {
            let piece = piece?;
            length += piece.len() as u64;
            file.write(piece).await?;
        }
        Ok(length)
    }
}

/// A file as it was when the stream was made.
#[derive(Clone)]
struct File {
    path: Arc<Path>,
    length: u64,
    /// `None` where the system does not tell.
    modified: Option<SystemTime>,
}

impl File {
    fn new(path: &Path, metadata: &Metadata) -> Self {
        Self {
            path: path.into(),
            length: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }

    /// Opens it, unless it has changed: parts of two files would make an object that is neither.
    fn open(&self) -> io::Result<fs::File> {
        let file = fs::File::open(&self.path)?;
        let now = file.metadata()?;
        if (now.len(), now.modified().ok()) == (self.length, self.modified) {
            return Ok(file);
        }
        let error = format!(
            "{} has changed since the stream was made",
            self.path.display()
        );
        Err(io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

fn of_file(file: File) -> ByteStream {
    let length = file.length;
    // One byte more, so that a file that grows meanwhile is noticed.
    let stream = of_range(file.clone(), 0..length + 1).with_length(length);
    stream.with_parts(move |range| part_of_file(file.clone(), range))
}

/// A part of a file, which is opened when it is read.
fn part_of_file(file: File, range: Range<u64>) -> ByteStream {
    let length = range.end - range.start;
    of_range(file, range).with_length(length)
}

fn of_range(file: File, range: Range<u64>) -> ByteStream {
    ByteStream::from_fn(move || {
        Ok(ByteStream::single(FileReader {
            reading: Reading {
                file: file.clone(),
                open: None,
                rest: range.clone(),
                buffers: Buffers::default(),
            }
            .start(),
        }))
    })
}

/// A file whose next piece is read while the last one is sent.
struct FileReader {
    /// `None` at the end.
    reading: Option<JoinHandle<io::Result<(Bytes, Reading)>>>,
}

/// What is still to be read of a file.
struct Reading {
    file: File,
    open: Option<fs::File>,
    rest: Range<u64>,
    buffers: Buffers,
}

impl Reading {
    /// Begins to read the next piece, unless nothing is left.
    fn start(self) -> Option<JoinHandle<io::Result<(Bytes, Self)>>> {
        (!self.rest.is_empty()).then(|| spawn_blocking(|| self.piece()))
    }

    fn piece(mut self) -> io::Result<(Bytes, Self)> {
        let mut file = match self.open.take() {
            Some(file) => file,
            None => {
                let mut file = self.file.open()?;
                if self.rest.start > 0 {
                    file.seek(SeekFrom::Start(self.rest.start))?;
                }
                file
            }
        };
        let rest = self.rest.end - self.rest.start;
        let length = usize::try_from(rest).map_or(PIECE, |it| it.min(PIECE));
        let mut piece = self.buffers.of_size(length);
        let mut read = 0;
        while read < length {
            match file.read(&mut piece[read..]) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        piece.truncate(read);
        self.rest.start += read as u64;
        if read < length {
            self.rest.end = self.rest.start;
        }
        self.open = Some(file);
        Ok((self.buffers.filled(piece), self))
    }
}

impl Source for FileReader {
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        let Some(reading) = &mut self.reading else {
            return Poll::Ready(None);
        };
        let read = ready!(Pin::new(reading).poll(context));
        self.reading = None;
        Poll::Ready(Some(match read {
            Ok(Ok((piece, rest))) => {
                self.reading = rest.start();
                Ok(piece)
            }
            Ok(Err(error)) => Err(error.into()),
            Err(error) => Err(error.into()),
        }))
    }
}
