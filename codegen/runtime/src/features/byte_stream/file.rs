//! Streams from files and into them.

use std::ffi::OsString;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use aws_smithy_types::byte_stream::{FsBuilder, Length};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use crate::core::byte_stream::ByteStream;

impl ByteStream {
    /// A stream from a file, which is opened anew each time the request is sent. Its length is the
    /// file's.
    ///
    /// # Errors
    ///
    /// If there is no such file.
    pub async fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        open(FsBuilder::new().path(path)).await
    }

    /// A stream from a part of a file: the bytes from the start of the range to its end.
    ///
    /// # Errors
    ///
    /// If there is no such file, or it is shorter.
    pub async fn from_path_range(path: impl AsRef<Path>, range: Range<u64>) -> io::Result<Self> {
        let length = range.end.saturating_sub(range.start);
        let part = FsBuilder::new()
            .path(path)
            .offset(range.start)
            .length(Length::Exact(length));
        open(part).await
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

async fn open(file: FsBuilder) -> io::Result<ByteStream> {
    match file.build().await {
        Ok(stream) => Ok(stream.into()),
        Err(error) => Err(io::Error::other(error)),
    }
}

/// A file that is removed, unless it was renamed.
struct Partial(PathBuf);

impl Partial {
    fn of(path: &Path) -> io::Result<Self> {
        let Some(name) = path.file_name() else {
            let error = format!("{} is not the path of a file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, error));
        };
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", Uuid::new_v4().simple()));
        Ok(Self(path.with_file_name(hidden)))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After success, there is no such file.
        let _ = std::fs::remove_file(&self.0);
    }
}
