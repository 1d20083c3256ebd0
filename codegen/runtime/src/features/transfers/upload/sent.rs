//! A part that was sent.

use super::super::checksum::PartSum;

/// A part that the service has.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) number: u32,
    pub(super) length: u64,
    /// What the service calls it.
    pub(super) tag: String,
    /// The checksum of the content that was sent.
    pub(super) sum: Option<PartSum>,
    /// The checksum as the service has it.
    pub(super) checksum: Option<String>,
}
