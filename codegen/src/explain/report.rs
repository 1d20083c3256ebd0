//! What is said of a part of a model.

use std::fmt;

use serde::Serialize;

/// What is known of one operation, shape, member or value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The service's id.
    pub service: String,
    /// Its name in the model: `Build`, `Build.phases`, `CacheType.S3`.
    pub name: String,
    /// What it is, in words: `a member of the structure Build: list of structures BuildPhase`.
    pub what: String,
    /// The first paragraph of its documentation, if it is generated.
    pub summary: Option<String>,
    /// Whether it is generated: a selected operation reaches it.
    pub is_selected: bool,
    /// Where the model has it.
    pub model: Option<ModelLocation>,
    /// Where overlays say something of it: the one that ships with the generator, then the user's.
    pub overlays: Vec<OverlayLocation>,
    /// The operations of the model that reach it, selected or not, in model order.
    pub uses: Vec<Usage>,
    /// What it becomes in Rust; nothing if it has no item of its own.
    pub rust: Vec<RustItem>,
    /// The Rust type of its values, where that is not an item of its own.
    pub rust_type: Option<String>,
    /// The members whose values a shape without an item of its own describes.
    pub held_by: Vec<String>,
    /// What it is on the wire.
    pub wire: Vec<String>,
    /// A small value of it as it is sent, in JSON, XML or fields of a form; for a member with its name.
    pub example: Option<String>,
    /// What else the model says of it: required, sensitive, limits.
    pub facts: Vec<String>,
    /// What there is of it in which features of the crate.
    pub features: Vec<Feature>,
}

/// A place in a file of the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelLocation {
    /// The file's name.
    pub file: String,
    /// The line in it, unpacked if it is gzip, counted from 1.
    pub line: usize,
    /// The path inside the file.
    pub path: String,
}

/// A place in an overlay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OverlayLocation {
    /// The name of the shipped overlay; none for the user's.
    pub shipped: Option<String>,
    /// The line, counted from 1.
    pub line: usize,
    /// The path inside the file.
    pub path: String,
    /// What is said there: `documentation`, `sensitive` …
    pub says: Vec<String>,
}

/// An operation that reaches something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// The operation.
    pub operation: String,
    /// Whether it is generated.
    pub is_selected: bool,
    /// By what.
    pub role: Role,
    /// The shortest path: `builds[].phases`, for errors with the error in front; empty for an input
    /// or output itself.
    pub path: String,
    /// How many other paths there are, not counting turns of a recursion.
    pub others: u64,
}

/// What of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// What it takes.
    Input,
    /// What it answers.
    Output,
    /// What it reports.
    Error,
}

/// Something in the generated crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RustItem {
    /// What it is: `field`, `setter`, `struct` …
    pub what: String,
    /// Its path: `codebuild::types::Build::phases`.
    pub path: String,
    /// How it begins: `pub phases: Option<Vec<types::BuildPhase>>`.
    pub code: String,
    /// The file in the crate.
    pub file: String,
    /// The line in it, counted from 1.
    pub line: usize,
    /// The feature that it needs.
    pub feature: Option<String>,
}

/// What there is of something in a feature of the crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Feature {
    /// The feature; none if it is always there.
    pub feature: Option<String>,
    /// What there is.
    pub what: String,
}

impl Role {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
