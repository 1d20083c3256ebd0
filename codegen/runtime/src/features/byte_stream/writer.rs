//! Pieces into a file.

use std::fs;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::mem;
use std::path::PathBuf;

use bytes::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};

/// How much is written at once, at least.
const WRITTEN: usize = 512 << 10;

/// Writes pieces from a place of a file on, several at once, while the next ones are received.
pub(in crate::features) struct Writer {
    path: PathBuf,
    start: u64,
    pieces: Vec<Bytes>,
    length: usize,
    /// The pieces before.
    writing: Option<JoinHandle<io::Result<fs::File>>>,
}

impl Writer {
    pub(in crate::features) fn new(path: PathBuf, start: u64) -> Self {
        Self {
            path,
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
            self.flush().await?;
        }
        Ok(())
    }

    /// Waits for the pieces before, and begins to write the last ones.
    async fn flush(&mut self) -> io::Result<()> {
        let before = self.written().await?;
        let (path, start) = (self.path.clone(), self.start);
        let pieces = mem::take(&mut self.pieces);
        self.length = 0;
        self.writing = Some(spawn_blocking(move || {
            let mut file = match before {
                Some(file) => file,
                None => {
                    let mut file = fs::OpenOptions::new().write(true).open(path)?;
                    file.seek(SeekFrom::Start(start))?;
                    file
                }
            };
            for piece in pieces {
                file.write_all(&piece)?;
            }
            Ok(file)
        }));
        Ok(())
    }

    async fn written(&mut self) -> io::Result<Option<fs::File>> {
        match self.writing.take() {
            Some(writing) => Ok(Some(writing.await??)),
            None => Ok(None),
        }
    }

    pub(in crate::features) async fn finish(mut self) -> io::Result<()> {
        self.flush().await?;
        self.written().await?;
        Ok(())
    }
}
