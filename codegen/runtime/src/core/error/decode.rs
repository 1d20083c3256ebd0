//! Decode errors.

use std::error::Error as StdError;
use std::fmt;

/// A document that cannot be decoded into its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    line: usize,
    column: usize,
    reason: String,
}

impl DecodeError {
    /// Creates the error of a member; the path is empty for the document itself.
    #[must_use]
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: 0,
            column: 0,
            reason: reason.into(),
        }
    }

    /// Sets the position in the document, from 1.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        (self.line, self.column) = (line, column);
        self
    }

    /// Prefixes the path with a member whose value is this document.
    #[must_use]
    pub fn within(mut self, member: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.path = format!("{member}{dot}{}", self.path);
        self
    }

    /// Adds a reason for which the whole document cannot be decoded.
    pub(crate) fn because(mut self, reason: &str) -> Self {
        self.reason = format!("{}; {reason}", self.reason);
        self
    }

    /// The member in the notation of the model, such as `build.phases[3].startTime`; empty for the
    /// document itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line in the document, from 1; 0 if unknown.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in the line, from 1; 0 if unknown.
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is wrong.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.reason)?;
        if self.line > 0 {
            write!(f, " (line {}, column {})", self.line, self.column)?;
        }
        Ok(())
    }
}

impl StdError for DecodeError {}
