//! Conversion of byte streams to and from AWS's types.

use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream as AwsByteStream;

use super::convert::{loaded_bytes, sdk_body};
use crate::core::byte_stream::ByteStream;

/// It can be read again if the body can.
impl From<SdkBody> for ByteStream {
    fn from(body: SdkBody) -> Self {
        if body.bytes().is_some()
            && let Ok(bytes) = loaded_bytes(&body)
        {
            return bytes.into();
        }
        let length = body.content_length();
        let stream = match body.try_clone() {
            Some(_) if length == Some(0) => return Self::default(),
            Some(_) => Self::from_fn(move || {
                let clone = body.try_clone();
                Ok(Self::from_body(clone.unwrap_or_else(SdkBody::taken)))
            }),
            None => return Self::from_body(body),
        };
        match length {
            Some(length) => stream.with_length(length),
            None => stream,
        }
    }
}

/// AWS's type, with which other SDK crates are called and called from.
impl From<AwsByteStream> for ByteStream {
    fn from(stream: AwsByteStream) -> Self {
        stream.into_inner().into()
    }
}

/// It can be cloned if the stream can be read again.
impl From<ByteStream> for SdkBody {
    fn from(stream: ByteStream) -> Self {
        if stream.is_repeatable() {
            sdk_body(stream)
        } else {
            Self::from_body_1_x(stream)
        }
    }
}

impl From<ByteStream> for AwsByteStream {
    fn from(stream: ByteStream) -> Self {
        Self::new(stream.into())
    }
}
