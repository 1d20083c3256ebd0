//! Streams in requests: signature, time limits, retries.

use aws_runtime::auth::PayloadSigningOverride;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextMut, InterceptorContext,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use http::HeaderName;

use crate::client::config::Config;
use crate::client::failure::CallFailure;
use crate::client::plugins;
use crate::client::scheme::Scheme;
use crate::client::service::Service;
use crate::codec::sha256::sha256;
use crate::core::byte_stream::{ByteStream, Unread};
use crate::core::error::{CallError, OperationError};
use crate::core::operation::{BodyChecksum, OperationSchema};
use crate::core::shape::Shape;
use crate::core::value::ValueRef;

/// The header with the hash of the payload, or why there is none.
pub(crate) const CONTENT_SHA256: &str = "x-amz-content-sha256";
/// The header with the MD5 of the payload.
pub(crate) const CONTENT_MD5: &str = "content-md5";

/// The stream in the request of a call.
#[derive(Debug)]
pub(crate) struct Upload {
    /// Shares its source with the input.
    stream: ByteStream,
    /// The SHA-256 of the stream, if a member of the input has it.
    stated_hash: Option<String>,
    /// Whether a member of the input has its MD5.
    has_stated_md5: bool,
}

impl Upload {
    /// The stream in an input.
    pub(crate) fn of(input: &dyn Shape) -> Option<Self> {
        let index = input.schema().stream()?;
        let stream = match input.member(index) {
            Some(ValueRef::Stream(stream)) => stream.share(),
            // An empty one is sent.
            _ => ByteStream::default(),
        };
        let in_header = |name| {
            let index = input.schema().header_position(name)?;
            input.member(index)
        };
        let stated_hash = match in_header(CONTENT_SHA256) {
            Some(ValueRef::String(text)) => Some(text.to_owned()),
            _ => None,
        };
        Some(Self {
            stream,
            stated_hash,
            has_stated_md5: in_header(CONTENT_MD5).is_some(),
        })
    }

    /// Whether the signature leaves out the stream: if nothing is set, the operation says so, or the
    /// service takes such requests, and the stream can be read only once or has a stated MD5, over TLS.
    /// Without, signatures cover what they can.
    fn is_left_out(&self, service: &Service, schema: &OperationSchema, config: &Config) -> bool {
        let (is_plain, is_repeatable) = (config.is_plain_http(), self.stream.is_repeatable());
        let is_unsigned = if schema.is_payload_unsigned {
            !(is_plain && is_repeatable)
        } else {
            let is_safe = !is_repeatable || self.has_stated_md5;
            service.customization.states_payload_hash && !is_plain && is_safe
        };
        config.payload_signing().map_or(is_unsigned, |it| !it)
    }

    /// Reads the stream once before it is sent.
    ///
    /// # Errors
    ///
    /// If the stream can be read only once, or reading it fails.
    async fn read(&self, mut each: impl FnMut(&[u8])) -> Result<(), CallFailure> {
        if !self.stream.is_repeatable() {
            return Err(CallFailure::construction(
                "the signature or a checksum of this operation covers the stream in its request, \
                 which can be read only once: use bytes, a file (`ByteStream::from_path`) or a \
                 function that opens it (`ByteStream::from_fn`)",
            ));
        }
        let mut stream = self.stream.share().without_progress();
        while let Some(piece) = stream.next().await {
            let piece = piece.map_err(|error| CallFailure::construction(error.to_string()))?;
            each(&piece);
        }
        Ok(())
    }

    /// Decides how the stream is signed, and computes the checksums that precede it.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    async fn sign(
        &self,
        layer: &mut Layer,
        service: &Service,
        schema: &OperationSchema,
        auth: &Scheme,
        config: &Config,
        digests: &mut [HeaderDigest],
    ) -> Result<(), CallFailure> {
        let is_left_out = self.is_left_out(service, schema, config);
        // The signer computes the hash of bytes in memory.
        let is_hashed = auth.is_signature()
            && !is_left_out
            && self.stated_hash.is_none()
            && self.stream.bytes().is_none();
        let mut hash = is_hashed.then(sha256);
        if hash.is_some() || !digests.is_empty() {
            self.read(|piece| {
                if let Some(hash) = &mut hash {
                    hash.update(piece);
                }
                for (_, digest) in &mut *digests {
                    digest.update(piece);
                }
            })
            .await?;
        }
        if !auth.is_signature() {
            return Ok(());
        }
        let hash = hash.map(BodyChecksum::finish);
        match self.stated_hash.clone().or(hash) {
            Some(hash) => {
                let signed = PayloadSigningOverride::Precomputed(hash);
                plugins::sign_payload_as(layer, service, signed);
            }
            None if is_left_out => {
                let unsigned = PayloadSigningOverride::UnsignedPayload;
                plugins::sign_payload_as(layer, service, unsigned);
            }
            None => {}
        }
        Ok(())
    }

    /// The plugin of the call.
    ///
    /// # Errors
    ///
    /// If the stream has to be read twice, and can be read only once, or reading it fails.
    pub(crate) async fn plugin(
        &self,
        service: &Service,
        schema: &'static OperationSchema,
        auth: &Scheme,
        config: &Config,
        checksums: impl Iterator<Item = UploadChecksum>,
    ) -> Result<StaticRuntimePlugin, CallFailure> {
        let mut layer = Layer::new("upload");
        layer.store_put(config.slow_timeout_config());
        let mut has_trailer = false;
        let mut digests = Vec::new();
        for checksum in checksums {
            match checksum {
                UploadChecksum::None => {}
                UploadChecksum::Trailer => has_trailer = true,
                UploadChecksum::Headers(more) => digests.extend(more),
            }
        }
        if has_trailer {
            let signed = PayloadSigningOverride::StreamingUnsignedPayloadTrailer;
            plugins::sign_payload_as(&mut layer, service, signed);
        } else {
            self.sign(&mut layer, service, schema, auth, config, &mut digests)
                .await?;
        }
        let mut components = RuntimeComponentsBuilder::new("upload");
        if let Some(unread) = self.stream.unread() {
            components = components.with_retry_classifier(SingleUse(unread));
        }
        if !digests.is_empty() {
            let headers = digests.into_iter();
            let headers = headers.map(|(name, digest)| (name, digest.finish()));
            components = components.with_interceptor(AddHeaders(headers.collect()));
        }
        Ok(StaticRuntimePlugin::new()
            .with_config(layer.freeze())
            .with_runtime_components(components))
    }

    /// Adds to an error that the call was not retried because of its stream.
    pub(crate) fn explain<E: OperationError>(
        &self,
        error: CallError<E>,
        config: &Config,
    ) -> CallError<E> {
        let has_begun = self.stream.unread().is_some_and(|it| it.has_begun());
        let max_attempts = config.retry_config().max_attempts();
        if has_begun && error.is_retryable() && error.attempts() < max_attempts {
            return error.with_spent_stream();
        }
        error
    }
}

/// A checksum of the stream in a request.
pub enum UploadChecksum {
    /// There is none.
    None,
    /// It follows the stream, which the signature leaves out.
    Trailer,
    /// Headers precede the stream, for which it is read twice.
    Headers(Vec<HeaderDigest>),
}

/// A header with a checksum that is being computed.
pub type HeaderDigest = (HeaderName, Box<dyn BodyChecksum>);

/// Adds headers before the request is signed.
#[derive(Debug)]
struct AddHeaders(Vec<(HeaderName, String)>);

#[dyn_dispatch_hint]
impl Intercept for AddHeaders {
    fn name(&self) -> &'static str {
        "headers of the stream"
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        for (name, value) in &self.0 {
            let headers = context.request_mut().headers_mut();
            headers.insert(name.clone(), value.clone());
        }
        Ok(())
    }
}

/// Forbids retries once the stream was begun.
#[derive(Debug)]
struct SingleUse(Unread);

impl ClassifyRetry for SingleUse {
    fn classify_retry(&self, _: &InterceptorContext) -> RetryAction {
        if self.0.has_begun() {
            RetryAction::RetryForbidden
        } else {
            RetryAction::NoActionIndicated
        }
    }

    fn name(&self) -> &'static str {
        "stream that can be read once"
    }
}
