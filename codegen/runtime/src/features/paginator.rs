//! Operations that answer in pages.
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
//! Nothing is sent before the first page or item is asked for, and a page only when the items of
//! the one before it are used up.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::client::operation::ClientOperation;
use crate::client::{Call, Core};
use crate::core::error::{CallError, Cause, RepeatedToken};
use crate::core::operation::Operation;

/// An operation whose answer has a token for the next page.
pub trait Paginated: ClientOperation {
    /// What is sent to get a certain page; a tuple where it takes several tokens.
    type Token: Clone + PartialEq + fmt::Debug + Send + Sync + 'static;

    /// The token of the page after this one; `None` if this is the last one.
    fn next_token(output: &Self::Output) -> Option<Self::Token>;

    /// Asks for the page of a token.
    fn set_token(input: &mut Self::Input, token: Self::Token);
}

/// A paginated operation that can be told how large its pages should be.
#[diagnostic::on_unimplemented(
    message = "the model of `{Self}` has no way to ask for a page size",
    label = "`page_size` is for operations whose input says how many items a page may have"
)]
pub trait PageSize: Paginated {
    /// Asks for pages of this many items at the most.
    fn set_page_size(input: &mut Self::Input, size: i32);
}

/// A paginated operation whose pages are parts of one list or map.
pub trait Items: Paginated {
    /// The part of the list that is on a page.
    type Items: IntoIterator;

    /// The items of a page; none if it has no list.
    fn items(output: Self::Output) -> Self::Items;
}

/// An item of the list that an operation gives page by page; a key and a value for a map.
pub type Item<O> = <<O as Items>::Items as IntoIterator>::Item;

impl<O: Paginated> Call<O> {
    /// Gets all pages, beginning with the one whose token is set, or with the first one.
    pub fn into_paginator(self) -> Paginator<O> {
        Paginator {
            call: self,
            stop_on_duplicate_token: true,
        }
    }
}

/// A paginated call that is being put together.
#[must_use = "a paginator does nothing until `send` is called and its pages are asked for"]
pub struct Paginator<O: Paginated> {
    call: Call<O>,
    stop_on_duplicate_token: bool,
}

impl<O: Paginated> Paginator<O> {
    /// Whether a token that comes twice in a row ends the pages with an error; on by default. Where
    /// it is the way of a service to say that there is nothing new yet, asking goes on without it.
    pub fn stop_on_duplicate_token(mut self, stop: bool) -> Self {
        self.stop_on_duplicate_token = stop;
        self
    }

    /// How many items a page should have at the most, for operations whose input can say so. The
    /// service may have limits of its own.
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

    /// Gives the items of all pages one by one. What else is on a page is not seen then.
    pub fn items(self) -> ItemPaginator<O>
    where
        O: Items,
    {
        ItemPaginator(self)
    }

    /// The pages, of which the first one is sent for when it is asked for.
    pub fn send(self) -> Pages<O> {
        let (core, input) = self.call.into_parts();
        Pages {
            core,
            input,
            token: None,
            stop_on_duplicate_token: self.stop_on_duplicate_token,
            state: State::Ready,
        }
    }
}

/// A paginated call for items that is being put together.
#[must_use = "a paginator does nothing until `send` is called and its items are asked for"]
pub struct ItemPaginator<O: Items>(Paginator<O>);

impl<O: Items> ItemPaginator<O> {
    /// The items. The first page is sent for when the first item is asked for.
    pub fn send(self) -> PageItems<O> {
        PageItems {
            pages: self.0.send(),
            current: None,
        }
    }
}

/// The pages of a paginated call.
///
/// An error ends them: what comes after it is `None`. [`next_token`](Self::next_token) is then
/// still that of the page that failed, and a new call with it goes on from there.
#[must_use = "nothing is sent until a page is asked for"]
pub struct Pages<O: Paginated> {
    core: Core,
    input: O::Input,
    token: Option<O::Token>,
    stop_on_duplicate_token: bool,
    state: State<O>,
}

/// What a call ends with.
type Answer<O> = Called<O, <O as Operation>::Output>;

/// Something that a call is needed for.
type Called<O, T> = Result<T, CallError<<O as Operation>::Error>>;

enum State<O: ClientOperation> {
    /// The next page has not been asked for.
    Ready,
    /// It is on its way.
    Asked(Pin<Box<dyn Future<Output = Answer<O>> + Send>>),
    /// It would be the one before once more.
    Repeated,
    /// There is none.
    Ended,
}

impl<O: Paginated> Pages<O> {
    /// The token of the next page, as the last answer had it; `None` before the first page and
    /// after the last one.
    pub fn next_token(&self) -> Option<&O::Token> {
        self.token.as_ref()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Answer<O>>> {
        loop {
            match &mut self.state {
                State::Ready => {
                    let (core, input) = (self.core.clone(), self.input.clone());
                    let page = Box::pin(async move { core.send::<O>(input).await });
                    self.state = State::Asked(page);
                }
                State::Asked(page) => {
                    let answer = std::task::ready!(page.as_mut().poll(context));
                    self.state = match &answer {
                        Ok(output) => self.after(output),
                        Err(_) => State::Ended,
                    };
                    return Poll::Ready(Some(answer));
                }
                State::Repeated => {
                    self.state = State::Ended;
                    let error = CallError::new(O::SCHEMA.name, Cause::RepeatedToken(RepeatedToken));
                    return Poll::Ready(Some(Err(error)));
                }
                State::Ended => return Poll::Ready(None),
            }
        }
    }

    /// What comes after a page.
    fn after(&mut self, output: &O::Output) -> State<O> {
        let Some(token) = O::next_token(output) else {
            self.token = None;
            return State::Ended;
        };
        if self.stop_on_duplicate_token && self.token.as_ref() == Some(&token) {
            return State::Repeated;
        }
        O::set_token(&mut self.input, token.clone());
        self.token = Some(token);
        State::Ready
    }
}

/// The items of all pages of a paginated call.
///
/// A page without items is no end; an error is.
#[must_use = "nothing is sent until an item is asked for"]
pub struct PageItems<O: Items> {
    pages: Pages<O>,
    current: Option<<O::Items as IntoIterator>::IntoIter>,
}

impl<O: Items> PageItems<O> {
    /// The token of the page after that of the last item; see [`Pages::next_token`].
    pub fn next_token(&self) -> Option<&O::Token> {
        self.pages.next_token()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Called<O, Item<O>>>> {
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

/// What streams of pages and of items have in common.
macro_rules! stream {
    ($type:ident<O: $bound:ident>, $item:ty) => {
        impl<O: $bound> $type<O> {
            /// The next one; `None` after the last one and after an error. When this future is
            /// dropped, nothing is lost: the next one goes on where it was.
            ///
            /// # Errors
            ///
            /// If a page cannot be got, as any call, or would be the one before once more.
            pub async fn next(&mut self) -> Option<Result<$item, CallError<O::Error>>> {
                poll_fn(|context| self.poll(context)).await
            }

            /// The next one, for use with `?`: `while let Some(it) = stream.try_next().await?`.
            ///
            /// # Errors
            ///
            /// As [`next`](Self::next).
            pub async fn try_next(&mut self) -> Result<Option<$item>, CallError<O::Error>> {
                self.next().await.transpose()
            }

            /// All that are left, in a collection.
            ///
            /// # Errors
            ///
            /// As [`next`](Self::next); what came before the error is dropped.
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

        /// Nothing in it is pinned in place: what is on its way has a box of its own.
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
