//! Validation of responses by their checksum.

use std::mem;

use aws_smithy_checksums::body::validate::ChecksumBody;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use base64_simd::STANDARD;
use http::HeaderName;

use super::algorithm::Algorithm;

/// The value that asks for checksums.
pub(super) const ENABLED: &str = "ENABLED";

/// Asks for a checksum of the response, and checks it.
#[derive(Clone, Debug)]
pub(super) struct Validation {
    /// The header that asks for it.
    pub(super) header: Option<HeaderName>,
    /// The algorithms that the response may have.
    pub(super) algorithms: &'static [&'static str],
}

#[dyn_dispatch_hint]
impl Intercept for Validation {
    fn name(&self) -> &'static str {
        "ResponseChecksum"
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(header) = &self.header {
            let headers = context.request_mut().headers_mut();
            headers.insert(header.clone(), ENABLED);
        }
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response_mut();
        if !response.status().is_success() {
            return Ok(());
        }
        let stated = Algorithm::known(self.algorithms).find_map(|algorithm| {
            let value = response.headers().get(algorithm.header().as_str())?;
            // `-` and a number end the checksum of checksums of parts, which says nothing of the
            // body.
            let checksum = STANDARD.decode_to_vec(value.trim()).ok()?;
            Some((algorithm, checksum))
        });
        let Some((algorithm, checksum)) = stated else {
            return Ok(());
        };
        let body = mem::replace(response.body_mut(), SdkBody::taken());
        *response.body_mut() = body.map(move |body| {
            let checksum = checksum.clone().into();
            SdkBody::from_body_1_x(ChecksumBody::new(body, algorithm.checksum(), checksum))
        });
        Ok(())
    }
}
