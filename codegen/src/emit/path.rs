//! The expressions of paginators and waiters as plain Rust: chains of `Option` for one value, of
//! iterators for many. Inside closures, the value at hand is `it`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::expression::Comparison;
use crate::ir::{Condition, FieldSegment, Number, Path, PathSegment, Ty};
use crate::rust_file::imports::{Imports, ident};

/// A path that has been followed part of the way.
enum Place {
    /// A field as it stands, and whether it is an `Option`.
    Field(TokenStream, bool),
    /// An `Option` of a reference.
    One(TokenStream),
    /// An iterator of references.
    Many(TokenStream),
    /// What the path starts from.
    Root(TokenStream),
}

/// `Option<&T>`: the value at the end of a path that leads to one.
pub(super) fn one(imports: &Imports<'_>, root: &TokenStream, path: &Path) -> TokenStream {
    match follow(imports, root, &path.segments) {
        Place::Field(place, true) => quote! { #place.as_ref() },
        Place::Field(place, false) => {
            let some = imports.prelude("std::option::Option::Some");
            quote! { #some(&#place) }
        }
        Place::One(value) | Place::Many(value) | Place::Root(value) => value,
    }
}

/// The value at the end of a path as its owner has it: an `Option` of a copy.
fn copied(imports: &Imports<'_>, root: &TokenStream, path: &Path) -> TokenStream {
    match follow(imports, root, &path.segments) {
        Place::Field(place, true) => place,
        Place::Field(place, false) => {
            let some = imports.prelude("std::option::Option::Some");
            quote! { #some(#place) }
        }
        Place::One(value) | Place::Many(value) | Place::Root(value) => {
            quote! { #value.copied() }
        }
    }
}

/// An `Option` of the value at the end of a path that leads to one.
pub(super) fn owned(
    imports: &Imports<'_>,
    root: &TokenStream,
    path: &Path,
    ty: &Ty,
) -> TokenStream {
    let is_copy = matches!(
        ty,
        Ty::Boolean | Ty::Integer | Ty::Long | Ty::Float | Ty::Double | Ty::Timestamp
    );
    if is_copy {
        return copied(imports, root, path);
    }
    match follow(imports, root, &path.segments) {
        Place::Field(place, true) => quote! { #place.clone() },
        Place::Field(place, false) => {
            let some = imports.prelude("std::option::Option::Some");
            quote! { #some(#place.clone()) }
        }
        Place::One(value) | Place::Many(value) | Place::Root(value) => {
            quote! { #value.cloned() }
        }
    }
}

/// The value at the end of a path of fields, taken out of its owner; its default if there is none.
pub(super) fn taken(root: &TokenStream, path: &Path) -> TokenStream {
    let mut place = root.clone();
    for (index, step) in path.segments.iter().enumerate() {
        let PathSegment::Field(FieldSegment { name, is_optional }) = step else {
            continue;
        };
        let name = ident(name);
        place = match (index, is_optional) {
            (0, _) => quote! { #place.#name },
            (_, true) => quote! { #place.and_then(|it| it.#name) },
            (_, false) => quote! { #place.map(|it| it.#name) },
        };
    }
    quote! { #place.unwrap_or_default() }
}

/// An iterator of the values at the end of a path: any number of them.
pub(super) fn many(imports: &Imports<'_>, root: &TokenStream, path: &Path) -> TokenStream {
    match follow(imports, root, &path.segments) {
        Place::Field(place, true) => quote! { #place.iter() },
        Place::Field(place, false) => quote! { ::std::iter::once(&#place) },
        Place::One(value) => quote! { #value.into_iter() },
        Place::Many(values) | Place::Root(values) => values,
    }
}

/// `Option<usize>`: how many values are at the end of a path; `None` where the list is absent.
fn count(imports: &Imports<'_>, root: &TokenStream, path: &Path) -> TokenStream {
    let is_list_end =
        |step: &PathSegment| matches!(step, PathSegment::Items { .. } | PathSegment::Values { .. });
    let split = path.segments.iter().position(is_list_end);
    let (list, rest) = path.segments.split_at(split.unwrap_or(path.segments.len()));
    let list = match follow(imports, root, list) {
        Place::Field(place, true) => quote! { #place.as_ref() },
        Place::Field(place, false) => {
            let some = imports.prelude("std::option::Option::Some");
            quote! { #some(&#place) }
        }
        Place::One(value) | Place::Many(value) | Place::Root(value) => value,
    };
    if let [] | [PathSegment::Items { is_sparse: false }] = rest {
        return quote! { #list.map(|it| it.len()) };
    }
    let values = follow_from(imports, Place::Field(quote! { it }, false), rest);
    let values = match values {
        Place::Many(values) | Place::One(values) | Place::Root(values) => values,
        Place::Field(place, _) => quote! { #place.iter() },
    };
    quote! { #list.map(|it| #values.count()) }
}

/// A condition on `root`.
pub(super) fn condition(
    imports: &Imports<'_>,
    root: &TokenStream,
    condition: &Condition,
) -> TokenStream {
    match condition {
        Condition::Text {
            path,
            literal,
            is_equal,
        } => {
            let operator = equality(*is_equal);
            if let Place::Field(place, false) = follow(imports, root, &path.segments) {
                return quote! { #place.as_str() #operator #literal };
            }
            let text = one(imports, root, path);
            if *is_equal {
                quote! { #text.is_some_and(|it| it.as_str() == #literal) }
            } else {
                quote! { #text.is_none_or(|it| it.as_str() != #literal) }
            }
        }
        Condition::Flag {
            path,
            literal,
            is_equal,
        } => {
            let operator = equality(*is_equal);
            if let Place::Field(place, false) = follow(imports, root, &path.segments) {
                return if literal == is_equal {
                    place
                } else {
                    quote! { !#place }
                };
            }
            let some = imports.prelude("std::option::Option::Some");
            let flag = copied(imports, root, path);
            quote! { #flag #operator #some(#literal) }
        }
        Condition::Number {
            left,
            comparison,
            right,
            or_absent,
        } => numbers(imports, root, (left, right), *comparison, *or_absent),
        Condition::Known {
            number: of,
            holds,
            or_absent,
        } => {
            let (number, question) = (number(imports, root, of), question(*or_absent));
            quote! { #number.#question(|_| #holds) }
        }
        Condition::All(conditions) => {
            let conditions = conditions.iter().map(|it| nested(imports, root, it));
            quote! { #(#conditions)&&* }
        }
        Condition::Any(conditions) => {
            let conditions = conditions.iter().map(|it| nested(imports, root, it));
            quote! { #(#conditions)||* }
        }
    }
}

/// A condition as a part of another one.
fn nested(imports: &Imports<'_>, root: &TokenStream, part: &Condition) -> TokenStream {
    let tokens = condition(imports, root, part);
    match part {
        Condition::All(_) | Condition::Any(_) => quote! { (#tokens) },
        _ => tokens,
    }
}

fn numbers(
    imports: &Imports<'_>,
    root: &TokenStream,
    (left, right): (&Number, &Number),
    comparison: Comparison,
    or_absent: bool,
) -> TokenStream {
    let operator = operator(comparison);
    let (is_field, is_equality) = (
        matches!(left, Number::Field(_)),
        matches!(comparison, Comparison::Equal | Comparison::NotEqual),
    );
    let some = imports.prelude("std::option::Option::Some");
    let question = question(or_absent);
    let (first, second) = (number(imports, root, left), number(imports, root, right));
    match right {
        Number::Literal(_) if comparison == Comparison::Equal && !or_absent => {
            quote! { #first == #some(#second) }
        }
        Number::Literal(_) if comparison == Comparison::NotEqual && or_absent => {
            quote! { #first != #some(#second) }
        }
        Number::Literal(_) => quote! { #first.#question(|it| it #operator #second) },
        // Two absent numbers are equal.
        Number::Field(_) if is_field && is_equality => quote! { #first #operator #second },
        _ => quote! { #first.zip(#second).#question(|(one, other)| one #operator other) },
    }
}

/// An `Option` of a number, or a literal.
fn number(imports: &Imports<'_>, root: &TokenStream, number: &Number) -> TokenStream {
    match number {
        Number::Field(path) => copied(imports, root, path),
        Number::Length(path) => count(imports, root, path),
        Number::Literal(literal) => {
            let literal = Literal::i64_unsuffixed(*literal);
            quote! { #literal }
        }
    }
}

/// The method that asks an `Option`.
fn question(or_absent: bool) -> TokenStream {
    if or_absent {
        quote! { is_none_or }
    } else {
        quote! { is_some_and }
    }
}

fn equality(is_equal: bool) -> TokenStream {
    if is_equal {
        quote! { == }
    } else {
        quote! { != }
    }
}

fn operator(comparison: Comparison) -> TokenStream {
    match comparison {
        Comparison::Equal => quote! { == },
        Comparison::NotEqual => quote! { != },
        Comparison::Less => quote! { < },
        Comparison::LessOrEqual => quote! { <= },
        Comparison::Greater => quote! { > },
        Comparison::GreaterOrEqual => quote! { >= },
    }
}

fn follow(imports: &Imports<'_>, root: &TokenStream, steps: &[PathSegment]) -> Place {
    follow_from(imports, Place::Root(root.clone()), steps)
}

fn follow_from(imports: &Imports<'_>, place: Place, steps: &[PathSegment]) -> Place {
    let mut place = place;
    let mut steps = steps.iter().peekable();
    while let Some(step) = steps.next() {
        // A field of many values and the items of the lists in it are one step.
        if let (
            Place::Many(values),
            PathSegment::Field(FieldSegment { name, is_optional }),
            Some(PathSegment::Flatten { is_sparse }),
        ) = (&place, step, steps.peek())
        {
            let name = ident(name);
            let items = if *is_optional {
                quote! { it.#name.iter().flatten() }
            } else {
                quote! { it.#name.iter() }
            };
            let items = without_nulls(quote! { #values.flat_map(|it| #items) }, *is_sparse);
            place = Place::Many(items);
            steps.next();
            continue;
        }
        place = advance(imports, place, step);
    }
    place
}

fn advance(imports: &Imports<'_>, place: Place, step: &PathSegment) -> Place {
    match (step, place) {
        (PathSegment::Field(FieldSegment { name, is_optional }), place) => {
            let name = ident(name);
            match (place, is_optional) {
                (Place::Root(root), _) => Place::Field(quote! { #root.#name }, *is_optional),
                (Place::Field(owner, false), _) => {
                    Place::Field(quote! { #owner.#name }, *is_optional)
                }
                (Place::Field(owner, true), true) => {
                    Place::One(quote! { #owner.as_ref().and_then(|it| it.#name.as_ref()) })
                }
                (Place::Field(owner, true), false) => {
                    Place::One(quote! { #owner.as_ref().map(|it| &it.#name) })
                }
                (Place::One(owner), true) => {
                    Place::One(quote! { #owner.and_then(|it| it.#name.as_ref()) })
                }
                (Place::One(owner), false) => Place::One(quote! { #owner.map(|it| &it.#name) }),
                (Place::Many(owners), true) => {
                    Place::Many(quote! { #owners.filter_map(|it| it.#name.as_ref()) })
                }
                (Place::Many(owners), false) => Place::Many(quote! { #owners.map(|it| &it.#name) }),
            }
        }
        (PathSegment::Last { is_sparse }, place) => {
            let last = match place {
                Place::Field(list, true) => quote! { #list.as_ref().and_then(|it| it.last()) },
                Place::Field(list, false) | Place::Root(list) => quote! { #list.last() },
                Place::One(list) | Place::Many(list) => quote! { #list.and_then(|it| it.last()) },
            };
            if *is_sparse {
                return Place::One(quote! { #last.and_then(|it| it.as_ref()) });
            }
            Place::One(last)
        }
        (PathSegment::Items { is_sparse } | PathSegment::Flatten { is_sparse }, place) => {
            let items = match place {
                Place::Field(list, true) => quote! { #list.iter().flatten() },
                Place::Field(list, false) | Place::Root(list) => quote! { #list.iter() },
                Place::One(list) => quote! { #list.into_iter().flatten() },
                Place::Many(lists) => quote! { #lists.flatten() },
            };
            Place::Many(without_nulls(items, *is_sparse))
        }
        (PathSegment::Values { is_sparse }, place) => {
            let values = match place {
                Place::Field(map, true) => quote! { #map.iter().flat_map(|it| it.values()) },
                Place::Field(map, false) | Place::Root(map) => quote! { #map.values() },
                Place::One(map) => quote! { #map.into_iter().flat_map(|it| it.values()) },
                Place::Many(maps) => quote! { #maps.flat_map(|it| it.values()) },
            };
            Place::Many(without_nulls(values, *is_sparse))
        }
        (PathSegment::Filter(test), place) => {
            let values = match place {
                Place::Field(values, _)
                | Place::One(values)
                | Place::Many(values)
                | Place::Root(values) => values,
            };
            let test = condition(imports, &quote! { it }, test);
            Place::Many(quote! { #values.filter(|it| #test) })
        }
    }
}

/// Leaves out the nulls of a sparse list or map.
fn without_nulls(items: TokenStream, is_sparse: bool) -> TokenStream {
    if is_sparse {
        quote! { #items.flatten() }
    } else {
        items
    }
}
