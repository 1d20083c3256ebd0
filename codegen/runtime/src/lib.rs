//! The runtime of clients that tinsmith generates: member tables, codecs, protocols, the client and
//! its test kit. Nothing here is special to a service.
//!
//! Modules use only those in their own row and below:
//!
//! | module | what is in it |
//! |---|---|
//! | `macros` | what generated code is made with |
//! | `test_util` | fakes, faults and fixtures (feature `test-util`) |
//! | `features` | paginators and waiters; behind a feature each: event streams, endpoint discovery, compression of requests |
//! | `client` | configuration, endpoints and calls, on AWS's runtime crates (feature `client`) |
//! | [`protocol`] | the protocols of AWS |
//! | [`codec`] | documents to shapes and back, by their member tables |
//! | `core` | [`schema`], [`shape`], [`value`], [`timestamp`], [`body`], [`check`], [`debug`], [`operation`], [`error`] |
//!
//! `core`, [`codec`] and [`protocol`] do no I/O and need none of AWS's crates.

#[macro_use]
mod macros;

mod core;

pub mod codec;
pub mod protocol;

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod features;
#[cfg(feature = "source")]
pub mod source;
#[cfg(feature = "test-util")]
pub mod test_util;

// What generated code names of other crates.
#[doc(no_inline)]
pub use {bytes, chrono, http, serde_json};

pub use self::core::{
    body, check, debug, error, host_prefix, operation, schema, shape, timestamp, value,
};
