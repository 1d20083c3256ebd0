//! Files that are transferred at once.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::super::error::TransferError;
use super::super::progress::Progress;
use super::super::settings::Settings;
use super::super::tasks::joined;

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
    tasks: JoinSet<Result<u64, TransferError>>,
    output: DirectoryOutput,
}

impl Files {
    pub(super) fn new(mut settings: Settings) -> Self {
        let progress = Progress::new(settings.report.as_ref(), None);
        settings.requests = Some(Arc::new(Semaphore::new(settings.concurrency)));
        Self {
            settings,
            progress,
            tasks: JoinSet::new(),
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
    pub(super) async fn add(
        &mut self,
        transfer: impl Future<Output = Result<u64, TransferError>> + Send + 'static,
    ) -> Result<(), TransferError> {
        while self.tasks.len() >= self.settings.concurrency {
            self.wait().await?;
        }
        self.tasks.spawn(transfer);
        Ok(())
    }

    /// Waits for all files.
    pub(super) async fn finish(mut self) -> Result<DirectoryOutput, TransferError> {
        while !self.tasks.is_empty() {
            self.wait().await?;
        }
        Ok(self.output)
    }

    async fn wait(&mut self) -> Result<(), TransferError> {
        if let Some(result) = self.tasks.join_next().await {
            self.output.bytes += joined(result)??;
            self.output.files += 1;
        }
        Ok(())
    }
}
