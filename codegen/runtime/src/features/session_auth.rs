//! Signatures with the credentials of sessions, which another operation of the service creates for what
//! the endpoint has in its URL.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_runtime::auth::SigV4SessionTokenNameOverride;
use aws_runtime::auth::sigv4::SigV4Signer;
use aws_smithy_runtime::expiring_cache::ExpiringCache;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{AuthScheme, AuthSchemeId, SharedAuthScheme, Sign};
use aws_smithy_runtime_api::client::identity::{
    Identity, IdentityCacheLocation, IdentityFuture, ResolveIdentity, SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::runtime_components::{GetIdentityResolver, RuntimeComponents};
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_types::config_bag::{ConfigBag, Layer, Storable, StoreReplace};

use crate::client::auth::credentials::Renewal;
use crate::client::core::Core;
use crate::client::failure::CallFailure;
use crate::client::learned::Learned;
use crate::client::operation::{CallFeature, ClientOperation};
use crate::client::progress::Progress;
use crate::client::scheme::{AskedBy, SIGV4, Scheme};
use crate::core::error::{
    CallError, ErrorMetadata, OperationError, Retryable, TransportError, TransportErrorKind,
};
use crate::core::lock::lock;
use crate::core::shape::{Shape, set_text, text_of};
use crate::core::value::ValueRef;

/// How long before its end a session is renewed.
const BUFFER: Duration = Duration::from_secs(45);

/// The scheme with this name in endpoint rules: signature version 4 with the credentials of a session.
#[must_use]
pub const fn scheme(implementation: fn() -> SharedAuthScheme, name: &'static str) -> Scheme {
    Scheme {
        id: AuthSchemeId::new(name),
        implementation,
        identity: |config| {
            let provider = config.credentials_provider.as_ref();
            provider.map(|_| SharedIdentityResolver::new(SessionIdentity))
        },
        missing: SIGV4.missing,
        is_signature: true,
        asked_by: AskedBy::WithLabel,
    }
}

/// The implementation of a scheme of this name.
#[must_use]
pub fn implementation(name: &'static str) -> SharedAuthScheme {
    SharedAuthScheme::new(SessionScheme(AuthSchemeId::new(name)))
}

#[derive(Debug)]
struct SessionScheme(AuthSchemeId);

impl AuthScheme for SessionScheme {
    fn scheme_id(&self) -> AuthSchemeId {
        self.0.clone()
    }

    fn identity_resolver(
        &self,
        resolvers: &dyn GetIdentityResolver,
    ) -> Option<SharedIdentityResolver> {
        resolvers.identity_resolver(self.scheme_id())
    }

    fn signer(&self) -> &dyn Sign {
        &SigV4Signer
    }
}

/// The credentials of the session of a call.
#[derive(Debug)]
struct SessionIdentity;

impl ResolveIdentity for SessionIdentity {
    fn resolve_identity<'a>(
        &'a self,
        components: &'a RuntimeComponents,
        bag: &'a ConfigBag,
    ) -> IdentityFuture<'a> {
        let Some(session) = bag.load::<CallSession>() else {
            return IdentityFuture::ready(Err("there are no sessions for this operation".into()));
        };
        let now = components.time_source().unwrap_or_default().now();
        IdentityFuture::new(session.0.identity(now))
    }

    // Sessions have a cache of their own.
    fn cache_location(&self) -> IdentityCacheLocation {
        IdentityCacheLocation::IdentityResolver
    }
}

/// The sessions of a client, by what its endpoints have in their URL.
type SessionCache = Learned<String, Arc<CachedSession>>;

type CachedSession = ExpiringCache<Credentials, SessionFailure>;

/// What requests call the token of a session.
#[derive(Clone, Copy, Debug)]
pub struct TokenNames {
    /// The header.
    pub header: &'static str,
    /// The parameter of presigned requests.
    pub parameter: &'static str,
}

/// Creates a session.
type Create =
    fn(Core, String) -> Pin<Box<dyn Future<Output = Result<Credentials, SessionFailure>> + Send>>;

/// The session with which a call is signed, if its endpoint asks for one.
pub struct Session {
    label: Option<String>,
    create: Create,
    token: TokenNames,
    /// Why there is none.
    failure: Mutex<Option<SessionFailure>>,
}

impl Session {
    /// The session that the operation `C` creates for what the endpoint has in its URL. Its token is
    /// in a header of its own.
    pub fn by<O: ClientOperation, C: ClientOperation>(
        input: &O::Input,
        token: TokenNames,
    ) -> Arc<dyn CallFeature> {
        Arc::new(Self {
            label: O::SCHEMA.label_in_endpoint(input).map(str::to_owned),
            create: |core, label| Box::pin(create::<C>(core, label)),
            token,
            failure: Mutex::default(),
        })
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Session").field(&self.label).finish()
    }
}

impl CallFeature for Session {
    fn install(
        self: Arc<Self>,
        core: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String> {
        let token = self.token;
        let call = SessionOfCall {
            core: core.clone(),
            session: self,
        };
        let mut layer = Layer::new("session");
        layer.store_put(CallSession(Arc::new(call)));
        layer.store_put(SigV4SessionTokenNameOverride::new(move |settings, bag| {
            // Presigned requests expire.
            let name = match settings.expires_in {
                Some(_) => token.parameter,
                None => token.header,
            };
            Ok(bag.load::<ChosenSession>().map(|_| name))
        }));
        let plugin = StaticRuntimePlugin::new().with_config(layer.freeze());
        Ok(plugins.with_operation_plugin(plugin))
    }

    fn is_of_authentication(&self) -> bool {
        true
    }

    fn explain(&self, failure: CallFailure, _: &Progress) -> CallFailure {
        match (lock(&self.failure).take(), failure) {
            (Some(why), CallFailure::Transport(_)) => CallFailure::Transport(why.into_error()),
            (_, failure) => failure,
        }
    }
}

/// The session of a call, with the client that creates it.
struct SessionOfCall {
    core: Core,
    session: Arc<Session>,
}

impl SessionOfCall {
    async fn identity(&self, now: SystemTime) -> Result<Identity, BoxError> {
        let Session { label, create, .. } = &*self.session;
        let label = label
            .as_deref()
            .ok_or("the call has no name for a session")?;
        let state = self.core.config().shared_state.get::<SessionCache>();
        let cache = state.get_or_create(label, || ExpiringCache::new(BUFFER));
        let credentials = match cache.yield_or_clear_if_expired(now).await {
            Some(credentials) => Ok(credentials),
            None => {
                let load = || async {
                    let created = create(self.core.clone(), label.to_owned()).await?;
                    let expiry = created.expiry().unwrap_or(now);
                    Ok((created, expiry))
                };
                cache.get_or_load(load).await
            }
        };
        let credentials = credentials.map_err(|failure| {
            let text = failure.text.clone();
            *lock(&self.session.failure) = Some(failure);
            text
        })?;
        let mut layer = Layer::new("session");
        layer.store_put(ChosenSession);
        let label = label.to_owned();
        layer.store_put(Renewal(Arc::new(move || {
            state.forget(label.as_str(), &cache);
        })));
        let mut identity = Identity::builder().property(layer.freeze());
        identity.set_expiration(credentials.expiry());
        Ok(identity.data(credentials).build()?)
    }
}

/// Passes the session to the resolver of identities.
#[derive(Clone)]
struct CallSession(Arc<SessionOfCall>);

impl fmt::Debug for CallSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.session.fmt(f)
    }
}

impl Storable for CallSession {
    type Storer = StoreReplace<Self>;
}

/// The credentials of the attempt are those of a session.
#[derive(Debug)]
struct ChosenSession;

impl Storable for ChosenSession {
    type Storer = StoreReplace<Self>;
}

/// A session that was not created.
#[derive(Clone, Debug)]
struct SessionFailure {
    text: String,
    kind: TransportErrorKind,
    retryable: Option<Retryable>,
    metadata: Option<ErrorMetadata>,
}

impl SessionFailure {
    fn new<E: OperationError>(error: &CallError<E>) -> Self {
        Self {
            text: format!("the session of the call could not be created: {error}"),
            kind: if error.is_timeout() {
                TransportErrorKind::Timeout
            } else if error.is_connection() {
                TransportErrorKind::Connection
            } else {
                TransportErrorKind::Construction
            },
            retryable: error.retryable(),
            metadata: error.metadata().cloned(),
        }
    }

    fn into_error(self) -> TransportError {
        let error = TransportError::new(self.kind, self.text).with_retryable(self.retryable);
        match self.metadata {
            Some(metadata) => error.with_metadata(metadata),
            None => error,
        }
    }
}

/// Calls the operation that creates sessions.
async fn create<C: ClientOperation>(
    core: Core,
    label: String,
) -> Result<Credentials, SessionFailure> {
    let mut input = C::Input::default();
    if let Some(name) = C::SCHEMA.name_in_endpoint() {
        set_text(&mut input, name, &label);
    }
    let output = core.send::<C>(input).await;
    let output = output.map_err(|error| SessionFailure::new(&error))?;
    credentials(&output).ok_or_else(|| SessionFailure {
        text: format!("the response of {} has no credentials", C::SCHEMA.name),
        kind: TransportErrorKind::Response,
        retryable: None,
        metadata: None,
    })
}

/// The credentials in an output: a structure with the members that all of AWS's services call so.
fn credentials(output: &dyn Shape) -> Option<Credentials> {
    let members = 0..output.schema().members.len();
    members
        .filter_map(|index| output.member(index))
        .find_map(|member| {
            let ValueRef::Shape(shape) = member else {
                return None;
            };
            let text = |name| text_of(shape, name).map(str::to_owned);
            let expiry = shape.member(shape.schema().position("Expiration")?);
            let expiry = match expiry {
                Some(ValueRef::Timestamp(time)) => Some(time.into()),
                _ => None,
            };
            let (key, secret) = (text("AccessKeyId")?, text("SecretAccessKey")?);
            Some(Credentials::new(
                key,
                secret,
                text("SessionToken"),
                expiry,
                "session",
            ))
        })
}
