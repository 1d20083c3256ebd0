//! Downloads of objects, in ranges at once if they are large.
//!
//! | module | contents |
//! |---|---|
//! | `object` | the object: the first response, and requests of ranges |
//! | `range` | reading a range, which goes on where a response broke off |
//! | `ordered` | an object as a stream |
//! | `file` | an object in a file |

mod file;
mod object;
mod ordered;
mod range;

use std::fmt;
use std::path::Path;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio_util::sync::CancellationToken;

use self::object::Object;
use super::erased::{Boxed, typed};
use super::error::{TransferError, TransferErrorKind};
use super::facts::{DownloadFacts, Downloading};
use super::members::{set_stream, take_stream};
use super::settings::{Settings, setters};
use super::tasks::{joined, race, runtime};
use crate::client::{Call, Core};
use crate::core::byte_stream::ByteStream;
use crate::core::operation::Operation;

/// A download under construction.
///
/// The first request is that of the call. If the object is longer than the
/// [`threshold`](Self::threshold), only the first part of the response is read, and several requests at
/// once ask for ranges of the rest, on the condition that the object is still the same. A response that
/// breaks off is continued from there.
///
/// If the service tells a checksum of the whole object, the content is checked with it.
#[must_use = "a download does nothing until it is sent or saved"]
pub struct Download<O: Downloading> {
    core: Core,
    input: O::Input,
    settings: Settings,
}

impl<O: Downloading> Call<O> {
    /// Receives the object in ranges if it is large.
    pub fn into_download(self) -> Download<O> {
        let (core, input) = self.into_parts();
        Download {
            core,
            input,
            settings: Settings::default(),
        }
    }
}

impl<O: Downloading> Download<O> {
    setters!();

    /// Begins the download. The stream in the output is the whole content in its order; parts that are
    /// not read yet are in [`memory`](Self::memory). If the content is not that of the object, the end
    /// of the stream is an error.
    ///
    /// # Errors
    ///
    /// If the first request fails permanently. Later, the stream breaks off with an error whose source
    /// is a [`TransferError`].
    pub async fn send(self) -> Result<<O as Operation>::Output, TransferError> {
        let runtime = runtime()?;
        let (object, output) = self.open().await?;
        Ok(output_with::<O>(output, ordered::stream(object, runtime)))
    }

    /// Writes the content to a writer. The stream in the output is empty.
    ///
    /// # Errors
    ///
    /// If a request fails permanently, the writer fails, or the content is not that of the object; then,
    /// a part of it is written already.
    pub async fn write_to(
        self,
        mut writer: impl AsyncWrite + Unpin,
    ) -> Result<<O as Operation>::Output, TransferError> {
        let runtime = runtime()?;
        let (object, output) = self.open().await?;
        let (pieces, mut receiver) = ordered::channel();
        let reading = runtime.spawn(ordered::read(object, pieces));
        while let Some(piece) = receiver.recv().await {
            let written = writer.write_all(&piece?).await;
            written.map_err(TransferErrorKind::Write)?;
        }
        joined(reading.await)?;
        writer.flush().await.map_err(TransferErrorKind::Write)?;
        Ok(output_with::<O>(output, ByteStream::default()))
    }

    /// Writes the content to a file, which is created or replaced. The stream in the output is empty.
    ///
    /// The bytes go to another file in the same folder, which gets the name at the end: a download that
    /// fails or is dropped leaves what was there. Parts are written where they belong, so they need no
    /// memory.
    ///
    /// # Errors
    ///
    /// If a request fails permanently, the file cannot be written, or the content is not that of the
    /// object.
    pub async fn save(
        self,
        path: impl AsRef<Path>,
    ) -> Result<<O as Operation>::Output, TransferError> {
        runtime()?;
        let (object, output) = self.open().await?;
        file::save(object, path.as_ref(), &CancellationToken::new()).await?;
        Ok(output_with::<O>(output, ByteStream::default()))
    }

    async fn open(self) -> Result<(Object, Boxed), TransferError> {
        let input = Box::new(self.input);
        open(self.core, O::DOWNLOAD, input, self.settings).await
    }
}

/// Sends the first request of a download.
async fn open(
    core: Core,
    facts: &'static DownloadFacts,
    input: Boxed,
    settings: Settings,
) -> Result<(Object, Boxed), TransferError> {
    let mut output = object::first(&core, facts, &*input, &settings).await?;
    let body = take_stream(&mut *output);
    let object = Object::new(core, facts, input, settings, &*output, body);
    Ok((object, output))
}

/// Downloads an object to a file, unless it is to stop before.
pub(super) async fn save_until(
    core: Core,
    facts: &'static DownloadFacts,
    input: Boxed,
    settings: Settings,
    path: &Path,
    stop: &CancellationToken,
) -> Result<u64, TransferError> {
    let opened = race(open(core, facts, input, settings), stop.cancelled()).await;
    let (object, _) = opened.unwrap_or_else(|| Err(TransferErrorKind::Cancelled.into()))?;
    file::save(object, path, stop).await
}

fn output_with<O: Downloading>(mut output: Boxed, stream: ByteStream) -> O::Output {
    set_stream(&mut *output, stream);
    typed(output).unwrap_or_default()
}

impl<O: Downloading> fmt::Debug for Download<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("input", &self.input)
            .finish_non_exhaustive()
    }
}
