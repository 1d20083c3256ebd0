//! Attempts of parts, besides those of the client's calls.

use std::future::Future;
use std::time::Duration;

use super::error::TransferError;

/// Waits before an attempt that follows others.
pub(super) async fn wait(failures: u32) {
    let milliseconds = 100 << failures.min(6);
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// Calls a function until it succeeds, fails permanently, or the attempts are used up.
pub(super) async fn attempts<T, F>(
    attempts: u32,
    mut attempt: impl FnMut() -> F,
) -> Result<T, TransferError>
where
    F: Future<Output = Result<T, TransferError>>,
{
    let mut failures = 0;
    loop {
        match attempt().await {
            Err(error) if error.is_retryable() && failures + 1 < attempts => failures += 1,
            result => return result,
        }
        wait(failures).await;
    }
}
