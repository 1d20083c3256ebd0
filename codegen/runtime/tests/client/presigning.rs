//! Presigned requests: what is signed, refused and shown. URLs are compared with botocore's in the
//! tests of whole crates.

use std::time::{Duration, SystemTime};

use tinsmith_runtime::client::config::{Credentials, Region};
use tinsmith_runtime::client::scheme::SIGV4;
use tinsmith_runtime::client::{ClientOperation, Config, ConfigBuilder, Core, Service};
use tinsmith_runtime::error::{Cause, PresigningError};
use tinsmith_runtime::features::bearer_auth::BEARER;
use tinsmith_runtime::features::presigning::{Presign, PresignedRequest};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::rest_json::RestJson1;
use tinsmith_runtime::test_util::ManualTimeSource;

use crate::operation::{FACTS, StartError, StartOutput, new_call};

static SERVICE: Service = Service {
    auth_schemes: &[&SIGV4, &BEARER],
    ..FACTS
};

#[derive(Clone, Default, PartialEq)]
struct ThingInput {
    id: Option<String>,
    secret: Option<String>,
    token: Option<String>,
    note: Option<String>,
    lines: Vec<String>,
    count: Option<i32>,
}

tinsmith_runtime::structure! {
    structure("ThingInput") => ThingInput {
        id: "Id".label().required();
        secret: "Secret".query("secret");
        token: "Token".header("X-Token").idempotency_token();
        note: "Note";
        lines: "Lines";
        count: "Count";
    }
}

/// As it is for operations without a body.
#[derive(Clone, Default, PartialEq)]
struct PlainInput {
    id: Option<String>,
    secret: Option<String>,
    token: Option<String>,
}

tinsmith_runtime::structure! {
    structure("PlainInput") => PlainInput {
        id: "Id".label().required();
        secret: "Secret".query("secret");
        token: "Token".header("X-Token").idempotency_token();
    }
}

macro_rules! operations {
    ($($operation:ident($input:ident): $method:literal $auth:expr;)*) => {$(
        struct $operation;

        impl Operation for $operation {
            const SCHEMA: &'static OperationSchema =
                &OperationSchema::new(stringify!($operation)).http($method, "/things/{Id}?a").auth($auth);
            type Protocol = RestJson1;
            type Input = $input;
            type Output = StartOutput;
            type Error = StartError;
        }

        impl ClientOperation for $operation {}
        impl Presign for $operation {}
    )*};
}

operations! {
    Get(PlainInput): "GET" &["sigv4"];
    Put(PlainInput): "PUT" &["sigv4"];
    PutThing(ThingInput): "PUT" &["sigv4"];
    Either(PlainInput): "GET" &["sigv4", "httpBearerAuth"];
    Open(PlainInput): "GET" &[];
}

const MINUTE: Duration = Duration::from_mins(1);

fn config() -> ConfigBuilder {
    // There is no HTTP client, and none is needed.
    Config::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AK", "key", None, None, "test"))
        .time_source(ManualTimeSource::new(SystemTime::UNIX_EPOCH + 10 * MINUTE))
}

fn core(config: ConfigBuilder) -> Core {
    Core::new(&SERVICE, config.build())
}

fn input() -> PlainInput {
    PlainInput {
        id: Some("a/b".to_owned()),
        secret: Some("s3cret".to_owned()),
        token: Some("t".to_owned()),
    }
}

fn query(request: &PresignedRequest) -> Vec<&str> {
    let (_, query) = request.uri().split_once('?').unwrap();
    query.split('&').collect()
}

async fn error<O: Presign<Input = PlainInput, Error = StartError>>(
    config: ConfigBuilder,
    expires_in: Duration,
) -> (Option<PresigningError>, String) {
    let error = core(config)
        .presign::<O>(input(), expires_in)
        .await
        .unwrap_err();
    assert!(!error.is_retryable() && !error.may_have_been_sent());
    let text = error.to_string();
    match error.into_cause() {
        Cause::Presigning(error) => (Some(error), text),
        _ => (None, text),
    }
}

#[tokio::test]
async fn only_what_has_to_be_sent_is_signed() {
    let request = core(config())
        .presign::<Put>(input(), MINUTE)
        .await
        .unwrap();
    assert_eq!(request.method(), "PUT");
    assert!(
        request
            .uri()
            .starts_with("https://codebuild.us-east-1.amazonaws.com/things/a%2Fb?a&")
    );
    assert_eq!(request.headers().collect::<Vec<_>>(), [("x-token", "t")]);
    let query = query(&request);
    assert_eq!(query[..2], ["a", "secret=s3cret"]);
    let names: Vec<_> = query[2..]
        .iter()
        .map(|it| it.split('=').next().unwrap())
        .collect();
    let own = [
        "Algorithm",
        "Credential",
        "Date",
        "Expires",
        "SignedHeaders",
        "Signature",
    ];
    assert_eq!(names, own.map(|name| format!("X-Amz-{name}")));
    assert!(query.contains(&"X-Amz-Date=19700101T001000Z") && query.contains(&"X-Amz-Expires=60"));
    assert!(query.contains(&"X-Amz-SignedHeaders=host%3Bx-token"));
    let made = request.make_http_1x_request("body");
    assert_eq!(
        (made.uri().to_string(), *made.body()),
        (request.uri().to_owned(), "body")
    );
    let made = http::Request::from(request);
    assert_eq!(made.headers()["x-token"], "t");
}

#[tokio::test]
async fn members_of_the_body_move_into_the_query() {
    let input = ThingInput {
        id: Some("a/b".to_owned()),
        token: Some("t".to_owned()),
        note: Some("a b+ü".to_owned()),
        lines: vec!["1".to_owned(), "2&3".to_owned()],
        count: Some(-7),
        ..ThingInput::default()
    };
    let request = core(config())
        .presign::<PutThing>(input, MINUTE)
        .await
        .unwrap();
    assert_eq!(request.method(), "GET");
    let expected = ["Note=a%20b%2B%C3%BC", "Lines=1", "Lines=2%263", "Count=-7"];
    assert_eq!(query(&request)[1..5], expected);
    assert_eq!(request.headers().collect::<Vec<_>>(), [("x-token", "t")]);
}

#[tokio::test]
async fn times_have_to_be_whole_seconds_up_to_7_days() {
    let week = Duration::from_hours(7 * 24);
    for time in [
        Duration::ZERO,
        week + Duration::from_secs(1),
        Duration::from_millis(1500),
        Duration::MAX,
    ] {
        let (error, text) = error::<Get>(config(), time).await;
        assert_eq!(error, Some(PresigningError::ExpiresIn(time)));
        assert!(text.contains("from 1 second to 7 days"), "{text}");
    }
    for time in [Duration::from_secs(1), week] {
        core(config()).presign::<Get>(input(), time).await.unwrap();
    }
}

#[tokio::test]
async fn calls_without_a_signature_are_refused() {
    let not_signed = |scheme: &str| Some(PresigningError::NotSigned(scheme.to_owned()));
    let (found, text) = error::<Either>(config().bearer_token("s3cret"), MINUTE).await;
    assert_eq!(found, not_signed("httpBearerAuth"));
    assert!(
        text.contains("`httpBearerAuth`") && !text.contains("s3cret"),
        "{text}"
    );
    let (found, _) = error::<Open>(config(), MINUTE).await;
    assert_eq!(found, not_signed("noAuth"));
    let (found, text) =
        error::<Get>(Config::builder().region(Region::new("us-east-1")), MINUTE).await;
    assert!(
        found.is_none() && text.contains("no credentials are set"),
        "{text}"
    );
    core(config())
        .presign::<Either>(input(), MINUTE)
        .await
        .unwrap();
}

#[tokio::test]
async fn inputs_are_checked() {
    let incomplete = PlainInput::default();
    let error = core(config())
        .presign::<Get>(incomplete, MINUTE)
        .await
        .unwrap_err();
    assert!(matches!(error.cause(), Cause::Input(_)), "{error:?}");
}

#[tokio::test]
async fn settings_of_single_calls_apply() {
    let core = core(config());
    let request = new_call::<Get>(&core)
        .with_input(input())
        .customize(|config| {
            config
                .endpoint_url("http://localhost:1/base")
                .region(Region::new("eu-west-1"))
                .mutate_request(|request| {
                    request.headers_mut().insert("x-mine", "1");
                    request.headers_mut().insert("user-agent", "mine");
                })
        })
        .presign(MINUTE)
        .await
        .unwrap();
    assert!(
        request
            .uri()
            .starts_with("http://localhost:1/base/things/a%2Fb?"),
        "{}",
        request.uri()
    );
    assert!(request.uri().contains("eu-west-1"));
    // What is not signed need not be sent.
    let headers: Vec<_> = request.headers().collect();
    assert_eq!(headers, [("x-token", "t"), ("x-mine", "1")]);
}

#[tokio::test]
async fn headers_to_send_may_have_any_text() {
    let input = PlainInput {
        token: Some("ü".to_owned()),
        ..input()
    };
    let request = core(config()).presign::<Put>(input, MINUTE).await.unwrap();
    assert_eq!(request.headers().collect::<Vec<_>>(), [("x-token", "ü")]);
}

#[tokio::test]
async fn neither_signature_nor_members_are_shown() {
    let request = core(config())
        .presign::<Get>(input(), MINUTE)
        .await
        .unwrap();
    assert_eq!(
        format!("{request:?}"),
        r#"PresignedRequest { method: GET, uri: https://codebuild.us-east-1.amazonaws.com/(redacted), headers: ["x-token"] }"#
    );
}
