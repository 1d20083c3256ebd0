//! Endpoints resolved per call, signing properties of endpoints, host prefixes.

use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use tinsmith_runtime::client::config::{AccountIdEndpointMode, Credentials, Region, SdkConfig};
use tinsmith_runtime::client::endpoint::{self, AuthScheme, BuiltIns, CallRules};
use tinsmith_runtime::client::endpoint::{Endpoint, EndpointError, EndpointRules};
use tinsmith_runtime::client::{
    Call, ClientOperation, Config, ConfigBuilder, Core, CustomizedCall, Service,
};
use tinsmith_runtime::error::{CallError, Cause};
use tinsmith_runtime::operation::{Operation, OperationSchema};

use crate::operation::{
    FACTS, SERVICE, Start, StartError, StartInput, StartOutput, as_start, ok, service,
};

/// A service whose rules put the name of the input into the endpoint, or else the account.
static PER_CALL: Service = Service {
    endpoint_rules: EndpointRules::PerCall(|built_ins| resolve(built_ins, None)),
    ..FACTS
};

fn resolve(built_ins: &BuiltIns<'_>, name: Option<&str>) -> Result<Endpoint, EndpointError> {
    let region = built_ins.region.unwrap_or_default();
    let mode = built_ins.account_id_endpoint_mode.unwrap_or_default();
    match (name, built_ins.account_id) {
        (Some("global"), _) => endpoint::signed(
            "https://global.example.com",
            [
                AuthScheme::with_capacity("sigv4a", 1)
                    .put("signingRegionSet", vec![endpoint::Document::from("*")]),
                AuthScheme::with_capacity("sigv4", 2)
                    .put("signingName", "things")
                    .put("signingRegion", "eu-west-1"),
            ],
        ),
        (Some("multi"), _) => endpoint::signed(
            "https://multi.example.com",
            [AuthScheme::with_capacity("sigv4a", 0)],
        ),
        (Some("header"), _) => endpoint::with_headers(
            "https://header.example.com",
            [("x-thing", "of the endpoint".to_owned())],
            [],
        ),
        (Some(name), _) => endpoint::at(format!("https://{name}.{region}.example.com")),
        (None, Some(account)) if mode != "disabled" => {
            endpoint::at(format!("https://{account}.{region}.example.com"))
        }
        (None, None) if mode == "required" => {
            endpoint::error_with("no account", "use other credentials")
        }
        (None, _) => endpoint::at(format!("https://{region}.example.com")),
    }
}

/// `Start` with the name as an endpoint parameter.
struct Named;

impl Operation for Named {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Named");
    as_start!();
}

impl ClientOperation for Named {
    fn endpoint_rules(input: &StartInput) -> Option<CallRules> {
        let name = input.name.clone();
        Some(CallRules::new(move |built_ins| {
            resolve(built_ins, name.as_deref())
        }))
    }
}

/// `Start` with the name as a host label.
struct Prefixed;

impl Operation for Prefixed {
    const SCHEMA: &'static OperationSchema =
        &OperationSchema::new("Prefixed").host_prefix("{name}.data-");
    as_start!();
}

impl ClientOperation for Prefixed {}

/// The URI of a call and the values of two headers.
async fn sent<O>(
    facts: &'static Service,
    config: ConfigBuilder,
    name: &str,
) -> Result<(String, String, String), CallError<StartError>>
where
    O: ClientOperation<Input = StartInput, Output = StartOutput, Error = StartError>,
{
    let service = service(vec![ok()]);
    let core = Core::new(facts, config.http_client(service.clone()).build());
    core.send::<O>(StartInput::named(name)).await?;
    let request = service.actual_requests().next().unwrap();
    let header = |name| request.headers().get(name).unwrap_or_default().to_owned();
    Ok((
        request.uri().to_owned(),
        header("authorization"),
        header("x-thing"),
    ))
}

async fn uri<O>(facts: &'static Service, config: ConfigBuilder, name: &str) -> String
where
    O: ClientOperation<Input = StartInput, Output = StartOutput, Error = StartError>,
{
    sent::<O>(facts, config, name).await.unwrap().0
}

fn with_account() -> ConfigBuilder {
    let credentials = Credentials::builder()
        .access_key_id("ANOTREAL")
        .secret_access_key("secret")
        .account_id("111122223333")
        .provider_name("test")
        .build();
    Config::for_tests().credentials_provider(credentials)
}

#[tokio::test]
async fn endpoint_depends_on_the_input() {
    let uri = uri::<Named>(&PER_CALL, Config::for_tests(), "one").await;
    assert_eq!(uri, "https://one.us-east-1.example.com/");
}

#[tokio::test]
async fn endpoint_depends_on_the_account_of_the_credentials() {
    let uri = |config| uri::<Start>(&PER_CALL, config, "any");
    assert_eq!(
        uri(Config::for_tests()).await,
        "https://us-east-1.example.com/"
    );
    assert_eq!(
        uri(with_account()).await,
        "https://111122223333.us-east-1.example.com/"
    );
    let disabled = with_account().account_id_endpoint_mode(AccountIdEndpointMode::Disabled);
    assert_eq!(uri(disabled).await, "https://us-east-1.example.com/");
    let required = Config::for_tests().account_id_endpoint_mode(AccountIdEndpointMode::Required);
    let error = sent::<Start>(&PER_CALL, required, "any").await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("no account: use other credentials"), "{text}");
}

/// An environment.
#[derive(Debug)]
struct Environment;

impl LoadServiceConfig for Environment {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        (key.env() == "AWS_ACCOUNT_ID_ENDPOINT_MODE").then(|| "required".to_owned())
    }
}

#[tokio::test]
async fn shared_configuration_decides_about_accounts() {
    let shared = |mode: Option<AccountIdEndpointMode>| {
        let mut shared = SdkConfig::builder()
            .region(Region::new("us-east-1"))
            .service_config(Environment);
        shared.set_account_id_endpoint_mode(mode);
        Config::from(&shared.build()).to_builder()
    };
    let without_account = Credentials::for_tests();
    let disabled = shared(Some(AccountIdEndpointMode::Disabled));
    let disabled = disabled.credentials_provider(without_account.clone());
    let uri = uri::<Start>(&PER_CALL, disabled, "any").await;
    assert_eq!(uri, "https://us-east-1.example.com/");
    let required = shared(None).credentials_provider(without_account);
    let error = sent::<Start>(&PER_CALL, required, "any").await.unwrap_err();
    assert!(error.to_string().contains("no account"), "{error}");
}

#[tokio::test]
async fn shared_configuration_overrides_settings_of_the_client() {
    let service = service(vec![ok(), ok(), ok()]);
    let client = Config::for_tests().http_client(service.clone());
    let client = Core::new(
        &SERVICE,
        client.endpoint_url("https://a.example.com").build(),
    );
    let call = || CustomizedCall::new(Call::<Start>::new(client.clone(), StartInput::named("any")));
    let shared = || SdkConfig::builder().endpoint_url("https://b.example.com");
    let of_program = Config::from(&shared().build());
    call()
        .config_override(of_program.to_builder())
        .await
        .unwrap();
    // What is set on it counts more.
    let edited = Config::from(&shared().build()).to_builder();
    call()
        .config_override(edited.endpoint_url("https://c.example.com"))
        .await
        .unwrap();
    // Of several, the last one.
    let other = Config::builder().endpoint_url("https://d.example.com");
    let last = call()
        .config_override(other)
        .config_override(of_program.to_builder());
    last.await.unwrap();
    let uris = service.actual_requests().map(|it| it.uri().to_owned());
    let uris: Vec<_> = uris.collect();
    assert_eq!(
        uris,
        [
            "https://b.example.com/",
            "https://c.example.com/",
            "https://b.example.com/"
        ]
    );

    let fips = Config::for_tests()
        .http_client(self::service(vec![ok(), ok()]))
        .use_fips(true);
    let client = Core::new(&FIPS, fips.build());
    let call = || CustomizedCall::new(Call::<Start>::new(client.clone(), StartInput::named("any")));
    let without = SdkConfig::builder().use_fips(false).build();
    call().await.expect_err("the service has no such endpoint");
    call()
        .config_override(Config::from(&without).to_builder())
        .await
        .unwrap();
}

/// A service without FIPS.
static FIPS: Service = Service {
    endpoint_rules: EndpointRules::PerClient(|built_ins| {
        if built_ins.use_fips {
            return endpoint::error("no FIPS");
        }
        endpoint::at("https://any.example.com")
    }),
    ..FACTS
};

#[tokio::test]
async fn auth_schemes_of_the_endpoint_decide_the_signature() {
    let sent = sent::<Named>(&PER_CALL, Config::for_tests(), "global").await;
    let (uri, authorization, _) = sent.unwrap();
    assert_eq!(uri, "https://global.example.com/");
    assert!(
        authorization.contains("/eu-west-1/things/aws4_request"),
        "{authorization}"
    );
}

#[tokio::test]
async fn unsupported_auth_schemes_are_errors() {
    let config = Config::for_tests();
    let error = sent::<Named>(&PER_CALL, config, "multi").await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("signed with sigv4a only"), "{text}");
}

#[tokio::test]
async fn headers_of_the_endpoint_are_sent() {
    let sent = sent::<Named>(&PER_CALL, Config::for_tests(), "header").await;
    let (_, authorization, header) = sent.unwrap();
    assert_eq!(header, "of the endpoint");
    assert!(authorization.contains("x-thing"), "{authorization}");
}

#[tokio::test]
async fn host_prefixes_are_added() {
    let uri = |config| uri::<Prefixed>(&SERVICE, config, "one");
    assert_eq!(
        uri(Config::for_tests()).await,
        "https://one.data-codebuild.us-east-1.amazonaws.com/"
    );
    let custom = |url: &str| Config::for_tests().endpoint_url(url);
    assert_eq!(
        uri(custom("https://example.com:8443/base")).await,
        "https://one.data-example.com:8443/base/"
    );
    assert_eq!(
        uri(custom("https://example.com").host_prefixes(false)).await,
        "https://example.com/"
    );
    // No prefix in front of IP addresses and `localhost`.
    for url in [
        "http://localhost:4566",
        "http://127.0.0.1:4566",
        "http://[::1]:4566",
    ] {
        assert_eq!(uri(custom(url)).await, format!("{url}/"));
    }
}

#[tokio::test]
async fn invalid_host_labels_are_errors() {
    for (name, expected) in [
        ("", "missing required member name"),
        ("a.b", "name is not a valid host label: "),
        ("evil.example/", "name is not a valid host label: "),
    ] {
        let error = sent::<Prefixed>(&SERVICE, Config::for_tests(), name)
            .await
            .unwrap_err();
        assert!(matches!(error.cause(), Cause::Input(_)), "{error:?}");
        let text = error.to_string();
        assert!(text.contains(expected), "{text}");
    }
}

/// Parts of URLs in any order, and arbitrary text.
fn urls() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => prop::sample::select(vec![
            "https://", "http://", "HTTP://", "ftp://", "//", "/", "?", "#", "@", ":", ":0", ":65536", ":8443", "[", "]",
            "::1", "%", "%zz", "%00", "user", "user:pass@", "example.com", "localhost", "127.0.0.1", ".", "..", "-", "*",
            " ", "\n", "\0", "\\", "{x}", "é", "日本", "xn--", "base", "a=b", "\u{202e}",
        ])
        .prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let start = prop::sample::select(vec![
        "",
        "https://",
        "https://example.com",
        "http://localhost",
    ]);
    (start, prop::collection::vec(part, 0..5))
        .prop_map(|(start, parts)| format!("{start}{}", parts.concat()))
}

/// For any URL and input, a call is sent there or is an error.
#[test]
fn any_url_is_used_or_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let config = ProptestConfig {
        cases: 256,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let accepted = std::cell::Cell::new(0);
    let names = prop_oneof![3 => "[a-z]{1,3}", 1 => "[a-z.-]{0,3}|."];
    let strategy = (urls(), any::<bool>(), names);
    TestRunner::new_with_rng(config, rng)
        .run(&strategy, |(url, has_prefix, name)| {
            let config = Config::for_tests().endpoint_url(&url);
            let config = config.host_prefixes(has_prefix);
            match runtime.block_on(sent::<Prefixed>(&SERVICE, config, &name)) {
                Ok((uri, ..)) => {
                    accepted.set(accepted.get() + 1);
                    let uri: http::Uri = uri.parse()?;
                    let host = uri.host().unwrap_or_default();
                    let asked: http::Uri = url.parse()?;
                    let asked = asked.host().unwrap_or_default();
                    prop_assert!(host.ends_with(asked), "{host} of {url}");
                }
                Err(error) => {
                    let text = error.to_string();
                    prop_assert!(text.starts_with("Prefixed failed: "), "{text}");
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(accepted.get() > 20, "{} were accepted", accepted.get());
}

/// What a rule inserts into the URL may be anything.
#[tokio::test]
async fn urls_of_rules_are_checked() {
    for name in ["user:secret@evil", "a b", "x.example.com/?"] {
        let error = sent::<Named>(&PER_CALL, Config::for_tests(), name).await;
        let error = error.unwrap_err();
        assert_eq!(error.attempts(), 0);
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!(
            error.to_string().contains("the endpoint \"https://"),
            "{error}"
        );
    }
}
