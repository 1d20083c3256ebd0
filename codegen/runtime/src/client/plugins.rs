//! Runtime plugins for the orchestrator.
//!
//! The plugins of a client are created once; each call adds one for its operation.

use aws_runtime::auth::sigv4::SCHEME_ID;
use aws_runtime::auth::{PayloadSigningOverride, SigV4OperationSigningConfig};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::recursion_detection::RecursionDetectionInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_runtime::sdk_feature::AwsSdkFeature;
use aws_runtime::service_clock_skew::DisableClockSkewCorrection;
use aws_runtime::user_agent::{ApiMetadata, UserAgentInterceptor};
use aws_smithy_runtime::client::defaults::{DefaultPluginParams, default_plugins};
use aws_smithy_runtime::client::http::connection_poisoning::ConnectionPoisoningInterceptor;
use aws_smithy_runtime::client::retries::classifiers::{
    HttpStatusCodeClassifier, ModeledAsRetryableClassifier, TransientErrorClassifier,
};
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime::client::stalled_stream_protection::StalledStreamProtectionInterceptor;
use aws_smithy_runtime_api::client::auth::AuthSchemeOptionResolverParams;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::endpoint::EndpointPrefix;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::orchestrator::{Metadata, SensitiveOutput};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{Order, RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_runtime_api::client::ser_de::{SharedRequestSerializer, SharedResponseDeserializer};
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use aws_smithy_types::retry::RetryMode;
use aws_types::SigningName;
use aws_types::region::SigningRegion;

use super::auth::credentials::RenewalInterceptor;
use super::config::{Config, Region};
use super::endpoint::CallTarget;
use super::erased::ErasedOperation;
use super::failure::OperationFailure;
use super::observe::attempts::AttemptInterceptor;
use super::progress::Progress;
use super::resolver::{self, Chosen, Known};
use super::resources::Resources;
use super::retry::correction::CorrectionClassifier;
use super::retry::throttling::{
    RetryAfterClassifier, RetryAfterInterceptor, TooManyRequestsClassifier,
};
use super::scheme::Scheme;
use super::service::Service;
use super::transport::timer;
use crate::core::operation::OperationSchema;

/// What all calls of a client share.
pub(crate) struct ClientPlugins {
    pub(crate) plugins: RuntimePlugins,
    /// What is known of the endpoints of calls.
    pub(crate) endpoint: Option<Known>,
    has_http_client: bool,
}

impl ClientPlugins {
    /// Checks that calls can be sent.
    pub(crate) fn check_http_client(&self) -> Result<(), &'static str> {
        if self.has_http_client {
            Ok(())
        } else {
            Err(
                "no HTTP client is set: enable the crate's feature `default-https-client`, or set \
                 an `http_client` on the config",
            )
        }
    }
}

/// The plugins that all calls of a client share, or why the configuration is invalid.
pub(crate) fn client(
    service: &'static Service,
    config: &Config,
    resources: &Resources,
) -> Result<ClientPlugins, String> {
    let Some(region) = &config.region else {
        return Err(
            "no region is set: set `region` on the config, the environment variable AWS_REGION, \
             or `region` in the profile"
                .to_owned(),
        );
    };
    let http_client = resources.http_client.clone()?;
    let has_http_client = http_client.is_some();
    let defaults = DefaultPluginParams::new()
        .with_retry_partition_name(service.slug)
        .with_behavior_version(config.behavior_version())
        .with_is_aws_sdk(true);
    let (service, endpoint) = service_plugin(service, region, config)?;
    let plugins = RuntimePlugins::new()
        .with_client_plugins(default_plugins(defaults))
        .with_client_plugin(service)
        .with_client_plugin(config_plugin(config))
        .with_client_plugin(resources_plugin(resources, http_client));
    validate(&plugins)?;
    Ok(ClientPlugins {
        plugins,
        endpoint,
        has_http_client,
    })
}

/// Checks the configuration for what every call needs.
fn validate(plugins: &RuntimePlugins) -> Result<(), String> {
    let mut bag = ConfigBag::base();
    let components = plugins
        .apply_client_configuration(&mut bag)
        .map_err(|error| error.to_string())?;
    components
        .validate_base_client_config(&bag)
        .map_err(|error| error.to_string())
}

/// Settings that all clients of a service in a region share.
fn service_plugin(
    service: &'static Service,
    region: &Region,
    config: &Config,
) -> Result<(StaticRuntimePlugin, Option<Known>), String> {
    let mut layer = Layer::new("service");
    layer.store_put(ApiMetadata::new(service.slug, service.version));
    layer.store_put(region.clone());
    layer.store_put(SigningRegion::from(region.clone()));
    layer.store_put(SigningName::from_static(service.signing_name));
    layer.store_put(signing(service));
    // The default; calls with other schemes override it.
    layer.store_put(AuthSchemeOptionResolverParams::new(()));
    // Excludes response bodies from traces; only the `Debug` of outputs redacts sensitive members.
    layer.store_put(SensitiveOutput);

    let auth = StaticAuthSchemeOptionResolver::new(vec![SCHEME_ID]);
    let components = RuntimeComponentsBuilder::new("service")
        .with_auth_scheme_option_resolver(Some(auth))
        .with_retry_classifier(HttpStatusCodeClassifier::default())
        .with_retry_classifier(TransientErrorClassifier::<OperationFailure>::new())
        .with_retry_classifier(ModeledAsRetryableClassifier::<OperationFailure>::new())
        .with_retry_classifier(AwsErrorCodeClassifier::<OperationFailure>::new())
        .with_retry_classifier(TooManyRequestsClassifier)
        .with_retry_classifier(CorrectionClassifier)
        .with_retry_classifier(RetryAfterClassifier)
        .with_interceptor(SharedInterceptor::permanent(
            StalledStreamProtectionInterceptor::default(),
        ))
        .with_interceptor(SharedInterceptor::permanent(
            ConnectionPoisoningInterceptor::new(),
        ))
        .with_interceptor(SharedInterceptor::permanent(RetryAfterInterceptor))
        .with_interceptor(RequestInfoInterceptor::new())
        .with_interceptor(UserAgentInterceptor::new())
        .with_interceptor(InvocationIdInterceptor::new())
        .with_interceptor(SharedInterceptor::permanent(
            RecursionDetectionInterceptor::new(),
        ))
        .with_interceptor(SharedInterceptor::permanent(AttemptInterceptor));
    let rules = service.endpoint_rules;
    let (mut components, endpoint) = resolver::install(rules, config, &mut layer, components)
        .map_err(|error| error.to_string())?;
    for scheme in service.schemes() {
        components.push_auth_scheme((scheme.implementation)());
        if let Some(identity) = (scheme.identity)(config) {
            components.set_identity_resolver(scheme.id.clone(), identity);
        }
    }
    let plugin = StaticRuntimePlugin::new()
        .with_order(Order::Defaults)
        .with_config(layer.freeze())
        .with_runtime_components(components);
    Ok((plugin, endpoint))
}

/// Signature settings of a service.
pub(crate) fn signing(service: &Service) -> SigV4OperationSigningConfig {
    let facts = &service.customization;
    let mut signing = SigV4OperationSigningConfig::default();
    signing.signing_options.double_uri_encode = !facts.signs_path_as_sent;
    signing.signing_options.normalize_uri_path = !facts.signs_path_as_sent;
    signing.signing_options.content_sha256_header = facts.states_payload_hash;
    signing
}

/// Whether the signature leaves the payload out: without TLS only if that is set.
pub(crate) fn leaves_out_payload(schema: &OperationSchema, config: &Config) -> bool {
    let is_signed = config.payload_signing();
    is_signed.map_or(
        schema.is_payload_unsigned && !config.is_plain_http(),
        |it| !it,
    )
}

/// Has the signature cover something else than the payload as it is.
pub(crate) fn sign_payload_as(
    layer: &mut Layer,
    service: &Service,
    signed: PayloadSigningOverride,
) {
    let mut signing = signing(service);
    let options = &mut signing.signing_options;
    // That it is not covered has to be said.
    options.content_sha256_header |= !matches!(signed, PayloadSigningOverride::Precomputed(_));
    options.payload_override = Some(signed.to_signable_body());
    layer.store_put(signing);
}

/// The user's settings.
fn config_plugin(config: &Config) -> StaticRuntimePlugin {
    let mut layer = Layer::new("config");
    layer.store_put(config.retry_config());
    layer.store_put(config.timeout_config());
    layer.store_put(DisableClockSkewCorrection::from(
        !config.corrects_clock_skew(),
    ));
    if let Some(protection) = &config.stalled_stream_protection {
        layer.store_put(protection.clone());
    }
    if let Some(regions) = &config.signing_region_set {
        layer.store_put(regions.clone());
    }
    if let Some(name) = &config.app_name {
        layer.store_put(name.clone());
    }
    for metadata in &config.framework_metadata {
        layer.store_append(metadata.clone());
    }
    // Feature metrics in the user agent.
    match config.retry_config().mode() {
        RetryMode::Adaptive => layer.store_append(SmithySdkFeature::RetryModeAdaptive),
        _ => layer.store_append(SmithySdkFeature::RetryModeStandard),
    };
    if config.endpoint_url.is_some() {
        layer.store_append(AwsSdkFeature::EndpointOverride);
    }

    let mut components = RuntimeComponentsBuilder::new("config")
        .with_sleep_impl(Some(
            config.sleep_impl.clone().unwrap_or_else(timer::default),
        ))
        .with_time_source(config.time_source.clone())
        .with_interceptors(config.interceptors.iter().cloned());
    components.extend_retry_classifiers(config.retry_classifiers.iter().cloned());
    StaticRuntimePlugin::new()
        .with_config(layer.freeze())
        .with_runtime_components(components)
}

/// What a client shares with its calls.
fn resources_plugin(
    resources: &Resources,
    http_client: Option<SharedHttpClient>,
) -> StaticRuntimePlugin {
    let Resources {
        credentials,
        retries,
        clock_skew,
        ..
    } = resources;
    let mut layer = Layer::new("resources");
    layer.store_put(retries.partition.clone());
    let renewal = RenewalInterceptor(credentials.clone());
    let components = RuntimeComponentsBuilder::new("resources")
        .with_http_client(http_client)
        .with_identity_cache(Some(credentials.clone()))
        .with_retry_strategy(Some(retries.strategy.clone()))
        .with_interceptor(clock_skew.clone())
        .with_interceptor(SharedInterceptor::permanent(renewal));
    StaticRuntimePlugin::new()
        .with_order(Order::Defaults)
        .with_config(layer.freeze())
        .with_runtime_components(components)
}

/// The plugin of a call, for its operation.
pub(crate) fn operation(
    service: &'static Service,
    config: &Config,
    operation: ErasedOperation,
    scheme: &'static Scheme,
    target: CallTarget,
    progress: Progress,
) -> Result<StaticRuntimePlugin, String> {
    let name = operation.schema.name;
    let mut components = RuntimeComponentsBuilder::new(name);
    if !scheme.is_default() {
        let chosen = StaticAuthSchemeOptionResolver::new(vec![scheme.id.clone()]);
        components = components.with_auth_scheme_option_resolver(Some(chosen));
    }
    let mut layer = Layer::new(name);
    layer.store_put(SharedRequestSerializer::new(operation));
    layer.store_put(SharedResponseDeserializer::new(operation));
    layer.store_put(Metadata::new(name, service.id));
    layer.store_put(progress);
    layer.store_put(Chosen(scheme));
    if leaves_out_payload(operation.schema, config) {
        sign_payload_as(&mut layer, service, PayloadSigningOverride::UnsignedPayload);
    }
    if let Some(prefix) = target.host_prefix
        && config.takes_host_prefixes()
    {
        let prefix = EndpointPrefix::new(prefix).map_err(|error| error.to_string())?;
        layer.store_put(prefix);
    }
    if let Some(rules) = target.rules {
        layer.store_put(rules);
    }
    if operation.schema.has_slow_response {
        layer.store_put(config.slow_timeout_config());
    }
    // Events may be hours apart.
    let is_slow = operation.schema.has_slow_response && config.stalled_stream_protection.is_none();
    if operation.has_events || is_slow {
        layer.store_put(StalledStreamProtectionConfig::disabled());
    }
    Ok(StaticRuntimePlugin::new()
        .with_config(layer.freeze())
        .with_runtime_components(components))
}
