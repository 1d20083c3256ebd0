//! The path of an error in a document.

use std::cell::RefCell;
use std::fmt::Write;

use crate::core::debug::REDACTED;
use crate::core::schema::{Flags, Schema};

/// Recorded while an error is returned, innermost segment first, so that valid data costs nothing.
#[derive(Default)]
pub(super) struct Path(RefCell<Vec<Segment>>);

pub(super) enum Segment {
    Member(&'static str),
    Index(usize),
    Key(String),
}

impl Path {
    #[cold]
    pub(super) fn record(&self, segment: Segment) {
        self.0.borrow_mut().push(segment);
    }

    /// Records a member. Map keys below a sensitive member are redacted.
    #[cold]
    pub(super) fn record_member(&self, schema: &Schema, index: usize) {
        let member = &schema.members[index];
        if schema.is_sensitive || member.is(Flags::SENSITIVE) {
            for segment in self.0.borrow_mut().iter_mut() {
                if let Segment::Key(key) = segment {
                    REDACTED.clone_into(key);
                }
            }
        }
        self.record(Segment::Member(member.name));
    }

    /// The path in the notation of the model, such as `build.phases[3].startTime`.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for segment in self.0.take().iter().rev() {
            // Writing to a string cannot fail.
            let _ = match segment {
                Segment::Member(name) if text.is_empty() => write!(text, "{name}"),
                Segment::Member(name) => write!(text, ".{name}"),
                Segment::Index(index) => write!(text, "[{index}]"),
                Segment::Key(key) => write!(text, "[{key:?}]"),
            };
        }
        text
    }
}
