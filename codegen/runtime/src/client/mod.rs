//! The client: calls of operations on AWS's runtime crates, which sign, retry and time them.
//!
//! | module | what is in it |
//! |---|---|
//! | [`service`] | the static facts of a service that generated code supplies |
//! | [`config`] | what a user of the client can set, and the defaults |
//! | [`operation`] | what a client has to know of an operation |
//! | [`core`] | the client, and its calls without the types of their operations |
//! | `send` | the part of calls that knows the types |
//! | [`call`] | one call that is being put together |
//! | [`endpoint`], [`rules`] | where requests go; the functions of endpoint rule sets |
//! | [`response`] | an output with what else the response said |
//! | [`sdk_error`] | errors in the form of AWS's runtime |
//! | `erased` | an operation without its types, as the orchestrator sees it |
//! | `plugins`, `resolver` | configuration and endpoint rules in the form AWS's runtime takes them |
//! | `failure` | calls that failed, before their errors have types |
//! | `progress`, `watch`, `span` | how far a call has got, its events and its span |
//! | `convert` | requests and responses between AWS's runtime and the `http` crate |
//! | `shared_state` | what optional features share between clients |

pub mod call;
pub mod config;
pub mod core;
pub mod endpoint;
pub mod operation;
pub mod response;
pub mod rules;
pub mod sdk_error;
pub mod service;

pub(crate) mod convert;
pub(crate) mod erased;
pub(crate) mod failure;
mod plugins;
pub(crate) mod progress;
mod resolver;
mod send;
mod shared_state;
mod span;
mod watch;

pub use self::call::Call;
pub use self::config::{Config, ConfigBuilder};
pub use self::core::Core;
pub use self::endpoint::EndpointRules;
pub use self::operation::ClientOperation;
pub use self::response::Response;
pub use self::service::Service;
