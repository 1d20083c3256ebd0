//! Checksums of objects and of their parts.

use aws_smithy_checksums::http::HttpChecksum;
use base64_simd::STANDARD;
use bytes::Bytes;
use crc_fast::CrcAlgorithm;

use super::error::TransferError;
use crate::core::byte_stream::DamagedContent;
use crate::core::schema::Schema;
use crate::core::shape::{Shape, text_of};
use crate::core::value::ValueRef;
use crate::features::checksums::{Algorithm, COMPOSITE, COVERAGE};

/// The checksum of a part.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PartSum {
    pub(super) value: Bytes,
    pub(super) length: u64,
}

impl PartSum {
    pub(super) fn text(&self) -> String {
        STANDARD.encode_to_string(&self.value)
    }
}

/// A checksum that is being computed.
pub(super) struct Digest {
    checksum: Box<dyn HttpChecksum>,
    length: u64,
}

impl Digest {
    pub(super) fn new(algorithm: Algorithm) -> Self {
        Self {
            checksum: algorithm.checksum(),
            length: 0,
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.checksum.update(bytes);
        self.length += bytes.len() as u64;
    }

    pub(super) fn finish(self) -> PartSum {
        PartSum {
            value: self.checksum.finalize(),
            length: self.length,
        }
    }
}

/// The name of the member with the checksum, which is known by its header.
pub(super) fn member_of(algorithm: Algorithm, schema: &Schema) -> Option<&'static str> {
    let index = schema.header_position(algorithm.header().as_str())?;
    schema.members.get(index).map(|it| it.name)
}

/// Whether the checksum of a whole follows from those of its parts.
pub(super) fn is_combinable(algorithm: Algorithm) -> bool {
    crc(algorithm).is_some()
}

/// The checksum of all parts together, in their order.
pub(super) fn combined<'p>(
    algorithm: Algorithm,
    parts: impl IntoIterator<Item = &'p PartSum>,
) -> Option<PartSum> {
    let crc = crc(algorithm)?;
    let mut parts = parts.into_iter();
    let first = parts.next()?;
    let width = first.value.len();
    let (mut value, mut length) = (number(&first.value), first.length);
    for part in parts {
        value = crc_fast::checksum_combine(crc, value, number(&part.value), part.length);
        length += part.length;
    }
    let bytes = value.to_be_bytes();
    Some(PartSum {
        value: Bytes::copy_from_slice(bytes.get(bytes.len().checked_sub(width)?..)?),
        length,
    })
}

fn crc(algorithm: Algorithm) -> Option<CrcAlgorithm> {
    match algorithm.name() {
        "CRC32" => Some(CrcAlgorithm::Crc32IsoHdlc),
        "CRC32C" => Some(CrcAlgorithm::Crc32Iscsi),
        "CRC64NVME" => Some(CrcAlgorithm::Crc64Nvme),
        _ => None,
    }
}

/// At most eight bytes as a number, the highest ones first.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The checksum that a whole object has to have.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    pub(super) algorithm: Algorithm,
    value: Bytes,
}

impl Expected {
    /// The checksum in base64. `None` for a checksum of the checksums of parts, which says nothing of
    /// the content.
    pub(super) fn read(algorithm: Algorithm, text: &str) -> Option<Self> {
        let value = STANDARD.decode_to_vec(text).ok()?.into();
        Some(Self { algorithm, value })
    }

    /// The checksum of the content that an output states.
    pub(super) fn stated(output: &dyn Shape) -> Option<Self> {
        let coverage = output.schema().header_position(COVERAGE);
        let coverage = coverage.and_then(|index| output.member(index));
        if let Some(ValueRef::String(COMPOSITE) | ValueRef::Enumeration(COMPOSITE)) = coverage {
            return None;
        }
        Algorithm::all().find_map(|algorithm| {
            let text = text_of(output, member_of(algorithm, output.schema())?)?;
            Self::read(algorithm, text)
        })
    }

    pub(super) fn check(&self, actual: &PartSum) -> Result<(), TransferError> {
        if self.value == actual.value {
            return Ok(());
        }
        let damaged = DamagedContent {
            algorithm: self.algorithm.name(),
            expected: STANDARD.encode_to_string(&self.value),
            actual: actual.text(),
        };
        Err(damaged.into())
    }
}
