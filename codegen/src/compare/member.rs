//! One member that both sides have: its type, how it is sent, what is hidden and what is said of it.

use std::mem::discriminant;

use super::Comparison;
use super::members::{Role, Structures, wire_name};
use super::report::{Change, Class, Kind, Subject};
use super::side::Lowered;
use super::words::{self, code};
use crate::ir::{self, Field, TimestampFormat};
use crate::lower;
use crate::model;

/// A member of the structure on both sides.
pub(super) struct Members<'a> {
    pub(super) path: String,
    pub(super) old: &'a Field,
    pub(super) new: &'a Field,
}

impl Comparison<'_> {
    pub(super) fn member(&mut self, it: &Structures<'_>, members: &Members<'_>) {
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
        // Further down, the flag means nothing.
        if it.role == Role::Input
            && old.member.is_idempotency_token != new.member.is_idempotency_token
        {
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
                Some(TimestampFormat::EpochSeconds) => "seconds since 1970",
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

/// What a member's value is on any wire.
fn form(side: &Lowered<'_>, shape: &str, member: &ir::Member) -> String {
    in_model(side, shape, member).map_or_else(
        || "text".to_owned(),
        |(_, target)| words::form(side.model, &target.kind),
    )
}
