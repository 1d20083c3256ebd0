//! The MD5 of keys, which services check them by.

use base64_simd::STANDARD;
use md5::{Digest, Md5};

/// The MD5 of a key, both in base64; `None` if it is not base64.
#[must_use]
pub fn key_md5(key: &str) -> Option<String> {
    let key = STANDARD.decode_to_vec(key).ok()?;
    Some(STANDARD.encode_to_string(Md5::digest(key)))
}
