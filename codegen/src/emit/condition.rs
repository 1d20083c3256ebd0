//! Conditions of waiters as Rust code. In closures, the current value is `it`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::path::{PathResult, copied, count, follow, many, one};
use crate::expression::{Comparison, Literal as Constant};
use crate::ir::{Condition, Number};
use crate::rust_file::imports::Imports;

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
            if let PathResult::Field(result, false) = follow(imports, root, &path.segments) {
                return quote! { #result.as_str() #operator #literal };
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
            if let PathResult::Field(result, false) = follow(imports, root, &path.segments) {
                return if literal == is_equal {
                    result
                } else {
                    quote! { !#result }
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
            let (number, predicate) = (number(imports, root, of), predicate(*or_absent));
            quote! { #number.#predicate(|_| #holds) }
        }
        Condition::Part {
            path,
            literal,
            holds,
        } => {
            let (not, text) = (negation(*holds), one(imports, root, path));
            quote! { #not #text.is_some_and(|it| it.as_str().contains(#literal)) }
        }
        Condition::OneOf {
            path,
            literal,
            holds,
        } => {
            let (not, values) = (negation(*holds), many(imports, root, path));
            let is_equal = match literal {
                Constant::Text(literal) => quote! { it.as_str() == #literal },
                Constant::Boolean(literal) => is_flag(*literal),
                // No list of numbers is asked for one.
                Constant::Integer(_) => quote! { false },
            };
            quote! { #not #values.any(|it| #is_equal) }
        }
        Condition::Every { path, literal } => {
            let (values, is_equal) = (many(imports, root, path), is_flag(*literal));
            quote! { #values.next().is_some() && #values.all(|it| #is_equal) }
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

/// Whether a reference `it` leads to this boolean.
fn is_flag(literal: bool) -> TokenStream {
    if literal {
        quote! { *it }
    } else {
        quote! { !*it }
    }
}

fn negation(holds: bool) -> TokenStream {
    if holds {
        TokenStream::new()
    } else {
        quote! { ! }
    }
}

/// A condition as an operand.
fn nested(imports: &Imports<'_>, root: &TokenStream, part: &Condition) -> TokenStream {
    let tokens = condition(imports, root, part);
    match part {
        Condition::All(_) | Condition::Any(_) | Condition::Every { .. } => quote! { (#tokens) },
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
    let predicate = predicate(or_absent);
    let (first, second) = (number(imports, root, left), number(imports, root, right));
    match right {
        Number::Literal(_) if comparison == Comparison::Equal && !or_absent => {
            quote! { #first == #some(#second) }
        }
        Number::Literal(_) if comparison == Comparison::NotEqual && or_absent => {
            quote! { #first != #some(#second) }
        }
        Number::Literal(_) => quote! { #first.#predicate(|it| it #operator #second) },
        // Two absent numbers are equal.
        Number::Field(_) if is_field && is_equality => quote! { #first #operator #second },
        _ => quote! { #first.zip(#second).#predicate(|(one, other)| one #operator other) },
    }
}

/// An `Option` of a number, or a literal.
fn number(imports: &Imports<'_>, root: &TokenStream, number: &Number) -> TokenStream {
    match number {
        Number::Field(path) => copied(imports, root, path),
        Number::Length(path) => count(imports, root, path),
        Number::TextLength(path) => {
            let text = one(imports, root, path);
            quote! { #text.map(|it| it.as_str().chars().count()) }
        }
        Number::Literal(literal) => {
            let literal = Literal::i64_unsuffixed(*literal);
            quote! { #literal }
        }
    }
}

/// The method of `Option` that tests its value.
fn predicate(or_absent: bool) -> TokenStream {
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
