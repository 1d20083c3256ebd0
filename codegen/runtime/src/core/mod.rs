//! Member tables, values, operations and errors, without I/O.

pub mod arn;
pub mod body;
pub mod byte_stream;
pub mod check;
pub mod debug;
pub mod error;
pub mod host_prefix;
pub(crate) mod innermost;
pub mod items;
pub(crate) mod lock;
pub mod operation;
pub mod schema;
pub mod shape;
pub mod timestamp;
pub mod value;
pub mod xml;
