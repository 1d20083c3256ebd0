//! Files that are transferred at once.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::super::error::TransferError;
use super::super::progress::Progress;
use super::super::settings::Settings;
use super::super::tasks::Group;

/// What was transferred of a directory.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DirectoryOutput {
    /// The number of files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// The transfers of files, of which some run at once.
pub(super) struct Files {
    settings: Settings,
    progress: Progress,
    tasks: Group<u64>,
    output: DirectoryOutput,
}

impl Files {
    pub(super) fn new(mut settings: Settings) -> Self {
        let progress = Progress::new(settings.report.as_ref(), None);
        let requests = settings.concurrency.min(Semaphore::MAX_PERMITS);
        settings.requests = Some(Arc::new(Semaphore::new(requests)));
        Self {
            settings,
            progress,
            tasks: Group::new(&CancellationToken::new()),
            output: DirectoryOutput::default(),
        }
    }

    /// The settings for one file.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            report: self.progress.of_part().report(),
            ..self.settings.clone()
        }
    }

    /// Transfers a file, and waits for others first if there are enough. The result of the transfer is
    /// the number of bytes.
    pub(super) async fn add<F>(
        &mut self,
        transfer: impl FnOnce(CancellationToken) -> F,
    ) -> Result<(), TransferError>
    where
        F: Future<Output = Result<u64, TransferError>> + Send + 'static,
    {
        while self.tasks.len() >= self.settings.concurrency {
            self.wait().await?;
        }
        self.tasks.spawn(transfer);
        Ok(())
    }

    /// Waits for all files, or stops them if adding them failed.
    pub(super) async fn finish(
        mut self,
        added: Result<(), TransferError>,
    ) -> Result<DirectoryOutput, TransferError> {
        if let Err(error) = added {
            self.tasks.stop().await;
            return Err(error);
        }
        while self.wait().await? {}
        Ok(self.output)
    }

    /// Waits for a file; `false` if there is none.
    async fn wait(&mut self) -> Result<bool, TransferError> {
        let length = self.tasks.next().await?;
        self.output.bytes += length.unwrap_or_default();
        self.output.files += u64::from(length.is_some());
        Ok(length.is_some())
    }
}
