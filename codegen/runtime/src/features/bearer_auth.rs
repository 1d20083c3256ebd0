//! Authentication with bearer tokens, for services that take them.

use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider::token::SharedTokenProvider;
use aws_smithy_runtime::client::auth::http::BearerAuthScheme;
use aws_smithy_runtime_api::client::auth::SharedAuthScheme;
use aws_smithy_runtime_api::client::auth::http::HTTP_BEARER_AUTH_SCHEME_ID;
use aws_smithy_runtime_api::client::identity::http::Token;
use aws_smithy_runtime_api::client::identity::{
    Identity, IdentityCachePartition, IdentityFuture, ResolveIdentity, SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Layer};

use crate::client::identity;
use crate::client::scheme::{AskedBy, Scheme};

/// A token in the header `Authorization`.
pub static BEARER: Scheme = Scheme {
    id: HTTP_BEARER_AUTH_SCHEME_ID,
    implementation: || SharedAuthScheme::new(BearerAuthScheme::new()),
    identity: |config| {
        let provider = config.token_provider()?.clone();
        Some(if config.has_environment_token() {
            SharedIdentityResolver::new(OfEnvironment(provider))
        } else {
            SharedIdentityResolver::new(provider)
        })
    },
    missing: |signing_name| {
        format!(
            "no bearer token is set: set a `bearer_token` or `token_provider` on the config, or \
             the environment variable {}",
            identity::variable(signing_name)
        )
    },
    is_signature: false,
    asked_by: AskedBy::None,
};

/// The token of an environment variable, which the user agent tells, as in AWS's SDKs.
#[derive(Debug)]
struct OfEnvironment(SharedTokenProvider);

impl ResolveIdentity for OfEnvironment {
    fn resolve_identity<'a>(
        &'a self,
        components: &'a RuntimeComponents,
        bag: &'a ConfigBag,
    ) -> IdentityFuture<'a> {
        let token = self.0.resolve_identity(components, bag);
        IdentityFuture::new(async move {
            let identity = token.await?;
            let token = identity.data::<Token>().ok_or("it is not a token")?;
            let mut layer = Layer::new("bearer token");
            layer.store_append(AwsCredentialFeature::BearerServiceEnvVars);
            Ok(Identity::builder()
                .data(token.clone())
                .property(layer.freeze())
                .build()?)
        })
    }

    fn cache_partition(&self) -> Option<IdentityCachePartition> {
        self.0.cache_partition()
    }
}
