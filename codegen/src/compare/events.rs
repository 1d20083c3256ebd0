//! The streams of events in outputs.

use super::Comparison;
use super::report::{Change, Class, Kind, Subject};
use super::words::code;
use crate::ir::{EventStream, Operation};

impl Comparison<'_> {
    /// The events themselves are a union, which is compared as one.
    pub(super) fn events(&mut self, subject: &Subject, old: &Operation, new: &Operation) {
        let path = format!("shapes.{}.members", new.output.model_name);
        let output = code(&new.output.name);
        let field = |it: &EventStream| format!("`{}: EventStream<{}, …>`", it.field, it.union);
        match (&old.events, &new.events) {
            (None, None) => {}
            (None, Some(stream)) => {
                let path = format!("{path}.{}", stream.model_name);
                let model = "the answer is a stream of events now";
                let (kind, class) = (Kind::MemberAdded, Class::Breaking);
                self.push(
                    Change::new(subject, path, kind, class, model)
                        .rust(format!(
                            "{output} gains the field {}, and is neither cloned nor compared any \
                             more",
                            field(stream)
                        ))
                        .item(&output, field(stream)),
                );
            }
            (Some(stream), None) => {
                let path = format!("{path}.{}", stream.model_name);
                let model = "the answer is no stream of events any more";
                let (kind, class) = (Kind::MemberRemoved, Class::Breaking);
                self.push(
                    Change::new(subject, path, kind, class, model)
                        .rust(format!("{output} loses the field {}", field(stream)))
                        .item(&output, field(stream)),
                );
            }
            (Some(was), Some(is)) => {
                if was.field != is.field || *self.renames.name(&was.union) != is.union {
                    let path = format!("{path}.{}", is.model_name);
                    let model = "another stream of events";
                    let (kind, class) = (Kind::MemberType, Class::Breaking);
                    self.push(Change::new(subject, path, kind, class, model).rust(format!(
                        "{output} has the field {} in place of {}",
                        field(is),
                        field(was)
                    )));
                }
                let path = format!("{path}.{}", is.model_name);
                let owner = code(&is.error_name);
                self.errors(subject, &path, &owner, &was.errors, &is.errors);
            }
        }
    }
}
