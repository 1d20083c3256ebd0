//! Validation of responses by their checksum.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_smithy_checksums::http::HttpChecksum;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use base64_simd::STANDARD;
use bytes::Bytes;
use http::HeaderName;
use http_body::{Body, Frame, SizeHint};

use super::algorithm::{Algorithm, COMPOSITE, COVERAGE};
use crate::core::byte_stream::DamagedContent;

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
        let is_composite = response.headers().get(COVERAGE) == Some(COMPOSITE);
        if !response.status().is_success() || is_composite {
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
        *response.body_mut() = SdkBody::from_body_1_x(Checked {
            body,
            stated: Some(Stated {
                algorithm,
                checksum,
                digest: algorithm.checksum(),
            }),
        });
        Ok(())
    }
}

/// The body of a response, whose end is an error if its checksum is another one.
struct Checked {
    body: SdkBody,
    /// Until the end.
    stated: Option<Stated>,
}

/// The checksum that a body has to have, and that of what was received.
struct Stated {
    algorithm: Algorithm,
    checksum: Vec<u8>,
    digest: Box<dyn HttpChecksum>,
}

impl Stated {
    fn check(self) -> Result<(), DamagedContent> {
        let actual = self.digest.finalize();
        if actual == self.checksum {
            return Ok(());
        }
        Err(DamagedContent {
            algorithm: self.algorithm.name(),
            expected: STANDARD.encode_to_string(self.checksum),
            actual: STANDARD.encode_to_string(actual),
        })
    }
}

impl Body for Checked {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context)?);
        match frame.as_ref().map(Frame::data_ref) {
            Some(Some(data)) => {
                if let Some(stated) = &mut self.stated {
                    stated.digest.update(data);
                }
            }
            // Trailers.
            Some(None) => {}
            None => self.stated.take().map_or(Ok(()), Stated::check)?,
        }
        Poll::Ready(frame.map(Ok))
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
