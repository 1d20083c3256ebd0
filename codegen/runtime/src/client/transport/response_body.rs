//! Response bodies as they were sent: the checksum `x-amz-crc32`, and gzip.

use std::io::Read;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, HeaderName, Response};

use super::convert::http_response;
use crate::core::body::Body;

/// The checksum of the body as it was sent, which `DynamoDB` states.
const CRC32: HeaderName = HeaderName::from_static("x-amz-crc32");

const GZIP_MAGIC: [u8; 2] = [0x1F, 0x8B];

/// The largest decompressed body: a compressed one may be a thousandth of it.
const MAX_DECOMPRESSED: u64 = 1 << 30;

/// Converts a response whose body is in memory: checks its checksum, and decompresses it.
///
/// # Errors
///
/// If the body is damaged: another attempt may succeed.
pub(crate) fn received(response: &HttpResponse) -> Result<Response<Body>, BoxError> {
    let mut response = http_response(response)?;
    let body = response.body().in_memory();
    check_crc32(response.headers(), body)?;
    if is_gzip(response.headers(), body) {
        *response.body_mut() = decompressed(body)?.into();
        response.headers_mut().remove(CONTENT_ENCODING);
    }
    Ok(response)
}

fn check_crc32(headers: &HeaderMap, body: &[u8]) -> Result<(), BoxError> {
    let stated = headers.get(CRC32).and_then(|value| value.to_str().ok());
    let Some(stated) = stated.and_then(|text| text.trim().parse::<u32>().ok()) else {
        return Ok(());
    };
    let actual = crc32fast::hash(body);
    if stated == actual {
        return Ok(());
    }
    Err(format!(
        "its body is damaged: its checksum is {actual}, and the header {CRC32} says {stated}"
    )
    .into())
}

/// Whether the body is compressed. Nobody asks the service for it, but proxies may do it.
fn is_gzip(headers: &HeaderMap, body: &[u8]) -> bool {
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    let (first, more) = (encodings.next(), encodings.next());
    let name = first.and_then(|value| value.to_str().ok()).map(str::trim);
    more.is_none()
        && name.is_some_and(|name| {
            ["gzip", "x-gzip"]
                .iter()
                .any(|it| name.eq_ignore_ascii_case(it))
        })
        && body.starts_with(&GZIP_MAGIC)
}

fn decompressed(body: &[u8]) -> Result<Bytes, BoxError> {
    let mut content = Vec::new();
    let decoder = MultiGzDecoder::new(body);
    let length = decoder
        .take(MAX_DECOMPRESSED + 1)
        .read_to_end(&mut content)
        .map_err(|error| format!("its body is damaged: it cannot be decompressed: {error}"))?;
    if u64::try_from(length)? > MAX_DECOMPRESSED {
        return Err(
            format!("its decompressed body is larger than {MAX_DECOMPRESSED} bytes").into(),
        );
    }
    Ok(content.into())
}
