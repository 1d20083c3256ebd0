//! Parts of the content.

use bytes::{Bytes, BytesMut};

use crate::core::byte_stream::{ByteStream, ByteStreamError};
use crate::features::byte_stream::Buffers;

/// How many parts of one length follow each other if the content's length is not known.
const STEP: u32 = 1_000;

/// The length of each part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    first: u64,
    /// Whether parts get longer, because nobody knows how many there will be.
    grows: bool,
}

impl Plan {
    /// For content of a length, if it is known, in at most `max_parts` parts.
    pub(super) fn new(part_size: u64, length: Option<u64>, max_parts: u32) -> Self {
        let smallest = length.map_or(0, |it| it.div_ceil(max_parts.into()));
        Self {
            first: part_size.max(smallest),
            grows: length.is_none(),
        }
    }

    /// A plan of the same kind by which this part has this length.
    pub(super) fn with_part(self, number: u32, length: u64) -> Self {
        Self {
            first: length >> self.doublings(number),
            ..self
        }
    }

    /// The length of a part that is not the last one.
    pub(super) fn length_of(self, number: u32) -> u64 {
        self.first << self.doublings(number)
    }

    fn doublings(self, number: u32) -> u32 {
        if self.grows { (number - 1) / STEP } else { 0 }
    }
}

/// The content to send.
pub(super) enum Content {
    /// It can be read from anywhere.
    Anywhere {
        stream: ByteStream,
        offset: u64,
        length: u64,
    },
    /// It is read from beginning to end.
    InOrder(InOrder),
}

/// A part of the content, and whether it is the last one.
pub(super) struct Part {
    pub(super) stream: ByteStream,
    pub(super) length: u64,
    pub(super) is_last: bool,
}

impl Content {
    pub(super) fn of(stream: ByteStream) -> Self {
        match stream.length() {
            Some(length) if stream.part(0..length).is_some() => Self::Anywhere {
                stream,
                offset: 0,
                length,
            },
            _ => Self::InOrder(InOrder {
                stream,
                rest: Bytes::new(),
                buffers: Buffers::default(),
            }),
        }
    }

    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Self::Anywhere { length, .. } => Some(*length),
            Self::InOrder(content) => content.stream.length(),
        }
    }

    /// Whether parts are in memory.
    pub(super) fn is_in_memory(&self) -> bool {
        matches!(self, Self::InOrder(_))
    }

    /// The next part, of this length unless it is the last one.
    pub(super) async fn part(&mut self, size: u64) -> Result<Part, ByteStreamError> {
        match self {
            Self::Anywhere {
                stream,
                offset,
                length,
            } => {
                let end = offset.saturating_add(size).min(*length);
                let range = *offset..end;
                *offset = range.end;
                Ok(Part {
                    length: range.end - range.start,
                    is_last: range.end == *length,
                    // `of` has asked for one.
                    stream: stream.part(range).unwrap_or_default(),
                })
            }
            Self::InOrder(content) => content.part(size).await,
        }
    }
}

/// Content that is read from beginning to end.
pub(super) struct InOrder {
    stream: ByteStream,
    /// What was read beyond the last part.
    rest: Bytes,
    buffers: Buffers,
}

impl InOrder {
    async fn part(&mut self, size: u64) -> Result<Part, ByteStreamError> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let mut bytes = BytesMut::new();
        let is_last = loop {
            if bytes.is_empty() && !self.rest.is_empty() {
                bytes = self.buffers.take(size);
            }
            let taken = self.rest.split_to(self.rest.len().min(size - bytes.len()));
            bytes.extend_from_slice(&taken);
            if !self.rest.is_empty() {
                break false;
            }
            match self.stream.next().await.transpose()? {
                Some(piece) => self.rest = piece,
                None => break true,
            }
        };
        Ok(Part {
            length: bytes.len() as u64,
            is_last,
            stream: self.buffers.filled(bytes).into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;

    const MIB: u64 = 1 << 20;

    #[test]
    fn parts_of_a_known_length_are_as_many_as_there_may_be() {
        let plan = |length| Plan::new(8 * MIB, Some(length), 10_000);
        assert_eq!(plan(80_000 * MIB).length_of(10_000), 8 * MIB);
        let longer = plan(80_000 * MIB + 1);
        assert_eq!(longer.length_of(1), 8 * MIB + 1);
        assert_eq!(longer.length_of(10_000), 8 * MIB + 1);
    }

    #[test]
    fn parts_of_an_unknown_length_double_after_a_thousand() {
        let plan = Plan::new(5 * MIB, None, 10_000);
        for (number, doublings) in [(1, 0), (1_000, 0), (1_001, 1), (2_000, 1), (10_000, 9)] {
            assert_eq!(plan.length_of(number), (5 * MIB) << doublings, "{number}");
        }
        let all: u64 = (1..=10_000).map(|it| plan.length_of(it)).sum();
        assert!(all > 5_000_000_000_000, "5 TB, with the smallest parts");
    }

    /// What goes on with an upload knows the plan by any of its parts.
    #[test]
    fn plans_follow_from_a_part() {
        let plan = Plan::new(5 * MIB, None, 10_000);
        let resumed = Plan::new(8 * MIB, None, 10_000).with_part(1_500, plan.length_of(1_500));
        for number in [1, 1_000, 1_001, 9_999] {
            assert_eq!(
                resumed.length_of(number),
                plan.length_of(number),
                "{number}"
            );
        }
        let known = Plan::new(8 * MIB, Some(100 * MIB), 10_000).with_part(3, 5 * MIB);
        assert_eq!(known.length_of(1_001), 5 * MIB);
    }
}
