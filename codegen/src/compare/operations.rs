//! Operations: how they are called, what they take and give, and what they fail with.

use super::Comparison;
use super::change::place;
use super::members::{Role, Structures};
use super::report::{Change, Class, Kind, Subject};
use super::side::pairs;
use super::words::code;
use crate::ir::{Crate, ErrorVariant, Operation, Protocol};

impl Comparison<'_> {
    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old, self.new);
        for pair in pairs(by_name(&old.krate), by_name(&new.krate)) {
            match pair {
                (Some(old), Some(new)) => self.operation(old, new),
                (None, Some(new)) => self.operation_added(new),
                (Some(old), None) => self.operation_removed(old),
                (None, None) => {}
            }
        }
    }

    fn operation_added(&mut self, new: &Operation) {
        let subject = subject(new);
        let was_there = self.old.model.operations.contains_key(&new.model_name);
        let model = if was_there {
            "operation selected"
        } else {
            "new operation"
        };
        let kind = Kind::OperationAdded;
        let change = Change::new(&subject, place(&subject), kind, Class::Additive, model);
        self.push(
            change
                .rust(format!(
                    "`Client::{}` and the module `operation::{}` are new",
                    new.method, new.module
                ))
                .wire(format!("{} can be called", target(new)))
                .item("", format!("`Client::{}`", new.method)),
        );
    }

    fn operation_removed(&mut self, old: &Operation) {
        let subject = subject(old);
        let is_there = self.new.model.operations.contains_key(&old.model_name);
        let model = if is_there {
            "operation not selected any more"
        } else {
            "operation removed"
        };
        let kind = Kind::OperationRemoved;
        let change = Change::new(&subject, place(&subject), kind, Class::Breaking, model);
        self.push(
            change
                .rust(format!(
                    "`Client::{}` and the module `operation::{}` are gone",
                    old.method, old.module
                ))
                .wire(format!("{} cannot be called any more", target(old)))
                .item("", format!("`Client::{}`", old.method)),
        );
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        let subject = subject(new);
        let path = place(&subject);
        let rust = format!("`Client::{}`", new.method);
        self.requests(&subject, old, new);
        let (was, is) = (old.deprecated.as_ref(), new.deprecated.as_ref());
        self.deprecation(&subject, &path, &rust, was, is);
        let documentation = (
            &self.old.model.operations[&old.model_name].documentation,
            &self.new.model.operations[&new.model_name].documentation,
        );
        self.documentation(&subject, &path, documentation.0, documentation.1);
        for (role, old, new) in [
            (Role::Input, &old.input, &new.input),
            (Role::Output, &old.output, &new.output),
        ] {
            self.side(&Structures {
                subject: &subject,
                role,
                rust: code(&new.name),
                old,
                new,
            });
        }
        let errors = format!("{path}.errors");
        let owner = code(&new.error_name);
        self.errors(&subject, &errors, &owner, &old.errors, &new.errors);
        self.events(&subject, old, new);
        self.pagination(&subject, old, new);
    }

    /// An input or an output: a structure, and what is said of it as a whole.
    fn side(&mut self, it: &Structures<'_>) {
        let path = format!("shapes.{}", it.new.model_name);
        let (was, is) = (it.old.deprecated.as_ref(), it.new.deprecated.as_ref());
        self.deprecation(it.subject, &path, &it.rust, was, is);
        let shapes = (
            self.old.model.shapes.get(&it.old.model_name),
            self.new.model.shapes.get(&it.new.model_name),
        );
        if let (Some(old), Some(new)) = shapes {
            self.documentation(it.subject, &path, &old.documentation, &new.documentation);
        }
        self.structures(it);
    }

    /// The errors in an enum of them, the `owner`.
    pub(super) fn errors(
        &mut self,
        subject: &Subject,
        path: &str,
        owner: &str,
        old: &[ErrorVariant],
        new: &[ErrorVariant],
    ) {
        let old_errors: Vec<_> = old
            .iter()
            .map(|error| (self.renames.name(&error.name).clone(), error))
            .collect();
        let new_errors = new.iter().map(|error| (error.name.clone(), error));
        for pair in pairs(old_errors, new_errors) {
            match pair {
                (None, Some(error)) => {
                    let model = format!("new error {}", code(&error.code));
                    let change =
                        Change::new(subject, path, Kind::ErrorAdded, Class::Additive, model);
                    self.push(
                        change
                            .rust(format!("{owner} gains {}", methods(error)))
                            .wire(format!(
                                "the code `{}` comes as this variant; before, it came as `Unhandled`",
                                error.code
                            ))
                            .item(owner, code(&error.variant)),
                    );
                }
                (Some(error), None) => {
                    let model = format!("error {} removed", code(&error.code));
                    let change =
                        Change::new(subject, path, Kind::ErrorRemoved, Class::Breaking, model);
                    self.push(
                        change
                            .rust(format!("{owner} loses {}", methods(error)))
                            .wire(format!("the code `{}` comes as `Unhandled`", error.code))
                            .item(owner, code(&error.variant)),
                    );
                }
                (Some(was), Some(is))
                    if was.variant != is.variant || was.question != is.question =>
                {
                    let model = format!("error {} has another Rust name", code(&is.code));
                    let change = Change::new(subject, path, Kind::RustName, Class::Breaking, model);
                    self.push(change.rust(format!(
                        "{owner} has {} in place of {}",
                        methods(is),
                        methods(was)
                    )));
                }
                _ => {}
            }
        }
    }
}

fn by_name(krate: &Crate) -> impl Iterator<Item = (&str, &Operation)> {
    let operations = krate.operations.iter();
    operations.map(|operation| (operation.model_name.as_str(), operation))
}

fn subject(operation: &Operation) -> Subject {
    Subject::Operation {
        name: operation.model_name.clone(),
    }
}

fn target(operation: &Operation) -> String {
    match &operation.protocol {
        Protocol::AwsJson { target, .. } => code(target),
    }
}

fn methods(error: &ErrorVariant) -> String {
    format!("the variant `{}` and `{}`", error.variant, error.question)
}
