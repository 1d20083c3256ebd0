//! The program on generated clients.

use serde_json::Value;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::error::{CallError, OperationError};

use super::generated::lambda::types::TooManyRequestsException;
pub use super::generated::{bedrock, lambda};
use crate::neutral::Neutral;
pub use crate::ours::outcome;

#[macro_use]
#[path = "../ours_macros.rs"]
mod macros;

/// The service's error in that of a call.
macro_rules! service_error {
    ($error:expr) => {
        $error.service_error()
    };
}

#[path = "program.rs"]
pub mod program;
#[path = "shapes.rs"]
mod shapes;

/// How a stream ended: with an error of the service, or because it cannot be read.
fn ended<E: OperationError>(error: &CallError<E>) -> Value {
    match error.service_error() {
        Some(_) => "error".into(),
        None => "unreadable".into(),
    }
}

/// Bytes of a member.
fn blob(bytes: &'static [u8]) -> Bytes {
    Bytes::from_static(bytes)
}

/// A document.
fn document(value: Value) -> Value {
    value
}

impl Neutral for Bytes {
    fn neutral(&self) -> Value {
        self.to_vec().into()
    }
}

impl Neutral for Value {
    fn neutral(&self) -> Value {
        self.clone()
    }
}
