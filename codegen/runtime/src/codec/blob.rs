//! Blobs in base64.

use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;

/// Without padding, and with any bits after the last byte.
const UNPADDED: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// Decodes base64, with white space and without padding, too.
pub(super) fn decode(text: &str) -> Option<Bytes> {
    strict(text).or_else(|| lenient(text))
}

/// Decodes into a buffer of the exact size, so that `Bytes` needs no copy.
fn strict(text: &str) -> Option<Bytes> {
    let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
    let mut bytes = vec![0; (text.len() / 4 * 3).checked_sub(padding)?];
    let length = STANDARD.decode_slice(text, &mut bytes).ok()?;
    (length == bytes.len()).then(|| bytes.into())
}

fn lenient(text: &str) -> Option<Bytes> {
    let mut text = text.to_owned();
    text.retain(|character| !character.is_ascii_whitespace());
    UNPADDED
        .decode(text.trim_end_matches('='))
        .ok()
        .map(Bytes::from)
}
