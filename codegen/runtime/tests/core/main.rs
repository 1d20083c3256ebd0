//! The core of the runtime: member tables, codecs, errors, checks. Nothing here does I/O.
//!
//! Run with `--features serde` to include the model form.

mod body;
mod check;
mod debug;
mod enumerations;
mod errors;
#[cfg(feature = "serde")]
mod model_form;
mod properties;
mod questions;
mod reading;
mod service_errors;
mod shapes;
mod timestamps;
mod writing;

use chrono::{DateTime, Utc};
use tinsmith_runtime::codec::encode::{Encode, Form};
use tinsmith_runtime::codec::json;
use tinsmith_runtime::error::DecodeError;
use tinsmith_runtime::shape::Shape;

/// A shape as it goes over the wire.
fn write(shape: &dyn Shape) -> String {
    let form = Form::Wire;
    serde_json::to_string(&Encode { shape, form }).unwrap()
}

/// A shape as it comes over the wire.
fn read<T: Shape + Default>(document: impl AsRef<[u8]>) -> Result<T, DecodeError> {
    let mut shape = T::default();
    json::read(document.as_ref(), &mut shape)?;
    Ok(shape)
}

/// A point in time from its RFC 3339 text.
fn time(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}
