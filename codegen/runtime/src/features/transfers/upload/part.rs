//! Sending a part.

use std::sync::Arc;

use super::super::checksum::{Expected, PartSum};
use super::super::error::TransferError;
use super::super::members::{set_stream, text_of};
use super::super::progress::{PartProgress, Progress};
use super::super::retry::attempts;
use super::content::Part;
use super::job::Job;
use super::resume::Listed;
use super::sent::Sent;
use super::sums::Sums;
use crate::core::byte_stream::{ByteStream, ChecksumSlot};
use crate::core::lock::lock;
use crate::core::shape::Shape;

/// An upload in parts.
pub(super) struct Parts {
    pub(super) job: Arc<Job>,
    pub(super) id: String,
    pub(super) sums: Sums,
    pub(super) progress: Progress,
}

impl Parts {
    /// Sends a part, unless the service has the same one.
    pub(super) async fn send(
        &self,
        number: u32,
        part: Part,
        listed: Option<Listed>,
    ) -> Result<Sent, TransferError> {
        let Part { stream, length, .. } = part;
        if let Some(listed) = listed
            && listed.length == length
            && let Some(sum) = listed.same_content(&stream, self.sums.algorithm).await?
        {
            self.progress.add(length);
            return Ok(Sent {
                number,
                length,
                tag: listed.tag,
                sum,
                checksum: listed.checksum,
            });
        }
        let _permit = self.job.settings.permit().await;
        let progress = self.progress.of_part();
        let attempt = || self.attempt(number, length, &stream, &progress);
        attempts(self.job.settings.attempts, attempt).await
    }

    async fn attempt(
        &self,
        number: u32,
        length: u64,
        stream: &ByteStream,
        progress: &PartProgress,
    ) -> Result<Sent, TransferError> {
        let (job, slot) = (&*self.job, ChecksumSlot::default());
        let mut input = job.part(&self.id, number, &self.sums);
        let stream = match length {
            // Its length is known, however it is sent.
            0 => ByteStream::default(),
            _ => stream.share(),
        };
        let stream = stream.with_checksum_slot(slot.clone());
        set_stream(&mut *input, progress.of_stream(stream));
        let output = job.facts.part.send(&job.core, input).await?;
        let value = lock(&slot).take();
        let sum = value.map(|value| PartSum { value, length });
        let checksum = self.checksum(&*output, sum.as_ref())?;
        Ok(Sent {
            number,
            length,
            tag: text_of(&*output, job.facts.tag)
                .unwrap_or_default()
                .to_owned(),
            sum,
            checksum,
        })
    }

    /// The checksum of a part, which has to be the same on both sides.
    fn checksum(
        &self,
        output: &dyn Shape,
        sum: Option<&PartSum>,
    ) -> Result<Option<String>, TransferError> {
        let member = self.sums.member();
        let theirs = member.and_then(|member| text_of(output, member));
        if let (Some(algorithm), Some(theirs), Some(sum)) = (self.sums.algorithm, theirs, sum)
            && let Some(theirs) = Expected::read(algorithm, theirs)
        {
            theirs.check(sum)?;
        }
        Ok(sum.map(PartSum::text).or(theirs.map(str::to_owned)))
    }
}
