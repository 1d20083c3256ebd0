//! Settings of a client and their defaults.
//!
//! The types of AWS's runtime that the setters take are re-exported here.

use std::fmt;
use std::time::Duration;

pub use aws_credential_types::provider::token::{ProvideToken, SharedTokenProvider};
pub use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
pub use aws_credential_types::{Credentials, Token};
pub use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
pub use aws_smithy_async::time::{SharedTimeSource, TimeSource};
pub use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime::client::interceptors::MutateRequestInterceptor;
pub use aws_smithy_runtime::client::retries::{ClientRateLimiter, RetryPartition, TokenBucket};
pub use aws_smithy_runtime_api::box_error::BoxError;
pub use aws_smithy_runtime_api::client::auth::{AuthSchemeId, AuthSchemePreference};
pub use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
pub use aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
use aws_smithy_runtime_api::client::identity::{IdentityCachePartition, ResolveIdentity};
pub use aws_smithy_runtime_api::client::identity::{ResolveCachedIdentity, SharedIdentityCache};
pub use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
pub use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
pub use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, SharedRetryClassifier,
};
pub use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
pub use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
pub use aws_smithy_types::checksum_config::{
    RequestChecksumCalculation, ResponseChecksumValidation,
};
pub use aws_smithy_types::config_bag::ConfigBag;
pub use aws_smithy_types::retry::RetryConfig;
pub use aws_smithy_types::timeout::TimeoutConfig;
pub use aws_types::SdkConfig;
pub use aws_types::app_name::AppName;
pub use aws_types::endpoint_config::AccountIdEndpointMode;
pub use aws_types::region::Region;
pub use aws_types::sdk_ua_metadata::FrameworkMetadata;

use super::endpoint::{self, EndpointError};
use super::environment::{self, SettingSource};
use super::identity::{Authentication, TokenSource};
use super::shared_state::SharedState;

/// Arguments of [`Intercept`]'s methods.
pub mod interceptors {
    pub use aws_smithy_runtime_api::client::interceptors::context::{
        AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextMut,
        BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
        BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
        BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextMut,
        FinalizerInterceptorContextRef,
    };
}

/// The default time limit for establishing a connection: 3.1 seconds, as in AWS's SDKs.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_millis(3_100);
/// The default time limit for the first byte of the response after the request was sent: 30
/// seconds.
pub const DEFAULT_READ_TIMEOUT: Duration = Duration::from_secs(30);
/// The default time limit of one attempt, from credentials to the last byte of the response: 40
/// seconds.
pub const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(40);
/// The default time limit of a call with all its attempts and delays: 130 seconds, which suffices
/// for [`DEFAULT_ATTEMPTS`] that each time out.
pub const DEFAULT_OPERATION_TIMEOUT: Duration = Duration::from_secs(130);
/// The default maximum number of attempts of a call, including the first: 3.
pub const DEFAULT_ATTEMPTS: u32 = 3;

/// The settings of a client.
///
/// Created from the shared configuration of `aws-config`, or by [`Config::builder`]:
///
/// ```text
/// let shared = aws_config::load_defaults(BehaviorVersion::latest()).await;
/// let config = Config::from(&shared);
///
/// let config = Config::from(&shared)
///     .to_builder()
///     .timeout_config(TimeoutConfig::builder().operation_timeout(Duration::from_secs(5)).build())
///     .build();
/// ```
///
/// Defaults: standard retries with [`DEFAULT_ATTEMPTS`]; the timeouts [`DEFAULT_CONNECT_TIMEOUT`],
/// [`DEFAULT_READ_TIMEOUT`], [`DEFAULT_ATTEMPT_TIMEOUT`] and [`DEFAULT_OPERATION_TIMEOUT`], each
/// independently; AWS's HTTPS connector (feature `default-https-client`); a lazy credentials cache;
/// the system's clock; tokio's timer. Region and credentials have no default.
///
/// With the settings of `aws-config`, `AWS_CA_BUNDLE` or the profile's `ca_bundle` names a file with
/// the certificates that the default HTTP client trusts instead of the system's. Empty settings of
/// the environment count as unset.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "independent settings")]
pub struct Config {
    pub(crate) region: Option<Region>,
    pub(crate) credentials_provider: Option<SharedCredentialsProvider>,
    authentication: Authentication,
    pub(crate) identity_cache: Option<SharedIdentityCache>,
    /// The cache of the shared configuration, for its credentials provider.
    shared_identity_cache: Option<SharedIdentityCache>,
    pub(crate) endpoint_url: Option<String>,
    pub(crate) use_fips: bool,
    pub(crate) use_dual_stack: bool,
    account_id_endpoint_mode: Option<String>,
    host_prefixes: Option<bool>,
    /// The file with the certificates to trust instead of the system's.
    #[allow(dead_code, reason = "only used by the default HTTP client")]
    pub(crate) ca_bundle: Option<String>,
    pub(crate) retry: RetryConfig,
    pub(crate) retry_partition: Option<RetryPartition>,
    pub(crate) retry_classifiers: Vec<SharedRetryClassifier>,
    pub(crate) timeouts: TimeoutConfig,
    pub(crate) stalled_stream_protection: Option<StalledStreamProtectionConfig>,
    pub(crate) http_client: Option<SharedHttpClient>,
    pub(crate) sleep_impl: Option<SharedAsyncSleep>,
    pub(crate) time_source: Option<SharedTimeSource>,
    pub(crate) interceptors: Vec<SharedInterceptor>,
    pub(crate) app_name: Option<AppName>,
    pub(crate) framework_metadata: Vec<FrameworkMetadata>,
    pub(crate) clock_skew_correction: bool,
    pub(crate) behavior_version: BehaviorVersion,
    idempotency_tokens: bool,
    pub(crate) request_compression: Option<bool>,
    pub(crate) request_min_compression_size_bytes: Option<u32>,
    request_checksums: Option<RequestChecksumCalculation>,
    response_checksums: Option<ResponseChecksumValidation>,
    /// Settings that only some services have, by their endpoint parameters.
    pub(crate) service_settings: Vec<(&'static str, bool)>,
    /// State of optional features, shared by all clients with this configuration.
    #[allow(dead_code, reason = "only used by optional features")]
    pub(crate) shared_state: SharedState,
    /// The source of service-specific settings, for [`for_service`](Self::for_service).
    shared: Option<SdkConfig>,
}

impl Config {
    /// A builder with default settings.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// A builder with these settings.
    pub fn to_builder(&self) -> ConfigBuilder {
        ConfigBuilder {
            config: self.clone(),
        }
    }

    /// The region.
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// The custom endpoint URL. Settings of the environment and the profile are looked up when a
    /// client is created, not before.
    pub fn endpoint_url(&self) -> Option<&str> {
        self.endpoint_url.as_deref()
    }

    /// The retry settings.
    pub fn retry_config(&self) -> &RetryConfig {
        &self.retry
    }

    /// The time limits, defaults included.
    pub fn timeout_config(&self) -> TimeoutConfig {
        let mut config = self.timeouts.clone();
        config.take_defaults_from(
            &TimeoutConfig::builder()
                .connect_timeout(DEFAULT_CONNECT_TIMEOUT)
                .read_timeout(DEFAULT_READ_TIMEOUT)
                .operation_attempt_timeout(DEFAULT_ATTEMPT_TIMEOUT)
                .operation_timeout(DEFAULT_OPERATION_TIMEOUT)
                .build(),
        );
        config
    }

    /// The time limits of calls with a stream in their request, which has no length in time: only
    /// what was set, and the limit for connecting.
    pub(crate) fn upload_timeout_config(&self) -> TimeoutConfig {
        let mut config = self.timeouts.clone();
        config.take_defaults_from(
            &TimeoutConfig::builder()
                .connect_timeout(DEFAULT_CONNECT_TIMEOUT)
                .disable_read_timeout()
                .disable_operation_attempt_timeout()
                .disable_operation_timeout()
                .build(),
        );
        config
    }

    /// Whether the endpoint is without TLS.
    pub(crate) fn is_plain_http(&self) -> bool {
        let url = self.endpoint_url.as_deref().unwrap_or_default();
        let scheme = url.trim_start().get(.."http:".len());
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:"))
    }

    /// When requests have a checksum.
    pub fn request_checksum_calculation(&self) -> RequestChecksumCalculation {
        self.request_checksums.unwrap_or_default()
    }

    /// When responses are checked by a checksum.
    pub fn response_checksum_validation(&self) -> ResponseChecksumValidation {
        self.response_checksums.unwrap_or_default()
    }

    /// Whether the client fills in unset idempotency tokens.
    pub fn fills_idempotency_tokens(&self) -> bool {
        self.idempotency_tokens
    }

    /// The cache that is set, or comes with the credentials provider.
    pub(crate) fn credentials_cache(&self) -> Option<&SharedIdentityCache> {
        let shared = self.shared_identity_cache.as_ref();
        self.identity_cache.as_ref().or(shared)
    }

    /// What distinguishes the providers of credentials and tokens from others.
    pub(crate) fn identity_partitions(&self) -> [Option<IdentityCachePartition>; 2] {
        let credentials = self.credentials_provider.as_ref();
        let tokens = self.token_provider();
        [
            credentials.and_then(ResolveIdentity::cache_partition),
            tokens.and_then(ResolveIdentity::cache_partition),
        ]
    }

    /// The provider of bearer tokens.
    pub(crate) fn token_provider(&self) -> Option<&SharedTokenProvider> {
        self.authentication.token_provider.as_ref()
    }

    /// Whether the bearer token is from the environment.
    #[allow(dead_code, reason = "only used by bearer tokens")]
    pub(crate) fn has_environment_token(&self) -> bool {
        self.authentication.token_source == TokenSource::Environment
    }

    /// The authentication schemes that are preferred.
    pub(crate) fn auth_scheme_preference(&self) -> Vec<AuthSchemeId> {
        self.authentication.preference()
    }

    /// Whether requests are sent without authentication if there is no identity.
    pub(crate) fn allows_no_auth(&self) -> bool {
        self.authentication.allows_no_auth
    }

    /// A builder with these settings, without those that a call shares with its client, so that it
    /// shows which of them the call sets.
    pub(crate) fn without_resources(&self) -> ConfigBuilder {
        let mut builder = self.to_builder();
        builder.config.http_client = None;
        builder.config.identity_cache = None;
        builder.config.retry_partition = None;
        builder.config.time_source = None;
        builder
    }

    /// Whether account-based endpoints are used.
    pub(crate) fn account_id_endpoint_mode(&self) -> Result<AccountIdEndpointMode, EndpointError> {
        let Some(text) = &self.account_id_endpoint_mode else {
            return Ok(AccountIdEndpointMode::default());
        };
        text.parse().map_err(|_| {
            EndpointError::new(format!(
                "the account id endpoint mode is {text:?}: it may be preferred, required or \
                 disabled"
            ))
        })
    }

    /// Whether operations may prefix the host name.
    pub(crate) fn takes_host_prefixes(&self) -> bool {
        self.host_prefixes.unwrap_or(true)
            && !self.endpoint_url.as_deref().is_some_and(has_no_subdomains)
    }

    /// Looks up the settings of one service in environment and profile:
    /// `AWS_ENDPOINT_URL_{SERVICE}` and `endpoint_url` in its `services` section. They take
    /// precedence over the endpoint for all services, unless the program itself set that.
    ///
    /// A service that takes bearer tokens has a name for the variable with one. Settings that only
    /// it has are given with their variables and keys.
    pub(crate) fn for_service(
        mut self,
        id: &str,
        token_name: Option<&str>,
        settings: &[SettingSource],
    ) -> Self {
        let Some(shared) = self.shared.take() else {
            return self;
        };
        let setting = |env, profile| environment::setting(&shared, id, env, profile);
        for source in settings {
            let name = source.parameter;
            if !self.service_settings.iter().any(|(it, _)| *it == name)
                && let Some(text) = setting(source.environment, source.profile)
            {
                let is_on = text.trim().eq_ignore_ascii_case(source.on);
                self.service_settings.push((name, is_on));
            }
        }
        if let Some(name) = token_name {
            self.authentication.take_environment(&shared, name);
        }
        if self.account_id_endpoint_mode.is_none() {
            self.account_id_endpoint_mode =
                setting("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode");
        }
        if self.host_prefixes.is_none() {
            let name = "disable_host_prefix_injection";
            self.host_prefixes = setting("AWS_DISABLE_HOST_PREFIX_INJECTION", name)
                .map(|text| !text.eq_ignore_ascii_case("true"));
        }
        self.ca_bundle = setting("AWS_CA_BUNDLE", "ca_bundle");
        if self.endpoint_url.is_some() {
            return self;
        }
        // An empty URL that the program itself set is an error later.
        self.endpoint_url = if shared.get_origin("endpoint_url").is_client_config() {
            shared.endpoint_url().map(str::to_owned)
        } else {
            let general = || shared.endpoint_url().filter(|url| !url.trim().is_empty());
            setting("AWS_ENDPOINT_URL", "endpoint_url").or_else(|| general().map(str::to_owned))
        };
        self
    }
}

/// Whether the host of a URL cannot have subdomains: an IP address, or `localhost`.
fn has_no_subdomains(url: &str) -> bool {
    let uri: Option<http::Uri> = url.parse().ok();
    let host = uri.as_ref().and_then(http::Uri::host).unwrap_or_default();
    host == "localhost" || host.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok()
}

/// Takes over all settings that apply to a service client.
impl From<&SdkConfig> for Config {
    fn from(shared: &SdkConfig) -> Self {
        let mut config = Self::builder().config;
        config.region = environment::region(shared);
        config.credentials_provider = shared.credentials_provider();
        config.authentication = Authentication::of(shared);
        config.shared_identity_cache = shared.identity_cache();
        config.use_fips = shared.use_fips().unwrap_or_default();
        config.use_dual_stack = shared.use_dual_stack().unwrap_or_default();
        if let Some(retry) = shared.retry_config() {
            config.retry = retry.clone();
        }
        if let Some(timeout) = shared.timeout_config() {
            config.timeouts = timeout.clone();
        }
        config.stalled_stream_protection = shared.stalled_stream_protection();
        config.http_client = shared.http_client();
        config.sleep_impl = shared.sleep_impl();
        config.time_source = shared.time_source();
        config.app_name = shared.app_name().cloned();
        config.framework_metadata = shared.framework_metadata().to_vec();
        config.clock_skew_correction = !shared.disable_clock_skew_correction().unwrap_or_default();
        if let Some(version) = shared.behavior_version() {
            config.behavior_version = version;
        }
        config.request_compression = shared.disable_request_compression().map(|it| !it);
        config.request_min_compression_size_bytes = shared.request_min_compression_size_bytes();
        config.request_checksums = shared.request_checksum_calculation();
        config.response_checksums = shared.response_checksum_validation();
        config.shared = Some(shared.clone());
        config
    }
}

impl From<SdkConfig> for Config {
    fn from(shared: SdkConfig) -> Self {
        Self::from(&shared)
    }
}

impl From<ConfigBuilder> for Config {
    fn from(builder: ConfigBuilder) -> Self {
        builder.build()
    }
}

/// Credentials are not shown, nor those in the endpoint's URL.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.region)
            .field("has_credentials", &self.credentials_provider.is_some())
            .field("has_token", &self.token_provider().is_some())
            .field(
                "endpoint_url",
                &self.endpoint_url.as_deref().map(endpoint::shown),
            )
            .field("use_fips", &self.use_fips)
            .field("use_dual_stack", &self.use_dual_stack)
            .field("retry_config", &self.retry)
            .field("timeout_config", &self.timeout_config())
            .field("has_http_client", &self.http_client.is_some())
            .field("interceptors", &self.interceptors)
            .field("app_name", &self.app_name)
            .field("clock_skew_correction", &self.clock_skew_correction)
            .field("idempotency_tokens", &self.idempotency_tokens)
            .finish_non_exhaustive()
    }
}

/// A builder of [`Config`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ConfigBuilder {
    pub(crate) config: Config,
}

impl Default for ConfigBuilder {
    fn default() -> Self {
        Self {
            config: Config {
                region: None,
                credentials_provider: None,
                authentication: Authentication::default(),
                identity_cache: None,
                shared_identity_cache: None,
                endpoint_url: None,
                use_fips: false,
                use_dual_stack: false,
                account_id_endpoint_mode: None,
                host_prefixes: None,
                ca_bundle: None,
                retry: RetryConfig::standard().with_max_attempts(DEFAULT_ATTEMPTS),
                retry_partition: None,
                retry_classifiers: Vec::new(),
                timeouts: TimeoutConfig::builder().build(),
                stalled_stream_protection: None,
                http_client: None,
                sleep_impl: None,
                time_source: None,
                interceptors: Vec::new(),
                app_name: None,
                framework_metadata: Vec::new(),
                clock_skew_correction: true,
                behavior_version: BehaviorVersion::latest(),
                idempotency_tokens: true,
                request_compression: None,
                request_min_compression_size_bytes: None,
                request_checksums: None,
                response_checksums: None,
                service_settings: Vec::new(),
                shared_state: SharedState::default(),
                shared: None,
            },
        }
    }
}

impl ConfigBuilder {
    /// Sets the region to call and to sign requests for.
    pub fn region(mut self, region: impl Into<Option<Region>>) -> Self {
        self.config.region = region.into();
        self
    }

    /// Sets the credentials provider: one of `aws-config`, or fixed [`Credentials`].
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.config.credentials_provider = Some(SharedCredentialsProvider::new(provider));
        // They belong to the credentials of another provider.
        self.config.shared_identity_cache = None;
        self.config.shared_state = SharedState::default();
        self
    }

    /// Sets the provider of bearer tokens, for services that take them. It is preferred to
    /// credentials, unless there is an [`auth_scheme_preference`](Self::auth_scheme_preference).
    pub fn token_provider(mut self, provider: impl ProvideToken + 'static) -> Self {
        let provider = SharedTokenProvider::new(provider);
        self.config.authentication.set_token_provider(provider);
        self
    }

    /// Sets the bearer token, as [`token_provider`](Self::token_provider).
    pub fn bearer_token(self, token: impl Into<Token>) -> Self {
        self.token_provider(token.into())
    }

    /// Sets which authentication schemes are preferred (`sigv4`, `httpBearerAuth`), if a service
    /// takes several. By default, a bearer token that was set here or in the environment variable
    /// of the service is preferred, such as `AWS_BEARER_TOKEN_BEDROCK`, and otherwise the first
    /// scheme in the service's order that has credentials or a token.
    pub fn auth_scheme_preference(mut self, preference: impl Into<AuthSchemePreference>) -> Self {
        self.config.authentication.set_preference(preference.into());
        self
    }

    /// Sends requests without authentication if there are neither credentials nor a token for
    /// them, instead of failing.
    pub fn allow_no_auth(mut self) -> Self {
        self.config.authentication.allows_no_auth = true;
        self
    }

    /// Sets the credentials cache; by default, credentials are loaded when a call first needs them,
    /// and shared by all calls of the client until they expire, or the service refuses them as
    /// expired.
    pub fn identity_cache(mut self, cache: impl ResolveCachedIdentity + 'static) -> Self {
        self.config.identity_cache = Some(SharedIdentityCache::new(cache));
        self
    }

    /// Sets a custom endpoint URL, such as `http://localhost:4566`. It may have a path, which
    /// precedes the operation's.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.config.endpoint_url = Some(url.into());
        self
    }

    /// Whether to use the endpoint with FIPS 140 validated cryptography.
    pub fn use_fips(mut self, use_fips: bool) -> Self {
        self.config.use_fips = use_fips;
        self
    }

    /// Whether to use the endpoint that supports IPv6 as well.
    pub fn use_dual_stack(mut self, use_dual_stack: bool) -> Self {
        self.config.use_dual_stack = use_dual_stack;
        self
    }

    /// Whether to use account-based endpoints; preferred by default. Only few services have them,
    /// such as `DynamoDB`.
    #[allow(clippy::needless_pass_by_value, reason = "it is a small enum")]
    pub fn account_id_endpoint_mode(mut self, mode: AccountIdEndpointMode) -> Self {
        self.config.account_id_endpoint_mode = Some(mode.to_string());
        self
    }

    /// Whether operations may prefix the host name, such as `data-`; on by default. Turn it off for
    /// an [`endpoint_url`](Self::endpoint_url) with one host name for all operations. IP addresses
    /// and `localhost` are never prefixed.
    pub fn host_prefixes(mut self, use_them: bool) -> Self {
        self.config.host_prefixes = Some(use_them);
        self
    }

    /// Sets when and how often failed attempts are retried.
    pub fn retry_config(mut self, config: RetryConfig) -> Self {
        self.config.retry = config;
        self
    }

    /// Sets whose budget for retries to use. By default, each client has its own, which it shares
    /// with its clones and customized calls. A [`RetryPartition::custom`] may be of another size,
    /// and be shared by several clients; one made by name is shared by all clients of the process
    /// that use that name.
    pub fn retry_partition(mut self, partition: RetryPartition) -> Self {
        self.config.retry_partition = Some(partition);
        self
    }

    /// Adds a retry classifier, which takes precedence over the built-in ones.
    pub fn retry_classifier(mut self, classifier: impl ClassifyRetry + 'static) -> Self {
        let classifier = SharedRetryClassifier::new(classifier);
        self.config.retry_classifiers.push(classifier);
        self
    }

    /// Sets the time limits. Unset ones keep their current value; to remove a limit, disable it
    /// (`disable_operation_timeout` and so on).
    pub fn timeout_config(mut self, mut config: TimeoutConfig) -> Self {
        config.take_defaults_from(&self.config.timeouts);
        self.config.timeouts = config;
        self
    }

    /// Sets the protection against stalled bodies; by default, an attempt fails after 5 seconds
    /// with less than one byte per second.
    pub fn stalled_stream_protection(mut self, config: StalledStreamProtectionConfig) -> Self {
        self.config.stalled_stream_protection = Some(config);
        self
    }

    /// Sets the HTTP client.
    pub fn http_client(mut self, client: impl HttpClient + 'static) -> Self {
        self.config.http_client = Some(SharedHttpClient::new(client));
        self
    }

    /// Sets the timer for time limits and delays; tokio's by default.
    pub fn sleep_impl(mut self, sleep: impl AsyncSleep + 'static) -> Self {
        self.config.sleep_impl = Some(SharedAsyncSleep::new(sleep));
        self
    }

    /// Sets the clock for signatures and the expiry of credentials; the system's by default.
    pub fn time_source(mut self, time: impl TimeSource + 'static) -> Self {
        self.config.time_source = Some(SharedTimeSource::new(time));
        self
    }

    /// Adds an interceptor, which can observe and change requests and responses. Interceptors run
    /// in the order they were added. Inputs and outputs have the operation's types, and requests
    /// are complete before they are signed.
    pub fn interceptor(mut self, interceptor: impl Intercept + 'static) -> Self {
        let interceptor = SharedInterceptor::new(interceptor);
        self.config.interceptors.push(interceptor);
        self
    }

    /// Adds a function that changes each request before it is signed, for example to add a header.
    /// It runs once per attempt, each time on the original request.
    pub fn mutate_request(self, edit: impl Fn(&mut HttpRequest) + Send + Sync + 'static) -> Self {
        self.interceptor(MutateRequestInterceptor::new(edit))
    }

    /// Sets the name of the program, for the user agent.
    pub fn app_name(mut self, name: impl Into<Option<AppName>>) -> Self {
        self.config.app_name = name.into();
        self
    }

    /// Adds a framework to the user agent.
    pub fn framework_metadata(mut self, metadata: FrameworkMetadata) -> Self {
        self.config.framework_metadata.push(metadata);
        self
    }

    /// Whether requests are signed with the service's time if the local clock is off; on by
    /// default.
    pub fn clock_skew_correction(mut self, correct: bool) -> Self {
        self.config.clock_skew_correction = correct;
        self
    }

    /// Whether the client fills in unset idempotency tokens (random UUIDs); on by default. Without
    /// a token, a call may take effect twice if it is retried after its response was lost.
    pub fn idempotency_tokens(mut self, fill: bool) -> Self {
        self.config.idempotency_tokens = fill;
        self
    }

    /// Whether large requests are compressed if the operation supports it (trait
    /// `requestCompression`); on by default.
    pub fn request_compression(mut self, compress: bool) -> Self {
        self.config.request_compression = Some(compress);
        self
    }

    /// Sets the minimum size of compressed requests: 10,240 bytes by default. With more than
    /// 10,485,760, every call that could be compressed fails.
    pub fn request_min_compression_size_bytes(mut self, bytes: u32) -> Self {
        self.config.request_min_compression_size_bytes = Some(bytes);
        self
    }

    /// When requests have a checksum that the operation supports (trait `httpChecksum`): by
    /// default, whenever it does.
    pub fn request_checksum_calculation(mut self, when: RequestChecksumCalculation) -> Self {
        self.config.request_checksums = Some(when);
        self
    }

    /// When responses are checked by a checksum that the operation supports (trait
    /// `httpChecksum`): by default, whenever it does.
    pub fn response_checksum_validation(mut self, when: ResponseChecksumValidation) -> Self {
        self.config.response_checksums = Some(when);
        self
    }

    /// Sets a boolean that only some services have, by the name of its endpoint parameter. Crates of
    /// such services have a trait `ServiceSettings` with a method for each.
    pub fn service_setting(mut self, name: &'static str, value: bool) -> Self {
        let settings = &mut self.config.service_settings;
        settings.retain(|(it, _)| *it != name);
        settings.push((name, value));
        self
    }

    /// Sets the version of the defaults of AWS's runtime; the latest by default.
    pub fn behavior_version(mut self, version: BehaviorVersion) -> Self {
        self.config.behavior_version = version;
        self
    }

    /// Creates the configuration.
    #[must_use]
    pub fn build(self) -> Config {
        self.config
    }
}
