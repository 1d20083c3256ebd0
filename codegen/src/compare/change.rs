//! Putting changes together.

use super::report::{Change, Class, Kind, Subject};

impl Change {
    pub(super) fn new(
        subject: &Subject,
        path: impl Into<String>,
        kind: Kind,
        class: Class,
        model: impl Into<String>,
    ) -> Self {
        Self {
            subject: subject.clone(),
            path: path.into(),
            kind,
            class,
            model: model.into(),
            rust: None,
            wire: None,
            reaches_users: true,
            item: None,
        }
    }

    pub(super) fn rust(mut self, sentence: impl Into<String>) -> Self {
        self.rust = Some(sentence.into());
        self
    }

    pub(super) fn wire(mut self, sentence: impl Into<String>) -> Self {
        self.wire = Some(sentence.into());
        self
    }

    pub(super) fn item(mut self, owner: impl Into<String>, text: impl Into<String>) -> Self {
        self.item = Some(Item {
            owner: owner.into(),
            text: text.into(),
        });
        self
    }
}

/// What a change adds to something or takes from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The Rust name of what has it.
    pub(super) owner: String,
    /// The item, as code.
    pub(super) text: String,
}

/// The subjects of the changes, in the order of the report.
pub(super) fn place(subject: &Subject) -> String {
    match subject {
        Subject::Service => "service".to_owned(),
        Subject::Operation { name } => format!("operations.{name}"),
        Subject::Shape { name, .. } => format!("shapes.{name}"),
    }
}
