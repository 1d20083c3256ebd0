//! Blobs in base64.

use base64_simd::{STANDARD, forgiving_decode_to_vec};
use bytes::Bytes;

/// Decodes base64, with white space and without padding, too.
pub(super) fn decode(text: &str) -> Option<Bytes> {
    let strict = STANDARD.decode_to_vec(text);
    strict.or_else(|_| lenient(text)).ok().map(Bytes::from)
}

/// With any padding, and with any bits after the last byte.
fn lenient(text: &str) -> Result<Vec<u8>, base64_simd::Error> {
    let end = |character: char| character == '=' || character.is_ascii_whitespace();
    forgiving_decode_to_vec(text.trim_end_matches(end).as_bytes())
}
