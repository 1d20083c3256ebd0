//! Outputs and failures without the types of either crate.

use std::collections::HashMap;
use std::hash::BuildHasher;

use serde_json::{Map, Value};

/// What came of a call.
pub type Outcome = Result<Value, Failure>;

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// In what way.
    pub kind: Kind,
    /// The modelled error it is, as the `is_*()` of the operation's error type tell.
    pub modelled: Vec<String>,
    /// The error code of the service.
    pub code: Option<String>,
    /// The message of the service.
    pub message: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
}

/// In what way a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request could not be made.
    Construction,
    /// Time ran out.
    Timeout,
    /// The connection failed or broke.
    Connection,
    /// What came ended early or cannot be read.
    Response,
    /// The service answered with an error.
    Service,
}

/// A value that has a neutral form: JSON, with the names of Rust.
pub trait Neutral {
    /// The neutral form. What is not set is `null`.
    fn neutral(&self) -> Value;
}

impl Neutral for () {
    fn neutral(&self) -> Value {
        Value::Null
    }
}

impl Neutral for String {
    fn neutral(&self) -> Value {
        self.as_str().into()
    }
}

impl Neutral for bool {
    fn neutral(&self) -> Value {
        (*self).into()
    }
}

impl Neutral for i32 {
    fn neutral(&self) -> Value {
        (*self).into()
    }
}

impl Neutral for i64 {
    fn neutral(&self) -> Value {
        (*self).into()
    }
}

impl Neutral for f32 {
    fn neutral(&self) -> Value {
        (*self).into()
    }
}

impl<T: Neutral, S: BuildHasher> Neutral for HashMap<String, T, S> {
    fn neutral(&self) -> Value {
        let entries = self.iter();
        let entries = entries.map(|(key, value)| (key.clone(), value.neutral()));
        Value::Object(entries.collect())
    }
}

impl<T: Neutral> Neutral for Option<T> {
    fn neutral(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::neutral)
    }
}

impl<T: Neutral> Neutral for Vec<T> {
    fn neutral(&self) -> Value {
        self.iter().map(T::neutral).collect()
    }
}

/// A time, as both crates see it: seconds since 1970 and nanoseconds.
pub fn time(seconds: i64, nanoseconds: u32) -> Value {
    format!("{seconds}.{nanoseconds:09}").into()
}

/// A structure, without the members that are not set.
pub fn structure<const N: usize>(members: [(&str, Value); N]) -> Value {
    let set = members.into_iter().filter(|(_, value)| !value.is_null());
    set.map(|(name, value)| (name.to_owned(), value))
        .collect::<Map<_, _>>()
        .into()
}

/// Makes structures neutral: their members are fields, some with another name in the neutral form
/// (`field = "name"`).
macro_rules! shapes {
    ($($shape:ident { $($member:ident $(= $name:literal)?),* $(,)? })*) => {$(
        impl $crate::neutral::Neutral for $shape {
            fn neutral(&self) -> serde_json::Value {
                $crate::neutral::structure([
                    $(($crate::neutral::name!($member $($name)?), self.$member.neutral())),*
                ])
            }
        }
    )*};
}

macro_rules! name {
    ($member:ident) => {
        stringify!($member)
    };
    ($member:ident $name:literal) => {
        $name
    };
}

/// Makes enums neutral: by their texts.
macro_rules! enums {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::neutral::Neutral for $name {
            fn neutral(&self) -> serde_json::Value {
                self.as_str().into()
            }
        }
    )*};
}

/// Tells which modelled error an error is.
macro_rules! errors {
    ($($error:ident { $($shape:ident: $is:ident),* $(,)? })*) => {$(
        impl $crate::neutral::Modelled for $error {
            fn modelled(&self) -> Vec<String> {
                let all: &[(&str, bool)] = &[$((stringify!($shape), self.$is())),*];
                let found = all.iter().filter(|(_, is)| *is);
                found.map(|(name, _)| (*name).to_owned()).collect()
            }
        }
    )*};
}

pub(crate) use {enums, errors, name, shapes};

/// Which of the errors that its model lists an operation's error is.
pub trait Modelled {
    /// The names, of which there is at most one.
    fn modelled(&self) -> Vec<String>;
}

/// How many strings, numbers and booleans are in a document.
pub fn leaves(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Array(items) => items.iter().map(leaves).sum(),
        Value::Object(members) => members.values().map(leaves).sum(),
        _ => 1,
    }
}
