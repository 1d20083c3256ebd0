//! SHA-256, as hexadecimal digits.

use sha2::{Digest, Sha256};

use crate::core::operation::BodyChecksum;

/// SHA-256.
#[must_use]
pub fn sha256() -> Box<dyn BodyChecksum> {
    Box::new(Sha256::new())
}

impl BodyChecksum for Sha256 {
    fn update(&mut self, bytes: &[u8]) {
        Digest::update(self, bytes);
    }

    fn finish(self: Box<Self>) -> String {
        hexadecimal(&self.finalize())
    }
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
