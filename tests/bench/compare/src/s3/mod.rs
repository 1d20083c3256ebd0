//! The same for S3, whose bodies are streams with checksums.
//!
//! The files are as at the crate's root.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::{Body, Frame, SizeHint};
use tinsmith_runtime::bytes::Bytes;

/// The members of an output with its content, or the error.
macro_rules! with_content {
    ($result:expr) => {
        match $result {
            Ok(output) => {
                let members = output.neutral();
                let content = content(output.body).await;
                Ok(serde_json::json!({"members": members, "content": content}))
            }
            Err(error) => outcome(Err::<(), _>(error)),
        }
    };
}

pub mod ours;
pub mod peer;

#[allow(missing_docs, reason = "the module has its own")]
mod generated {
    pub mod s3 {
        include!(concat!(env!("OUT_DIR"), "/s3/mod.rs"));
    }
}

/// A body in pieces, which can be read once.
#[derive(Debug)]
pub struct Pieces(VecDeque<Bytes>);

impl Pieces {
    /// A text in pieces of this length.
    pub fn of(text: &str, length: usize) -> Self {
        let pieces = text.as_bytes().chunks(length);
        Self(pieces.map(Bytes::copy_from_slice).collect())
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.iter().map(|piece| piece.len() as u64).sum())
    }
}
