//! The types: structures, unions and enums.

use super::Comparison;
use super::members::{Role, Structures};
use super::report::{Change, Class, Kind, Subject};
use super::side::pairs;
use super::words::{self, code};
use crate::ir::{EnumVariant, Enumeration, ErrorFacts, Structure, Type, Union, UnionVariant};
use crate::model::{self, Documentation};

impl Comparison<'_> {
    pub(super) fn types(&mut self) {
        let (old, new) = (&self.old.krate, &self.new.krate);
        for pair in self.renames.types(old, new) {
            match pair {
                (None, Some(new)) => self.type_added(new),
                (Some(old), None) => self.type_removed(old),
                (Some(old), Some(new)) => self.ty(old, new),
                (None, None) => {}
            }
        }
    }

    fn type_added(&mut self, new: &Type) {
        let subject = self.shape(None, Some(model_name(new)));
        let (kind, class) = (Kind::TypeAdded, Class::Additive);
        let rust = type_name(new);
        let model = format!("new {}", word(new));
        self.push(
            Change::new(&subject, path(new), kind, class, model)
                .rust(format!("{rust} is new{}", content(new)))
                .item("", rust),
        );
    }

    fn type_removed(&mut self, old: &Type) {
        let subject = self.shape(Some(model_name(old)), None);
        let (kind, class) = (Kind::TypeRemoved, Class::Breaking);
        let rust = type_name(old);
        let is_there = self.new.model.shapes.contains_key(model_name(old));
        let model = if is_there {
            format!("{} not used any more", word(old))
        } else {
            format!("{} removed", word(old))
        };
        self.push(
            Change::new(&subject, path(old), kind, class, model)
                .rust(format!("{rust} is gone"))
                .item("", rust),
        );
    }

    fn ty(&mut self, old: &Type, new: &Type) {
        let subject = self.shape(Some(model_name(old)), Some(model_name(new)));
        let (path, rust) = (path(new), type_name(new));
        if old.name != new.name {
            let (kind, class) = (Kind::TypeRenamed, Class::Breaking);
            let model = format!("was called `{}`", model_name(old));
            let change = Change::new(&subject, &path, kind, class, model);
            self.push(change.rust(format!(
                "{} is called {rust}; `rename` in the overlay can keep the old name",
                type_name(old)
            )));
        }
        match (old, new) {
            (Type::Structure(old), Type::Structure(new)) => {
                self.error(&subject, &path, &rust, old, new);
                self.structures(&Structures {
                    subject: &subject,
                    role: Role::of(&subject),
                    rust: rust.clone(),
                    old,
                    new,
                });
            }
            (Type::Union(old), Type::Union(new)) => self.union(&subject, &path, &rust, old, new),
            (Type::Enumeration(old), Type::Enumeration(new)) => {
                self.enumeration(&subject, &path, &rust, old, new);
            }
            _ => {
                let (kind, class) = (Kind::TypeKind, Class::Breaking);
                let model = format!("{} → {}", word(old), word(new));
                let change = Change::new(&subject, &path, kind, class, model);
                self.push(change.rust(format!("{rust} is another kind of type{}", content(new))));
            }
        }
        let (was, is) = (deprecated(old), deprecated(new));
        self.deprecation(&subject, &path, &rust, was, is);
        let shapes = (
            self.old.model.shapes.get(model_name(old)),
            self.new.model.shapes.get(model_name(new)),
        );
        if let (Some(old), Some(new)) = shapes {
            self.documentation(&subject, &path, &old.documentation, &new.documentation);
        }
    }

    /// What makes a structure an error.
    fn error(
        &mut self,
        subject: &Subject,
        path: &str,
        rust: &str,
        old: &Structure,
        new: &Structure,
    ) {
        let (old, new) = match (&old.error, &new.error) {
            (None, None) => return,
            (Some(old), Some(new)) => (old, new),
            (was, _) => {
                let (class, model, sentence) = if was.is_none() {
                    (Class::Additive, "an error now", "is an error")
                } else {
                    (Class::Breaking, "no error any more", "is no error any more")
                };
                let change = Change::new(subject, path, Kind::ErrorTrait, class, model);
                self.push(change.rust(format!("{rust} {sentence}")));
                return;
            }
        };
        if old.code != new.code {
            let model = format!("code: `{}` → `{}`", old.code, new.code);
            let change = Change::new(subject, path, Kind::ErrorCode, Class::Behaviour, model);
            let wire = format!(
                "the code `{}` comes as this error, and no longer `{}`",
                new.code, old.code
            );
            self.push(change.wire(wire));
        }
        if old.retryable != new.retryable {
            let model = format!("retry: {} → {}", retry(old), retry(new));
            let change = Change::new(subject, path, Kind::Retry, Class::Behaviour, model);
            self.push(change.wire(match new.retryable {
                None => "a call that fails with it is not repeated",
                Some(_) => "a call that fails with it is repeated",
            }));
        }
    }

    fn union(&mut self, subject: &Subject, path: &str, rust: &str, old: &Union, new: &Union) {
        self.shape_sensitivity(subject, path, rust, old.is_sensitive, new.is_sensitive);
        for pair in pairs(variants(old), variants(new)) {
            let at =
                |variant: &UnionVariant| format!("{path}.members.{}", variant.member.model_name);
            match pair {
                (None, Some(new)) => {
                    let item = variant(new);
                    let (kind, class) = (Kind::MemberAdded, Class::Additive);
                    self.push(
                        Change::new(subject, at(new), kind, class, "new member")
                            .rust(format!(
                                "{rust} gains the variant {item} and `{}`",
                                new.getter
                            ))
                            .wire(known(subject, &new.member.model_name))
                            .item(rust, item),
                    );
                }
                (Some(old), None) => {
                    let item = variant(old);
                    let (kind, class) = (Kind::MemberRemoved, Class::Breaking);
                    self.push(
                        Change::new(subject, at(old), kind, class, "member removed")
                            .rust(format!(
                                "{rust} loses the variant {item} and `{}`",
                                old.getter
                            ))
                            .wire(unknown(subject, &old.member.model_name))
                            .item(rust, item),
                    );
                }
                (Some(old), Some(new)) => {
                    self.union_variant(subject, &at(new), rust, old, new);
                }
                (None, None) => {}
            }
        }
    }

    fn union_variant(
        &mut self,
        subject: &Subject,
        path: &str,
        rust: &str,
        old: &UnionVariant,
        new: &UnionVariant,
    ) {
        let breaking = Class::Breaking;
        if (&old.name, &old.getter) != (&new.name, &new.getter) {
            let change = Change::new(subject, path, Kind::RustName, breaking, "another Rust name");
            self.push(change.rust(format!(
                "the variant `{}` of {rust} is called `{}`",
                old.name, new.name
            )));
        }
        if self.renames.ty(&old.ty) != new.ty {
            let change = Change::new(subject, path, Kind::MemberType, breaking, "another type");
            self.push(change.rust(format!(
                "the variant {} of {rust} becomes {}, and `{}` gives that",
                variant(old),
                variant(new),
                new.getter
            )));
        }
        self.wire(subject, path, &old.member, &new.member);
        let name = format!("the variant `{}` of {rust}", new.name);
        self.member_sensitivity(subject, path, &name, &old.member, &new.member);
        let (was, is) = (old.deprecated.as_ref(), new.deprecated.as_ref());
        self.deprecation(subject, path, &name, was, is);
        let Subject::Shape { name: shape, .. } = subject else {
            return;
        };
        self.member_prose(subject, path, (shape, &old.member), (shape, &new.member));
    }

    fn enumeration(
        &mut self,
        subject: &Subject,
        path: &str,
        rust: &str,
        old: &Enumeration,
        new: &Enumeration,
    ) {
        self.shape_sensitivity(subject, path, rust, old.is_sensitive, new.is_sensitive);
        let at = |value: &EnumVariant| format!("{path}.enum.{}", value.value);
        for pair in pairs(values(old), values(new)) {
            match pair {
                (None, Some(new)) => {
                    let (kind, class) = (Kind::ValueAdded, Class::Additive);
                    let item = code(&new.name);
                    self.push(
                        Change::new(subject, at(new), kind, class, "new value")
                            .rust(format!("{rust} gains the variant {item}"))
                            .wire(known(subject, &new.value))
                            .item(rust, item),
                    );
                }
                (Some(old), None) => {
                    let (kind, class) = (Kind::ValueRemoved, Class::Breaking);
                    let item = code(&old.name);
                    self.push(
                        Change::new(subject, at(old), kind, class, "value removed")
                            .rust(format!("{rust} loses the variant {item}"))
                            .wire(unknown(subject, &old.value))
                            .item(rust, item),
                    );
                }
                (Some(old), Some(new)) => {
                    if old.name != new.name {
                        let (kind, class) = (Kind::RustName, Class::Breaking);
                        let change =
                            Change::new(subject, at(new), kind, class, "another Rust name");
                        self.push(change.rust(format!(
                            "the variant `{}` of {rust} is called `{}`",
                            old.name, new.name
                        )));
                    }
                    self.value_documentation(subject, &at(new), &new.value);
                }
                (None, None) => {}
            }
        }
        let order = |one: &Enumeration, other: &Enumeration| -> Vec<String> {
            let known = one.variants.iter().map(|variant| &variant.value);
            let known = known.filter(|value| other.variants.iter().any(|it| it.value == **value));
            known.cloned().collect()
        };
        if order(old, new) != order(new, old) {
            let (kind, class) = (Kind::ValueOrder, Class::Behaviour);
            let change = Change::new(subject, path, kind, class, "another order of values");
            self.push(change.rust(format!("`Ord` of {rust} follows the new order")));
        }
    }

    fn value_documentation(&mut self, subject: &Subject, path: &str, value: &str) {
        let Subject::Shape { name, .. } = subject else {
            return;
        };
        let of = |model: &model::Model| match &model.shapes.get(name)?.kind {
            model::Kind::Enumeration(values) => Some(values.get(value)?.documentation.clone()),
            _ => None,
        };
        let (old, new): (Option<Documentation>, _) = (of(self.old.model), of(self.new.model));
        if let (Some(old), Some(new)) = (old, new) {
            self.documentation(subject, path, &old, &new);
        }
    }
}

/// What it means that a value or a member has a variant now.
fn known(subject: &Subject, value: &str) -> String {
    if is_read(subject) {
        format!("`{value}` comes as this variant; before, it came as `UnknownValue`")
    } else {
        format!("`{value}` can be sent by this name")
    }
}

/// What it means that a value or a member has no variant any more.
fn unknown(subject: &Subject, value: &str) -> String {
    if is_read(subject) {
        format!("`{value}` comes as `UnknownValue`")
    } else {
        format!("`{value}` cannot be sent by this name any more")
    }
}

fn is_read(subject: &Subject) -> bool {
    matches!(subject, Subject::Shape { read_by, .. } if !read_by.is_empty())
}

fn model_name(ty: &Type) -> &str {
    match ty {
        Type::Structure(it) => &it.model_name,
        Type::Union(it) => &it.model_name,
        Type::Enumeration(it) => &it.model_name,
    }
}

fn path(ty: &Type) -> String {
    format!("shapes.{}", model_name(ty))
}

fn type_name(ty: &Type) -> String {
    format!("`types::{}`", ty.name)
}

fn word(ty: &Type) -> &'static str {
    match ty {
        Type::Structure(it) if it.error.is_some() => "error",
        Type::Structure(_) => "structure",
        Type::Union(_) => "union",
        Type::Enumeration(_) => "enum",
    }
}

/// What is in a type, to go behind its name.
fn content(ty: &Type) -> String {
    let items: Vec<_> = match ty {
        Type::Structure(it) => it
            .fields
            .iter()
            .map(|field| {
                format!(
                    "`{}: {}`",
                    field.name,
                    words::ty(&field.ty, field.is_optional)
                )
            })
            .collect(),
        Type::Union(it) => it.variants.iter().map(variant).collect(),
        Type::Enumeration(it) => it.variants.iter().map(|it| code(&it.name)).collect(),
    };
    if items.is_empty() {
        return format!(": {} without members", article(word(ty)));
    }
    format!(": {} with {}", article(word(ty)), words::list(&items))
}

fn article(word: &str) -> String {
    let article = if word.starts_with('e') { "an" } else { "a" };
    format!("{article} {word}")
}

fn deprecated(ty: &Type) -> Option<&crate::ir::Deprecated> {
    match ty {
        Type::Structure(it) => it.deprecated.as_ref(),
        Type::Union(it) => it.deprecated.as_ref(),
        Type::Enumeration(it) => it.deprecated.as_ref(),
    }
}

fn retry(error: &ErrorFacts) -> &'static str {
    match error.retryable {
        None => "no",
        Some(crate::ir::Retryable::Transient) => "yes",
        Some(crate::ir::Retryable::Throttling) => "later, because of throttling",
    }
}

fn variants(union: &Union) -> impl Iterator<Item = (&str, &UnionVariant)> {
    let variants = union.variants.iter();
    variants.map(|variant| (variant.member.model_name.as_str(), variant))
}

fn values(enumeration: &Enumeration) -> impl Iterator<Item = (&str, &EnumVariant)> {
    let variants = enumeration.variants.iter();
    variants.map(|variant| (variant.value.as_str(), variant))
}

fn variant(variant: &UnionVariant) -> String {
    format!("`{}({})`", variant.name, words::ty(&variant.ty, false))
}
