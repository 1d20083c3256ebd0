//! Uploads of objects, in parts if they are large.
//!
//! | module | contents |
//! |---|---|
//! | `run` | the requests, and what removes the parts of an upload that failed |
//! | `job` | the inputs of the requests |
//! | `sums` | which checksums the parts and the object have |
//! | `content` | parts of the content |
//! | `part`, `sent` | sending a part, and one that was sent |
//! | `resume` | the parts that are there already |

mod content;
mod job;
mod part;
mod resume;
mod run;
mod sent;
mod sums;

use std::fmt;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use self::job::Job;
use super::erased::{ErasedPages, typed};
use super::error::TransferError;
use super::facts::{ResumableUploading, Uploading};
use super::members::take_stream;
use super::settings::{Settings, setters};
use super::tasks::{joined, runtime};
use crate::client::{Call, Core};
use crate::core::operation::Operation;

/// An upload under construction.
///
/// Content up to the [`threshold`](Self::threshold) is sent by one request. What is longer, or has no
/// known length and is longer than a part, is sent in parts, several at once. Parts of files and of bytes
/// in memory are read where they are; those of other streams are read into memory one after the other.
///
/// If it fails, or its future is dropped, its parts are removed. A future that is dropped leaves that to
/// a task, so the tokio runtime has to run on until it is done.
#[must_use = "an upload does nothing until it is sent"]
pub struct Upload<O: Uploading> {
    core: Core,
    input: O::Input,
    settings: Settings,
    resumption: Resumption,
}

/// What is special about an upload that can be resumed.
#[derive(Default)]
struct Resumption {
    /// Gets the id of the upload.
    on_id: Option<Box<IdFn>>,
    /// The upload to continue, and what lists its parts.
    of: Option<(String, &'static ErasedPages)>,
}

type IdFn = dyn Fn(&str) + Send + Sync;

impl Resumption {
    /// Whether the parts stay if the upload fails.
    fn keeps_parts(&self) -> bool {
        self.on_id.is_some() || self.of.is_some()
    }
}

impl<O: Uploading> Call<O> {
    /// Sends the object in parts if it is large.
    pub fn into_upload(self) -> Upload<O> {
        let (core, input) = self.into_parts();
        Upload::new(core, input)
    }
}

impl<O: Uploading> Upload<O> {
    pub(super) fn new(core: Core, input: O::Input) -> Self {
        Self {
            core,
            input,
            settings: Settings::default(),
            resumption: Resumption::default(),
        }
    }

    pub(super) fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    setters!();

    /// Keeps the parts of an upload that fails or is dropped, for [`resume`](Self::resume). The
    /// function gets the id of the upload as soon as there is one; content that is sent by one request
    /// has none.
    pub fn resumable(mut self, on_id: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.resumption.on_id = Some(Box::new(on_id));
        self
    }

    /// Continues an upload with the same input and content: only parts that are not there, or have
    /// another content, are sent. The parts stay if it fails again.
    ///
    /// Parts are compared by length and checksum, or MD5 if the service does not list the checksum.
    pub fn resume(mut self, upload_id: impl Into<String>) -> Self
    where
        O: ResumableUploading,
    {
        self.resumption.of = Some((upload_id.into(), O::PARTS));
        self
    }

    /// Sends the object. The output has what that of the last request of an upload in parts has.
    ///
    /// # Errors
    ///
    /// If a call fails permanently, or the content cannot be read.
    pub async fn send(self) -> Result<<O as Operation>::Output, TransferError> {
        // A task of its own, which removes the parts also if this future is dropped.
        let stop = CancellationToken::new();
        let _guard = stop.clone().drop_guard();
        let task = runtime()?.spawn(self.send_until(stop));
        joined(task.await)?
    }

    /// Sends the object, unless it is to stop before. Parts are removed before it ends.
    pub(super) async fn send_until(
        self,
        stop: CancellationToken,
    ) -> Result<<O as Operation>::Output, TransferError> {
        let Self {
            core,
            mut input,
            mut settings,
            resumption,
        } = self;
        let mut body = take_stream(&mut input);
        settings.report = settings.report.or_else(|| body.take_progress());
        let job = Job {
            core,
            facts: O::UPLOAD,
            input: Box::new(input),
            settings,
            resumption,
        };
        let output = run::run(Arc::new(job), body, stop).await?;
        Ok(typed(output).unwrap_or_default())
    }
}

impl<O: Uploading> fmt::Debug for Upload<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("input", &self.input)
            .finish_non_exhaustive()
    }
}
