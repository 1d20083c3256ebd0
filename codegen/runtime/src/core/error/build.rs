//! Values that cannot be made.

use std::error::Error as StdError;
use std::fmt;

use super::input::InvalidInput;

/// A structure that lacks a required member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError(InvalidInput);

impl BuildError {
    /// Creates an error.
    #[doc(hidden)]
    #[must_use]
    pub fn new(found: InvalidInput) -> Self {
        Self(found)
    }

    /// The members that are missing, by their names in the model.
    pub fn missing(&self) -> &[String] {
        &self.0.missing
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for BuildError {}

/// A text that is no known value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVariantError(Box<str>);

impl UnknownVariantError {
    /// Creates an error.
    #[doc(hidden)]
    #[must_use]
    pub fn new(text: Box<str>) -> Self {
        Self(text)
    }
}

impl fmt::Display for UnknownVariantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no known value of the enum: {:?}", self.0)
    }
}

impl StdError for UnknownVariantError {}
