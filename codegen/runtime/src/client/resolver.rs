//! Endpoint resolvers for the orchestrator.

use std::borrow::Cow;

use aws_credential_types::attributes::AccountId;
use aws_smithy_runtime::client::orchestrator::AuthSchemeAndEndpointOrchestrationV2;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint,
};
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_types::config_bag::{ConfigBag, Layer, Storable, StoreReplace};

use crate::client::auth::choice::Several;
use crate::client::config::endpoint::Params;
use crate::client::config::{self, Config};
use crate::client::endpoint::{
    self, BuiltIns, CallRules, Endpoint, EndpointError, EndpointParams, EndpointRules,
};
use crate::client::retry::redirect::Redirects;
use crate::client::scheme::Scheme;

/// Adds the endpoint resolver to a client's plugin. Also returns what is known of the endpoints of
/// calls, unless the program has a resolver of its own.
pub(crate) fn install(
    rules: EndpointRules,
    config: &Config,
    layer: &mut Layer,
    components: RuntimeComponentsBuilder,
) -> Result<(RuntimeComponentsBuilder, Option<Known>), EndpointError> {
    let region = config.region.as_ref().map(AsRef::as_ref);
    endpoint::check_params(region, config.endpoint_url.as_deref())?;
    layer.store_put(EndpointResolverParams::new(()));
    if let Some(resolver) = Custom::of(config) {
        return Ok((components.with_endpoint_resolver(Some(resolver)), None));
    }
    Ok(match rules {
        EndpointRules::PerClient(resolve) => {
            let endpoint = resolve(&EndpointParams {
                region,
                use_fips: config.uses_fips(),
                use_dual_stack: config.uses_dual_stack(),
                endpoint: config.endpoint_url.as_deref(),
            })?;
            endpoint::check(&endpoint)?;
            let resolver = PerClient(endpoint.clone());
            let components = components.with_endpoint_resolver(Some(resolver));
            (components, Some(Known::Endpoint(endpoint)))
        }
        EndpointRules::PerCall(resolve) => {
            let rules = PerCall::of(resolve, config)?;
            // Credentials are resolved first, because they determine the account.
            layer.store_put(AuthSchemeAndEndpointOrchestrationV2);
            let interceptor = SharedInterceptor::permanent(CallRulesInterceptor);
            let components = components
                .with_endpoint_resolver(Some(rules.clone()))
                .with_interceptor(interceptor);
            (components, Some(Known::Rules(rules)))
        }
    })
}

/// What is known of the endpoints of calls when a client is created.
pub(crate) enum Known {
    /// The endpoint of all calls.
    Endpoint(Endpoint),
    /// The rules for the endpoint of each call.
    Rules(PerCall),
}

impl Known {
    /// The endpoint of a call before its authentication scheme is chosen; `None` if it depends on
    /// the account of the credentials. Rules are only evaluated if there are several schemes.
    pub(crate) fn before_choice(
        &self,
        Several(is_choice): Several,
        of_call: Option<&CallRules>,
    ) -> Option<Cow<'_, Endpoint>> {
        match self {
            Self::Endpoint(endpoint) => Some(Cow::Borrowed(endpoint)),
            Self::Rules(rules) if is_choice => {
                rules.endpoint(of_call, None, None).ok().map(Cow::Owned)
            }
            Self::Rules(_) => None,
        }
    }
}

/// The program's own resolver, with the client's parameters.
#[derive(Debug)]
struct Custom {
    resolver: config::endpoint::SharedEndpointResolver,
    params: Params,
}

impl Custom {
    fn of(config: &Config) -> Option<Self> {
        Some(Self {
            resolver: config.endpoint_resolver.clone()?,
            params: Params::of(config),
        })
    }
}

impl ResolveEndpoint for Custom {
    fn resolve_endpoint<'a>(&'a self, _: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        config::endpoint::ResolveEndpoint::resolve_endpoint(&self.resolver, &self.params)
    }
}

/// The endpoint of all calls of a client.
#[derive(Debug)]
struct PerClient(Endpoint);

impl ResolveEndpoint for PerClient {
    fn resolve_endpoint<'a>(&'a self, _: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(self.0.clone()))
    }
}

/// The endpoint rules of a service with the client's parameters.
#[derive(Clone, Debug)]
pub(crate) struct PerCall {
    resolve: Rules,
    params: Params,
    mode: String,
    settings: Vec<(&'static str, bool)>,
}

type Rules = fn(&BuiltIns<'_>) -> Result<Endpoint, EndpointError>;

impl PerCall {
    fn of(resolve: Rules, config: &Config) -> Result<Self, EndpointError> {
        Ok(Self {
            resolve,
            params: Params::of(config),
            mode: config.account_id_endpoint_mode()?.to_string(),
            settings: config.service_settings.clone(),
        })
    }

    fn endpoint(
        &self,
        rules: Option<&CallRules>,
        account: Option<&AccountId>,
        region: Option<&str>,
    ) -> Result<Endpoint, EndpointError> {
        let built_ins = BuiltIns {
            region: region.or(self.params.region.as_deref()),
            use_fips: self.params.use_fips,
            use_dual_stack: self.params.use_dual_stack,
            endpoint: self.params.endpoint.as_deref(),
            account_id: account.map(AccountId::as_str),
            account_id_endpoint_mode: Some(&self.mode),
            settings: &self.settings,
        };
        let endpoint = match rules {
            Some(rules) => rules.resolve(&built_ins),
            None => (self.resolve)(&built_ins),
        }?;
        endpoint::check(&endpoint)?;
        Ok(endpoint)
    }
}

impl ResolveEndpoint for PerCall {
    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        let redirects = params.get_property::<Redirects>();
        let question = redirects.and_then(Redirects::question);
        let (Some(redirects), Some(ask)) = (redirects, question) else {
            return EndpointFuture::ready(self.accepted(params));
        };
        EndpointFuture::new(async move {
            if let Some(region) = ask().await {
                redirects.learn(region);
            }
            self.accepted(params)
        })
    }
}

impl PerCall {
    /// The endpoint of a call, if it accepts the call's authentication scheme.
    fn accepted(&self, params: &EndpointResolverParams) -> Result<Endpoint, BoxError> {
        let identity = params.get_property::<Identity>();
        let account = identity.and_then(|identity| identity.property::<AccountId>());
        let told = params
            .get_property::<Redirects>()
            .and_then(Redirects::region);
        let endpoint = self.endpoint(params.get::<CallRules>(), account, told.as_deref())?;
        match params.get_property::<Chosen>() {
            Some(Chosen(scheme)) if !scheme.is_none() => {
                let name = scheme.id.inner();
                if endpoint::accepts(&endpoint, name) {
                    Ok(endpoint)
                } else {
                    Err(endpoint::refused(&endpoint, name).into())
                }
            }
            _ => Ok(endpoint),
        }
    }
}

/// The authentication scheme of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chosen(pub(crate) &'static Scheme);

impl Storable for Chosen {
    type Storer = StoreReplace<Self>;
}

impl Storable for CallRules {
    type Storer = StoreReplace<Self>;
}

/// Passes what the resolver needs of a call through the endpoint parameters, the only input it gets.
#[derive(Debug)]
struct CallRulesInterceptor;

#[dyn_dispatch_hint]
impl Intercept for CallRulesInterceptor {
    fn name(&self) -> &'static str {
        "CallRulesInterceptor"
    }

    // The first hook with access to the operation's configuration.
    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut params = match bag.load::<CallRules>() {
            Some(rules) => EndpointResolverParams::new(rules.clone()),
            None => EndpointResolverParams::new(()),
        };
        if let Some(redirects) = bag.load::<Redirects>() {
            params.set_property(redirects.clone());
        }
        if let Some(chosen) = bag.load::<Chosen>() {
            params.set_property(*chosen);
        }
        bag.interceptor_state().store_put(params);
        Ok(())
    }
}
