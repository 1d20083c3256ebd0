//! Compression of requests, for operations that models have `requestCompression` for.

use std::io::{self, Write};

use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_types::SdkConfig;
use bytes::Bytes;
use flate2::write::GzEncoder;
use http::header::CONTENT_ENCODING;

use super::codec::unseen;

/// From how many bytes on requests are compressed: 10,240, AWS's own default.
pub const DEFAULT_MIN_BYTES: u32 = 10_240;
/// The greatest such size that may be chosen: 10 MiB.
pub const MAX_MIN_BYTES: u32 = 10_485_760;

pub(super) const GZIP: &str = "gzip";

/// What was chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compression {
    pub(super) is_on: bool,
    pub(super) min_bytes: u32,
}

impl Default for Compression {
    fn default() -> Self {
        Self {
            is_on: true,
            min_bytes: DEFAULT_MIN_BYTES,
        }
    }
}

impl Compression {
    /// Takes over what the environment and the profile say.
    pub(super) fn take(&mut self, shared: &SdkConfig) {
        if let Some(disabled) = shared.disable_request_compression() {
            self.is_on = !disabled;
        }
        if let Some(bytes) = shared.request_min_compression_size_bytes() {
            self.min_bytes = bytes;
        }
    }

    /// Says in words what is wrong with the choice.
    pub(super) fn check(self) -> Result<(), String> {
        if self.min_bytes <= MAX_MIN_BYTES {
            return Ok(());
        }
        Err(format!(
            "requests are to be compressed from {} bytes on: it may be at most {MAX_MIN_BYTES} \
             (to compress none, set `request_compression(false)`)",
            self.min_bytes
        ))
    }
}

/// Compresses the request of a call, once for all its attempts, before it is signed.
#[dyn_dispatch_hint]
impl Intercept for Compression {
    fn name(&self) -> &'static str {
        "Compression"
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let min_bytes = usize::try_from(self.min_bytes)?;
        let body = request.body().bytes();
        let Some(body) = body.filter(|body| self.is_on && body.len() >= min_bytes) else {
            return Ok(());
        };
        let compressed = compress(body)?;
        *request.body_mut() = unseen(compressed);
        request
            .headers_mut()
            .append(CONTENT_ENCODING.as_str(), GZIP);
        bag.interceptor_state()
            .store_append(SmithySdkFeature::GzipRequestCompression);
        Ok(())
    }
}

fn compress(body: &[u8]) -> io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body)?;
    Ok(encoder.finish()?.into())
}
