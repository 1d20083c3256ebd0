//! Bearer tokens: those of the environment and of providers, and what is shown of them.

use std::collections::HashMap;

use aws_credential_types::Token;
use aws_credential_types::provider::error::TokenError;
use aws_credential_types::provider::future;
use aws_types::origin::Origin;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use tinsmith_runtime::client::config::{
    AuthSchemeId, BehaviorVersion, ProvideToken, Region, SdkConfig, SharedCredentialsProvider,
    SharedTokenProvider,
};
use tinsmith_runtime::client::{Config, Core};

use super::{Bearer, Either, EitherWay, SERVICE, Signed, keys, nothing, prefers, sent};
use crate::operation::{StartInput, headers, ok, response, service};

/// The environment as `aws-config` reads it.
#[derive(Debug, Default)]
struct Environment(HashMap<&'static str, &'static str>);

impl LoadServiceConfig for Environment {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let service = key.service_id().to_uppercase().replace(' ', "_");
        let own = format!("{}_{service}", key.env());
        let found = self.0.get(&*own).or_else(|| self.0.get(key.env()))?;
        Some((*found).to_owned())
    }
}

/// A configuration of all services with credentials and a token provider from elsewhere.
fn shared(variables: &[(&'static str, &'static str)]) -> aws_types::sdk_config::Builder {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(keys()))
        .token_provider(SharedTokenProvider::new(Token::new("sso", None)))
        .service_config(Environment(variables.iter().copied().collect()))
}

#[tokio::test]
async fn tokens_of_the_environment() {
    let own = ("AWS_BEARER_TOKEN_CODE_BUILD", "t2");
    let of = |shared: aws_types::sdk_config::Builder| Config::from(&shared.build()).to_builder();
    let in_code = |setting| {
        let mut shared = shared(&[own]);
        shared.insert_origin(setting, Origin::shared_config());
        shared
    };
    let sigv4 = || [AuthSchemeId::from("sigv4")];
    let (signed, token) = ("signed for code-build", "Bearer t2");
    for (found, expected) in [
        (sent::<Either>(&SERVICE, of(shared(&[own]))).await, token),
        (sent::<Bearer>(&SERVICE, of(shared(&[own]))).await, token),
        (sent::<Signed>(&SERVICE, of(shared(&[own]))).await, signed),
        // None for this service: its order.
        (sent::<Either>(&SERVICE, of(shared(&[]))).await, signed),
        (
            sent::<Bearer>(&SERVICE, of(shared(&[]))).await,
            "Bearer sso",
        ),
        (
            sent::<Either>(&SERVICE, of(shared(&[("AWS_BEARER_TOKEN", "all")]))).await,
            signed,
        ),
        (
            sent::<Either>(
                &SERVICE,
                of(shared(&[("AWS_BEARER_TOKEN_CODE_BUILD", " ")])),
            )
            .await,
            signed,
        ),
        // Code wins over the environment, the environment over a preference in a profile.
        (
            sent::<Either>(&SERVICE, of(shared(&[own])).bearer_token("t1")).await,
            "Bearer t1",
        ),
        (
            sent::<Either>(&SERVICE, prefers(of(shared(&[own])), &["sigv4"])).await,
            signed,
        ),
        (
            sent::<Either>(
                &SERVICE,
                of(in_code("auth_scheme_preference").auth_scheme_preference(sigv4())),
            )
            .await,
            signed,
        ),
        (
            sent::<Either>(&SERVICE, of(shared(&[own]).auth_scheme_preference(sigv4()))).await,
            token,
        ),
        (
            sent::<EitherWay>(&SERVICE, of(shared(&[]).auth_scheme_preference(sigv4()))).await,
            signed,
        ),
        (
            sent::<Either>(&SERVICE, of(in_code("token_provider"))).await,
            "Bearer sso",
        ),
    ] {
        assert_eq!(found, expected);
    }
}

/// As AWS's SDKs, the user agent tells that the token is from the environment.
#[tokio::test]
async fn user_agent_of_environment_tokens() {
    let own = ("AWS_BEARER_TOKEN_CODE_BUILD", "t2");
    for (variables, token, expected) in [
        (&[own][..], None, true),
        (&[own][..], Some("t1"), false),
        (&[][..], None, false),
    ] {
        let http = service(vec![ok()]);
        let mut config = Config::from(&shared(variables).build()).to_builder();
        if let Some(token) = token {
            config = config.bearer_token(token);
        }
        let core = Core::new(&SERVICE, config.http_client(http.clone()).build());
        core.send::<Bearer>(StartInput::named("p")).await.unwrap();
        let request = http.actual_requests().next().unwrap();
        let agent = request.headers().get("x-amz-user-agent").unwrap();
        let metrics = agent.split(" m/").nth(1).unwrap();
        let metrics = metrics.split(' ').next().unwrap();
        assert_eq!(metrics.split(',').any(|it| it == "3"), expected, "{agent}");
    }
}

/// Provides the tokens of a list, then fails.
#[derive(Debug)]
struct Rotating(std::sync::Mutex<Vec<&'static str>>);

impl ProvideToken for Rotating {
    fn provide_token<'a>(&'a self) -> future::ProvideToken<'a>
    where
        Self: 'a,
    {
        let next = self.0.lock().unwrap().pop();
        future::ProvideToken::ready(match next {
            Some(token) => Ok(Token::new(token, None)),
            None => Err(TokenError::not_loaded("the session has ended")),
        })
    }
}

#[tokio::test]
async fn tokens_are_cached_until_they_are_refused_as_expired() {
    let refused = response(401, r#"{"__type":"ExpiredTokenException"}"#);
    let http = service(vec![ok(), refused, ok()]);
    let provider = Rotating(vec!["b", "a"].into());
    let config = nothing().token_provider(provider).http_client(http.clone());
    let core = Core::new(&SERVICE, config.build());
    for _ in 0..2 {
        core.send::<Bearer>(StartInput::named("p")).await.unwrap();
    }
    let found = headers(&http, "authorization");
    assert_eq!(found, ["Bearer a", "Bearer a", "Bearer b"]);
}

#[tokio::test]
async fn failing_token_providers_are_explained() {
    let config = nothing().token_provider(Rotating(Vec::new().into()));
    let found = sent::<Bearer>(&SERVICE, config).await;
    assert!(
        found.contains("the bearer token could not be loaded: "),
        "{found}"
    );
    assert!(found.contains("the session has ended"), "{found}");
    assert!(found.contains("Set a `token_provider`"), "{found}");
}

#[tokio::test]
async fn tokens_are_not_shown() {
    let config = nothing().bearer_token("s3cret\n");
    assert!(!format!("{:?}", config.clone().build()).contains("s3cret"));
    // Not valid in a header.
    let found = sent::<Bearer>(&SERVICE, config).await;
    assert!(
        found.contains("header") && !found.contains("s3cret"),
        "{found}"
    );
}
