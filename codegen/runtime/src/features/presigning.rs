//! Presigned requests: signed in their URL, for others to send within a time.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_runtime::auth::{HttpSignatureType, PayloadSigningOverride};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_smithy_runtime::client::orchestrator::{self, StopPoint};
use aws_smithy_runtime::client::retries::strategy::NeverRetryStrategy;
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::interceptors::disable_interceptor;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::config_bag::Layer;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Uri};

use crate::client::endpoint::CallTarget;
use crate::client::erased::ErasedOperation;
use crate::client::exclusive::Exclusive;
use crate::client::failure::CallFailure;
use crate::client::operation::CallFeature;
use crate::client::plugins;
use crate::client::progress::Progress;
use crate::client::{Call, ClientOperation, Core, Service};
use crate::core::body::Body;
use crate::core::debug::REDACTED;
use crate::core::error::{CallError, Cause, InvalidInput, OperationError, PresigningError};
use crate::core::operation::Protocol;
use crate::core::shape::Shape as _;

/// The longest time for which services accept a presigned request: 7 days.
pub const MAX_EXPIRES_IN: Duration = Duration::from_hours(7 * 24);

/// An operation whose requests can be presigned: they are signed and have no body, or one whose
/// members may be in the query instead.
#[diagnostic::on_unimplemented(
    message = "requests of `{Self}` cannot be presigned",
    note = "only signed requests without a body can: `explain` says why this operation's are not"
)]
pub trait Presign: ClientOperation {}

/// A presigned request. Whoever has it can send it until it expires, or the credentials do that it
/// was signed with: `Debug` does not show it.
#[derive(Clone)]
pub struct PresignedRequest {
    uri: String,
    request: Request<()>,
}

impl PresignedRequest {
    /// The method.
    pub fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// The URI, with the signature.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The headers that have to be sent with it, besides `host`: they are signed. Most requests
    /// have none.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.request.headers().iter();
        // Not `to_str`, which takes ASCII only.
        headers.filter_map(|(name, value)| {
            Some((name.as_str(), str::from_utf8(value.as_bytes()).ok()?))
        })
    }

    /// The request with a body.
    pub fn make_http_1x_request<B>(&self, body: B) -> Request<B> {
        self.clone().into_http_1x_request(body)
    }

    /// The request with a body.
    pub fn into_http_1x_request<B>(self, body: B) -> Request<B> {
        self.request.map(|()| body)
    }

    /// Takes what has to be sent of a signed request.
    fn of(request: HttpRequest) -> Result<Self, CallFailure> {
        let uri = request.uri().to_owned();
        let request = request.try_into_http1x();
        let request = request.map_err(|error| CallFailure::construction(error.to_string()))?;
        let (mut parts, _) = request.into_parts();
        let signed = parameter(&parts.uri, "X-Amz-SignedHeaders").unwrap_or_default();
        for name in parts.headers.keys().cloned().collect::<Vec<_>>() {
            if name == "host" || !signed.split(';').any(|it| it == name.as_str()) {
                parts.headers.remove(name);
            }
        }
        let request = Request::from_parts(parts, ());
        Ok(Self { uri, request })
    }
}

impl From<PresignedRequest> for Request<()> {
    fn from(presigned: PresignedRequest) -> Self {
        presigned.request
    }
}

/// Path, query and headers may have what is sensitive.
impl fmt::Debug for PresignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uri = self.request.uri();
        let scheme = uri.scheme_str().unwrap_or_default();
        let host = uri.authority().map_or("", |it| it.as_str());
        let headers: Vec<_> = self.request.headers().keys().collect();
        f.debug_struct("PresignedRequest")
            .field("method", self.request.method())
            .field("uri", &format_args!("{scheme}://{host}/{REDACTED}"))
            .field("headers", &headers)
            .finish()
    }
}

impl<O: Presign> Call<O> {
    /// Presigns the request instead of sending it.
    ///
    /// # Errors
    ///
    /// As [`Core::presign`].
    pub async fn presign(
        self,
        expires_in: Duration,
    ) -> Result<PresignedRequest, CallError<O::Error>> {
        let (core, input) = self.into_parts();
        core.presign::<O>(input, expires_in).await
    }
}

impl Core {
    /// Presigns the request of a call, which is valid from now on for whole seconds, up to 7 days.
    ///
    /// # Errors
    ///
    /// As those of calls before something is sent, and [`PresigningError`].
    pub async fn presign<O: Presign>(
        &self,
        input: O::Input,
        expires_in: Duration,
    ) -> Result<PresignedRequest, CallError<O::Error>> {
        let mut features = O::features(&input);
        features.retain(|it| it.is_of_authentication());
        self.presign_as::<O>(Purpose::Request, input, expires_in, features)
            .await
    }

    /// The same, with these features of the call.
    pub(super) async fn presign_as<O: Presign>(
        &self,
        purpose: Purpose,
        mut input: O::Input,
        expires_in: Duration,
        features: Vec<Arc<dyn CallFeature>>,
    ) -> Result<PresignedRequest, CallError<O::Error>> {
        let name = O::SCHEMA.name;
        if expires_in.is_zero() || expires_in > MAX_EXPIRES_IN || expires_in.subsec_nanos() != 0 {
            let error = PresigningError::ExpiresIn(expires_in);
            return Err(CallError::new(name, Cause::Presigning(error)));
        }
        let target = self.prepare::<O>(&mut input)?;
        let operation = ErasedOperation::of::<O>(false).with_request(|input| {
            let request = O::request(input.downcast_ref()?);
            let as_query = O::Protocol::as_query;
            let has_stream = O::Input::default().schema().stream().is_some();
            Some(request.and_then(|it| {
                if has_stream {
                    // Who sends it has the stream, of the length that the input states, or of any.
                    return Ok(it.map(|_| Body::default()));
                }
                without_body(O::SCHEMA.name, as_query, it)
            }))
        });
        sign(
            self,
            purpose,
            operation,
            target,
            features,
            Input::erase(input),
            expires_in,
        )
        .await
    }
}

/// What a signature is for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Purpose {
    /// A request, which may have any signature.
    Request,
    /// A form, which has signature version 4 with credentials only.
    Form,
}

/// Signs the request of a call.
pub(super) async fn sign<E: OperationError>(
    core: &Core,
    purpose: Purpose,
    operation: ErasedOperation,
    target: CallTarget,
    features: Vec<Arc<dyn CallFeature>>,
    input: Input,
    expires_in: Duration,
) -> Result<PresignedRequest, CallError<E>> {
    let name = operation.schema.name;
    let signed = signed(
        core, purpose, operation, target, &features, input, expires_in,
    );
    let signed = Exclusive::new(Box::pin(signed)).await;
    signed.map_err(|failure| match failure {
        Failure::Presigning(error) => CallError::new(name, Cause::Presigning(error)),
        Failure::Call(failure) => failure.into_error(name),
    })
}

enum Failure {
    Presigning(PresigningError),
    Call(CallFailure),
}

impl From<CallFailure> for Failure {
    fn from(failure: CallFailure) -> Self {
        Self::Call(failure)
    }
}

/// The request of a call, signed and not sent.
async fn signed(
    core: &Core,
    purpose: Purpose,
    operation: ErasedOperation,
    target: CallTarget,
    features: &[Arc<dyn CallFeature>],
    input: Input,
    expires_in: Duration,
) -> Result<PresignedRequest, Failure> {
    let progress = Progress::default();
    let (plugins, scheme) = core.plugins(operation, target, &progress)?;
    if !scheme.is_signature() {
        let scheme = scheme.id.inner().to_owned();
        return Err(Failure::Presigning(PresigningError::NotSigned(scheme)));
    }
    if purpose == Purpose::Form && !scheme.is_default() {
        return Err(Failure::Presigning(PresigningError::Form));
    }
    let name = operation.schema.name;
    let leaves_out_payload = plugins::leaves_out_payload(operation.schema, core.config());
    let plugin = plugin(core.service(), leaves_out_payload, expires_in);
    let plugins = plugins.with_operation_plugin(plugin);
    let plugins = features
        .iter()
        .try_fold(plugins, |plugins, feature| {
            feature.clone().install(core, plugins)
        })
        .map_err(CallFailure::construction)?;
    let stop = StopPoint::BeforeTransmit;
    let context = orchestrator::invoke_with_stop_point(name, name, input, &plugins, stop).await;
    let mut context = context.map_err(|error| {
        let failure = CallFailure::new(error, &progress);
        let explain = |failure, feature: &Arc<dyn CallFeature>| feature.explain(failure, &progress);
        features.iter().fold(failure, explain)
    })?;
    let request = context.take_request();
    let request = request.ok_or_else(|| CallFailure::construction("an interceptor took it"))?;
    Ok(PresignedRequest::of(request)?)
}

/// Signs in the query, once, without headers that tell of the client.
fn plugin(
    service: &Service,
    leaves_out_payload: bool,
    expires_in: Duration,
) -> StaticRuntimePlugin {
    let mut layer = Layer::new("presigning");
    let mut signing = plugins::signing(service);
    let options = &mut signing.signing_options;
    if options.content_sha256_header || leaves_out_payload {
        // Who sends it has another payload, and no header for its hash.
        options.content_sha256_header = false;
        let unsigned = PayloadSigningOverride::UnsignedPayload;
        options.payload_override = Some(unsigned.to_signable_body());
    }
    options.signature_type = HttpSignatureType::HttpRequestQueryParams;
    options.expires_in = Some(expires_in);
    layer.store_put(signing);
    layer.store_put(disable_interceptor::<InvocationIdInterceptor>("presigning"));
    layer.store_put(disable_interceptor::<RequestInfoInterceptor>("presigning"));
    layer.store_put(disable_interceptor::<UserAgentInterceptor>("presigning"));
    let components = RuntimeComponentsBuilder::new("presigning")
        .with_retry_strategy(Some(NeverRetryStrategy::new()));
    StaticRuntimePlugin::new()
        .with_config(layer.freeze())
        .with_runtime_components(components)
}

/// Moves the members of a body into the query of a GET request.
pub(super) fn without_body(
    operation: &'static str,
    as_query: impl FnOnce(&[u8]) -> Option<String>,
    mut request: Request<Body>,
) -> Result<Request<Body>, InvalidInput> {
    let document = request.body().bytes();
    if document.is_some_and(bytes::Bytes::is_empty) {
        return Ok(request);
    }
    let invalid = |problem: String| InvalidInput::with_problem(operation, problem);
    let query = document.and_then(|it| as_query(it));
    let query = query.ok_or_else(|| invalid(PresigningError::Body.to_string()))?;
    let mut uri = request.uri().to_string();
    if !query.is_empty() {
        uri.push(if uri.contains('?') { '&' } else { '?' });
        uri.push_str(&query);
    }
    let uri: Result<Uri, _> = uri.try_into();
    *request.uri_mut() = uri.map_err(|_| invalid("the URI is too long".to_owned()))?;
    *request.method_mut() = Method::GET;
    request.headers_mut().remove(CONTENT_TYPE);
    Ok(request.map(|_| Body::default()))
}

/// A parameter of a presigned request.
pub(super) fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let query = uri.query()?.as_bytes();
    let (_, value) = form_urlencoded::parse(query).find(|(it, _)| it == name)?;
    Some(value.into_owned())
}
