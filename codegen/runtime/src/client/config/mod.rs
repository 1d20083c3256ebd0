//! Settings of a client and their defaults.
//!
//! | module | contents |
//! |---|---|
//! | `builder` | the builder and its setters |
//! | `optional` | its setters that take an `Option` |
//! | `overrides` | settings of a call over those of its client |
//! | [`endpoint`] | endpoint resolvers of programs |
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
pub use aws_types::region::{Region, SigningRegionSet};
pub use aws_types::sdk_ua_metadata::FrameworkMetadata;

pub use self::builder::ConfigBuilder;
/// The builder of [`Config`], under the name it has in AWS's SDK.
pub use self::builder::ConfigBuilder as Builder;
use super::environment::{self, Setting, SettingSource};
use super::identity::{Authentication, TokenSource};
use super::shared_state::SharedState;
use crate::client::endpoint::{EndpointError, shown};

mod builder;
pub mod endpoint;
mod optional;
mod overrides;

/// Settings for retries.
pub mod retry {
    pub use aws_smithy_runtime::client::retries::{ClientRateLimiter, RetryPartition, TokenBucket};
    pub use aws_smithy_runtime_api::client::retries::ShouldAttempt;
    pub use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
    pub use aws_smithy_types::retry::{ReconnectMode, RetryConfig, RetryConfigBuilder, RetryMode};
}

/// Time limits.
pub mod timeout {
    pub use aws_smithy_types::timeout::{TimeoutConfig, TimeoutConfigBuilder};
}

/// Requests and responses as interceptors see them.
pub mod http {
    pub use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
}

/// Arguments of [`Intercept`]'s methods.
pub mod interceptors {
    pub use aws_smithy_runtime_api::client::interceptors::context::{
        AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextMut,
        BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
        BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
        BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextMut,
        FinalizerInterceptorContextRef, InterceptorContext,
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
pub struct Config {
    pub(crate) region: Option<Region>,
    pub(crate) credentials_provider: Option<SharedCredentialsProvider>,
    authentication: Authentication,
    pub(crate) identity_cache: Option<SharedIdentityCache>,
    /// The cache of the shared configuration, for its credentials provider.
    shared_identity_cache: Option<SharedIdentityCache>,
    pub(crate) endpoint_url: Option<String>,
    pub(crate) endpoint_resolver: Option<endpoint::SharedEndpointResolver>,
    use_fips: Option<bool>,
    use_dual_stack: Option<bool>,
    /// Both in the environment and the profile, which do not hold for an endpoint URL.
    found_fips: Option<bool>,
    found_dual_stack: Option<bool>,
    account_id_endpoint_mode: Option<String>,
    /// The regions in which asymmetric signatures are valid, in place of those of the endpoint.
    pub(crate) signing_region_set: Option<SigningRegionSet>,
    host_prefixes: Option<bool>,
    /// The file with the certificates to trust instead of the system's.
    #[allow(dead_code, reason = "only used by the default HTTP client")]
    pub(crate) ca_bundle: Option<String>,
    retry: Option<RetryConfig>,
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
    clock_skew_correction: Option<bool>,
    behavior_version: Option<BehaviorVersion>,
    idempotency_tokens: Option<bool>,
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
    /// No settings: every one has its default.
    pub(crate) fn unset() -> Self {
        Self {
            region: None,
            credentials_provider: None,
            authentication: Authentication::default(),
            identity_cache: None,
            shared_identity_cache: None,
            endpoint_url: None,
            endpoint_resolver: None,
            use_fips: None,
            use_dual_stack: None,
            found_fips: None,
            found_dual_stack: None,
            account_id_endpoint_mode: None,
            signing_region_set: None,
            host_prefixes: None,
            ca_bundle: None,
            retry: None,
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
            clock_skew_correction: None,
            behavior_version: None,
            idempotency_tokens: None,
            request_compression: None,
            request_min_compression_size_bytes: None,
            request_checksums: None,
            response_checksums: None,
            service_settings: Vec::new(),
            shared_state: SharedState::default(),
            shared: None,
        }
    }

    /// A setting that only some services have.
    fn service_setting(&self, name: &str) -> Option<bool> {
        let mut settings = self.service_settings.iter();
        settings.find_map(|(it, value)| (*it == name).then_some(*value))
    }

    /// Whether signatures cover payloads, if it is set.
    pub(crate) fn payload_signing(&self) -> Option<bool> {
        self.service_setting("PayloadSigning")
    }

    /// Sets a setting that only some services have.
    fn set_service_setting(&mut self, name: &'static str, value: bool) {
        self.service_settings.retain(|(it, _)| *it != name);
        self.service_settings.push((name, value));
    }

    /// The settings of a shared configuration, like [`From`].
    pub fn new(shared: &SdkConfig) -> Self {
        Self::from(shared)
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

    /// The retry settings, defaults included.
    pub fn retry_config(&self) -> RetryConfig {
        let default = || RetryConfig::standard().with_max_attempts(DEFAULT_ATTEMPTS);
        self.retry.clone().unwrap_or_else(default)
    }

    /// The version of the defaults of AWS's runtime.
    pub(crate) fn behavior_version(&self) -> BehaviorVersion {
        self.behavior_version
            .unwrap_or_else(BehaviorVersion::latest)
    }

    /// Whether the endpoint has FIPS 140 validated cryptography.
    pub(crate) fn uses_fips(&self) -> bool {
        self.is_on(self.use_fips, self.found_fips)
    }

    /// Whether the endpoint supports IPv6 as well.
    pub(crate) fn uses_dual_stack(&self) -> bool {
        self.is_on(self.use_dual_stack, self.found_dual_stack)
    }

    /// Whether a setting of the program is on, or else one that was found, unless there is an endpoint
    /// URL.
    fn is_on(&self, set: Option<bool>, found: Option<bool>) -> bool {
        let found = found.filter(|_| self.endpoint_url.is_none());
        set.or(found).unwrap_or_default()
    }

    /// Whether requests are signed with the service's time if the local clock is off.
    pub(crate) fn corrects_clock_skew(&self) -> bool {
        self.clock_skew_correction.unwrap_or(true)
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

    /// The time limits of calls with a stream in their request, or with a response that takes
    /// minutes: only what was set, and the limit for connecting.
    pub(crate) fn slow_timeout_config(&self) -> TimeoutConfig {
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
        self.idempotency_tokens.unwrap_or(true)
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

    /// These settings without those that a call shares with its client, so that it shows which of
    /// them the call sets.
    pub(crate) fn without_resources(&self) -> Self {
        Self {
            http_client: None,
            identity_cache: None,
            retry_partition: None,
            time_source: None,
            ..self.clone()
        }
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
        // The shared configuration does not tell what the program itself has set on it.
        let own =
            |found: Option<bool>, env, profile| found.filter(|_| setting(env, profile).is_none());
        let fips = own(
            self.found_fips,
            "AWS_USE_FIPS_ENDPOINT",
            "use_fips_endpoint",
        );
        self.use_fips = self.use_fips.or(fips);
        let names = ("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
        let dual_stack = own(self.found_dual_stack, names.0, names.1);
        self.use_dual_stack = self.use_dual_stack.or(dual_stack);
        for source in settings {
            let is_on = || source.is_on(&shared, id);
            match source.setting {
                Setting::OfService(name) => {
                    if self.service_setting(name).is_none()
                        && let Some(is_on) = is_on()
                    {
                        self.service_settings.push((name, is_on));
                    }
                }
                Setting::DualStack => self.found_dual_stack = self.found_dual_stack.or_else(is_on),
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
    let uri: Option<::http::Uri> = url.parse().ok();
    let host = uri.as_ref().and_then(::http::Uri::host).unwrap_or_default();
    host == "localhost" || host.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok()
}

/// Takes over all settings that apply to a service client.
impl From<&SdkConfig> for Config {
    fn from(shared: &SdkConfig) -> Self {
        let mut config = Self::unset();
        config.region = environment::region(shared);
        config.credentials_provider = shared.credentials_provider();
        config.authentication = Authentication::of(shared);
        config.shared_identity_cache = shared.identity_cache();
        config.found_fips = shared.use_fips();
        config.found_dual_stack = shared.use_dual_stack();
        // An invalid mode is none here: it is found once more for the service.
        let account_mode = shared.account_id_endpoint_mode();
        config.account_id_endpoint_mode = account_mode.map(ToString::to_string);
        config.signing_region_set = shared.sigv4a_signing_region_set().cloned();
        config.retry = shared.retry_config().cloned();
        if let Some(timeout) = shared.timeout_config() {
            config.timeouts = timeout.clone();
        }
        config.stalled_stream_protection = shared.stalled_stream_protection();
        config.http_client = shared.http_client();
        config.sleep_impl = shared.sleep_impl();
        config.time_source = shared.time_source();
        config.app_name = shared.app_name().cloned();
        config.framework_metadata = shared.framework_metadata().to_vec();
        config.clock_skew_correction = shared.disable_clock_skew_correction().map(|it| !it);
        config.behavior_version = shared.behavior_version();
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

/// Credentials are not shown, nor those in the endpoint's URL.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.region)
            .field("has_credentials", &self.credentials_provider.is_some())
            .field("has_token", &self.token_provider().is_some())
            .field("endpoint_url", &self.endpoint_url.as_deref().map(shown))
            .field("use_fips", &self.uses_fips())
            .field("use_dual_stack", &self.uses_dual_stack())
            .field("retry_config", &self.retry_config())
            .field("timeout_config", &self.timeout_config())
            .field("has_http_client", &self.http_client.is_some())
            .field("interceptors", &self.interceptors)
            .field("app_name", &self.app_name)
            .field("clock_skew_correction", &self.corrects_clock_skew())
            .field("idempotency_tokens", &self.fills_idempotency_tokens())
            .finish_non_exhaustive()
    }
}
