//! Reads a Smithy model, 1.0 or 2.0, in its JSON form (the "JSON AST").
//!
//! What makes Smithy more than a list of shapes is resolved step by step, so that the neutral model
//! has none of it:
//!
//! | module | what it does |
//! |---|---|
//! | [`detect`] | tells a Smithy model from another JSON file |
//! | [`ast`] | the file as it is, every value of the right type |
//! | [`traits`] | the traits that have a meaning here; all others are passed over |
//! | [`flatten`] | mixins and `apply` statements become members and traits of the shapes they are for |
//! | [`closure`] | the one service, its operations (those of its resources too), and what they reach |
//! | [`naming`] | absolute ids become the names of the neutral model, with the service's `rename` |
//! | [`prelude`] | the shapes of `smithy.api`, which no file contains |
//! | [`paging`], [`waiting`] | paginators and waiters |
//! | [`service`], [`operation`], [`shape`] | each kind of thing as the neutral model has it |
//!
//! Nothing here makes a member required or optional by `default`, `addedDefault`, `clientOptional`,
//! `box` or `@input`: botocore does not know them, and a client treats what services leave out the
//! same with and without them.

mod ast;
mod closure;
mod common;
mod detect;
mod flatten;
mod naming;
mod operation;
mod paging;
mod prelude;
mod service;
mod shape;
#[cfg(test)]
mod tests;
mod traits;
mod waiting;

pub(crate) use detect::is_smithy;

use super::Model;
use crate::error::Error;

/// Reads the file of that name.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Model, Error> {
    let shapes = flatten::flatten(ast::read(name, bytes)?)?;
    let closure = closure::Closure::find(&shapes)?;
    let names = naming::Names::new(&closure)?;
    Ok(Model {
        service: service::read(&closure)?,
        operations: operation::read(&closure, &names)?,
        shapes: shape::read(&closure, &names)?,
        waiters: waiting::read(&closure)?,
    })
}
