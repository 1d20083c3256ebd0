//! Streams in requests: signature, time limits, retries.

use aws_runtime::auth::PayloadSigningOverride;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::config_bag::Layer;
use sha2::{Digest, Sha256};

use crate::client::config::Config;
use crate::client::failure::CallFailure;
use crate::client::plugins;
use crate::client::scheme::Scheme;
use crate::core::byte_stream::{ByteStream, ByteStreamError, Unread};
use crate::core::error::{CallError, OperationError};
use crate::core::operation::OperationSchema;
use crate::core::schema::Location;
use crate::core::shape::Shape;
use crate::core::value::ValueRef;

/// The header that some operations bind to a member.
const CONTENT_SHA256: &str = "x-amz-content-sha256";

/// The stream in the request of a call.
#[derive(Debug)]
pub(crate) struct Upload {
    /// Shares its source with the input.
    stream: ByteStream,
    /// The SHA-256 of the stream, if a member of the input has it.
    stated_hash: Option<String>,
}

impl Upload {
    /// The stream in an input.
    pub(crate) fn of(input: &dyn Shape) -> Option<Self> {
        let index = input.schema().stream()?;
        let Some(ValueRef::Stream(stream)) = input.member(index) else {
            return None;
        };
        let hash = input.schema().members.iter().position(|member| {
            member.location == Location::Header && member.wire.eq_ignore_ascii_case(CONTENT_SHA256)
        });
        let stated_hash = match hash.and_then(|index| input.member(index)) {
            Some(ValueRef::String(text)) => Some(text.to_owned()),
            _ => None,
        };
        Some(Self {
            stream: stream.share(),
            stated_hash,
        })
    }

    /// Decides how the stream is signed. Of bytes in memory, the signer computes the hash.
    ///
    /// Signatures cover the whole body, unless the operation leaves it out. That means to read a
    /// stream twice.
    ///
    /// # Errors
    ///
    /// If the stream can be read only once, or reading it fails.
    async fn sign(
        &self,
        layer: &mut Layer,
        schema: &OperationSchema,
        config: &Config,
    ) -> Result<(), CallFailure> {
        let is_repeatable = self.stream.is_repeatable();
        if schema.is_payload_unsigned && !(config.is_plain_http() && is_repeatable) {
            plugins::leave_out_payload(layer);
            return Ok(());
        }
        let hash = match &self.stated_hash {
            Some(hash) => hash.clone(),
            None if self.stream.bytes().is_some() => return Ok(()),
            None if is_repeatable => {
                let hash = hash(self.stream.share().without_progress()).await;
                hash.map_err(|error| CallFailure::construction(error.to_string()))?
            }
            None => {
                return Err(CallFailure::construction(
                    "the signature of this operation covers the stream in its request, which can \
                     be read only once: use bytes, a file (`ByteStream::from_path`) or a function \
                     that opens it (`ByteStream::from_fn`)",
                ));
            }
        };
        layer.store_put(PayloadSigningOverride::Precomputed(hash));
        Ok(())
    }

    /// The plugin of the call.
    ///
    /// # Errors
    ///
    /// As [`sign`](Self::sign).
    pub(crate) async fn plugin(
        &self,
        schema: &'static OperationSchema,
        auth: &Scheme,
        config: &Config,
    ) -> Result<StaticRuntimePlugin, CallFailure> {
        let mut layer = Layer::new("upload");
        layer.store_put(config.upload_timeout_config());
        if auth.is_signature() {
            self.sign(&mut layer, schema, config).await?;
        }
        let mut components = RuntimeComponentsBuilder::new("upload");
        if let Some(unread) = self.stream.unread() {
            components = components.with_retry_classifier(SingleUse(unread));
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

/// The SHA-256 of a stream in hexadecimal digits.
async fn hash(mut stream: ByteStream) -> Result<String, ByteStreamError> {
    let mut hash = Sha256::new();
    while let Some(piece) = stream.next().await {
        hash.update(&piece?);
    }
    Ok(hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
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
