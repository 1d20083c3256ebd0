//! Request compression (trait `requestCompression`).

use std::io::{self, Write};
use std::sync::Arc;

use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use flate2::write::GzEncoder;
use http::header::CONTENT_ENCODING;

use crate::client::Core;
use crate::client::operation::CallFeature;
use crate::client::transport::convert::undisclosed_body;

/// The default minimum size of compressed requests: 10,240 bytes, as in AWS's SDKs.
pub const DEFAULT_MIN_BYTES: u32 = 10_240;
/// The maximum of this setting: 10 MiB.
pub const MAX_MIN_BYTES: u32 = 10_485_760;

const GZIP: &str = "gzip";

/// Compresses the requests of a call.
#[derive(Clone, Copy, Debug)]
pub struct RequestCompression;

impl CallFeature for RequestCompression {
    fn install(
        self: Arc<Self>,
        core: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String> {
        let config = core.config();
        let min_bytes = config.request_min_compression_size_bytes;
        let min_bytes = min_bytes.unwrap_or(DEFAULT_MIN_BYTES);
        if min_bytes > MAX_MIN_BYTES {
            return Err(format!(
                "`request_min_compression_size_bytes` is {min_bytes}: it may be at most \
                 {MAX_MIN_BYTES} (to compress none, set `request_compression(false)`)"
            ));
        }
        if config.request_compression == Some(false) {
            return Ok(plugins);
        }
        let interceptor = SharedInterceptor::new(Compress { min_bytes });
        let components =
            RuntimeComponentsBuilder::new("request compression").with_interceptor(interceptor);
        let plugin = StaticRuntimePlugin::new().with_runtime_components(components);
        Ok(plugins.with_operation_plugin(plugin))
    }
}

#[derive(Debug)]
struct Compress {
    min_bytes: u32,
}

/// Compresses a call's request before it is signed, once for all attempts.
#[dyn_dispatch_hint]
impl Intercept for Compress {
    fn name(&self) -> &'static str {
        "Compress"
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
        let Some(body) = body.filter(|body| !body.is_empty() && body.len() >= min_bytes) else {
            return Ok(());
        };
        let compressed = compress(body)?;
        *request.body_mut() = undisclosed_body(compressed);
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
