//! Features of operations beyond single calls. Optional ones are installed by the operations that
//! need them ([`CallFeature`](crate::client::operation::CallFeature)).

#[cfg(feature = "bearer-auth")]
pub mod bearer_auth;
#[cfg(feature = "body-checksum")]
pub mod body_checksum;
#[cfg(feature = "byte-stream")]
pub mod byte_stream;
#[cfg(feature = "checksums")]
pub mod checksums;
#[cfg(any(
    feature = "endpoint-discovery",
    feature = "presigning",
    feature = "stated-endpoint"
))]
mod endpoint_change;
#[cfg(feature = "endpoint-discovery")]
pub mod endpoint_discovery;
#[cfg(feature = "event-stream")]
pub mod event_stream;
pub mod paginator;
#[cfg(feature = "presigned-copy")]
pub mod presigned_copy;
#[cfg(feature = "presigning")]
pub mod presigned_post;
#[cfg(feature = "query-signature")]
pub mod presigning;
#[cfg(feature = "request-compression")]
pub mod request_compression;
#[cfg(feature = "session-auth")]
pub mod session_auth;
#[cfg(feature = "sigv4a")]
pub mod sigv4a;
#[cfg(feature = "stated-endpoint")]
pub mod stated_endpoint;
#[cfg(feature = "transfers")]
pub mod transfers;
pub mod waiter;
