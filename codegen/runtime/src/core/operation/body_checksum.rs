//! Headers with checksums of the body.

use http::{HeaderName, HeaderValue, Request};

use crate::core::body::Body;

/// A checksum that is being computed.
pub trait BodyChecksum: Send {
    /// Adds bytes of the body.
    fn update(&mut self, bytes: &[u8]);

    /// The text of the header.
    fn finish(self: Box<Self>) -> String;
}

/// A header with a checksum: its lower-case name, and the beginning of the checksum.
pub type ChecksumHeader = (&'static str, fn() -> Box<dyn BodyChecksum>);

/// Adds headers that no member has set, for a body in memory. The client adds those of streams, which
/// it has to read first.
pub(super) fn add(headers: &[ChecksumHeader], request: &mut Request<Body>) {
    for (name, new) in headers {
        if request.headers().contains_key(*name) {
            continue;
        }
        let Some(bytes) = request.body().bytes() else {
            return;
        };
        let mut checksum = new();
        checksum.update(bytes);
        if let Ok(value) = HeaderValue::try_from(checksum.finish()) {
            request
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
}
