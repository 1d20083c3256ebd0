//! What clients of servers on this machine need.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::runtime::Runtime;

/// The length of a piece.
const PIECE: u64 = 64 << 10;

/// A body of zeros, all in pieces of one buffer.
#[derive(Debug)]
pub struct Zeros {
    piece: Bytes,
    left: u64,
}

impl Zeros {
    /// This many bytes.
    pub fn new(length: u64) -> Self {
        let piece = vec![0; usize::try_from(PIECE).unwrap_or_default()].into();
        Self {
            piece,
            left: length,
        }
    }
}

impl Body for Zeros {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let length = self.left.min(PIECE);
        if length == 0 {
            return Poll::Ready(None);
        }
        self.left -= length;
        let length = usize::try_from(length).unwrap_or_default();
        Poll::Ready(Some(Ok(Frame::data(self.piece.slice(..length)))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// A configuration, one for each client: nothing is shared between the two.
pub async fn configuration(url: &str) -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .region(Region::from_static("eu-west-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::from_keys("AKIDEXAMPLE", "secret", None))
        .load()
        .await
}

/// The same for a server that stands for one with TLS, which is how clients choose checksums and
/// signatures. Clients need the interceptor [`Unencrypted`].
pub async fn as_if_with_tls(url: &str) -> SdkConfig {
    configuration(&url.replacen("http:", "https:", 1)).await
}

/// Sends requests for URLs with `https` without TLS.
#[derive(Debug)]
pub struct Unencrypted;

#[dyn_dispatch_hint]
impl Intercept for Unencrypted {
    fn name(&self) -> &'static str {
        "Unencrypted"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let uri = request.uri().replacen("https:", "http:", 1);
        Ok(request.set_uri(uri)?)
    }
}

/// A runtime of one thread.
///
/// # Panics
///
/// If the system has no resources for it.
pub fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
}
