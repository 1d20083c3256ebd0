//! Settings, their defaults, and the errors of incomplete configurations.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinsmith_runtime::client::config::{
    AppName, Credentials, HttpRequest, Intercept, ProvideCredentials, Region, RetryConfig,
    SdkConfig, SharedCredentialsProvider, TimeoutConfig,
};
use tinsmith_runtime::client::{Config, ConfigBuilder, Core};
use tinsmith_runtime::error::{Cause, TransportErrorKind};

use crate::operation::*;

/// The error message of a call with this configuration.
async fn problem(config: ConfigBuilder) -> String {
    let service = service(vec![ok()]);
    let core = Core::new(&SERVICE, config.http_client(service.clone()).build());
    let error = core
        .send::<Start>(StartInput::named("p"))
        .await
        .unwrap_err();
    let Cause::Transport(cause) = error.cause() else {
        panic!("{error:?}");
    };
    assert_eq!(cause.kind(), TransportErrorKind::Construction);
    assert!(!error.may_have_been_sent() && !error.is_retryable());
    assert_eq!(error.attempts(), 0);
    assert_eq!(service.actual_requests().count(), 0);
    let message = error.to_string();
    let message = message.strip_prefix("Start failed: the request could not be made: ");
    message.expect("the common prefix").to_owned()
}

#[tokio::test]
async fn missing_region_is_an_error() {
    let message = problem(Config::for_tests().region(None)).await;
    assert!(message.starts_with("no region is set: "), "{message}");
    // It is needed for the signature even where the endpoint is known.
    let config = Config::for_tests()
        .region(None)
        .endpoint_url("http://localhost");
    assert!(problem(config).await.starts_with("no region is set: "));
}

#[tokio::test]
async fn missing_credentials_are_an_error() {
    let message = problem(Config::builder().region(Region::new("us-east-1"))).await;
    assert!(message.starts_with("no credentials are set: "), "{message}");
}

#[derive(Debug)]
struct Refuses;

impl ProvideCredentials for Refuses {
    fn provide_credentials<'a>(
        &'a self,
    ) -> aws_credential_types::provider::future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let error = aws_credential_types::provider::error::CredentialsError::not_loaded(
            "the session has ended",
        );
        aws_credential_types::provider::future::ProvideCredentials::ready(Err(error))
    }
}

#[tokio::test]
async fn failing_credentials_provider_is_an_error() {
    let message = problem(Config::for_tests().credentials_provider(Refuses)).await;
    assert!(
        message.starts_with("the credentials could not be loaded: "),
        "{message}"
    );
    assert!(message.contains("the session has ended"), "{message}");
}

#[tokio::test]
async fn invalid_endpoint_urls_are_errors() {
    for (config, expected) in [
        (
            Config::for_tests().region(Region::new("us east/1")),
            "the region \"us east/1\" cannot be part of a host name: ",
        ),
        (
            Config::for_tests().endpoint_url("localhost:4566/x"),
            "the endpoint \"localhost:4566/x\" is not a URL: ",
        ),
        (
            Config::for_tests().endpoint_url("ftp://localhost"),
            "the endpoint \"ftp://localhost\" is neither http nor https: ",
        ),
        (
            Config::for_tests().endpoint_url("/path"),
            "the endpoint \"/path\" has no scheme: ",
        ),
        (
            Config::for_tests().endpoint_url("http://localhost/?a=b"),
            "the endpoint \"http://localhost/?a=b\" has a query: ",
        ),
        (
            Config::for_tests().endpoint_url("http://user:secret@localhost/"),
            "the endpoint \"http://(redacted)@localhost/\" has a user name or password, ",
        ),
        (
            Config::for_tests().endpoint_url("https://user@localhost:1/a@b"),
            "the endpoint \"https://(redacted)@b\" has a user name or password, ",
        ),
        (
            Config::for_tests().endpoint_url("http://:secret@[::1]:1"),
            "the endpoint \"http://(redacted)@[::1]:1\" has a user name or password, ",
        ),
        (
            Config::for_tests()
                .endpoint_url("http://localhost")
                .use_fips(true),
            "Invalid Configuration: FIPS and custom endpoint are not supported: ",
        ),
    ] {
        let message = problem(config).await;
        assert!(message.starts_with(expected), "{message}");
    }
}

/// With `default-https-client` there always is an HTTP client.
#[cfg(not(feature = "default-https-client"))]
#[tokio::test]
async fn missing_http_client_is_an_error() {
    let core = Core::new(&SERVICE, Config::for_tests().build());
    let error = core
        .send::<Start>(StartInput::named("p"))
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("no HTTP client is set: "),
        "{error}"
    );
}

#[tokio::test]
async fn custom_endpoint_keeps_its_path() {
    for (url, expected) in [
        ("http://localhost:4566", "http://localhost:4566/"),
        ("http://localhost:4566/", "http://localhost:4566/"),
        (
            "https://proxy.example/aws/codebuild",
            "https://proxy.example/aws/codebuild/",
        ),
        (
            "https://proxy.example/aws/codebuild/",
            "https://proxy.example/aws/codebuild/",
        ),
        ("http://[::1]:8080/x", "http://[::1]:8080/x/"),
    ] {
        let service = service(vec![ok()]);
        let config = Config::for_tests()
            .http_client(service.clone())
            .endpoint_url(url);
        let core = Core::new(&SERVICE, config.build());
        core.send::<Start>(StartInput::named("p")).await.unwrap();
        assert_eq!(service.actual_requests().next().unwrap().uri(), expected);
    }
}

#[tokio::test]
async fn app_name_is_in_the_user_agent() {
    let service = service(vec![ok()]);
    let config = Config::for_tests()
        .http_client(service.clone())
        .app_name(AppName::new("my-app").unwrap());
    let core = Core::new(&SERVICE, config.build());
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    let agent = &headers(&service, "x-amz-user-agent")[0];
    assert!(agent.contains("app/my-app"), "{agent}");
    // E: retry mode standard.
    assert!(agent.contains("m/E"), "{agent}");
}

#[derive(Clone, Debug, Default)]
struct Spy(Arc<Mutex<Vec<String>>>);

impl Intercept for Spy {
    fn name(&self) -> &'static str {
        "Spy"
    }

    fn read_before_serialization(
        &self,
        context: &aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef<'_>,
        _: &aws_smithy_runtime_api::client::runtime_components::RuntimeComponents,
        _: &mut aws_smithy_types::config_bag::ConfigBag,
    ) -> Result<(), aws_smithy_runtime_api::box_error::BoxError> {
        let input = context.input().downcast_ref::<StartInput>();
        self.0.lock().unwrap().push(format!("{input:?}"));
        Ok(())
    }
}

#[tokio::test]
async fn interceptors_see_the_input() {
    let spy = Spy::default();
    let service = service(vec![ok()]);
    let config = Config::for_tests()
        .http_client(service)
        .idempotency_tokens(false)
        .interceptor(spy.clone());
    let core = Core::new(&SERVICE, config.build());
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    assert_eq!(
        *spy.0.lock().unwrap(),
        [r#"Some(StartInput { name: "p" })"#]
    );
}

#[test]
fn timeouts_have_finite_defaults_and_can_be_set_one_by_one() {
    let seconds = Duration::from_secs;
    let defaults = Config::builder().build().timeout_config();
    assert_eq!(
        defaults.connect_timeout(),
        Some(Duration::from_millis(3_100))
    );
    assert_eq!(defaults.read_timeout(), Some(seconds(30)));
    assert_eq!(defaults.operation_attempt_timeout(), Some(seconds(40)));
    assert_eq!(defaults.operation_timeout(), Some(seconds(130)));

    let one = TimeoutConfig::builder()
        .operation_timeout(seconds(5))
        .build();
    let other = TimeoutConfig::builder().read_timeout(seconds(4)).build();
    let none = TimeoutConfig::builder()
        .disable_operation_attempt_timeout()
        .build();
    let config = Config::builder()
        .timeout_config(one)
        .timeout_config(other)
        .timeout_config(none)
        .build()
        .timeout_config();
    assert_eq!(config.connect_timeout(), defaults.connect_timeout());
    assert_eq!(config.read_timeout(), Some(seconds(4)));
    assert_eq!(config.operation_attempt_timeout(), None);
    assert_eq!(config.operation_timeout(), Some(seconds(5)));

    let retry = Config::builder().build().retry_config().clone();
    assert_eq!(retry, RetryConfig::standard());
    assert_eq!(retry.max_attempts(), 3);
}

#[test]
fn debug_shows_no_credentials() {
    let config = Config::builder()
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new(
            "AKIDEXAMPLE",
            "SECRET",
            Some("TOKEN".into()),
            None,
            "test",
        ))
        .build();
    let text = format!(
        "{config:?} {:?} {:?}",
        config.to_builder(),
        Core::new(&SERVICE, config.clone())
    );
    assert!(text.contains("eu-central-1"));
    for secret in ["AKIDEXAMPLE", "SECRET", "TOKEN"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn debug_shows_no_password_of_an_endpoint() {
    for (url, shown) in [
        ("https://host:1/path", "https://host:1/path"),
        (
            "https://user:SECRET@host/path",
            "https://(redacted)@host/path",
        ),
        ("https://SECRET@host", "https://(redacted)@host"),
        ("user:SECRET@host", "(redacted)@host"),
        (
            "https://user:SECRET/@x@[::1]:1",
            "https://(redacted)@[::1]:1",
        ),
    ] {
        let config = Config::builder().endpoint_url(url).build();
        assert_eq!(config.endpoint_url(), Some(url));
        let text = format!("{config:?} {:?}", config.to_builder());
        assert_eq!(text.matches(&format!("{shown:?}")).count(), 2, "{text}");
        assert!(!text.contains("SECRET"), "{text}");
    }
}

#[derive(Debug)]
struct Environment;

impl aws_types::service_config::LoadServiceConfig for Environment {
    fn load_config(&self, key: aws_types::service_config::ServiceConfigKey<'_>) -> Option<String> {
        assert_eq!(key.service_id(), "CodeBuild");
        match (key.env(), key.profile()) {
            ("AWS_ENDPOINT_URL", "endpoint_url") => Some("http://service.example".to_owned()),
            ("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode")
            | ("AWS_CA_BUNDLE", "ca_bundle")
            | ("AWS_DISABLE_HOST_PREFIX_INJECTION", "disable_host_prefix_injection") => None,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn shared_configuration_is_used() {
    let service = service(vec![ok()]);
    let shared = SdkConfig::builder()
        .region(Region::new("eu-central-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::for_tests()))
        .http_client(service.clone())
        .app_name(AppName::new("shared-app").unwrap())
        .retry_config(RetryConfig::standard().with_max_attempts(7))
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(Duration::from_secs(1))
                .build(),
        )
        .use_fips(true)
        .use_dual_stack(true)
        .build();
    let core = Core::new(&SERVICE, Config::from(&shared));
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    let request = service.actual_requests().next().unwrap();
    assert_eq!(
        request.uri(),
        "https://codebuild-fips.eu-central-1.api.aws/"
    );
    let header = |name| request.headers().get(name).unwrap_or_default();
    assert!(header("amz-sdk-request").ends_with("attempt=1; max=7"));
    assert!(header("x-amz-user-agent").contains("app/shared-app"));
    let timeouts = core.config().timeout_config();
    assert_eq!(timeouts.connect_timeout(), Some(Duration::from_secs(1)));
    assert_eq!(timeouts.operation_timeout(), Some(Duration::from_secs(130)));
}

/// Where the environment asks for both.
#[derive(Debug)]
struct Variants;

impl aws_types::service_config::LoadServiceConfig for Variants {
    fn load_config(&self, key: aws_types::service_config::ServiceConfigKey<'_>) -> Option<String> {
        let names = ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"];
        names.contains(&key.env()).then(|| "true".to_owned())
    }
}

/// Rules refuse them with a custom endpoint.
#[tokio::test]
async fn fips_and_dual_stack_of_the_environment_are_not_for_an_endpoint_url() {
    let shared = SdkConfig::builder()
        .region(Region::new("eu-central-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::for_tests()))
        .use_fips(true)
        .use_dual_stack(true)
        .build();
    let found = shared.clone().into_builder().service_config(Variants);
    let found = found.build();
    let plain = "https://codebuild-fips.eu-central-1.api.aws/";
    let custom = |shared: &SdkConfig| {
        let config = Config::from(shared).to_builder();
        config.endpoint_url("http://localhost/")
    };
    for (config, expected) in [
        (Config::from(&found).to_builder(), plain),
        (custom(&found), "http://localhost/"),
    ] {
        let service = service(vec![ok(), ok()]);
        let core = Core::new(&SERVICE, config.http_client(service.clone()).build());
        core.send::<Start>(StartInput::named("p")).await.unwrap();
        // A call with an endpoint of its own.
        let call = new_call::<Start>(&core).with_input(StartInput::named("p"));
        let call = call.customize(|config| config.endpoint_url("http://localhost/"));
        call.send().await.unwrap();
        let uris: Vec<_> = service.actual_requests().map(HttpRequest::uri).collect();
        assert_eq!(uris, [expected, "http://localhost/"]);
    }
    let refused = "Invalid Configuration: FIPS and custom endpoint are not supported: ";
    for config in [custom(&shared), custom(&found).use_fips(true)] {
        let message = problem(config).await;
        assert!(message.starts_with(refused), "{message}");
    }
}

#[test]
fn service_endpoint_url_takes_precedence_over_the_global_one() {
    let endpoint = |config: Config| {
        let core = Core::new(&SERVICE, config);
        core.config()
            .endpoint_url()
            .map(str::to_owned)
            .unwrap_or_default()
    };
    let shared = SdkConfig::builder()
        .endpoint_url("http://all.example")
        .build();
    assert_eq!(endpoint(Config::from(&shared)), "http://all.example");

    let mut shared = shared.into_builder().service_config(Environment);
    let environment = aws_types::origin::Origin::shared_environment_variable();
    shared.insert_origin("endpoint_url", environment);
    let config = Config::from(&shared.build());
    assert_eq!(endpoint(config.clone()), "http://service.example");
    let config = config.to_builder().endpoint_url("http://mine.example");
    assert_eq!(endpoint(config.build()), "http://mine.example");

    let mut shared = SdkConfig::builder()
        .endpoint_url("http://all.example")
        .service_config(Environment);
    shared.insert_origin("endpoint_url", aws_types::origin::Origin::shared_config());
    assert_eq!(endpoint(Config::from(shared.build())), "http://all.example");
}
