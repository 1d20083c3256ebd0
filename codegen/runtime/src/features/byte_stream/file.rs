//! Streams from files and into them.

use std::future::Future;
use std::io::{self, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use aws_smithy_types::byte_stream::{FsBuilder, Length};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use uuid::Uuid;

use super::reader::OfReader;
use crate::core::byte_stream::{ByteStream, Piece, Source};

impl ByteStream {
    /// A stream from a file, which is opened anew each time the request is sent. Its length is the
    /// file's.
    ///
    /// # Errors
    ///
    /// If there is no such file.
    pub async fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path: Arc<Path> = path.as_ref().into();
        let stream = open(FsBuilder::new().path(&path)).await?;
        Ok(stream.with_parts(move |range| part_of_file(path.clone(), range)))
    }

    /// A stream from a part of a file: the bytes from the start of the range to its end.
    ///
    /// # Errors
    ///
    /// If there is no such file, or it is shorter.
    pub async fn from_path_range(path: impl AsRef<Path>, range: Range<u64>) -> io::Result<Self> {
        let path: Arc<Path> = path.as_ref().into();
        let (start, length) = (range.start, range.end.saturating_sub(range.start));
        let part = FsBuilder::new()
            .path(&path)
            .offset(start)
            .length(Length::Exact(length));
        let stream = open(part).await?;
        Ok(stream
            .with_parts(move |it| part_of_file(path.clone(), start + it.start..start + it.end)))
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
        let path = path.as_ref();
        let partial = Partial::of(path)?;
        let mut file = File::create_new(&partial.0).await?;
        let mut length = 0;
        while let Some(piece) = self.next().await {
            let piece = piece?;
            file.write_all(&piece).await?;
            length += piece.len() as u64;
        }
        file.flush().await?;
        drop(file);
        tokio::fs::rename(&partial.0, path).await?;
        Ok(length)
    }
}

/// A part of a file, which is opened when it is read.
fn part_of_file(path: Arc<Path>, range: Range<u64>) -> ByteStream {
    let length = range.end - range.start;
    let part = move || {
        let (path, start) = (path.clone(), range.start);
        Ok(ByteStream::single(Part::Opening(Box::pin(async move {
            let mut file = File::open(path).await?;
            file.seek(SeekFrom::Start(start)).await?;
            Ok(OfReader::new(file.take(length)))
        }))))
    };
    ByteStream::from_fn(part).with_length(length)
}

/// A part of a file that is being read.
enum Part {
    Opening(Pin<Box<dyn Future<Output = io::Result<PartReader>> + Send>>),
    Reading(PartReader),
}

type PartReader = OfReader<tokio::io::Take<File>>;

impl Source for Part {
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        loop {
            match self {
                Self::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(reader) => *self = Self::Reading(reader),
                    Err(error) => return Poll::Ready(Some(Err(error.into()))),
                },
                Self::Reading(reader) => return reader.poll_piece(context),
            }
        }
    }
}

async fn open(file: FsBuilder) -> io::Result<ByteStream> {
    match file.build().await {
        Ok(stream) => Ok(stream.into()),
        Err(error) => Err(io::Error::other(error)),
    }
}

/// A file that is removed, unless it was renamed.
pub(in crate::features) struct Partial(pub(in crate::features) PathBuf);

impl Partial {
    pub(in crate::features) fn of(path: &Path) -> io::Result<Self> {
        if path.file_name().is_none() {
            let error = format!("{} is not the path of a file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, error));
        }
        // With the name in it, it could be too long.
        let hidden = format!(".{}.part", Uuid::new_v4().simple());
        Ok(Self(path.with_file_name(hidden)))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After success, there is no such file.
        let _ = std::fs::remove_file(&self.0);
    }
}
