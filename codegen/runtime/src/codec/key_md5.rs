//! The MD5 of keys, which services check them by.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};

/// The MD5 of a key, both in base64; `None` if it is not base64.
#[must_use]
pub fn key_md5(key: &str) -> Option<String> {
    let key = STANDARD.decode(key).ok()?;
    Some(STANDARD.encode(Md5::digest(key)))
}
