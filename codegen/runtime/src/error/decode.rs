//! Documents that cannot be read.

use std::error::Error as StdError;
use std::fmt;

/// A document that cannot be read into its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    line: usize,
    column: usize,
    reason: String,
}

impl DecodeError {
    pub(in super::super) fn new(path: String, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let reason = error.to_string();
        let position = format!(" at line {line} column {column}");
        let reason = reason.strip_suffix(&position).unwrap_or(&reason).to_owned();
        Self {
            path,
            line,
            column,
            reason,
        }
    }

    /// For a document that is not UTF-8, and text only until there.
    pub(in super::super) fn not_utf8(path: String, before: &str) -> Self {
        let last = before.rsplit('\n').next().unwrap_or_default();
        Self {
            path,
            line: before.split('\n').count(),
            column: last.len() + 1,
            reason: "invalid unicode code point".to_owned(),
        }
    }

    #[cfg(feature = "event-stream")]
    /// The same for a document that is the value of a member.
    #[cfg(feature = "client")]
    pub(in super::super) fn within(mut self, member: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.path = format!("{member}{dot}{}", self.path);
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

    /// What is wrong there.
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
