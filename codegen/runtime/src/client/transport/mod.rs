//! HTTP: connections, requests and responses of AWS's runtime.
//!
//! | module | contents |
//! |---|---|
//! | `default_client`, `timer` | what clients use that are given no HTTP client or timer |
//! | `connector` | the HTTP client, with time limits per call |
//! | `convert` | conversion between AWS's HTTP types and the `http` crate |
//! | `byte_stream` | conversion of byte streams to and from AWS's types |
//! | `response_body` | checksums and compression of responses |

mod byte_stream;
pub(super) mod connector;
pub(crate) mod convert;
#[cfg(feature = "default-https-client")]
pub(super) mod default_client;
/// Without the feature, there is no default HTTP client.
#[cfg(not(feature = "default-https-client"))]
pub(super) mod default_client {
    use aws_smithy_runtime_api::client::http::SharedHttpClient;

    #[allow(clippy::unnecessary_wraps, reason = "the signature of the other")]
    pub(crate) fn default(_: &crate::client::Config) -> Result<Option<SharedHttpClient>, String> {
        Ok(None)
    }
}
pub(super) mod response_body;
pub(crate) mod timer;
