//! The MD5 of keys, which services check them by.

use base64_simd::STANDARD;
use md5::{Digest, Md5};

use crate::core::operation::Adjustment;

impl Adjustment {
    /// The MD5 of the key in another member, by its name, if this one is not set.
    #[must_use]
    pub const fn md5_of(key: &'static str) -> Self {
        Self::From(key, key_md5)
    }
}

/// The MD5 of a key, both in base64; `None` if it is not base64.
fn key_md5(key: &str) -> Option<String> {
    let key = STANDARD.decode_to_vec(key).ok()?;
    Some(STANDARD.encode_to_string(Md5::digest(key)))
}
