//! Paginated operations.
//!
//! ```text
//! let mut pages = client.list_builds().into_paginator().send();
//! while let Some(page) = pages.next().await {
//!     println!("{:?}", page?.ids);
//! }
//!
//! let ids: Vec<String> = client.list_builds().into_paginator().items().send().collect().await?;
//! ```
//!
//! A page is requested only when it is needed: when it is polled for, or the items of the previous
//! page are used up.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::client::operation::ClientOperation;
use crate::client::{Call, Core};
use crate::core::error::{CallError, Cause, RepeatedToken};
use crate::core::operation::Operation;

/// A paginated operation.
pub trait Paginated: ClientOperation<Input: Clone> {
    /// The pagination token; a tuple if there are several.
    type Token: Clone + PartialEq + fmt::Debug + Send + Sync + 'static;

    /// The token of the next page; `None` on the last page.
    fn next_token(output: &Self::Output) -> Option<Self::Token>;

    /// Sets the token of the page to request.
    fn set_token(input: &mut Self::Input, token: Self::Token);
}

/// A paginated operation whose input has a page size.
#[diagnostic::on_unimplemented(
    message = "the input of `{Self}` has no page size",
    label = "`page_size` requires an operation whose input has a page size"
)]
pub trait PageSize: Paginated {
    /// Sets the maximum number of items per page.
    fn set_page_size(input: &mut Self::Input, size: i32);
}

/// A paginated operation whose pages are parts of one list or map.
pub trait Items: Paginated {
    /// The items of one page.
    type Items: IntoIterator;

    /// The items of a page; empty if it has none.
    fn items(output: Self::Output) -> Self::Items;
}

/// An item of a paginated list; a key and a value for a map.
pub type Item<O> = <<O as Items>::Items as IntoIterator>::Item;

impl<O: Paginated> Call<O> {
    /// Requests all pages, starting from the token in the input, or else from the first page.
    pub fn into_paginator(self) -> Paginator<O> {
        Paginator {
            call: self,
            stop_on_duplicate_token: true,
        }
    }
}

/// A paginated call under construction.
#[must_use = "a paginator does nothing until `send` is called and its pages are polled"]
pub struct Paginator<O: Paginated> {
    call: Call<O>,
    stop_on_duplicate_token: bool,
}

impl<O: Paginated> Paginator<O> {
    /// Whether a repeated token ends pagination with an error; on by default. Turn it off for
    /// services that repeat the token while there is nothing new.
    pub fn stop_on_duplicate_token(mut self, stop: bool) -> Self {
        self.stop_on_duplicate_token = stop;
        self
    }

    /// Sets the maximum number of items per page. The service may have limits of its own.
    pub fn page_size(mut self, size: i32) -> Self
    where
        O: PageSize,
    {
        self.call = self.call.map_input(|mut input| {
            O::set_page_size(&mut input, size);
            input
        });
        self
    }

    /// Yields the items of all pages one by one; other members of the pages are dropped.
    pub fn items(self) -> ItemPaginator<O>
    where
        O: Items,
    {
        ItemPaginator(self)
    }

    /// Starts pagination; the first page is requested when it is polled for.
    pub fn send(self) -> Pages<O> {
        let (core, input) = self.call.into_parts();
        Pages {
            core,
            input,
            token: None,
            stop_on_duplicate_token: self.stop_on_duplicate_token,
            state: PagesState::Ready,
        }
    }
}

/// A paginated call for items, under construction.
#[must_use = "a paginator does nothing until `send` is called and its items are polled"]
pub struct ItemPaginator<O: Items>(Paginator<O>);

impl<O: Items> ItemPaginator<O> {
    /// Starts pagination; the first page is requested when an item is polled for.
    pub fn send(self) -> PageItems<O> {
        PageItems {
            pages: self.0.send(),
            current: None,
        }
    }
}

/// The pages of a paginated call.
///
/// An error ends pagination. [`next_token`](Self::next_token) is then the token of the failed page,
/// from which a new call can continue.
#[must_use = "nothing is sent until a page is polled for"]
pub struct Pages<O: Paginated> {
    core: Core,
    input: O::Input,
    token: Option<O::Token>,
    stop_on_duplicate_token: bool,
    state: PagesState<O>,
}

/// The result of a call.
type PageResult<O> = CallResult<O, <O as Operation>::Output>;

/// A value, or the error of a call.
type CallResult<O, T> = Result<T, CallError<<O as Operation>::Error>>;

enum PagesState<O: ClientOperation> {
    /// The next page has not been requested.
    Ready,
    /// The next page has been requested.
    Pending(Pin<Box<dyn Future<Output = PageResult<O>> + Send + Sync>>),
    /// The next token is that of the previous page.
    Repeated,
    /// There are no more pages.
    Ended,
}

impl<O: Paginated> Pages<O> {
    /// The token of the next page; `None` before the first page and after the last one.
    pub fn next_token(&self) -> Option<&O::Token> {
        self.token.as_ref()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<PageResult<O>>> {
        loop {
            match &mut self.state {
                PagesState::Ready => {
                    let (core, input) = (self.core.clone(), self.input.clone());
                    let page = Box::pin(async move { core.send::<O>(input).await });
                    self.state = PagesState::Pending(page);
                }
                PagesState::Pending(page) => {
                    let answer = std::task::ready!(page.as_mut().poll(context));
                    self.state = match &answer {
                        Ok(output) => self.after(output),
                        Err(_) => PagesState::Ended,
                    };
                    return Poll::Ready(Some(answer));
                }
                PagesState::Repeated => {
                    self.state = PagesState::Ended;
                    let error = CallError::new(O::SCHEMA.name, Cause::RepeatedToken(RepeatedToken));
                    return Poll::Ready(Some(Err(error)));
                }
                PagesState::Ended => return Poll::Ready(None),
            }
        }
    }

    /// The state after a page.
    fn after(&mut self, output: &O::Output) -> PagesState<O> {
        let Some(token) = O::next_token(output) else {
            self.token = None;
            return PagesState::Ended;
        };
        if self.stop_on_duplicate_token && self.token.as_ref() == Some(&token) {
            return PagesState::Repeated;
        }
        O::set_token(&mut self.input, token.clone());
        self.token = Some(token);
        PagesState::Ready
    }
}

/// The items of all pages of a paginated call. An error ends pagination, a page without items does
/// not.
#[must_use = "nothing is sent until an item is polled for"]
pub struct PageItems<O: Items> {
    pages: Pages<O>,
    current: Option<<O::Items as IntoIterator>::IntoIter>,
}

impl<O: Items> PageItems<O> {
    /// The token of the page after the current one; see [`Pages::next_token`].
    pub fn next_token(&self) -> Option<&O::Token> {
        self.pages.next_token()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<CallResult<O, Item<O>>>> {
        loop {
            if let Some(item) = self.current.as_mut().and_then(Iterator::next) {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.current = Some(O::items(page).into_iter()),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Methods of streams of pages and items.
macro_rules! stream {
    ($type:ident<O: $bound:ident>, $item:ty) => {
        impl<O: $bound> $type<O> {
            /// The next one; `None` after the last one and after an error. Cancel safe.
            ///
            /// # Errors
            ///
            /// If a call fails, or a token is repeated.
            pub async fn next(&mut self) -> Option<Result<$item, CallError<O::Error>>> {
                poll_fn(|context| self.poll(context)).await
            }

            /// The next one, for `?`: `while let Some(it) = stream.try_next().await?`.
            ///
            /// # Errors
            ///
            /// As [`next`](Self::next).
            pub async fn try_next(&mut self) -> Result<Option<$item>, CallError<O::Error>> {
                self.next().await.transpose()
            }

            /// Collects the remaining ones.
            ///
            /// # Errors
            ///
            /// As [`next`](Self::next); those before the error are dropped.
            pub async fn collect<C: Default + Extend<$item>>(
                mut self,
            ) -> Result<C, CallError<O::Error>> {
                let mut collection = C::default();
                while let Some(item) = self.try_next().await? {
                    collection.extend([item]);
                }
                Ok(collection)
            }
        }

        /// The pending future is boxed.
        impl<O: $bound> Unpin for $type<O> {}

        #[cfg(feature = "stream")]
        impl<O: $bound> futures_core::Stream for $type<O> {
            type Item = Result<$item, CallError<O::Error>>;

            fn poll_next(
                mut self: Pin<&mut Self>,
                context: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                self.poll(context)
            }
        }
    };
}

stream!(Pages<O: Paginated>, O::Output);
stream!(PageItems<O: Items>, Item<O>);

impl<O: Paginated> fmt::Debug for Paginator<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Paginator").field(&self.call).finish()
    }
}

impl<O: Items> fmt::Debug for ItemPaginator<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ItemPaginator").field(&self.0.call).finish()
    }
}

impl<O: Paginated> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::SCHEMA.name)
            .field("input", &self.input)
            .finish_non_exhaustive()
    }
}

impl<O: Items> fmt::Debug for PageItems<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageItems")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
