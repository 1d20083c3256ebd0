//! Settings that all transfers have.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::progress::ReportFn;

const MIB: u64 = 1 << 20;

/// The settings of a transfer.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) part_size: u64,
    pub(super) threshold: u64,
    pub(super) concurrency: usize,
    pub(super) memory: u64,
    pub(super) attempts: u32,
    pub(super) report: Option<Arc<ReportFn>>,
    /// Limits requests over several transfers.
    pub(super) requests: Option<Arc<Semaphore>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            part_size: 8 * MIB,
            threshold: 16 * MIB,
            concurrency: 8,
            memory: 32 * MIB,
            attempts: 3,
            report: None,
            requests: None,
        }
    }
}

impl Settings {
    /// How many parts are in memory at once.
    pub(super) fn parts_in_memory(&self, part_size: u64) -> usize {
        let parts = usize::try_from(self.memory / part_size.max(1)).unwrap_or(usize::MAX);
        parts.clamp(1, self.concurrency)
    }

    /// Waits until a request may be sent.
    pub(super) async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        let requests = self.requests.clone()?;
        requests.acquire_owned().await.ok()
    }
}

/// The setters of a builder with a field `settings`.
macro_rules! setters {
    () => {
        /// Sets the length of parts in bytes; 8 MiB by default. Uploads have larger ones if the service
        /// asks for that: there is a smallest length, and a largest number of parts.
        pub fn part_size(mut self, bytes: u64) -> Self {
            self.settings.part_size = bytes.max(1);
            self
        }

        /// Sets the length up to which an object is transferred by one request; 16 MiB by default.
        pub fn threshold(mut self, bytes: u64) -> Self {
            self.settings.threshold = bytes;
            self
        }

        /// Sets how many parts are transferred at once; 8 by default.
        pub fn concurrency(mut self, parts: usize) -> Self {
            self.settings.concurrency = parts.max(1);
            self
        }

        /// Sets how many bytes of parts are kept in memory; 32 MiB by default. One part is always
        /// kept. Parts of files need no memory.
        pub fn memory(mut self, bytes: u64) -> Self {
            self.settings.memory = bytes;
            self
        }

        /// Sets how often a part is attempted, besides the retries of the client's calls; 3 by
        /// default. Attempts of a download count only while no byte arrives.
        pub fn attempts(mut self, attempts: u32) -> Self {
            self.settings.attempts = attempts.max(1);
            self
        }

        /// Sets a function that gets the number of bytes so far and the total, if it is known. What
        /// is sent again is first taken off.
        pub fn on_progress(
            mut self,
            report: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
        ) -> Self {
            self.settings.report = Some(std::sync::Arc::new(report));
            self
        }
    };
}

pub(super) use setters;
