//! What clients of servers on this machine need.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
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

/// A runtime of one thread.
///
/// # Panics
///
/// If the system has no resources for it.
pub fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
}
