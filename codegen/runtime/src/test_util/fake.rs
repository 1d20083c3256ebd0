//! Closures that answer operations.

use std::fmt;
use std::future::{self, Future};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Request, Response};

use super::fault::{Fault, Faults, Injection, Kind};
use super::received::Received;
use super::wire::{self, Route};
use super::{body, compression, discovery};
use crate::client::{ClientOperation, Config};
use crate::core::operation::Operation;

/// A fake of the service: closures answer the operations, and what the client sends and reads are
/// the real bytes.
///
/// ```text
/// let fake = Fake::new().on::<RetryBuild>(|input| match input.id.as_deref() {
///     Some("p:1") => Ok(RetryBuildOutput::default().build(Build::fixture().id("p:2"))),
///     _ => Err(ResourceNotFoundException::default().message("no such build").into()),
/// });
/// let client = Client::from_conf(fake.config());
/// client.retry_build().id("p:1").send().await?;
/// assert_eq!(fake.calls::<RetryBuild>().len(), 1);
/// ```
///
/// It stands in for the client's connection (it is an `HttpClient`), or listens on a port
/// ([`serve`](Self::serve)), for clients in any language. Requests are decoded, faults injected
/// ([`inject`](Self::inject)), and everything is recorded ([`calls`](Self::calls),
/// [`requests`](Self::requests)). Clones are the same fake.
///
/// As the service does, it refuses operations it does not know (`UnknownOperationException`),
/// bodies it cannot read (`SerializationException`) and inputs that lack required members
/// (`ValidationException`). Signatures are not verified.
#[derive(Clone, Default)]
pub struct Fake {
    shared: Arc<Shared>,
}

struct Shared {
    handlers: Mutex<Vec<Handler>>,
    faults: Faults,
    received: Mutex<Vec<Received>>,
    is_recording: AtomicBool,
    /// How many requests came, for their ids.
    count: AtomicU64,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            handlers: Mutex::default(),
            faults: Faults::default(),
            received: Mutex::default(),
            is_recording: AtomicBool::new(true),
            count: AtomicU64::new(0),
        }
    }
}

/// An operation without its types.
#[derive(Clone)]
struct Handler {
    name: &'static str,
    route: Route,
    handle: Arc<dyn Fn(Bytes) -> Handling + Send + Sync>,
}

type Handling = Pin<Box<dyn Future<Output = Response<Bytes>> + Send>>;

/// How a request ends that gets no response.
pub(crate) enum Silence {
    /// The connection breaks.
    Reset,
    /// The connection stays open.
    Hang,
}

/// What becomes of a request.
pub(crate) type Answer = Result<Response<SdkBody>, Silence>;

impl Fake {
    /// A fake without operations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers an operation: with its output, a modelled error of the operation (each converts
    /// with `into`), or the error's variant `Unhandled` with
    /// [`ErrorMetadata::for_tests`](crate::core::error::ErrorMetadata::for_tests).
    ///
    /// The closure may have state of its own; calls of one operation run one after the other.
    /// Giving an operation another closure replaces the first.
    #[allow(clippy::return_self_not_must_use, reason = "clones are the same fake")]
    pub fn on<O: ClientOperation>(
        self,
        mut answer: impl FnMut(O::Input) -> Result<O::Output, O::Error> + Send + 'static,
    ) -> Self {
        self.on_async::<O, _>(move |input| future::ready(answer(input)))
    }

    /// As [`on`](Self::on), with an `async` closure: calls of the operation may overlap while
    /// they wait.
    #[allow(clippy::return_self_not_must_use, reason = "clones are the same fake")]
    pub fn on_async<O: ClientOperation, F>(
        self,
        answer: impl FnMut(O::Input) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<O::Output, O::Error>> + Send + 'static,
    {
        let answer = Arc::new(Mutex::new(answer));
        let handle = move |body: Bytes| -> Handling {
            let answer = answer.clone();
            Box::pin(async move {
                let input = match wire::read::<O>(&body) {
                    Ok(input) => input,
                    Err(refusal) => return refusal.response(),
                };
                let result = lock(&answer)(input);
                wire::write::<O>(result.await)
            })
        };
        let route = Route::of::<O>();
        let mut handlers = lock(&self.shared.handlers);
        handlers.retain(|handler| handler.route != route);
        handlers.push(Handler {
            name: O::SCHEMA.name,
            route,
            handle: Arc::new(handle),
        });
        drop(handlers);
        self
    }

    /// A configuration whose calls come here: [`Config::for_tests`] with the fake for its
    /// connection. For another one, give the fake to its
    /// [`http_client`](crate::client::config::ConfigBuilder::http_client).
    #[must_use]
    pub fn config(&self) -> Config {
        Config::for_tests().http_client(self.clone()).build()
    }

    /// Makes something go wrong, by default with the next request; [`Injection`] says when else.
    /// Of several faults that apply, the one injected first happens. Delays are no obstacle to
    /// others.
    #[allow(clippy::must_use_candidate, reason = "it takes effect at once")]
    pub fn inject(&self, fault: Fault) -> Injection {
        self.inject_in_turn([fault])
    }

    /// As [`inject`](Self::inject), with several faults that happen in turn, by default each once.
    #[allow(clippy::must_use_candidate, reason = "it takes effect at once")]
    pub fn inject_in_turn(&self, faults: impl IntoIterator<Item = Fault>) -> Injection {
        self.shared.faults.add(faults.into_iter().collect())
    }

    /// The inputs of all calls of an operation, in the order they came. Attempts of one call
    /// (they have the same `amz-sdk-invocation-id`) count once; requests that could not be read
    /// do not count. A fault that hits a call does not keep it off this list.
    #[must_use]
    pub fn calls<O: Operation>(&self) -> Vec<O::Input> {
        let received = lock(&self.shared.received);
        let mut seen = std::collections::HashSet::new();
        received
            .iter()
            .filter_map(|request| {
                let input = request.input::<O>()?;
                let is_new = request.invocation_id().is_none_or(|id| seen.insert(id));
                is_new.then_some(input)
            })
            .collect()
    }

    /// All requests, in the order they came: each attempt of each call, and what is no call at
    /// all.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        lock(&self.shared.received).clone()
    }

    /// Whether requests are kept; on by default. Tests that send very many turn it off.
    #[allow(clippy::return_self_not_must_use, reason = "clones are the same fake")]
    pub fn recording(self, record: bool) -> Self {
        self.shared.is_recording.store(record, Ordering::Relaxed);
        self
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        lock(&self.shared.received).clear();
    }

    /// How many requests came, recorded or not.
    #[must_use]
    pub fn request_count(&self) -> u64 {
        self.shared.count.load(Ordering::Relaxed)
    }

    fn handler(&self, headers: &HeaderMap) -> Option<Handler> {
        let route = Route::from_headers(headers);
        let handlers = lock(&self.shared.handlers);
        handlers
            .iter()
            .find(|handler| handler.route == route)
            .cloned()
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, request: Request<Bytes>, sleep: &SharedAsyncSleep) -> Answer {
        let is_told = self.handler(request.headers()).is_some();
        if let Some(response) = discovery::answer(&request, is_told) {
            return Ok(response);
        }
        let number = self.shared.count.fetch_add(1, Ordering::Relaxed) + 1;
        let (head, body) = request.into_parts();
        let handler = self.handler(&head.headers);
        let operation = handler.as_ref().map(|handler| handler.name);
        let drawn = self.shared.faults.draw(operation);
        if self.shared.is_recording.load(Ordering::Relaxed) {
            lock(&self.shared.received).push(Received {
                operation,
                method: head.method,
                uri: head.uri,
                headers: head.headers.clone(),
                body: body.clone(),
                fault: drawn.fault.clone(),
            });
        }
        if !drawn.delay_before.is_zero() {
            sleep.sleep(drawn.delay_before).await;
        }
        let mut answer = match &drawn.fault {
            Some(fault) if !fault.is_after => spoil(fault, Response::default(), sleep),
            fault => {
                let body = compression::decompressed(&head.headers, &body);
                let response = match handler {
                    Some(handler) => (handler.handle)(body).await,
                    None => wire::unknown(&head.headers),
                };
                if !drawn.delay_after.is_zero() {
                    sleep.sleep(drawn.delay_after).await;
                }
                match fault {
                    Some(fault) => spoil(fault, response, sleep),
                    None => Ok(response.map(SdkBody::from)),
                }
            }
        };
        if let Ok(response) = &mut answer {
            wire::complete(response, &head.headers, number);
        }
        answer
    }
}

/// What a fault makes of a response.
fn spoil(fault: &Fault, response: Response<Bytes>, sleep: &SharedAsyncSleep) -> Answer {
    let response = match &fault.kind {
        Kind::Reset => return Err(Silence::Reset),
        Kind::Hang => return Err(Silence::Hang),
        Kind::Status(status) => wire::with_status(*status, Bytes::new()).map(SdkBody::from),
        Kind::Error {
            status,
            code,
            message,
        } => wire::error_response(*status, code, message).map(SdkBody::from),
        Kind::Garbage => {
            let page = Bytes::from_static(b"<html><body>It works!</body></html>");
            let mut response = wire::with_status(200, page).map(SdkBody::from);
            let html = HeaderValue::from_static("text/html");
            response
                .headers_mut()
                .insert(http::header::CONTENT_TYPE, html);
            response
        }
        Kind::Truncated => announced(response, |body| body::truncated(body, sleep)),
        Kind::Slow(pause) => announced(response, |body| body::slow(body, *pause, sleep)),
        // Waited for by the one who calls this.
        Kind::Delay(_) => response.map(SdkBody::from),
    };
    Ok(response)
}

/// A response that says how long its body is, and has another in its place.
fn announced(
    response: Response<Bytes>,
    other: impl FnOnce(&Bytes) -> SdkBody,
) -> Response<SdkBody> {
    let (mut head, body) = response.into_parts();
    head.headers
        .insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    Response::from_parts(head, other(&body))
}

/// Shows the operations' names.
impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handlers = lock(&self.shared.handlers);
        let names: Vec<_> = handlers.iter().map(|handler| handler.name).collect();
        f.debug_struct("Fake")
            .field("operations", &names)
            .finish_non_exhaustive()
    }
}

/// A closure that panicked, such as one with an assertion, does not keep the fake from going on.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
