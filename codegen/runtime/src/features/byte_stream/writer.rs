//! Pieces into a file, which has another name until it is complete.

use std::fs;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};
use uuid::Uuid;

/// How much is written at once, at least.
const WRITTEN: usize = 512 << 10;

/// A file in the folder of the one that it becomes. If it does not, it is removed, once nobody writes
/// to it any more.
pub(in crate::features) struct Partial {
    path: PathBuf,
    hidden: PathBuf,
}

impl Partial {
    /// For the file at a path. The first writer creates it.
    pub(in crate::features) fn of(path: &Path) -> io::Result<Arc<Self>> {
        if path.file_name().is_none() {
            let error = format!("{} is not the path of a file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, error));
        }
        // With the name in it, it could be too long.
        let hidden = format!(".{}.part", Uuid::new_v4().simple());
        Ok(Arc::new(Self {
            hidden: path.with_file_name(hidden),
            path: path.to_owned(),
        }))
    }

    /// The path that it will have.
    #[cfg(feature = "transfers")]
    pub(in crate::features) fn path(&self) -> &Path {
        &self.path
    }

    /// The path that it has until it is complete.
    #[cfg(feature = "transfers")]
    pub(in crate::features) fn hidden(&self) -> &Path {
        &self.hidden
    }

    /// Gives it the path of the other one, which it replaces.
    #[cfg(feature = "transfers")]
    pub(in crate::features) async fn complete(self: Arc<Self>) -> io::Result<()> {
        spawn_blocking(move || self.rename()).await?
    }

    /// Refuses to replace what is no file: a folder, a device or a pipe.
    fn check(&self) -> io::Result<()> {
        match fs::metadata(&self.path) {
            Ok(it) if !it.is_file() => {
                let error = format!("{} is there, and is not a file", self.path.display());
                Err(io::Error::new(io::ErrorKind::InvalidInput, error))
            }
            _ => Ok(()),
        }
    }

    fn rename(&self) -> io::Result<()> {
        fs::rename(&self.hidden, &self.path)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After success, there is no such file.
        let _ = fs::remove_file(&self.hidden);
    }
}

/// Writes pieces from a place of a file on, several at once, while the next ones are received.
pub(in crate::features) struct Writer {
    to: Arc<Partial>,
    start: u64,
    pieces: Vec<Bytes>,
    length: usize,
    /// The pieces before.
    writing: Option<JoinHandle<io::Result<fs::File>>>,
}

impl Writer {
    pub(in crate::features) fn new(to: Arc<Partial>, start: u64) -> Self {
        Self {
            to,
            start,
            pieces: Vec::new(),
            length: 0,
            writing: None,
        }
    }

    pub(in crate::features) async fn write(&mut self, piece: Bytes) -> io::Result<()> {
        self.length += piece.len();
        self.pieces.push(piece);
        if self.length >= WRITTEN {
            let rest = self.rest().await?;
            self.length = 0;
            self.writing = Some(spawn_blocking(|| rest.write()));
        }
        Ok(())
    }

    /// The path that the file will have.
    #[cfg(feature = "transfers")]
    pub(in crate::features) fn path(&self) -> &Path {
        self.to.path()
    }

    /// Waits for what is being written, and leaves out the rest.
    pub(in crate::features) async fn stop(self) {
        if let Some(writing) = self.writing {
            let _ = writing.await;
        }
    }

    /// Writes the last pieces.
    #[cfg(feature = "transfers")]
    pub(in crate::features) async fn finish(mut self) -> io::Result<()> {
        let rest = self.rest().await?;
        spawn_blocking(|| rest.write()).await??;
        Ok(())
    }

    /// Writes the last pieces of the whole file, which is complete then.
    pub(in crate::features) async fn complete(mut self) -> io::Result<()> {
        let rest = self.rest().await?;
        let complete = move || {
            let to = rest.to.clone();
            rest.write()?;
            to.rename()
        };
        spawn_blocking(complete).await?
    }

    /// What to write, after the pieces before are written.
    async fn rest(&mut self) -> io::Result<Rest> {
        let file = match self.writing.take() {
            Some(writing) => Some(writing.await??),
            None => None,
        };
        Ok(Rest {
            to: self.to.clone(),
            file,
            start: self.start,
            pieces: mem::take(&mut self.pieces),
        })
    }
}

/// Pieces for the place that a file has, or for the start if it is not open yet.
struct Rest {
    to: Arc<Partial>,
    file: Option<fs::File>,
    start: u64,
    pieces: Vec<Bytes>,
}

impl Rest {
    fn write(self) -> io::Result<fs::File> {
        let mut file = match self.file {
            Some(file) => file,
            None => {
                self.to.check()?;
                let mut options = fs::OpenOptions::new();
                // Others may write other places of it.
                let options = options.write(true).create(true).truncate(false);
                let mut file = options.open(&self.to.hidden)?;
                if self.start > 0 {
                    file.seek(SeekFrom::Start(self.start))?;
                }
                file
            }
        };
        for piece in self.pieces {
            file.write_all(&piece)?;
        }
        Ok(file)
    }
}
