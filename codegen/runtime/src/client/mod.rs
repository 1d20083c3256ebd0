//! The client: calls of operations on AWS's runtime crates.
//!
//! | module | contents |
//! |---|---|
//! | [`service`] | static properties of a service |
//! | [`config`] | settings and their defaults |
//! | [`operation`] | client-side properties of operations |
//! | [`core`] | the client, and its type-erased calls |
//! | `send` | the typed part of calls |
//! | [`call`] | calls under construction |
//! | [`endpoint`], [`rules`] | endpoints; functions of endpoint rule sets |
//! | [`response`] | outputs with response metadata |
//! | [`sdk_error`] | conversion to and from the error types of AWS's runtime |
//! | `erased` | type-erased operations for the orchestrator |
//! | `upload` | streams in requests |
//! | `plugins`, `resolver` | runtime plugins and endpoint resolvers |
//! | `resources` | what a client makes, learns and shares with its calls |
//! | `connector` | the HTTP client, with time limits per call |
//! | `credentials` | the credentials cache, and renewal of expired credentials |
//! | `clock_skew` | correction of the local clock's skew |
//! | `throttling` | status 429, and delays that responses ask for |
//! | `correction` | retries of attempts whose cause of failure is corrected |
//! | `failure` | conversion of orchestrator errors |
//! | `progress`, `attempts`, `span` | progress, log events and span of a call |
//! | `byte_stream` | conversion of byte streams to and from AWS's types |
//! | `convert`, `response_body` | conversion between AWS's HTTP types and the `http` crate; checksums and gzip |
//! | `http_client`, `timer` | what clients use that are given no HTTP client or timer |
//! | `exclusive` | futures that are `Sync` |
//! | `environment` | settings of environment and profile |
//! | `shared_state` | state of optional features, shared between clients |

pub mod call;
pub mod config;
pub mod core;
pub mod endpoint;
pub mod operation;
pub mod response;
pub mod rules;
pub mod sdk_error;
pub mod service;

mod attempts;
mod byte_stream;
mod clock_skew;
mod connector;
pub(crate) mod convert;
mod correction;
mod credentials;
mod environment;
pub(crate) mod erased;
mod exclusive;
pub(crate) mod failure;
#[cfg(feature = "default-https-client")]
mod http_client;
/// Without the feature, there is no default HTTP client.
#[cfg(not(feature = "default-https-client"))]
mod http_client {
    use aws_smithy_runtime_api::client::http::SharedHttpClient;

    #[allow(clippy::unnecessary_wraps, reason = "the signature of the other")]
    pub(crate) fn default(_: &super::Config) -> Result<Option<SharedHttpClient>, String> {
        Ok(None)
    }
}
mod plugins;
pub(crate) mod progress;
mod resolver;
mod resources;
mod response_body;
mod send;
mod shared_state;
mod span;
mod throttling;
pub(crate) mod timer;
mod upload;

pub use self::call::Call;
pub use self::config::{Config, ConfigBuilder};
pub use self::core::Core;
pub use self::endpoint::EndpointRules;
pub use self::operation::ClientOperation;
pub use self::response::Response;
pub use self::service::Service;
