//! Paths of paginators and waiters as Rust code: chains of `Option` for single values, iterators for
//! multiple values. In closures, the current value is `it`.

use proc_macro2::TokenStream;
use quote::quote;

use super::condition;
use crate::ir::{FieldSegment, Path, PathSegment, Ty};
use crate::rust_file::imports::{Imports, ident};

/// The result of a path, or of a part of it.
pub(super) enum PathResult {
    /// A field, and whether it is an `Option`.
    Field(TokenStream, bool),
    /// An `Option` of a reference.
    One(TokenStream),
    /// An iterator of references.
    Many(TokenStream),
    /// The root of the path.
    Root(TokenStream),
}

/// `Option<&T>`: the value at the end of a path with a single result.
pub(super) fn one(imports: &Imports<'_>, root: &TokenStream, path: &Path) -> TokenStream {
    match follow(imports, root, &path.segments) {
        PathResult::Field(result, true) => quote! { #result.as_ref() },
        PathResult::Field(result, false) => {
            let some = imports.prelude("std::option::Option::Some");
            quote! { #some(&#result) }
        }
        PathResult::One(value) | PathResult::Many(value) | PathResult::Root(value) => value,
    }
}

/// `Option<T>`: a copy of the value at the end of a path.
pub(super) fn copied(imports: &Imports<'_>, root: &TokenStream, path: &Path) -> TokenStream {
    match follow(imports, root, &path.segments) {
        PathResult::Field(result, true) => result,
        PathResult::Field(result, false) => {
            let some = imports.prelude("std::option::Option::Some");
            quote! { #some(#result) }
        }
        PathResult::One(value) | PathResult::Many(value) | PathResult::Root(value) => {
            quote! { #value.copied() }
        }
    }
}

/// `Option<T>`: a copy or clone of the value at the end of a path with a single result.
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
        PathResult::Field(result, true) => quote! { #result.clone() },
        PathResult::Field(result, false) => {
            let some = imports.prelude("std::option::Option::Some");
            quote! { #some(#result.clone()) }
        }
        PathResult::One(value) | PathResult::Many(value) | PathResult::Root(value) => {
            quote! { #value.cloned() }
        }
    }
}

/// The value at the end of a path of fields, moved out of its owner, or its default.
pub(super) fn taken(root: &TokenStream, path: &Path) -> TokenStream {
    let mut result = root.clone();
    for (index, step) in path.segments.iter().enumerate() {
        let PathSegment::Field(FieldSegment { name, is_optional }) = step else {
            continue;
        };
        let name = ident(name);
        result = match (index, is_optional) {
            (0, _) => quote! { #result.#name },
            (_, true) => quote! { #result.and_then(|it| it.#name) },
            (_, false) => quote! { #result.map(|it| it.#name) },
        };
    }
    quote! { #result.unwrap_or_default() }
}

/// An iterator of the values at the end of a path.
pub(super) fn many(imports: &Imports<'_>, root: &TokenStream, path: &Path) -> TokenStream {
    match follow(imports, root, &path.segments) {
        PathResult::Field(result, true) => quote! { #result.iter() },
        PathResult::Field(result, false) => quote! { ::std::iter::once(&#result) },
        PathResult::One(value) => quote! { #value.into_iter() },
        PathResult::Many(values) | PathResult::Root(values) => values,
    }
}

/// `Option<usize>`: the number of values at the end of a path; `None` if the list is absent.
pub(super) fn count(imports: &Imports<'_>, root: &TokenStream, path: &Path) -> TokenStream {
    let is_list_end =
        |step: &PathSegment| matches!(step, PathSegment::Items { .. } | PathSegment::Values { .. });
    let split = path.segments.iter().position(is_list_end);
    let (list, rest) = path.segments.split_at(split.unwrap_or(path.segments.len()));
    let list = match follow(imports, root, list) {
        PathResult::Field(result, true) => quote! { #result.as_ref() },
        PathResult::Field(result, false) => {
            let some = imports.prelude("std::option::Option::Some");
            quote! { #some(&#result) }
        }
        PathResult::One(value) | PathResult::Many(value) | PathResult::Root(value) => value,
    };
    if let [] | [PathSegment::Items { is_sparse: false }] = rest {
        return quote! { #list.map(|it| it.len()) };
    }
    let values = follow_from(imports, PathResult::Field(quote! { it }, false), rest);
    let values = match values {
        PathResult::Many(values) | PathResult::One(values) | PathResult::Root(values) => values,
        PathResult::Field(result, _) => quote! { #result.iter() },
    };
    quote! { #list.map(|it| #values.count()) }
}

pub(super) fn follow(
    imports: &Imports<'_>,
    root: &TokenStream,
    steps: &[PathSegment],
) -> PathResult {
    follow_from(imports, PathResult::Root(root.clone()), steps)
}

fn follow_from(imports: &Imports<'_>, result: PathResult, steps: &[PathSegment]) -> PathResult {
    let mut result = result;
    let mut steps = steps.iter().peekable();
    while let Some(step) = steps.next() {
        // A field of multiple values and the flattening of its lists are one step.
        if let (
            PathResult::Many(values),
            PathSegment::Field(FieldSegment { name, is_optional }),
            Some(PathSegment::Flatten { is_sparse }),
        ) = (&result, step, steps.peek())
        {
            let name = ident(name);
            let items = if *is_optional {
                quote! { it.#name.iter().flatten() }
            } else {
                quote! { it.#name.iter() }
            };
            let items = without_nulls(quote! { #values.flat_map(|it| #items) }, *is_sparse);
            result = PathResult::Many(items);
            steps.next();
            continue;
        }
        result = advance(imports, result, step);
    }
    result
}

fn advance(imports: &Imports<'_>, result: PathResult, step: &PathSegment) -> PathResult {
    match (step, result) {
        (PathSegment::Field(FieldSegment { name, is_optional }), result) => {
            let name = ident(name);
            match (result, is_optional) {
                (PathResult::Root(root), _) => {
                    PathResult::Field(quote! { #root.#name }, *is_optional)
                }
                (PathResult::Field(owner, false), _) => {
                    PathResult::Field(quote! { #owner.#name }, *is_optional)
                }
                (PathResult::Field(owner, true), true) => {
                    PathResult::One(quote! { #owner.as_ref().and_then(|it| it.#name.as_ref()) })
                }
                (PathResult::Field(owner, true), false) => {
                    PathResult::One(quote! { #owner.as_ref().map(|it| &it.#name) })
                }
                (PathResult::One(owner), true) => {
                    PathResult::One(quote! { #owner.and_then(|it| it.#name.as_ref()) })
                }
                (PathResult::One(owner), false) => {
                    PathResult::One(quote! { #owner.map(|it| &it.#name) })
                }
                (PathResult::Many(owners), true) => {
                    PathResult::Many(quote! { #owners.filter_map(|it| it.#name.as_ref()) })
                }
                (PathResult::Many(owners), false) => {
                    PathResult::Many(quote! { #owners.map(|it| &it.#name) })
                }
            }
        }
        (PathSegment::Last { is_sparse }, result) => {
            let last = match result {
                PathResult::Field(list, true) => quote! { #list.as_ref().and_then(|it| it.last()) },
                PathResult::Field(list, false) | PathResult::Root(list) => quote! { #list.last() },
                PathResult::One(list) | PathResult::Many(list) => {
                    quote! { #list.and_then(|it| it.last()) }
                }
            };
            if *is_sparse {
                return PathResult::One(quote! { #last.and_then(|it| it.as_ref()) });
            }
            PathResult::One(last)
        }
        (PathSegment::Items { is_sparse } | PathSegment::Flatten { is_sparse }, result) => {
            let items = match result {
                PathResult::Field(list, true) => quote! { #list.iter().flatten() },
                PathResult::Field(list, false) | PathResult::Root(list) => quote! { #list.iter() },
                PathResult::One(list) => quote! { #list.into_iter().flatten() },
                PathResult::Many(lists) => quote! { #lists.flatten() },
            };
            PathResult::Many(without_nulls(items, *is_sparse))
        }
        (PathSegment::Values { is_sparse }, result) => {
            let values = match result {
                PathResult::Field(map, true) => quote! { #map.iter().flat_map(|it| it.values()) },
                PathResult::Field(map, false) | PathResult::Root(map) => quote! { #map.values() },
                PathResult::One(map) => quote! { #map.into_iter().flat_map(|it| it.values()) },
                PathResult::Many(maps) => quote! { #maps.flat_map(|it| it.values()) },
            };
            PathResult::Many(without_nulls(values, *is_sparse))
        }
        (PathSegment::Filter(test), result) => {
            let values = match result {
                PathResult::Field(values, _)
                | PathResult::One(values)
                | PathResult::Many(values)
                | PathResult::Root(values) => values,
            };
            let test = condition::condition(imports, &quote! { it }, test);
            PathResult::Many(quote! { #values.filter(|it| #test) })
        }
    }
}

/// Omits the nulls of a sparse list or map.
fn without_nulls(items: TokenStream, is_sparse: bool) -> TokenStream {
    if is_sparse {
        quote! { #items.flatten() }
    } else {
        items
    }
}
