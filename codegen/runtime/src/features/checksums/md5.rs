//! `Content-MD5`, which some operations require (trait `httpChecksumRequired`).

use std::sync::Arc;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_types::config_bag::ConfigBag;
use base64_simd::STANDARD;
use md5::{Digest, Md5};

use super::algorithm::PREFIX;
use crate::client::Core;
use crate::client::operation::CallFeature;
use crate::client::upload::CONTENT_MD5;

/// The checksum of a call's request, unless its input has one.
#[derive(Clone, Copy, Debug)]
pub struct ContentMd5;

impl CallFeature for ContentMd5 {
    fn install(
        self: Arc<Self>,
        _: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String> {
        let components = RuntimeComponentsBuilder::new("Content-MD5").with_interceptor(*self);
        let plugin = StaticRuntimePlugin::new().with_runtime_components(components);
        Ok(plugins.with_operation_plugin(plugin))
    }
}

/// Adds the header before the request is signed, once for all attempts.
#[dyn_dispatch_hint]
impl Intercept for ContentMd5 {
    fn name(&self) -> &'static str {
        "ContentMd5"
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let mut names = request.headers().iter().map(|(name, _)| name);
        if names.any(|name| name == CONTENT_MD5 || name.starts_with(PREFIX)) {
            return Ok(());
        }
        let body = request.body().bytes().ok_or(
            "the operation requires `Content-MD5`, which needs the body as bytes in memory",
        )?;
        let hash = STANDARD.encode_to_string(Md5::digest(body));
        request.headers_mut().insert(CONTENT_MD5, hash);
        Ok(())
    }
}
