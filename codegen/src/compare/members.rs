//! The members of structures: fields, setters, the parameters of `new`, and how they are sent.

use indexmap::IndexSet;

use super::Comparison;
use super::member::Members;
use super::report::{Change, Class, Kind, Subject};
use super::side::pairs;
use super::words::{self, code};
use crate::ir::{self, Field, Structure};

/// A structure on both sides.
pub(super) struct Structures<'a> {
    /// What its changes belong to.
    pub(super) subject: &'a Subject,
    /// What it is used for.
    pub(super) role: Role,
    /// Its Rust name, as code.
    pub(super) rust: String,
    pub(super) old: &'a Structure,
    pub(super) new: &'a Structure,
}

/// What a structure is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The input of an operation.
    Input,
    /// The output of an operation.
    Output,
    /// A type, which may be in requests, in responses, or in both.
    Nested {
        /// Whether it is in requests.
        is_sent: bool,
        /// Whether it is in responses.
        is_read: bool,
    },
}

impl Role {
    /// The role of a shape.
    pub(super) fn of(subject: &Subject) -> Self {
        match subject {
            Subject::Shape {
                sent_by, read_by, ..
            } => Self::Nested {
                is_sent: !sent_by.is_empty(),
                is_read: !read_by.is_empty(),
            },
            Subject::Service | Subject::Operation { .. } => Self::Nested {
                is_sent: true,
                is_read: true,
            },
        }
    }

    pub(super) fn is_sent(self) -> bool {
        matches!(self, Self::Input | Self::Nested { is_sent: true, .. })
    }

    fn is_read(self) -> bool {
        matches!(self, Self::Output | Self::Nested { is_read: true, .. })
    }
}

impl Structures<'_> {
    fn path(structure: &Structure, member: &ir::Member) -> String {
        format!(
            "shapes.{}.members.{}",
            structure.model_name, member.model_name
        )
    }

    /// A field of it, as code.
    pub(super) fn field(&self, field: &Field) -> String {
        let owner = self.rust.trim_end_matches('`');
        format!("{owner}.{}`", field.name)
    }

    /// `new` of it, as code.
    pub(super) fn constructor(&self) -> String {
        let owner = self.rust.trim_end_matches('`');
        format!("{owner}::new`")
    }
}

impl Comparison<'_> {
    pub(super) fn structures(&mut self, it: &Structures<'_>) {
        self.shape_sensitivity(
            it.subject,
            &format!("shapes.{}", it.new.model_name),
            &it.rust,
            it.old.is_sensitive,
            it.new.is_sensitive,
        );
        for pair in pairs(by_name(it.old), by_name(it.new)) {
            match pair {
                (None, Some(new)) => self.member_added(it, new),
                (Some(old), None) => self.member_removed(it, old),
                (Some(old), Some(new)) => self.member(
                    it,
                    &Members {
                        path: Structures::path(it.new, &new.member),
                        old,
                        new,
                    },
                ),
                (None, None) => {}
            }
        }
        self.parameter_order(it);
    }

    fn member_added(&mut self, it: &Structures<'_>, new: &Field) {
        let ty = words::ty(&new.ty, new.is_optional);
        let item = format!("`{}: {ty}`", new.name);
        let had_new = it.old.fields.iter().any(|field| !field.is_optional);
        let is_required = new.member.is_required;
        let class = match (new.is_optional, had_new) {
            (false, true) => Class::Breaking,
            _ if is_required && it.role.is_sent() => Class::Behaviour,
            _ => Class::Additive,
        };
        let model = if is_required {
            "new required member"
        } else {
            "new member"
        };
        let and = match (new.is_optional, had_new) {
            (true, _) => String::new(),
            (false, true) => format!("; {} takes it as well", it.constructor()),
            (false, false) => format!("; {} is new and takes it", it.constructor()),
        };
        let setter = setter(it, new);
        let path = Structures::path(it.new, &new.member);
        let mut change = Change::new(it.subject, path, Kind::MemberAdded, class, model)
            .rust(format!(
                "{} gains the field {item} and {setter}{and}",
                it.rust
            ))
            .item(&it.rust, item);
        if let Some(wire) = added_on_wire(it.role, new) {
            change = change.wire(wire);
        }
        self.push(change);
    }

    fn member_removed(&mut self, it: &Structures<'_>, old: &Field) {
        let ty = words::ty(&old.ty, old.is_optional);
        let item = format!("`{}: {ty}`", old.name);
        let and = if old.is_optional {
            String::new()
        } else if it.new.fields.iter().any(|field| !field.is_optional) {
            format!("; {} does not take it any more", it.constructor())
        } else {
            format!("; {} is gone", it.constructor())
        };
        let setter = setter(it, old);
        let wire = code(wire_name(&old.member));
        let wire = match (it.role.is_sent(), it.role.is_read()) {
            (true, false) => format!("{wire} is not sent any more"),
            (false, true) => format!("{wire} is skipped in responses"),
            _ => format!("{wire} is not sent any more, and skipped in responses"),
        };
        let path = Structures::path(it.old, &old.member);
        let (kind, class) = (Kind::MemberRemoved, Class::Breaking);
        self.push(
            Change::new(it.subject, path, kind, class, "member removed")
                .rust(format!(
                    "{} loses the field {item} and {setter}{and}",
                    it.rust
                ))
                .wire(wire)
                .item(&it.rust, item),
        );
    }

    /// The required members are the parameters of `new`, in their order.
    fn parameter_order(&mut self, it: &Structures<'_>) {
        let plain = |structure: &Structure, other: &Structure| -> Vec<String> {
            let is_plain = |field: &&Field| !field.is_optional;
            let names = |structure: &Structure| -> IndexSet<String> {
                let fields = structure.fields.iter().filter(is_plain);
                fields
                    .map(|field| field.member.model_name.clone())
                    .collect()
            };
            let others = names(other);
            let own = names(structure).into_iter();
            own.filter(|name| others.contains(name)).collect()
        };
        let (was, is) = (plain(it.old, it.new), plain(it.new, it.old));
        if was == is {
            return;
        }
        let path = format!("shapes.{}.members", it.new.model_name);
        let (kind, class) = (Kind::ParameterOrder, Class::Breaking);
        let names: Vec<_> = is.iter().map(code).collect();
        let change = Change::new(it.subject, path, kind, class, "another order of members");
        self.push(change.rust(format!(
            "the parameters of {} are in another order: {}",
            it.constructor(),
            words::list(&names)
        )));
    }
}

/// The members by their names in the model; the message of an error goes by one name, because
/// models that have none get one.
fn by_name(structure: &Structure) -> impl Iterator<Item = (&str, &Field)> {
    let message = structure.error.as_ref().map(|error| &error.message);
    structure.fields.iter().map(move |field| {
        let is_message = message == Some(&field.name);
        let name = if is_message {
            "message"
        } else {
            &field.member.model_name
        };
        (name, field)
    })
}

pub(super) fn wire_name(member: &ir::Member) -> &str {
    member.wire_name.as_deref().unwrap_or(&member.model_name)
}

fn setter(it: &Structures<'_>, field: &Field) -> String {
    let setter = if field.setter == field.name {
        "its setter".to_owned()
    } else {
        format!("the setter `{}`", field.setter)
    };
    match it.role {
        Role::Input => format!("{setter}, which the fluent call has too"),
        _ => setter,
    }
}

fn added_on_wire(role: Role, new: &Field) -> Option<String> {
    let name = code(wire_name(&new.member));
    let sent = match (new.member.is_required, new.is_optional) {
        _ if role == Role::Input && new.member.is_idempotency_token => {
            format!("{name} is sent, with a random value if it is not set")
        }
        (true, true) => format!("requests without {name} are refused before sending"),
        (true, false) => format!("{name} is always sent"),
        (false, _) => format!("{name} is sent if it is set"),
    };
    match (role.is_sent(), role.is_read()) {
        (true, true) => Some(format!("{sent}, and read from responses")),
        (true, false) => Some(sent),
        (false, true) => Some(format!(
            "{name} is read from responses; before, it was skipped"
        )),
        (false, false) => None,
    }
}
