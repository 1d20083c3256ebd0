//! The choice of the authentication scheme.

use std::collections::HashMap;

use aws_credential_types::Token;
use aws_credential_types::provider::error::TokenError;
use aws_credential_types::provider::future;
use aws_types::origin::Origin;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use tinsmith_runtime::client::config::{
    AuthSchemeId, BehaviorVersion, Credentials, ProvideToken, Region, SdkConfig,
    SharedCredentialsProvider, SharedTokenProvider,
};
use tinsmith_runtime::client::endpoint::{self, AuthScheme, EndpointRules};
use tinsmith_runtime::client::scheme::SIGV4;
use tinsmith_runtime::client::{ClientOperation, Config, ConfigBuilder, Core, Service};
use tinsmith_runtime::error::Cause;
use tinsmith_runtime::features::bearer_auth::BEARER;
use tinsmith_runtime::operation::{Operation, OperationSchema};

use crate::operation::{
    FACTS, StartError, StartInput, StartOutput, as_start, ok, response, service,
};

macro_rules! operations {
    ($($operation:ident: $($scheme:literal)*;)*) => {$(
        struct $operation;

        impl Operation for $operation {
            const SCHEMA: &'static OperationSchema =
                &OperationSchema::new(stringify!($operation)).auth(&[$($scheme),*]);
            as_start!();
        }

        impl ClientOperation for $operation {}
    )*};
}

operations! {
    Signed: "sigv4";
    Bearer: "httpBearerAuth";
    Either: "sigv4" "httpBearerAuth";
    EitherWay: "httpBearerAuth" "sigv4";
    Optional: "sigv4" "noAuth";
    Open: ;
}

/// Endpoints without a list of schemes.
static SERVICE: Service = Service {
    signing_name: "code-build",
    auth_schemes: &[&SIGV4, &BEARER],
    ..FACTS
};

/// Endpoints that accept bearer tokens, and else signatures for another name.
static LISTED: Service = Service {
    endpoint_rules: EndpointRules::PerClient(|_| {
        endpoint::signed(
            "https://listed.example.com",
            [
                AuthScheme::with_capacity("sigv4a", 0),
                AuthScheme::with_capacity("httpBearerAuth", 0),
                AuthScheme::with_capacity("sigv4", 1).put("signingName", "other"),
            ],
        )
    }),
    ..SERVICE
};

/// The same per call, only with signatures.
static LISTED_PER_CALL: Service = Service {
    endpoint_rules: EndpointRules::PerCall(|_| {
        endpoint::signed(
            "https://listed.example.com",
            [AuthScheme::with_capacity("sigv4", 1).put("signingName", "other")],
        )
    }),
    ..SERVICE
};

/// Endpoints with another scheme.
static ASYMMETRIC: Service = Service {
    endpoint_rules: EndpointRules::PerClient(|_| {
        endpoint::signed(
            "https://listed.example.com",
            [AuthScheme::with_capacity("sigv4a", 0)],
        )
    }),
    ..SERVICE
};
static ASYMMETRIC_PER_CALL: Service = Service {
    endpoint_rules: EndpointRules::PerCall(|_| {
        endpoint::signed(
            "https://listed.example.com",
            [AuthScheme::with_capacity("sigv4a", 0)],
        )
    }),
    ..SERVICE
};

/// How a request is authenticated: `signed for <name>`, the token, `open`; or the error.
async fn sent<O>(service: &'static Service, config: ConfigBuilder) -> String
where
    O: ClientOperation<Input = StartInput, Output = StartOutput, Error = StartError>,
{
    let http = crate::operation::service(vec![ok()]);
    let core = Core::new(service, config.http_client(http.clone()).build());
    if let Err(error) = core.send::<O>(StartInput::named("p")).await {
        let Cause::Transport(cause) = error.cause() else {
            panic!("{error:?}");
        };
        return cause.to_string();
    }
    let request = http.actual_requests().next().unwrap();
    let Some(authorization) = request.headers().get("authorization") else {
        return "open".to_owned();
    };
    match authorization.split_once("/us-east-1/") {
        Some((_, rest)) => format!("signed for {}", rest.split('/').next().unwrap()),
        None => authorization.to_owned(),
    }
}

fn nothing() -> ConfigBuilder {
    Config::builder().region(Region::new("us-east-1"))
}

fn keys() -> Credentials {
    Credentials::new("AK", "key", None, None, "test")
}

fn with_keys() -> ConfigBuilder {
    nothing().credentials_provider(keys())
}

fn with_token() -> ConfigBuilder {
    nothing().bearer_token("t1")
}

fn prefers(config: ConfigBuilder, schemes: &[&'static str]) -> ConfigBuilder {
    let ids: Vec<_> = schemes.iter().copied().map(AuthSchemeId::from).collect();
    config.auth_scheme_preference(ids)
}

#[tokio::test]
async fn schemes_of_the_operation() {
    let both = || with_keys().bearer_token("t1");
    let (signed, token) = ("signed for code-build", "Bearer t1");
    for (found, expected) in [
        (sent::<Signed>(&SERVICE, both()).await, signed),
        (sent::<Bearer>(&SERVICE, both()).await, token),
        // A token that is set for the service is preferred.
        (sent::<Either>(&SERVICE, both()).await, token),
        (sent::<EitherWay>(&SERVICE, both()).await, token),
        (sent::<Open>(&SERVICE, both()).await, "open"),
        (sent::<Open>(&SERVICE, nothing()).await, "open"),
        // The first one with an identity.
        (sent::<Either>(&SERVICE, with_keys()).await, signed),
        (sent::<EitherWay>(&SERVICE, with_keys()).await, signed),
        (sent::<Either>(&SERVICE, with_token()).await, token),
        (sent::<Optional>(&SERVICE, with_keys()).await, signed),
        (sent::<Optional>(&SERVICE, nothing()).await, "open"),
        // A preference.
        (
            sent::<EitherWay>(&SERVICE, prefers(both(), &["sigv4"])).await,
            signed,
        ),
        (
            sent::<Either>(&SERVICE, prefers(both(), &["httpBearerAuth"])).await,
            token,
        ),
        (
            sent::<Either>(&SERVICE, prefers(both(), &["mine", "sigv4"])).await,
            signed,
        ),
        (
            sent::<Bearer>(&SERVICE, prefers(both(), &["sigv4"])).await,
            token,
        ),
        (
            sent::<Either>(&SERVICE, prefers(with_keys(), &["httpBearerAuth"])).await,
            signed,
        ),
        // No authentication, if it is allowed.
        (
            sent::<Either>(&SERVICE, nothing().allow_no_auth()).await,
            "open",
        ),
        (
            sent::<Bearer>(&SERVICE, with_keys().allow_no_auth()).await,
            "open",
        ),
        (
            sent::<Either>(&SERVICE, with_keys().allow_no_auth()).await,
            signed,
        ),
        (
            sent::<Either>(&SERVICE, prefers(both().allow_no_auth(), &["noAuth"])).await,
            "open",
        ),
        (
            sent::<Either>(&SERVICE, prefers(both(), &["noAuth"])).await,
            signed,
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn schemes_of_the_endpoint() {
    let both = || with_keys().bearer_token("t1");
    for (found, expected) in [
        (
            sent::<Either>(&LISTED, with_keys()).await,
            "signed for other",
        ),
        (sent::<Either>(&LISTED, both()).await, "Bearer t1"),
        (sent::<Signed>(&LISTED, both()).await, "signed for other"),
        // Its order wins over the operation's, a preference over both.
        (
            sent::<Either>(&LISTED, prefers(both(), &["noAuth"])).await,
            "Bearer t1",
        ),
        (
            sent::<Either>(&LISTED, prefers(both(), &["sigv4"])).await,
            "signed for other",
        ),
        // What it does not accept is not tried.
        (
            sent::<Either>(&LISTED_PER_CALL, both()).await,
            "signed for other",
        ),
        (sent::<Open>(&ASYMMETRIC, nothing()).await, "open"),
        (sent::<Open>(&ASYMMETRIC_PER_CALL, nothing()).await, "open"),
    ] {
        assert_eq!(found, expected);
    }
    for (found, own) in [
        (sent::<Signed>(&ASYMMETRIC, both()).await, "sigv4"),
        (sent::<Bearer>(&ASYMMETRIC, both()).await, "httpBearerAuth"),
        (
            sent::<Either>(&ASYMMETRIC, both()).await,
            "sigv4 or httpBearerAuth",
        ),
        (sent::<Signed>(&ASYMMETRIC_PER_CALL, both()).await, "sigv4"),
        (
            sent::<Bearer>(&ASYMMETRIC_PER_CALL, both()).await,
            "httpBearerAuth",
        ),
        (
            sent::<Either>(&ASYMMETRIC_PER_CALL, both()).await,
            "sigv4 or httpBearerAuth",
        ),
    ] {
        let expected =
            format!("accepts requests signed with sigv4a only, and this client signs with {own}: ");
        assert!(found.contains(&expected), "{found}");
    }
}

#[tokio::test]
async fn missing_identities_are_named() {
    let token = "no bearer token is set: set a `bearer_token` or `token_provider` on the config, or \
                 the environment variable AWS_BEARER_TOKEN_CODE_BUILD";
    let keys = "no credentials are set: set a `credentials_provider` on the config, or make the \
                config with `aws_config::load_defaults`";
    for (found, expected) in [
        (
            sent::<Signed>(&SERVICE, with_token()).await,
            keys.to_owned(),
        ),
        (
            sent::<Bearer>(&SERVICE, with_keys()).await,
            token.to_owned(),
        ),
        (
            sent::<Either>(&SERVICE, nothing()).await,
            format!("{keys}; or {token}"),
        ),
    ] {
        assert!(found.ends_with(&expected), "{found}");
    }
}

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
    let found = crate::operation::headers(&http, "authorization");
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

/// A call with another token or other credentials does not replace the client's.
#[tokio::test]
async fn identities_of_single_calls() {
    let http = service(vec![ok(), ok(), ok()]);
    let config = with_token().http_client(http.clone());
    let core = Core::new(&SERVICE, config.build());
    let call = || crate::operation::new_call::<Either>(&core).with_input(StartInput::named("p"));
    call().await.unwrap();
    let once = call().customize(|config| config.bearer_token("t9"));
    once.await.unwrap();
    call().await.unwrap();
    let found = crate::operation::headers(&http, "authorization");
    assert_eq!(found, ["Bearer t1", "Bearer t9", "Bearer t1"]);
}
