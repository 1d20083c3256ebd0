//! Decompression of requests.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use crate::core::body::Body;

/// The decompressed body; unchanged if it is not gzip.
pub(crate) fn decompressed(headers: &HeaderMap, body: Body) -> Body {
    let is_compressed = headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| encoding == "gzip");
    let mut plain = Vec::new();
    if is_compressed
        && MultiGzDecoder::new(body.in_memory())
            .read_to_end(&mut plain)
            .is_ok()
    {
        plain.into()
    } else {
        body
    }
}
