//! Checksums of requests, in a header or after the body.

use std::mem;

use aws_runtime::content_encoding::{AwsChunkedBody, AwsChunkedBodyOptions, header_value};
use aws_smithy_checksums::body::ChecksumCache;
use aws_smithy_checksums::body::calculate::ChecksumBody;
use aws_smithy_checksums::http::HttpChecksum;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use http::HeaderName;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::algorithm::{Algorithm, Digest};
use super::slot::WithSlot;
use crate::client::upload::CONTENT_SHA256;
use crate::core::byte_stream::ChecksumSlot;
use crate::core::operation::BodyChecksum;

/// The header with the name of the trailer.
const TRAILER: &str = "x-amz-trailer";
/// What stands for the hash of such a payload. The signer states it, too.
const UNSIGNED_WITH_TRAILER: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
/// The header with the length of the body before it is divided into chunks.
const DECODED_LENGTH: &str = "x-amz-decoded-content-length";

/// The checksum of a call's request.
#[derive(Clone, Debug)]
pub(super) struct RequestChecksum {
    pub(super) algorithm: Algorithm,
    /// The header with the name of the algorithm.
    pub(super) choice: Option<HeaderName>,
    pub(super) placement: Placement,
    /// Gets the checksum of a stream, too.
    pub(super) slot: Option<ChecksumSlot>,
}

/// Where the checksum of a request is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Placement {
    /// In a header, of a body in memory.
    Header,
    /// In a header, of a stream, which is read twice.
    StreamHeader,
    /// After a stream.
    Trailer,
}

/// Adds the checksum before the request is signed, once for all attempts.
#[dyn_dispatch_hint]
impl Intercept for RequestChecksum {
    fn name(&self) -> &'static str {
        "RequestChecksum"
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        if let Some(choice) = &self.choice {
            let headers = request.headers_mut();
            headers.insert(choice.clone(), self.algorithm.name());
        }
        match self.placement {
            Placement::Header => {
                let mut digest = self.digest();
                let body = request.body().bytes();
                digest.update(body.ok_or("the body of the request is not in memory")?);
                let header = self.algorithm.header();
                request.headers_mut().insert(header, digest.finish());
                Ok(())
            }
            Placement::StreamHeader => Ok(()),
            Placement::Trailer => self.add_trailer(request),
        }
    }
}

impl RequestChecksum {
    /// A checksum of no bytes yet.
    fn checksum(&self) -> Box<dyn HttpChecksum> {
        let checksum = self.algorithm.checksum();
        match self.slot.clone() {
            Some(slot) => Box::new(WithSlot { checksum, slot }),
            None => checksum,
        }
    }

    /// The text of the header, of no bytes yet.
    pub(super) fn digest(&self) -> Box<dyn BodyChecksum> {
        Box::new(Digest(self.checksum()))
    }

    /// Divides the body into chunks, with the checksum after the last one.
    fn add_trailer(&self, request: &mut HttpRequest) -> Result<(), BoxError> {
        let length = request.body().content_length().ok_or(
            "the stream in the request has no known length: state it with \
             `ByteStream::with_length`, or in the operation's member for it",
        )?;
        let trailer = HttpChecksum::size(&*self.algorithm.checksum());
        let options = AwsChunkedBodyOptions::new(length, vec![trailer]);
        let encoded_length = options.encoded_length();

        let (cache, own) = (ChecksumCache::new(), self.clone());
        let body = mem::replace(request.body_mut(), SdkBody::taken());
        *request.body_mut() = body.map(move |body| {
            let body = ChecksumBody::new(body, own.checksum()).with_cache(cache.clone());
            SdkBody::from_body_1_x(AwsChunkedBody::new(body, options.clone()))
        });

        let headers = request.headers_mut();
        headers.insert(TRAILER, self.algorithm.header().as_str().to_owned());
        headers.insert(CONTENT_SHA256, UNSIGNED_WITH_TRAILER);
        headers.insert(DECODED_LENGTH, length.to_string());
        headers.insert(CONTENT_LENGTH.as_str(), encoded_length.to_string());
        headers.append(CONTENT_ENCODING.as_str(), header_value::AWS_CHUNKED);
        Ok(())
    }
}
