//! The mock service.

use std::fmt;
use std::future::{self, Future};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method, Request, Response};

use super::fault::{Fault, FaultKind, Faults, Injection};
use super::received::Received;
use super::wire::{self, Service};
use super::{body, discovery};
use crate::client::transport::convert::sdk_body;
use crate::client::{ClientOperation, Config};
use crate::core::body::Body;
use crate::core::byte_stream::ByteStreamError;
use crate::core::lock::lock;
use crate::core::operation::Operation;
use crate::core::shape::Shape as _;
use crate::protocol::status::with_status;

/// A mock service: closures handle the operations, and requests and responses are encoded as by the
/// real service.
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
/// It is an `HttpClient`, or an HTTP server ([`serve`](Self::serve)) for clients in any language.
/// Faults can be injected ([`inject`](Self::inject)), and requests are recorded
/// ([`calls`](Self::calls), [`requests`](Self::requests)). Clones share all state.
///
/// Like the service, it rejects unknown operations (`UnknownOperationException`), malformed bodies
/// (`SerializationException`) and inputs without required members (`ValidationException`).
/// Signatures are not verified. Responses to HEAD requests have no body, so the error has the code that
/// the service's own has: in restXml, that of its status, such as `NotFound`.
///
/// Streams in requests are in memory when the handler gets them, so that they can be recorded; without
/// [`recording`](Self::recording), it gets them as they arrive. Inputs have no traces of the encoding
/// of a transfer (`aws-chunked`, request compression), but content that the caller compressed is left
/// alone. Streams in outputs are sent as they are.
#[derive(Clone, Default)]
pub struct Fake {
    shared: Arc<Shared>,
}

struct Shared {
    handlers: Mutex<Vec<Handler>>,
    faults: Faults,
    received: Mutex<Vec<Received>>,
    is_recording: AtomicBool,
    /// The number of requests, for their ids.
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

/// The type-erased handler of an operation.
#[derive(Clone)]
struct Handler {
    service: Service,
    /// Whether the input has a stream.
    takes_stream: bool,
    handle: Arc<dyn Fn(Request<Body>, Arc<str>) -> HandlerFuture + Send + Sync>,
}

type HandlerFuture = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// A request without a response.
pub(crate) enum NoResponse {
    /// The connection is reset.
    Reset,
    /// The connection stays open.
    Hang,
    /// The request is incomplete.
    Incomplete(ByteStreamError),
}

/// The outcome of a request.
pub(crate) type FakeResult = Result<Response<SdkBody>, NoResponse>;

impl Fake {
    /// A mock service without operations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the handler of an operation, replacing an earlier one. It returns the output, a
    /// modelled error (which converts with `into`), or the variant `Unhandled` with
    /// [`ErrorMetadata::for_tests`](crate::core::error::ErrorMetadata::for_tests).
    ///
    /// The handler may have state; calls of one operation are handled one after the other.
    #[allow(clippy::return_self_not_must_use, reason = "clones share all state")]
    pub fn on<O: ClientOperation>(
        self,
        mut answer: impl FnMut(O::Input) -> Result<O::Output, O::Error> + Send + 'static,
    ) -> Self {
        self.on_async::<O, _>(move |input| future::ready(answer(input)))
    }

    /// Like [`on`](Self::on), with an `async` handler: calls of the operation may be handled
    /// concurrently.
    #[allow(clippy::return_self_not_must_use, reason = "clones share all state")]
    pub fn on_async<O: ClientOperation, F>(
        self,
        answer: impl FnMut(O::Input) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<O::Output, O::Error>> + Send + 'static,
    {
        let answer = Arc::new(Mutex::new(answer));
        let handle = move |request: Request<Body>, id: Arc<str>| -> HandlerFuture {
            let answer = answer.clone();
            Box::pin(async move {
                let input = match wire::read::<O>(request, &id) {
                    Ok(input) => input,
                    Err(rejection) => return rejection,
                };
                let result = lock(&answer)(input);
                wire::write::<O>(result.await, &id)
            })
        };
        let service = Service::of::<O>();
        let mut handlers = lock(&self.shared.handlers);
        handlers.retain(|handler| !handler.service.is_same(&service));
        handlers.push(Handler {
            service,
            takes_stream: O::Input::default().schema().stream().is_some(),
            handle: Arc::new(handle),
        });
        drop(handlers);
        self
    }

    /// A configuration for calls of this mock service: [`Config::for_tests`] with it as
    /// [`http_client`](crate::client::config::ConfigBuilder::http_client).
    #[must_use]
    pub fn config(&self) -> Config {
        Config::for_tests().http_client(self.clone()).build()
    }

    /// Injects a fault, by default into the next request; see [`Injection`]. Of several faults that
    /// apply, the first injected is used; delays are combined with others.
    #[allow(clippy::must_use_candidate, reason = "it takes effect at once")]
    pub fn inject(&self, fault: Fault) -> Injection {
        self.inject_in_turn([fault])
    }

    /// Like [`inject`](Self::inject), with several faults in turn, by default each once.
    #[allow(clippy::must_use_candidate, reason = "it takes effect at once")]
    pub fn inject_in_turn(&self, faults: impl IntoIterator<Item = Fault>) -> Injection {
        self.shared.faults.add(faults.into_iter().collect())
    }

    /// The inputs of all calls of an operation, in order. Attempts of one call (with the same
    /// `amz-sdk-invocation-id`) count once, invalid requests not at all. Calls with injected faults
    /// are included.
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

    /// All requests, in order: each attempt of each call, and invalid ones.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        lock(&self.shared.received).clone()
    }

    /// Whether requests are recorded; on by default. Turn it off for very many requests.
    #[allow(clippy::return_self_not_must_use, reason = "clones share all state")]
    pub fn recording(self, record: bool) -> Self {
        self.shared.is_recording.store(record, Ordering::Relaxed);
        self
    }

    /// Clears the recorded requests.
    pub fn forget(&self) {
        lock(&self.shared.received).clear();
    }

    /// The number of requests, recorded or not.
    #[must_use]
    pub fn request_count(&self) -> u64 {
        self.shared.count.load(Ordering::Relaxed)
    }

    /// Whether requests have to be in memory to find their handlers.
    fn needs_bodies(&self) -> bool {
        let handlers = lock(&self.shared.handlers);
        let mut handlers = handlers.iter();
        handlers.any(|handler| handler.service.has_address_in_body())
    }

    /// The handler that a request fits best; of several, the last one given.
    fn handler(&self, request: &Request<Body>) -> Option<Handler> {
        let handlers = lock(&self.shared.handlers);
        let fitting = handlers
            .iter()
            .filter_map(|handler| Some((handler.service.matches(request)?, handler)));
        let best = fitting.max_by_key(|(weight, _)| *weight);
        best.map(|(_, handler)| handler.clone())
    }

    /// How errors are encoded for a request without a handler: as those of other operations.
    fn service(&self) -> Service {
        let handlers = lock(&self.shared.handlers);
        handlers
            .first()
            .map_or(Service::UNKNOWN, |handler| handler.service)
    }

    /// Handles a request.
    pub(crate) async fn answer(
        &self,
        request: Request<Body>,
        sleep: &SharedAsyncSleep,
    ) -> FakeResult {
        let request = if self.needs_bodies() {
            collected(request).await?
        } else {
            request
        };
        let handler = self.handler(&request);
        if handler.is_none()
            && let Some(response) = discovery::answer(&request)
        {
            return Ok(response.map(sdk_body));
        }
        let is_recording = self.shared.is_recording.load(Ordering::Relaxed);
        let takes_stream = |it: &Handler| it.takes_stream && !it.service.is_compressed(&request);
        let takes_stream = handler.as_ref().is_some_and(takes_stream);
        let request = if is_recording || !takes_stream {
            collected(request).await?
        } else {
            request
        };
        let number = self.shared.count.fetch_add(1, Ordering::Relaxed) + 1;
        let id: Arc<str> = wire::request_id(number).into();
        let is_head = request.method() == Method::HEAD;
        let known = handler.as_ref().map(|handler| handler.service);
        let service = known.unwrap_or_else(|| self.service());
        let selected = self.shared.faults.select(known.as_ref());
        if is_recording {
            lock(&self.shared.received).push(Received {
                service: known,
                method: request.method().clone(),
                uri: request.uri().clone(),
                headers: request.headers().clone(),
                body: request.body().bytes().cloned().unwrap_or_default(),
                fault: selected.fault.clone(),
            });
        }
        if !selected.delay_before.is_zero() {
            sleep.sleep(selected.delay_before).await;
        }
        let mut answer = match &selected.fault {
            Some(fault) if !fault.is_after => {
                apply_fault(fault, service, Response::default(), &id, sleep).await
            }
            fault => {
                let response = match handler {
                    Some(handler) => (handler.handle)(request, id.clone()).await,
                    None => service.unknown(&request, &id),
                };
                if !selected.delay_after.is_zero() {
                    sleep.sleep(selected.delay_after).await;
                }
                match fault {
                    Some(fault) => apply_fault(fault, service, response, &id, sleep).await,
                    None => Ok(response.map(sdk_body)),
                }
            }
        };
        if let Ok(response) = &mut answer {
            wire::complete(response, &id);
            if is_head {
                *response.body_mut() = SdkBody::empty();
            }
        }
        answer
    }
}

/// A request with its body in memory.
async fn collected(request: Request<Body>) -> Result<Request<Body>, NoResponse> {
    let (head, body) = request.into_parts();
    let bytes = body.collect().await.map_err(NoResponse::Incomplete)?;
    Ok(Request::from_parts(head, bytes.into()))
}

/// The response with a fault.
async fn apply_fault(
    fault: &Fault,
    service: Service,
    response: Response<Body>,
    request_id: &str,
    sleep: &SharedAsyncSleep,
) -> FakeResult {
    let response = match &fault.kind {
        FaultKind::Reset => return Err(NoResponse::Reset),
        FaultKind::Hang => return Err(NoResponse::Hang),
        FaultKind::Status(status) => with_status(*status, Body::default()).map(sdk_body),
        FaultKind::Error {
            status,
            code,
            message,
        } => service
            .error(*status, code, message, request_id)
            .map(sdk_body),
        FaultKind::Garbage => {
            let page = "<html><body>It works!</body></html>";
            let mut response = with_status(200, page.into()).map(sdk_body);
            let html = HeaderValue::from_static("text/html");
            response
                .headers_mut()
                .insert(http::header::CONTENT_TYPE, html);
            response
        }
        FaultKind::Truncated => announced(response, |body| body::truncated(body, sleep)).await,
        FaultKind::Slow(pause) => announced(response, |body| body::slow(body, *pause, sleep)).await,
        // The caller waits.
        FaultKind::Delay(_) => response.map(sdk_body),
    };
    Ok(response)
}

/// A response with the content length of its body, and another body.
async fn announced(
    response: Response<Body>,
    other: impl FnOnce(&Bytes) -> SdkBody,
) -> Response<SdkBody> {
    let (mut head, body) = response.into_parts();
    // A stream that breaks off is its handler's fault.
    let body = body.collect().await.unwrap_or_default();
    head.headers
        .insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    Response::from_parts(head, other(&body))
}

/// Shows the operations.
impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handlers = lock(&self.shared.handlers);
        let names: Vec<_> = handlers
            .iter()
            .map(|handler| handler.service.name())
            .collect();
        f.debug_struct("Fake")
            .field("operations", &names)
            .finish_non_exhaustive()
    }
}
