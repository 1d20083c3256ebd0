//! The parts that are there already.

use std::collections::HashMap;

use md5::{Digest as _, Md5};

use super::super::checksum::{Digest, PartSum};
use super::super::erased::ErasedPages;
use super::super::error::TransferError;
use super::super::facts::UploadFacts;
use super::super::members::{number_of, shapes_of, text_of};
use super::content::Plan;
use super::job::Job;
use super::sums::Sums;
use crate::codec::sha256::hexadecimal;
use crate::core::byte_stream::{ByteStream, ByteStreamError};
use crate::features::checksums::Algorithm;

/// A part that the service has.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) length: u64,
    pub(super) tag: String,
    pub(super) checksum: Option<String>,
}

/// The parts of an upload by their numbers.
#[derive(Debug, Default)]
pub(super) struct Listing(HashMap<u32, Listed>);

impl Listing {
    /// Asks for the parts of an upload, whose checksums may be others than those of new ones.
    pub(super) async fn read(
        job: &Job,
        id: &str,
        list: &ErasedPages,
        sums: &mut Sums,
    ) -> Result<Self, TransferError> {
        let facts = job.facts;
        let mut pages = list.pages(&job.core, job.list(list, id));
        let mut parts = HashMap::new();
        while let Some(page) = pages.next().await? {
            let algorithm = text_of(&*page, facts.checksum_algorithm);
            let coverage = text_of(&*page, facts.checksum_coverage);
            let is_full = coverage.map(|it| it == facts.full_checksum);
            let adopted = sums.adopt(algorithm, is_full);
            adopted.map_err(|problem| job.invalid(problem))?;
            let member = sums.member();
            for part in shapes_of(&*page, facts.parts) {
                let number = number_of(part, facts.part_number);
                let length = number_of(part, facts.part_length);
                let tag = text_of(part, facts.tag);
                let checksum = member.and_then(|member| text_of(part, member));
                if let (Some(number), Some(length), Some(tag)) = (number, length, tag) {
                    let listed = Listed {
                        length,
                        tag: tag.to_owned(),
                        checksum: checksum.map(str::to_owned),
                    };
                    parts.insert(u32::try_from(number).unwrap_or_default(), listed);
                }
            }
        }
        parts.remove(&0);
        Ok(Self(parts))
    }

    /// The plan by which the parts were made.
    pub(super) fn plan(&self, plan: Plan, length: Option<u64>, facts: &UploadFacts) -> Plan {
        let first = self.0.iter().min_by_key(|(number, _)| **number);
        let fits = |part: &Listed| {
            // A shorter one is the last.
            part.length >= facts.min_part_length.max(1)
                && length.is_none_or(|it| it.div_ceil(part.length) <= facts.max_parts.into())
        };
        match first {
            Some((number, part)) if fits(part) => plan.with_part(*number, part.length),
            _ => plan,
        }
    }

    pub(super) fn take(&mut self, number: u32) -> Option<Listed> {
        self.0.remove(&number)
    }
}

impl Listed {
    /// The checksum of the stream, if the service's part has the same content.
    pub(super) async fn same_content(
        &self,
        stream: &ByteStream,
        algorithm: Option<Algorithm>,
    ) -> Result<Option<Option<PartSum>>, ByteStreamError> {
        let (mut digest, mut md5) = (algorithm.map(Digest::new), Md5::new());
        let by_md5 = self.checksum.is_none() || digest.is_none();
        let mut stream = stream.share();
        while let Some(piece) = stream.next().await.transpose()? {
            if let Some(digest) = &mut digest {
                digest.update(&piece);
            }
            if by_md5 {
                md5.update(&piece);
            }
        }
        let sum = digest.map(Digest::finish);
        let is_same = match (&self.checksum, &sum) {
            (Some(checksum), Some(sum)) => *checksum == sum.text(),
            _ => {
                let hash = hexadecimal(&md5.finalize());
                self.tag.trim_matches('"').eq_ignore_ascii_case(&hash)
            }
        };
        Ok(is_same.then_some(sum))
    }
}
