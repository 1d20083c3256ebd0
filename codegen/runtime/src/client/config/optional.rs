//! Setters that take an `Option`, and those that add to a list in place, as in AWS's SDK.

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_credential_types::provider::token::SharedTokenProvider;
use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime::client::retries::RetryPartition;
use aws_smithy_runtime_api::client::auth::AuthSchemePreference;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::identity::{ResolveCachedIdentity, SharedIdentityCache};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::app_name::AppName;
use aws_types::endpoint_config::AccountIdEndpointMode;
use aws_types::region::{Region, SigningRegionSet};
use aws_types::sdk_ua_metadata::FrameworkMetadata;

use super::builder::ConfigBuilder;
use super::endpoint::SharedEndpointResolver;

macro_rules! setters {
    ($($name:ident($setting:ident: $type:ty) => $field:ident;)*) => {$(
        #[doc = concat!(
            "Sets [`", stringify!($setting), "`](Self::", stringify!($setting),
            "), or the default for `None`."
        )]
        pub fn $name(&mut self, $setting: Option<$type>) -> &mut Self {
            self.config.$field = $setting;
            self
        }
    )*};
}

impl ConfigBuilder {
    setters! {
        set_region(region: Region) => region;
        set_endpoint_url(endpoint_url: String) => endpoint_url;
        set_endpoint_resolver(endpoint_resolver: SharedEndpointResolver) => endpoint_resolver;
        set_use_fips(use_fips: bool) => use_fips;
        set_use_dual_stack(use_dual_stack: bool) => use_dual_stack;
        set_sigv4a_signing_region_set(sigv4a_signing_region_set: SigningRegionSet)
            => signing_region_set;
        set_retry_config(retry_config: RetryConfig) => retry;
        set_retry_partition(retry_partition: RetryPartition) => retry_partition;
        set_stalled_stream_protection(stalled_stream_protection: StalledStreamProtectionConfig)
            => stalled_stream_protection;
        set_http_client(http_client: SharedHttpClient) => http_client;
        set_sleep_impl(sleep_impl: SharedAsyncSleep) => sleep_impl;
        set_time_source(time_source: SharedTimeSource) => time_source;
        set_app_name(app_name: AppName) => app_name;
        set_behavior_version(behavior_version: BehaviorVersion) => behavior_version;
        set_request_min_compression_size_bytes(request_min_compression_size_bytes: u32)
            => request_min_compression_size_bytes;
        set_request_checksum_calculation(request_checksum_calculation: RequestChecksumCalculation)
            => request_checksums;
        set_response_checksum_validation(response_checksum_validation: ResponseChecksumValidation)
            => response_checksums;
    }

    /// Sets the [`credentials_provider`](Self::credentials_provider), or none.
    pub fn set_credentials_provider(
        &mut self,
        provider: Option<SharedCredentialsProvider>,
    ) -> &mut Self {
        self.edit(|builder| match provider {
            Some(provider) => builder.credentials_provider(provider),
            None => builder.without_credentials(),
        })
    }

    /// Sets the [`token_provider`](Self::token_provider), or none.
    pub fn set_token_provider(&mut self, provider: Option<SharedTokenProvider>) -> &mut Self {
        self.edit(|mut builder| match provider {
            Some(provider) => builder.token_provider(provider),
            None => {
                builder.config.authentication.unset_token_provider();
                builder
            }
        })
    }

    /// Sets the [`timeout_config`](Self::timeout_config), or the default limits for `None`.
    pub fn set_timeout_config(&mut self, timeout_config: Option<TimeoutConfig>) -> &mut Self {
        self.edit(|mut builder| match timeout_config {
            Some(limits) => builder.timeout_config(limits),
            None => {
                builder.config.timeouts = TimeoutConfig::builder().build();
                builder
            }
        })
    }

    /// Sets the [`account_id_endpoint_mode`](Self::account_id_endpoint_mode), or the default.
    pub fn set_account_id_endpoint_mode(
        &mut self,
        mode: Option<AccountIdEndpointMode>,
    ) -> &mut Self {
        self.config.account_id_endpoint_mode = mode.map(|mode| mode.to_string());
        self
    }

    /// Turns [`request_compression`](Self::request_compression) off or on, or sets the default.
    pub fn set_disable_request_compression(&mut self, disable: Option<bool>) -> &mut Self {
        self.config.request_compression = disable.map(|it| !it);
        self
    }

    /// The opposite of [`clock_skew_correction`](Self::clock_skew_correction), or the default.
    pub fn set_disable_clock_skew_correction(&mut self, disable: Option<bool>) -> &mut Self {
        self.config.clock_skew_correction = disable.map(|it| !it);
        self
    }

    /// Allows requests without authentication, like [`allow_no_auth`](Self::allow_no_auth).
    pub fn set_allow_no_auth(&mut self) -> &mut Self {
        self.config.authentication.allows_no_auth = true;
        self
    }

    /// Sets the [`auth_scheme_preference`](Self::auth_scheme_preference), if there is one.
    pub fn set_auth_scheme_preference(
        &mut self,
        preference: impl Into<Option<AuthSchemePreference>>,
    ) -> &mut Self {
        if let Some(preference) = preference.into() {
            self.config.authentication.set_preference(preference);
        }
        self
    }

    /// Sets the [`identity_cache`](Self::identity_cache).
    pub fn set_identity_cache(&mut self, cache: impl ResolveCachedIdentity + 'static) -> &mut Self {
        self.config.identity_cache = Some(SharedIdentityCache::new(cache));
        self
    }

    /// Adds an [`interceptor`](Self::interceptor).
    pub fn push_interceptor(&mut self, interceptor: SharedInterceptor) -> &mut Self {
        self.config.interceptors.push(interceptor);
        self
    }

    /// Replaces the interceptors.
    pub fn set_interceptors(
        &mut self,
        interceptors: impl IntoIterator<Item = SharedInterceptor>,
    ) -> &mut Self {
        self.config.interceptors = interceptors.into_iter().collect();
        self
    }

    /// Adds a [`retry_classifier`](Self::retry_classifier).
    pub fn push_retry_classifier(&mut self, classifier: SharedRetryClassifier) -> &mut Self {
        self.config.retry_classifiers.push(classifier);
        self
    }

    /// Replaces the retry classifiers.
    pub fn set_retry_classifiers(
        &mut self,
        classifiers: impl IntoIterator<Item = SharedRetryClassifier>,
    ) -> &mut Self {
        self.config.retry_classifiers = classifiers.into_iter().collect();
        self
    }

    /// Adds [`framework_metadata`](Self::framework_metadata).
    pub fn push_framework_metadata(&mut self, metadata: FrameworkMetadata) -> &mut Self {
        self.config.framework_metadata.push(metadata);
        self
    }

    fn edit(&mut self, edit: impl FnOnce(Self) -> Self) -> &mut Self {
        *self = edit(std::mem::take(self));
        self
    }
}
