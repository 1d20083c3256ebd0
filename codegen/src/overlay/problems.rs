//! Entries that do not apply.

use std::collections::HashSet;

use crate::error::{Problem, ProblemKind};
use crate::model::Documentation;
use crate::suggest;

/// The problems of an overlay.
pub(super) struct Problems {
    /// What to call the overlay.
    file: String,
    /// Whether it ships with the generator, for models of either format: one may have what the other
    /// one has lost.
    is_shipped: bool,
    /// The paths of entries that only document: without what they are about, nothing is lost.
    words: HashSet<String>,
    pub(super) found: Vec<Problem>,
}

impl Problems {
    pub(super) fn of(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            is_shipped: false,
            words: HashSet::new(),
            found: Vec::new(),
        }
    }

    /// Those of a shipped overlay.
    pub(super) fn of_shipped(file: &str, words: HashSet<String>) -> Self {
        Self {
            is_shipped: true,
            words,
            ..Self::of(file)
        }
    }

    /// The path of a problem.
    pub(super) fn place(&self, path: &str) -> String {
        format!("{}: {path}", self.file)
    }

    fn push(&mut self, kind: ProblemKind, path: &str, message: String) -> &mut Problem {
        self.found
            .push(Problem::new(kind, self.place(path), message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// An entry for something that is not there, or is not what it has to be.
    pub(super) fn stale(&mut self, path: &str, message: impl Into<String>) -> &mut Problem {
        self.push(ProblemKind::StaleOverlay, path, message.into())
    }

    pub(super) fn malformed(&mut self, path: &str, message: impl Into<String>) {
        self.push(ProblemKind::Malformed, path, message.into()).hint =
            Some("correct it in the overlay".to_owned());
    }

    pub(super) fn missing<'a>(
        &mut self,
        path: &str,
        name: &str,
        names: impl Iterator<Item = &'a String>,
    ) {
        if self.words.contains(path) {
            return;
        }
        let hint = suggest::hint_beside(&self.found, name, names.map(String::as_str));
        self.stale(path, "it does not exist in the model").hint = hint;
    }

    /// Documents something. The words of a shipped overlay are for what has no others.
    pub(super) fn document(&self, place: &mut Documentation, text: Option<String>) {
        if self.is_shipped && *place != Documentation::None {
            return;
        }
        if let Some(text) = text {
            *place = Documentation::Markdown(text);
        }
    }

    /// An entry that repeats the model.
    pub(super) fn already(&mut self, path: &str, what: &str) {
        if !self.is_shipped {
            self.stale(path, format!("the model has `{what}` already"));
        }
    }

    pub(super) fn set(&mut self, place: &mut bool, path: &str, what: &str) {
        if *place {
            self.already(path, what);
        }
        *place = true;
    }
}
