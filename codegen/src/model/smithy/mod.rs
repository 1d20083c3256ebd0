//! Reads a Smithy model, 1.0 or 2.0, in its JSON form (the "JSON AST").
//!
//! Everything that makes Smithy more than a list of shapes is resolved step by step:
//!
//! | module | what it does |
//! |---|---|
//! | [`detect`] | recognises Smithy models |
//! | [`ast`] | the file as typed values |
//! | [`traits`] | the traits that are used; all others are ignored |
//! | [`flatten`] | mixins and `apply` statements become members and traits of the shapes they are for |
//! | [`closure`], [`walk`] | the one service, its operations (those of its resources too), and what they reach |
//! | [`naming`] | absolute ids become the names of the neutral model, with the service's `rename` |
//! | [`prelude`] | the shapes of `smithy.api` |
//! | [`paging`], [`waiting`] | paginators and waiters |
//! | [`schemes`] | authentication |
//! | [`service`], [`operation`], [`shape`] | each kind of shape in the neutral model |
//!
//! What is wrong with a shape is an error only for the operations that reach it.
//!
//! `default`, `addedDefault`, `clientOptional`, `box` and `@input` do not make members required or
//! optional: botocore does not know them, and clients treat absent values the same without them.

mod ast;
mod closure;
mod common;
mod detect;
mod flatten;
mod naming;
mod operation;
mod paging;
mod prelude;
mod schemes;
mod service;
mod shape;
#[cfg(test)]
mod tests;
mod traits;
mod waiting;
mod walk;

pub(crate) use detect::is_smithy;

use super::Model;
use crate::error::Error;

/// Reads the file of that name.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Model, Error> {
    let shapes = flatten::flatten(ast::read(name, bytes)?)?;
    let mut closure = closure::Closure::find(&shapes)?;
    closure.own_schemes = schemes::own(name, bytes, &shapes, closure.service_id)?;
    let names = naming::ShapeNames::new(&mut closure);
    let (mut unreadable, mut left_out) = (closure.missing_operations(), Vec::new());
    let mut service = service::read(&closure)?;
    let operations = operation::read(&closure, &names, &mut unreadable, &mut left_out)?;
    service::set_client_context(&closure, &mut service, &operations);
    let shapes = shape::read(&closure, &names, &mut unreadable);
    Ok(Model {
        waiters: waiting::read(&closure, &names, &shapes, &mut left_out),
        service,
        operations,
        shapes,
        unreadable,
        left_out,
    })
}
