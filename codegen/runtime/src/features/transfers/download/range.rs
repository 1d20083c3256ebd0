//! Reading a range of an object, which goes on where a response broke off.

use std::ops::Range;

use bytes::Bytes;

use super::super::error::{TransferError, TransferErrorKind};
use super::super::retry;
use super::object::Object;
use crate::core::byte_stream::{ByteStream, ByteStreamErrorKind};

/// The rest of a range.
pub(super) struct RangeReader<'o> {
    object: &'o Object,
    rest: Range<u64>,
    body: Option<ByteStream>,
    /// How many attempts failed since the last byte.
    failures: u32,
}

impl<'o> RangeReader<'o> {
    /// A range, whose bytes the body begins with, if there is one.
    pub(super) fn new(object: &'o Object, range: Range<u64>, body: Option<ByteStream>) -> Self {
        Self {
            object,
            rest: range,
            body,
            failures: 0,
        }
    }

    /// The next piece; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, TransferError> {
        while !self.rest.is_empty() {
            match self.piece().await {
                Ok(Some(mut piece)) => {
                    let length = self.rest.end - self.rest.start;
                    piece.truncate(usize::try_from(length).unwrap_or(usize::MAX));
                    self.rest.start += piece.len() as u64;
                    self.failures = 0;
                    self.object.progress.add(piece.len() as u64);
                    if self.rest.is_empty() {
                        // The rest of the response is of other parts.
                        self.body = None;
                    }
                    return Ok(Some(piece));
                }
                Ok(None) if self.object.length.is_none() => return Ok(None),
                Ok(None) => self.failed(too_short(&self.rest)).await?,
                Err(error) => self.failed(error).await?,
            }
        }
        Ok(None)
    }

    async fn piece(&mut self) -> Result<Option<Bytes>, TransferError> {
        let body = match &mut self.body {
            Some(body) => body,
            none => none.insert(self.object.get(&self.rest).await?),
        };
        Ok(body.next().await.transpose()?)
    }

    /// Waits before the next attempt, unless there is none.
    async fn failed(&mut self, error: TransferError) -> Result<(), TransferError> {
        self.body = None;
        self.failures += 1;
        // Of a damaged range, the bytes before were handed on.
        let is_damaged = matches!(error.kind(), TransferErrorKind::Checksum { .. });
        let can_go_on = self.object.has_ranges() && error.is_retryable() && !is_damaged;
        if !can_go_on || self.failures >= self.object.settings.attempts {
            return Err(error);
        }
        retry::wait(self.failures).await;
        Ok(())
    }
}

fn too_short(rest: &Range<u64>) -> TransferError {
    let kind = ByteStreamErrorKind::TooShort {
        length: rest.end,
        received: rest.start,
    };
    crate::core::byte_stream::ByteStreamError::from(kind).into()
}
