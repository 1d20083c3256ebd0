//! The members of structures: fields, setters, the parameters of `new`, and how they are sent.

use std::mem::discriminant;

use super::Comparison;
use super::report::{Change, Class, Kind, Subject};
use super::side::{Lowered, pairs};
use super::words::{self, code};
use crate::ir::{self, Field, Structure, TimestampFormat};
use crate::lower;
use crate::model;

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

/// A member of the structure on both sides.
struct Members<'a> {
    path: String,
    old: &'a Field,
    new: &'a Field,
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

    fn is_sent(self) -> bool {
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
    fn field(&self, field: &Field) -> String {
        let owner = self.rust.trim_end_matches('`');
        format!("{owner}.{}`", field.name)
    }

    /// `new` of it, as code.
    fn constructor(&self) -> String {
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

    fn member(&mut self, it: &Structures<'_>, members: &Members<'_>) {
        let Members { path, old, new } = members;
        let rust = it.field(new);
        if (&old.name, &old.setter, &old.call_setter) != (&new.name, &new.setter, &new.call_setter)
        {
            let (kind, class) = (Kind::RustName, Class::Breaking);
            let change = Change::new(it.subject, path, kind, class, "another Rust name");
            self.push(change.rust(format!("{} is called {rust}", it.field(old))));
        }
        self.member_type(it, members);
        self.member_required(it, members);
        self.member_wire(it, members);
        self.member_sensitivity(it.subject, path, &rust, &old.member, &new.member);
        let (was, is) = (old.deprecated.as_ref(), new.deprecated.as_ref());
        self.deprecation(it.subject, path, &rust, was, is);
        self.member_prose(
            it.subject,
            path,
            (&it.old.model_name, &old.member),
            (&it.new.model_name, &new.member),
        );
    }

    fn member_type(&mut self, it: &Structures<'_>, members: &Members<'_>) {
        let Members { path, old, new } = members;
        let same_type = self.renames.ty(&old.ty) == new.ty;
        if same_type && old.is_optional == new.is_optional {
            return;
        }
        let (kind, model) = if !same_type {
            let targets = (
                form(self.old, &it.old.model_name, &old.member),
                form(self.new, &it.new.model_name, &new.member),
            );
            let model = if targets.0 == targets.1 {
                "another type".to_owned()
            } else {
                format!("type: {} → {}", targets.0, targets.1)
            };
            (Kind::MemberType, model)
        } else if old.member.is_required == new.member.is_required {
            // Because of a recursion, or because the structure is an error now.
            let model = if new.is_optional {
                "may be absent now"
            } else {
                "always there now"
            };
            (Kind::MemberType, model.to_owned())
        } else {
            (Kind::MemberRequired, required(new).to_owned())
        };
        let and = match (old.is_optional, new.is_optional) {
            (true, true) => String::new(),
            (false, false) => format!("; so does the parameter of {}", it.constructor()),
            (true, false) => format!("; {} takes it now", it.constructor()),
            (false, true) => format!("; {} does not take it any more", it.constructor()),
        };
        let mut change =
            Change::new(it.subject, path, kind, Class::Breaking, &*model).rust(format!(
                "{} changes from `{}` to `{}`{and}",
                it.field(new),
                words::ty(&old.ty, old.is_optional),
                words::ty(&new.ty, new.is_optional)
            ));
        let name = code(wire_name(&new.member));
        let forms = (
            words::wire_form(&form(self.old, &it.old.model_name, &old.member)),
            words::wire_form(&form(self.new, &it.new.model_name, &new.member)),
        );
        if forms.0 != forms.1 {
            change = change.wire(format!("{name} is {}", forms.1));
        } else if old.is_optional != new.is_optional && it.role.is_sent() {
            change = change.wire(if new.is_optional {
                format!("{name} is sent if it is set")
            } else {
                format!("{name} is always sent")
            });
        }
        self.push(change);
    }

    /// What is required without being so in its type: members of inputs and outputs.
    fn member_required(&mut self, it: &Structures<'_>, members: &Members<'_>) {
        let Members { path, old, new } = members;
        let (was, is) = (&old.member, &new.member);
        if was.is_required != is.is_required {
            if old.is_optional != new.is_optional {
                return;
            }
            let wire = required_on_wire(it.role, new);
            let class = if wire.is_some() {
                Class::Behaviour
            } else {
                Class::Documentation
            };
            let (kind, model) = (Kind::MemberRequired, required(new));
            let change = Change::new(it.subject, path, kind, class, model);
            self.push(match wire {
                Some(wire) => change.wire(wire),
                None => change,
            });
        } else if was.is_non_empty != is.is_non_empty && old.ty == new.ty && it.role.is_sent() {
            let name = code(&is.model_name);
            let (model, wire) = if is.is_non_empty {
                (
                    "may not be empty any more",
                    format!("requests with an empty {name} are refused before sending"),
                )
            } else {
                (
                    "may be empty now",
                    format!("requests with an empty {name} are sent"),
                )
            };
            let (kind, class) = (Kind::MemberEmpty, Class::Behaviour);
            self.push(Change::new(it.subject, path, kind, class, model).wire(wire));
        }
    }

    fn member_wire(&mut self, it: &Structures<'_>, members: &Members<'_>) {
        let Members { path, old, new } = members;
        self.wire(it.subject, path, &old.member, &new.member);
        if old.member.is_idempotency_token != new.member.is_idempotency_token {
            let name = code(&new.member.model_name);
            let (model, wire) = if new.member.is_idempotency_token {
                (
                    "idempotency token now",
                    format!("a call without {name} is sent with a random one"),
                )
            } else {
                (
                    "no idempotency token any more",
                    format!("a call without {name} is sent without it"),
                )
            };
            let (kind, class) = (Kind::IdempotencyToken, Class::Behaviour);
            self.push(Change::new(it.subject, path, kind, class, model).wire(wire));
        }
    }

    /// The name on the wire and the format, of members and variants.
    pub(super) fn wire(
        &mut self,
        subject: &Subject,
        path: &str,
        old: &ir::Member,
        new: &ir::Member,
    ) {
        let names = (wire_name(old), wire_name(new));
        if names.0 != names.1 && old.model_name == new.model_name {
            let model = format!("name on the wire: {} → {}", code(names.0), code(names.1));
            let (kind, class) = (Kind::WireName, Class::Behaviour);
            let wire = format!("it is called {}", code(names.1));
            self.push(Change::new(subject, path, kind, class, model).wire(wire));
        }
        if old.timestamp_format != new.timestamp_format {
            let format = |format| match format {
                None => "the protocol's own format",
                Some(TimestampFormat::DateTime) => "RFC 3339",
                Some(TimestampFormat::HttpDate) => "the date format of HTTP",
            };
            let (was, is) = (format(old.timestamp_format), format(new.timestamp_format));
            let (kind, class) = (Kind::TimestampFormat, Class::Behaviour);
            let change = Change::new(subject, path, kind, class, format!("times: {was} → {is}"));
            self.push(change.wire(format!("times are in {is}")));
        }
    }

    pub(super) fn member_sensitivity(
        &mut self,
        subject: &Subject,
        path: &str,
        rust: &str,
        old: &ir::Member,
        new: &ir::Member,
    ) {
        self.shape_sensitivity(subject, path, rust, old.is_sensitive, new.is_sensitive);
    }

    pub(super) fn shape_sensitivity(
        &mut self,
        subject: &Subject,
        path: &str,
        rust: &str,
        old: bool,
        new: bool,
    ) {
        if old == new {
            return;
        }
        let (model, verb) = if new {
            ("sensitive now", "hides")
        } else {
            ("not sensitive any more", "shows")
        };
        let (kind, class) = (Kind::Sensitivity, Class::Behaviour);
        let change = Change::new(subject, path, kind, class, model);
        self.push(change.rust(format!("`Debug` {verb} {rust}")));
    }

    /// Documentation of a member, and the constraints on its values where they come from another
    /// shape; those of the same shape are said of the shape.
    pub(super) fn member_prose(
        &mut self,
        subject: &Subject,
        path: &str,
        (old_shape, old): (&str, &ir::Member),
        (new_shape, new): (&str, &ir::Member),
    ) {
        let members = (
            in_model(self.old, old_shape, old),
            in_model(self.new, new_shape, new),
        );
        let (Some((old, old_target)), Some((new, new_target))) = members else {
            return;
        };
        // Other limits of another type go without saying.
        let same = |old: &model::Kind, new| discriminant(old) == discriminant(new);
        if old.target != new.target && same(&old_target.kind, &new_target.kind) {
            self.constraints(
                subject,
                path,
                &old_target.constraints,
                &new_target.constraints,
            );
        }
        self.documentation(subject, path, &old.documentation, &new.documentation);
    }

    /// The required members are the parameters of `new`, in their order.
    fn parameter_order(&mut self, it: &Structures<'_>) {
        let plain = |structure: &Structure, other: &Structure| -> Vec<String> {
            let is_plain = |field: &&Field| !field.is_optional;
            let names = |structure: &Structure| -> Vec<String> {
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

/// A member of a shape with its target, unless codegen added it.
fn in_model<'m>(
    side: &'m Lowered<'_>,
    shape: &str,
    member: &ir::Member,
) -> Option<(&'m model::Member, &'m model::Shape)> {
    let structure = lower::members(side.model.shapes.get(shape)?)?;
    let member = structure.members.get(&member.model_name)?;
    Some((member, side.model.shapes.get(&member.target)?))
}

fn wire_name(member: &ir::Member) -> &str {
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

fn required(new: &Field) -> &'static str {
    if new.member.is_required {
        "required now"
    } else {
        "not required any more"
    }
}

fn required_on_wire(role: Role, new: &Field) -> Option<String> {
    let name = code(&new.member.model_name);
    role.is_sent().then(|| {
        if new.member.is_required {
            format!("requests without {name} are refused before sending")
        } else {
            format!("requests without {name} are sent")
        }
    })
}

fn added_on_wire(role: Role, new: &Field) -> Option<String> {
    let name = code(wire_name(&new.member));
    let sent = match (new.member.is_required, new.is_optional) {
        _ if new.member.is_idempotency_token => {
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

/// What a member's value is on any wire.
fn form(side: &Lowered<'_>, shape: &str, member: &ir::Member) -> String {
    in_model(side, shape, member).map_or_else(
        || "text".to_owned(),
        |(_, target)| words::form(side.model, &target.kind),
    )
}
