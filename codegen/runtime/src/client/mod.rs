//! The client: calls of operations on AWS's runtime crates, which sign, retry and time them.
//!
//! | module | what is in it |
//! |---|---|
//! | [`service`] | the static facts of a service that generated code supplies |
//! | [`config`] | what a user of the client can set, and the defaults |
//! | [`core`] | the client without its operations' names: one `send` for all operations |
//! | [`call`] | one call that is being put together |
//! | [`paginator`] | operations that answer in pages |
//! | [`waiter`] | polling until something has come to pass |
//! | [`endpoint`] | where requests go |
//! | [`rules`] | the functions of endpoint rules |
//! | `codec` | an operation without its types, as the orchestrator sees it |
//! | `resolver` | endpoint rules as AWS's runtime asks for them |
//! | `plugins` | a configuration in the form AWS's runtime takes it |
//! | `progress` | how far a call has got, and the events that tell it |
//! | `span` | the span around a call |
//! | `ending` | how calls end, in the terms of [`error`](super::error) |
//! | [`response`] | an output with what else the response said |
//! | [`sdk_error`] | errors in the form of AWS's runtime |
//! | `test_util` | doubles for tests (feature `test-util`) |

pub mod call;
#[cfg(feature = "request-compression")]
pub mod compression;
pub mod config;
pub mod core;
pub mod endpoint;
#[cfg(feature = "event-stream")]
pub mod event_stream;
pub mod paginator;
pub mod response;
pub mod rules;
pub mod sdk_error;
pub mod service;
#[cfg(feature = "test-util")]
pub mod test_util;
pub mod waiter;

mod codec;
mod ending;
mod plugins;
mod progress;
mod resolver;
mod span;

pub use self::call::Call;
pub use self::config::{Config, ConfigBuilder};
pub use self::core::Core;
pub use self::endpoint::EndpointRules;
pub use self::response::Response;
pub use self::service::Service;
pub use self::waiter::Wait;
