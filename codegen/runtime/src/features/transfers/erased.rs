//! Operations without their types, so that transfers are compiled once instead of into each program.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::client::{Call, ClientOperation, Core};
use crate::core::error::AnyError;
use crate::core::shape::Shape;
use crate::features::paginator::{Pages, Paginated};

/// An input or output of any operation.
pub(super) trait AnyShape: Shape + Any {}

impl<T: Shape + Any> AnyShape for T {}

pub(super) type Boxed = Box<dyn AnyShape>;

/// The value, if it has this type.
pub(super) fn typed<T: Any>(shape: Boxed) -> Option<T> {
    let shape: Box<dyn Any> = shape;
    shape.downcast().ok().map(|it| *it)
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, AnyError>> + Send + 'a>>;

/// An operation without its type.
#[derive(Clone, Copy)]
pub struct Erased {
    pub(super) name: &'static str,
    input: fn() -> Boxed,
    output: fn() -> Boxed,
    send: for<'a> fn(&'a Core, Boxed) -> Answer<'a, Boxed>,
}

impl Erased {
    /// An operation.
    #[must_use]
    pub const fn of<O: ClientOperation>() -> Self {
        Self {
            name: O::SCHEMA.name,
            input: || Box::new(O::Input::default()),
            output: || Box::new(O::Output::default()),
            send: |core, input| {
                Box::pin(async move {
                    let input = typed::<O::Input>(input).unwrap_or_default();
                    let output = core.send::<O>(input).await?;
                    Ok(Box::new(output) as Boxed)
                })
            },
        }
    }

    /// An empty input.
    pub(super) fn input(&self) -> Boxed {
        (self.input)()
    }

    /// An empty output.
    pub(super) fn output(&self) -> Boxed {
        (self.output)()
    }

    /// Calls the operation with an input of its type.
    pub(super) async fn send(&self, core: &Core, input: Boxed) -> Result<Boxed, AnyError> {
        (self.send)(core, input).await
    }
}

impl fmt::Debug for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A paginated operation without its type.
#[derive(Clone, Copy)]
pub struct ErasedPages {
    name: &'static str,
    input: fn() -> Boxed,
    pages: fn(&Core, Boxed) -> Box<dyn NextPage>,
}

impl ErasedPages {
    /// An operation.
    #[must_use]
    pub const fn of<O: Paginated>() -> Self {
        Self {
            name: O::SCHEMA.name,
            input: || Box::new(O::Input::default()),
            pages: |core, input| {
                let input = typed::<O::Input>(input).unwrap_or_default();
                let call = Call::<O>::new(core.clone(), input);
                Box::new(call.into_paginator().send())
            },
        }
    }

    /// An empty input.
    pub(super) fn input(&self) -> Boxed {
        (self.input)()
    }

    /// Starts pagination with an input of the operation's type.
    pub(super) fn pages(&self, core: &Core, input: Boxed) -> Box<dyn NextPage> {
        (self.pages)(core, input)
    }
}

impl fmt::Debug for ErasedPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The pages of an operation.
pub(super) trait NextPage: Send {
    /// The next page; `None` at the end.
    fn next(&mut self) -> Answer<'_, Option<Boxed>>;
}

impl<O: Paginated> NextPage for Pages<O> {
    fn next(&mut self) -> Answer<'_, Option<Boxed>> {
        Box::pin(async move {
            let page = Pages::next(self).await.transpose()?;
            Ok(page.map(|it| Box::new(it) as Boxed))
        })
    }
}
