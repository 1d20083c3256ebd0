//! Static properties of a service.

use super::config::Config;
use super::endpoint::EndpointRules;
use super::environment::SettingSource;
use super::scheme::{NO_AUTH, Scheme};

/// Static properties of a service; generated code defines them in a `static`.
#[derive(Debug)]
pub struct Service {
    /// The service's id (`serviceId`), such as `CodeBuild`, for error messages, tracing and the
    /// settings `AWS_ENDPOINT_URL_…` of environment and profile.
    pub id: &'static str,
    /// The id in lower case and without spaces, such as `codebuild`, for the user agent
    /// (`api/codebuild/1.0.0`).
    pub slug: &'static str,
    /// The service name in signatures (`signingName`, else `endpointPrefix`).
    pub signing_name: &'static str,
    /// The authentication schemes that its operations and endpoints may have.
    pub auth_schemes: &'static [&'static Scheme],
    /// The version of the crate, for the user agent.
    pub version: &'static str,
    /// The endpoint rules. Region and custom endpoint are already validated.
    pub endpoint_rules: EndpointRules,
    /// What only some services have.
    pub customization: ServiceCustomization,
}

/// What clients of only some services do, and the settings that they have.
#[derive(Clone, Copy, Debug)]
pub struct ServiceCustomization {
    /// Where settings are in the environment and the profile.
    pub(crate) settings: &'static [SettingSource],
    /// Whether each signed request states the hash of its payload in a header.
    pub(crate) states_payload_hash: bool,
    /// Whether signatures cover the path as it is sent: neither normalised nor encoded once more.
    pub(crate) signs_path_as_sent: bool,
    /// What tells the region where a request has to go, if responses do.
    pub(crate) region: Option<ToldRegion>,
}

/// Where a response tells the region.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ToldRegion {
    pub(crate) header: &'static str,
    /// A member of the error's document.
    pub(crate) element: &'static str,
    /// The codes of errors that mean that it is another one.
    pub(crate) errors: &'static [&'static str],
}

impl ServiceCustomization {
    /// Nothing, as for most services.
    pub const NONE: Self = Self {
        settings: &[],
        states_payload_hash: false,
        signs_path_as_sent: false,
        region: None,
    };

    /// Sets the settings that are in the environment and the profile.
    #[must_use]
    pub const fn settings(mut self, settings: &'static [SettingSource]) -> Self {
        self.settings = settings;
        self
    }

    /// States the hash of the payload in each signed request.
    #[must_use]
    pub const fn stated_payload_hash(mut self) -> Self {
        self.states_payload_hash = true;
        self
    }

    /// Repeats requests for the region that a response tells in this header, or an error in this
    /// element; an empty name stands for none.
    #[must_use]
    pub const fn told_region(mut self, header: &'static str, element: &'static str) -> Self {
        self.region = Some(ToldRegion {
            header,
            element,
            errors: &[],
        });
        self
    }

    /// Asks for the region after errors with these codes, unless they tell it.
    #[must_use]
    pub const fn region_errors(mut self, codes: &'static [&'static str]) -> Self {
        if let Some(region) = &mut self.region {
            region.errors = codes;
        }
        self
    }

    /// Signs the path as it is sent.
    #[must_use]
    pub const fn path_as_sent(mut self) -> Self {
        self.signs_path_as_sent = true;
        self
    }
}

impl Service {
    /// The configuration with the settings of the environment.
    pub(crate) fn configure(&self, config: Config) -> Config {
        let settings = self.customization.settings;
        config.for_service(self.id, self.token_name(), settings)
    }

    /// The authentication schemes of its requests, and none.
    pub(crate) fn schemes(&self) -> impl Iterator<Item = &'static Scheme> {
        self.auth_schemes.iter().copied().chain([&NO_AUTH])
    }

    /// The name in the environment variable with a bearer token, if the service takes tokens.
    fn token_name(&self) -> Option<&'static str> {
        let mut schemes = self.auth_schemes.iter();
        let takes_tokens = schemes.any(|scheme| scheme.is_token());
        takes_tokens.then_some(self.signing_name)
    }
}
