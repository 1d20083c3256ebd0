//! The macros that generated code is made with.
//!
//! A generated file holds a type and its table, one line per member or value; a change of the
//! model changes those lines and no others. What follows from the table is written here, once.
//! What needs an optional feature of the runtime is a macro of its own, which is empty without it.
//!
//! | module | what is in it |
//! |---|---|
//! | `shapes` | structures, unions and enums |
//! | `errors` | the errors of shapes, operations and services |
//! | `serde`, `sdk_error` | what only some features have of them |
//! | `client` | clients, calls and waiters |
//! | `compatible` | the version and the features of the runtime that generated code needs |

#[cfg(feature = "client")]
mod client;
mod compatible;
mod errors;
mod sdk_error;
mod serde;
mod shapes;
