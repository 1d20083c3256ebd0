//! Macros for generated code.
//!
//! A generated file contains a type and its table, with one line per member or value, so a change
//! of the model changes only those lines. What can be derived from the table is written here once.
//! What depends on an optional feature of the runtime is a macro of its own, empty without the
//! feature.
//!
//! | module | contents |
//! |---|---|
//! | `shapes` | structures, unions and enums |
//! | `errors` | the errors of shapes, operations and services |
//! | `serde`, `sdk_error`, `presigning`, `sigv4a`, `transfers` | what depends on features |
//! | `client` | clients, calls and waiters |
//! | `compatible` | checks of the runtime's version and features |

#[cfg(feature = "client")]
mod client;
mod compatible;
mod errors;
#[cfg(feature = "client")]
mod presigning;
mod sdk_error;
mod serde;
mod shapes;
#[cfg(feature = "client")]
mod sigv4a;
#[cfg(feature = "client")]
mod transfers;
