//! Bearer tokens, and which authentication scheme a program prefers.

use aws_credential_types::Token;
use aws_credential_types::provider::token::SharedTokenProvider;
use aws_smithy_runtime_api::client::auth::http::HTTP_BEARER_AUTH_SCHEME_ID;
use aws_smithy_runtime_api::client::auth::{AuthSchemeId, AuthSchemePreference};
use aws_types::SdkConfig;

use super::environment;

/// The settings of authentication besides credentials.
#[derive(Clone, Default)]
pub(crate) struct Authentication {
    pub(crate) token_provider: Option<SharedTokenProvider>,
    pub(crate) token_source: TokenSource,
    /// Whether a token is there for this service, and thus preferred to credentials.
    has_own_token: bool,
    preference: Option<AuthSchemePreference>,
    is_preference_in_code: bool,
    /// Whether requests without identity are sent.
    pub(crate) allows_no_auth: bool,
}

/// Where a token provider comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TokenSource {
    /// The configuration of all services.
    #[default]
    Shared,
    /// The environment variable of the service.
    Environment,
    /// The configuration of the service.
    Code,
}

impl Authentication {
    /// The settings of all services.
    pub(crate) fn of(shared: &SdkConfig) -> Self {
        Self {
            token_provider: shared.token_provider(),
            preference: shared.auth_scheme_preference().cloned(),
            is_preference_in_code: is_in_code(shared, "auth_scheme_preference"),
            ..Self::default()
        }
    }

    /// Sets the token provider in code.
    pub(crate) fn set_token_provider(&mut self, provider: SharedTokenProvider) {
        self.token_provider = Some(provider);
        self.token_source = TokenSource::Code;
        self.has_own_token = true;
    }

    /// Removes the token provider.
    pub(crate) fn unset_token_provider(&mut self) {
        self.token_provider = None;
        self.has_own_token = false;
    }

    /// These settings with those that are set in `other`.
    pub(crate) fn overridden_by(mut self, other: Self) -> Self {
        if other.token_provider.is_some() {
            self.token_provider = other.token_provider;
            self.token_source = other.token_source;
            self.has_own_token = other.has_own_token;
        }
        if other.preference.is_some() {
            self.preference = other.preference;
            self.is_preference_in_code = other.is_preference_in_code;
        }
        self.allows_no_auth |= other.allows_no_auth;
        self
    }

    /// Sets the preference in code.
    pub(crate) fn set_preference(&mut self, preference: AuthSchemePreference) {
        self.preference = Some(preference);
        self.is_preference_in_code = true;
    }

    /// Looks up the token in the environment variable of the service, unless code has set one.
    pub(crate) fn take_environment(&mut self, shared: &SdkConfig, signing_name: &str) {
        if self.token_source == TokenSource::Code {
            return;
        }
        if let Some(token) = environment::variable(shared, &variable(signing_name)) {
            self.has_own_token = true;
            if !is_in_code(shared, "token_provider") {
                self.token_provider = Some(SharedTokenProvider::new(Token::new(token, None)));
                self.token_source = TokenSource::Environment;
            }
        }
    }

    /// The preferred schemes: what code says, then tokens for this service, then what environment
    /// and profile say.
    pub(crate) fn preference(&self) -> Vec<AuthSchemeId> {
        if self.has_own_token && !self.is_preference_in_code {
            return vec![HTTP_BEARER_AUTH_SCHEME_ID];
        }
        self.preference.clone().into_iter().flatten().collect()
    }
}

/// Whether a setting of all services was made in code.
fn is_in_code(shared: &SdkConfig, setting: &'static str) -> bool {
    shared.get_origin(setting).is_client_config()
}

/// The environment variable with the bearer token of a service.
pub(crate) fn variable(signing_name: &str) -> String {
    let name = signing_name.replace(['-', ' '], "_");
    format!("AWS_BEARER_TOKEN_{}", name.to_ascii_uppercase())
}
