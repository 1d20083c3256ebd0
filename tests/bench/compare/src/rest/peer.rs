//! The program on the official SDK crates.

use aws_sdk_bedrockruntime::error::{BuildError, SdkError};
use aws_sdk_lambda::types::error::TooManyRequestsException;
pub use {aws_sdk_bedrockruntime as bedrock, aws_sdk_lambda as lambda};

use aws_smithy_types::{Blob, Document, Number};
use serde_json::Value;

use crate::neutral::Neutral;
pub use crate::peer::outcome;

/// Sets members of a call or a structure; lists and maps are set item by item.
macro_rules! set {
    ($it:expr, {}) => { $it };
    ($it:expr, { $member:ident: [$($item:expr),* $(,)?] $(, $($rest:tt)*)? }) => {
        set!($it $(.$member($item))*, { $($($rest)*)? })
    };
    ($it:expr, { $member:ident: {$($key:literal = $value:expr),* $(,)?} $(, $($rest:tt)*)? }) => {
        set!($it $(.$member($key, $value))*, { $($($rest)*)? })
    };
    ($it:expr, { $member:ident: $value:expr $(, $($rest:tt)*)? }) => {
        set!($it.$member($value), { $($($rest)*)? })
    };
}

/// A structure with these members.
macro_rules! new {
    ($type:ident { $($members:tt)* }) => {
        $crate::rest::peer::Built::built(set!($type::builder(), { $($members)* }).build())
    };
}

/// The events of a stream, and the error that ends it.
macro_rules! events {
    ($stream:expr) => {{
        let mut stream = $stream;
        let mut events = Vec::new();
        loop {
            match stream.recv().await {
                Ok(Some(event)) => events.push(event.neutral()),
                Ok(None) => break (events, None),
                Err(error) => break (events, Some(ended(&error))),
            }
        }
    }};
}

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

/// What `build()` gives: a structure or, where it has required members, a `Result`.
trait Built {
    type Structure;
    fn built(self) -> Self::Structure;
}

impl<T> Built for Result<T, BuildError> {
    type Structure = T;
    fn built(self) -> T {
        self.expect("everything required is set")
    }
}

macro_rules! built_at_once {
    ($($krate:ident::$type:ident),* $(,)?) => {$(
        impl Built for $krate::types::$type {
            type Structure = Self;
            fn built(self) -> Self {
                self
            }
        }
    )*};
}

built_at_once! {
    lambda::DeadLetterConfig, lambda::Environment, lambda::FunctionCode, lambda::ImageConfig,
    lambda::LayerVersionContentInput, lambda::LoggingConfig, lambda::SnapStart, lambda::TracingConfig,
    lambda::VpcConfig, bedrock::InferenceConfiguration,
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
