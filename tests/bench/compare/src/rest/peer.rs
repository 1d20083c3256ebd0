//! The program on the official SDK crates.

use aws_sdk_bedrockruntime::error::SdkError;
use aws_sdk_lambda::types::error::TooManyRequestsException;
pub use {aws_sdk_bedrockruntime as bedrock, aws_sdk_lambda as lambda};

use aws_smithy_types::{Blob, Document, Number};
use serde_json::Value;

use crate::neutral::Neutral;
use crate::peer::built_at_once;
pub use crate::peer::outcome;

#[macro_use]
#[path = "../peer_macros.rs"]
mod macros;

/// The service's error in that of a call.
macro_rules! service_error {
    ($error:expr) => {
        $error.as_service_error()
    };
}

#[path = "program.rs"]
pub mod program;
#[path = "shapes.rs"]
mod shapes;

/// How a stream ended: with an error of the service, or because it cannot be read.
fn ended<E, R>(error: &SdkError<E, R>) -> Value {
    match error.as_service_error() {
        Some(_) => "error".into(),
        None => "unreadable".into(),
    }
}

built_at_once! {
    bedrock::types::InferenceConfiguration, lambda::types::DeadLetterConfig,
    lambda::types::Environment, lambda::types::FunctionCode, lambda::types::ImageConfig,
    lambda::types::LayerVersionContentInput, lambda::types::LoggingConfig, lambda::types::SnapStart,
    lambda::types::TracingConfig, lambda::types::VpcConfig,
}

/// Bytes of a member.
fn blob(bytes: &'static [u8]) -> Blob {
    Blob::new(bytes)
}

/// A document.
fn document(value: Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => value.into(),
        Value::String(text) => text.into(),
        Value::Array(items) => Document::Array(items.into_iter().map(document).collect()),
        Value::Object(members) => {
            let members = members.into_iter();
            Document::Object(members.map(|(name, it)| (name, document(it))).collect())
        }
        Value::Number(number) => Document::Number(match (number.as_u64(), number.as_i64()) {
            (Some(value), _) => Number::PosInt(value),
            (_, Some(value)) => Number::NegInt(value),
            _ => Number::Float(number.as_f64().unwrap_or_default()),
        }),
    }
}

impl Neutral for Blob {
    fn neutral(&self) -> Value {
        self.as_ref().to_vec().into()
    }
}

impl Neutral for Document {
    fn neutral(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::String(text) => text.as_str().into(),
            Self::Array(items) => items.iter().map(Neutral::neutral).collect(),
            Self::Object(members) => {
                let members = members.iter();
                Value::Object(
                    members
                        .map(|(name, it)| (name.clone(), it.neutral()))
                        .collect(),
                )
            }
            Self::Number(Number::PosInt(value)) => (*value).into(),
            Self::Number(Number::NegInt(value)) => (*value).into(),
            Self::Number(Number::Float(value)) => (*value).into(),
        }
    }
}
