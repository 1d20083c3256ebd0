//! The choice of the authentication scheme.

mod tokens;

use tinsmith_runtime::client::config::{AuthSchemeId, Credentials, Region};
use tinsmith_runtime::client::endpoint::{self, AuthScheme, EndpointRules};
use tinsmith_runtime::client::scheme::SIGV4;
use tinsmith_runtime::client::{ClientOperation, Config, ConfigBuilder, Core, Service};
use tinsmith_runtime::error::Cause;
use tinsmith_runtime::features::bearer_auth::BEARER;
use tinsmith_runtime::features::sigv4a::SIGV4A;
use tinsmith_runtime::operation::{Operation, OperationSchema};

use crate::operation::{
    FACTS, StartError, StartInput, StartOutput, as_start, headers, new_call, ok, response, service,
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
    Asymmetric: "sigv4a";
    EitherSignature: "sigv4a" "sigv4";
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

/// The same services with asymmetric signatures.
macro_rules! with_asymmetric {
    ($($name:ident: $service:ident;)*) => {$(
        static $name: Service = Service {
            auth_schemes: &[&SIGV4, &BEARER, &SIGV4A],
            ..$service
        };
    )*};
}

with_asymmetric! {
    SERVICE_A: SERVICE;
    LISTED_A: LISTED;
    LISTED_PER_CALL_A: LISTED_PER_CALL;
    ASYMMETRIC_A: ASYMMETRIC;
    ASYMMETRIC_PER_CALL_A: ASYMMETRIC_PER_CALL;
}

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

/// Operations or endpoints ask for them.
#[tokio::test]
async fn asymmetric_signatures() {
    let asymmetric = "AWS4-ECDSA-P256-SHA256 Credential=AK/";
    let prefers_it = || prefers(with_keys(), &["sigv4a"]);
    for (found, expected) in [
        (sent::<Signed>(&ASYMMETRIC_A, with_keys()).await, asymmetric),
        (
            sent::<Signed>(&ASYMMETRIC_PER_CALL_A, with_keys()).await,
            asymmetric,
        ),
        (sent::<Either>(&ASYMMETRIC_A, with_keys()).await, asymmetric),
        // The endpoint's order, then a preference.
        (sent::<Signed>(&LISTED_A, with_keys()).await, asymmetric),
        (
            sent::<Signed>(&LISTED_A, prefers(with_keys(), &["sigv4"])).await,
            "signed for other",
        ),
        (
            sent::<Signed>(&LISTED_PER_CALL_A, prefers_it()).await,
            "signed for other",
        ),
        // Only of what is asked for.
        (
            sent::<Signed>(&SERVICE_A, prefers_it()).await,
            "signed for code-build",
        ),
        (
            sent::<Asymmetric>(&SERVICE_A, with_keys()).await,
            asymmetric,
        ),
        (
            sent::<EitherSignature>(&SERVICE_A, with_keys()).await,
            asymmetric,
        ),
        (
            sent::<EitherSignature>(&SERVICE, with_keys()).await,
            "signed for code-build",
        ),
        (
            sent::<Bearer>(&ASYMMETRIC_A, with_keys().bearer_token("t1")).await,
            "the endpoint https://listed.example.com accepts requests signed with sigv4a only",
        ),
    ] {
        assert!(found.contains(expected), "{found}, not {expected}");
    }
    let found = sent::<Asymmetric>(&SERVICE, with_keys()).await;
    let expected = "its requests are signed with sigv4a, which this client does not do: enable the \
                    feature `sigv4a` of the generated crate";
    assert!(found.contains(expected), "{found}");
    let found = sent::<Signed>(&ASYMMETRIC_PER_CALL, with_keys()).await;
    assert!(found.contains("enable the feature `sigv4a`"), "{found}");
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

/// A call with another token or other credentials does not replace the client's.
#[tokio::test]
async fn identities_of_single_calls() {
    let http = service(vec![ok(), ok(), ok()]);
    let config = with_token().http_client(http.clone());
    let core = Core::new(&SERVICE, config.build());
    let call = || new_call::<Either>(&core).with_input(StartInput::named("p"));
    call().await.unwrap();
    let once = call().customize(|config| config.bearer_token("t9"));
    once.await.unwrap();
    call().await.unwrap();
    let found = headers(&http, "authorization");
    assert_eq!(found, ["Bearer t1", "Bearer t9", "Bearer t1"]);
}

/// How many attempts a call makes whose token has expired, as the service says.
async fn attempts_of_expired<O>(config: ConfigBuilder) -> usize
where
    O: ClientOperation<Input = StartInput, Output = StartOutput, Error = StartError>,
{
    let refused = || response(403, r#"{"__type":"ExpiredTokenException"}"#);
    let http = crate::operation::service(vec![refused(), refused()]);
    let core = Core::new(&SERVICE, config.http_client(http.clone()).build());
    let error = core.send::<O>(StartInput::named("p")).await.unwrap_err();
    assert_eq!(error.code(), Some("ExpiredTokenException"), "{error}");
    http.actual_requests().count()
}

/// Without an identity, it is something else that has expired, such as a token in the input.
#[tokio::test]
async fn nothing_is_renewed_for_requests_without_identity() {
    assert_eq!(attempts_of_expired::<Either>(with_keys()).await, 2);
    let open = nothing().allow_no_auth();
    assert_eq!(attempts_of_expired::<Either>(open).await, 1);
}
