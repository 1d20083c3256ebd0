//! What every generated type and operation stands on: member tables, codecs, errors.
//!
//! | module | what is in it |
//! |---|---|
//! | [`schema`] | the static tables that describe a shape: members, names, bindings, formats |
//! | [`shape`] | the object-safe traits through which codecs reach a shape's members |
//! | [`value`] | how Rust types (strings, lists, timestamps …) present themselves to codecs |
//! | [`tables`] | the macros with which generated types state their tables |
//! | [`encode`], [`decode`] | the one writer and the one reader, driven by the tables |
//! | [`timestamp`] | the three wire formats of a point in time |
//! | [`debug`] | `Debug` by member table, with sensitive members left out |
//! | [`check`] | required members and idempotency tokens of an input |
//! | [`host_prefix`] | what some operations put in front of the endpoint's host name |
//! | [`operation`] | an operation without I/O: input to request, response to output |
//! | [`aws_json`] | the protocols awsJson 1.0 and 1.1 |
//! | [`error`] | everything that can go wrong with a call |
//! | `model_form` | `Serialize` and `Deserialize` (feature `serde`) |
//! | `client` | sending operations with AWS's runtime crates (feature `client`) |
//!
//! Nothing here is special to a service. The modules name each other by `super::` only, because
//! codegen copies them, as they are, below `src/runtime/` of the crates it writes.

pub mod aws_json;
pub mod check;
pub mod debug;
pub mod decode;
pub mod encode;
pub mod error;
pub mod host_prefix;
pub mod operation;
#[cfg(feature = "query-compatible")]
pub mod query_compatible;
pub mod schema;
pub mod shape;
#[cfg(feature = "source")]
pub mod source;
pub mod tables;
pub mod timestamp;
pub mod value;

#[cfg(feature = "serde")]
pub mod model_form;

#[cfg(feature = "client")]
pub mod client;
