//! Reading a range of an object, which goes on where a response broke off.

use std::ops::Range;

use bytes::{Bytes, BytesMut};

use super::super::error::TransferError;
use super::super::progress::PartProgress;
use super::super::retry::Attempts;
use super::object::Object;
use crate::core::byte_stream::{ByteStream, ByteStreamErrorKind};

/// The rest of a range.
pub(super) struct RangeReader<'o> {
    pub(super) object: &'o Object,
    start: u64,
    rest: Range<u64>,
    progress: PartProgress,
    body: Option<ByteStream>,
    /// The attempts since the last byte.
    attempts: Attempts,
}

impl<'o> RangeReader<'o> {
    /// A range, whose bytes the body begins with, if there is one.
    pub(super) fn new(
        object: &'o Object,
        range: Range<u64>,
        body: Option<ByteStream>,
        progress: PartProgress,
    ) -> Self {
        Self {
            object,
            start: range.start,
            rest: range,
            progress,
            body,
            attempts: Attempts::new(object.settings.attempts),
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
                    self.attempts.reset();
                    self.progress.set(self.rest.start - self.start);
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

    /// Reads all of it into a buffer.
    pub(super) async fn fill(&mut self, buffer: &mut BytesMut) -> Result<(), TransferError> {
        while let Some(piece) = self.next().await? {
            buffer.extend_from_slice(&piece);
        }
        Ok(())
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
        // Of a damaged range, the bytes before were handed on.
        let can_go_on = self.object.has_ranges() && error.is_retryable() && !error.is_damaged();
        if !can_go_on {
            return Err(error);
        }
        self.attempts.after(error).await
    }
}

fn too_short(rest: &Range<u64>) -> TransferError {
    let kind = ByteStreamErrorKind::TooShort {
        length: rest.end,
        received: rest.start,
    };
    crate::core::byte_stream::ByteStreamError::from(kind).into()
}
