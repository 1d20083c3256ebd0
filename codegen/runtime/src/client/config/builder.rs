//! The builder of configurations.

use std::fmt;

use aws_credential_types::Token;
use aws_credential_types::provider::token::{ProvideToken, SharedTokenProvider};
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_async::time::{SharedTimeSource, TimeSource};
use aws_smithy_runtime::client::interceptors::{MapRequestInterceptor, MutateRequestInterceptor};
use aws_smithy_runtime::client::retries::RetryPartition;
use aws_smithy_runtime_api::client::auth::AuthSchemePreference;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
use aws_smithy_runtime_api::client::identity::{ResolveCachedIdentity, SharedIdentityCache};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, SharedRetryClassifier};
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::app_name::AppName;
use aws_types::endpoint_config::AccountIdEndpointMode;
use aws_types::region::{Region, SigningRegionSet};
use aws_types::sdk_ua_metadata::FrameworkMetadata;

use super::Config;
use super::endpoint::{ResolveEndpoint, SharedEndpointResolver};
use crate::client::shared_state::SharedState;

/// A builder of [`Config`].
#[derive(Clone)]
#[must_use]
pub struct ConfigBuilder {
    pub(crate) config: Config,
}

impl Config {
    /// A builder with default settings.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::new()
    }

    /// A builder with these settings.
    pub fn to_builder(&self) -> ConfigBuilder {
        ConfigBuilder::from(self)
    }
}

impl Default for ConfigBuilder {
    fn default() -> Self {
        Self {
            config: Config::unset(),
        }
    }
}

impl fmt::Debug for ConfigBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigBuilder")
            .field("config", &self.config)
            .finish()
    }
}

impl From<ConfigBuilder> for Config {
    fn from(builder: ConfigBuilder) -> Self {
        builder.build()
    }
}

impl From<Config> for ConfigBuilder {
    fn from(config: Config) -> Self {
        Self { config }
    }
}

impl From<&Config> for ConfigBuilder {
    fn from(config: &Config) -> Self {
        Self::from(config.clone())
    }
}

impl From<&SdkConfig> for ConfigBuilder {
    fn from(shared: &SdkConfig) -> Self {
        Self::from(Config::from(shared))
    }
}

impl From<SdkConfig> for ConfigBuilder {
    fn from(shared: SdkConfig) -> Self {
        Self::from(&shared)
    }
}

impl ConfigBuilder {
    /// A builder with default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the region to call and to sign requests for.
    pub fn region(mut self, region: impl Into<Option<Region>>) -> Self {
        self.config.region = region.into();
        self
    }

    /// Sets the credentials provider: one of `aws-config`, or fixed [`Credentials`](super::Credentials).
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.config.credentials_provider = Some(SharedCredentialsProvider::new(provider));
        // They belong to the credentials of another provider.
        self.config.shared_identity_cache = None;
        self.config.shared_state = SharedState::default();
        self
    }

    /// Removes the credentials provider.
    pub(super) fn without_credentials(mut self) -> Self {
        self.config.credentials_provider = None;
        self.config.shared_identity_cache = None;
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

    /// Sets a function that gives the endpoint instead of the rules of the service.
    pub fn endpoint_resolver(mut self, resolver: impl ResolveEndpoint + 'static) -> Self {
        self.config.endpoint_resolver = Some(SharedEndpointResolver::new(resolver));
        self
    }

    /// Whether to use the endpoint with FIPS 140 validated cryptography.
    pub fn use_fips(mut self, use_fips: bool) -> Self {
        self.config.use_fips = Some(use_fips);
        self
    }

    /// Whether to use the endpoint that supports IPv6 as well.
    pub fn use_dual_stack(mut self, use_dual_stack: bool) -> Self {
        self.config.use_dual_stack = Some(use_dual_stack);
        self
    }

    /// Whether to use account-based endpoints; preferred by default. Only few services have them,
    /// such as `DynamoDB`.
    #[allow(clippy::needless_pass_by_value, reason = "it is a small enum")]
    pub fn account_id_endpoint_mode(mut self, mode: AccountIdEndpointMode) -> Self {
        self.config.account_id_endpoint_mode = Some(mode.to_string());
        self
    }

    /// Sets the regions in which asymmetric signatures are valid (`sigv4a`, such as those of requests to
    /// multi-region access points of S3), in place of those that the endpoint states.
    pub fn sigv4a_signing_region_set(mut self, regions: impl Into<SigningRegionSet>) -> Self {
        self.config.signing_region_set = Some(regions.into());
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
        self.config.retry = Some(config);
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

    /// Adds a function that replaces each request before it is signed, like
    /// [`mutate_request`](Self::mutate_request), and may fail.
    pub fn map_request<E: std::error::Error + Send + Sync + 'static>(
        self,
        map: impl Fn(HttpRequest) -> Result<HttpRequest, E> + Send + Sync + 'static,
    ) -> Self {
        self.interceptor(MapRequestInterceptor::new(map))
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
        self.config.clock_skew_correction = Some(correct);
        self
    }

    /// The opposite of [`clock_skew_correction`](Self::clock_skew_correction), as in AWS's SDK.
    pub fn disable_clock_skew_correction(mut self, disable: impl Into<Option<bool>>) -> Self {
        self.config.clock_skew_correction = disable.into().map(|it| !it);
        self
    }

    /// Whether the client fills in unset idempotency tokens (random UUIDs); on by default. Without
    /// a token, a call may take effect twice if it is retried after its response was lost.
    pub fn idempotency_tokens(mut self, fill: bool) -> Self {
        self.config.idempotency_tokens = Some(fill);
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
        self.config.set_service_setting(name, value);
        self
    }

    /// Sets the version of the defaults of AWS's runtime; the latest by default.
    pub fn behavior_version(mut self, version: BehaviorVersion) -> Self {
        self.config.behavior_version = Some(version);
        self
    }

    /// Uses the latest defaults of AWS's runtime, which is the default.
    pub fn behavior_version_latest(self) -> Self {
        self.behavior_version(BehaviorVersion::latest())
    }

    /// Creates the configuration.
    #[must_use]
    pub fn build(self) -> Config {
        self.config
    }
}
