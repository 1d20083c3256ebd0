//! Attempts of parts, besides those of the client's calls.

use std::future::Future;
use std::time::Duration;

use super::error::TransferError;

/// The attempts that are left.
#[derive(Debug)]
pub(super) struct Attempts {
    limit: u32,
    failures: u32,
}

impl Attempts {
    /// Attempts of which this many may fail in a row.
    pub(super) fn new(limit: u32) -> Self {
        Self { limit, failures: 0 }
    }

    /// All of them are left again.
    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }

    /// Waits before the attempt that follows one that failed.
    ///
    /// # Errors
    ///
    /// The error of the failed one, if none is left.
    pub(super) async fn after(&mut self, error: TransferError) -> Result<(), TransferError> {
        self.failures += 1;
        if self.failures >= self.limit {
            return Err(error);
        }
        let milliseconds = 100 << self.failures.min(6);
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        Ok(())
    }
}

/// Calls a function until it succeeds, fails permanently, or the attempts are used up.
pub(super) async fn attempts<T, F>(
    limit: u32,
    mut attempt: impl FnMut() -> F,
) -> Result<T, TransferError>
where
    F: Future<Output = Result<T, TransferError>>,
{
    let mut attempts = Attempts::new(limit);
    loop {
        match attempt().await {
            Err(error) if error.is_retryable() => attempts.after(error).await?,
            result => return result,
        }
    }
}
