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
//! | [`customized`] | calls with settings of their own, as in AWS's SDK |
//! | [`endpoint`] | endpoints, and the rules that give them |
//! | [`response`] | outputs with response metadata |
//! | [`sdk_error`] | conversion to and from the error types of AWS's runtime |
//! | `erased` | type-erased operations for the orchestrator |
//! | `plugins`, `resolver` | runtime plugins and endpoint resolvers |
//! | `upload` | streams in requests |
//! | `resources` | what a client makes, learns and shares with its calls |
//! | [`scheme`] | authentication schemes |
//! | `auth` | the choice of the scheme, the cache for credentials and tokens |
//! | `identity` | bearer tokens, and which scheme a program prefers |
//! | `transport` | connections, requests and responses of AWS's runtime |
//! | `retry` | what changes retries |
//! | `progress` | how far a call came |
//! | `observe` | log events and span of a call |
//! | `failure` | conversion of orchestrator errors |
//! | `exclusive` | futures that are `Sync` |
//! | `environment` | settings of environment and profile |
//! | `shared_state` | state of optional features, shared between clients |
//! | `learned` | what a client learned, by key |

pub mod call;
pub mod config;
pub mod core;
pub mod customized;
pub mod endpoint;
pub mod operation;
pub mod response;
pub mod scheme;
pub mod sdk_error;
pub mod service;

pub(crate) mod auth;
mod environment;
pub(crate) mod erased;
pub(crate) mod exclusive;
pub(crate) mod failure;
pub(crate) mod identity;
pub(crate) mod learned;
mod observe;
pub(crate) mod plugins;
pub(crate) mod progress;
mod resolver;
mod resources;
mod retry;
mod send;
mod shared_state;
pub(crate) mod transport;
pub(crate) mod upload;

pub use self::call::Call;
pub use self::config::{Config, ConfigBuilder};
pub use self::core::Core;
pub use self::customized::CustomizedCall;
pub use self::endpoint::EndpointRules;
pub use self::environment::{Setting, SettingSource};
pub use self::operation::{CallFeatures, ClientOperation, call_feature};
pub use self::response::Response;
pub use self::service::{Service, ServiceCustomization};
