//! REST operations: what a client sends, and fakes that route by method and path.

use http::{Method, StatusCode};
use tinsmith_runtime::client::{ClientOperation, Core};
use tinsmith_runtime::error::{Cause, ErrorMetadata, OperationError};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::rest_json::RestJson1;
#[cfg(feature = "rest-xml")]
use tinsmith_runtime::protocol::rest_xml::RestXml;
use tinsmith_runtime::test_util::{Fake, Fault};

use super::fake::over_tcp;
use super::operation::{SERVICE, StartError};

#[derive(Clone, Default, PartialEq)]
struct GetInput {
    id: Option<String>,
    view: Option<String>,
    token: Option<String>,
}

tinsmith_runtime::structure! {
    structure("GetInput") => GetInput {
        id: "Id".label().required();
        view: "View".query("view");
        token: "Token".header("X-Token").idempotency_token();
    }
}

#[derive(Clone, Default, PartialEq)]
struct VersionInput {
    id: Option<String>,
    version: Option<String>,
    key: Option<String>,
}

tinsmith_runtime::structure! {
    structure("VersionInput") => VersionInput {
        id: "Id".label().required();
        version: "Version".query("version").required();
        key: "Key".header("X-Key").required();
    }
}

#[derive(Clone, Default, PartialEq)]
struct GetOutput {
    found: Option<String>,
    status: Option<i32>,
    size: Option<i32>,
}

tinsmith_runtime::structure! {
    structure("GetOutput") => GetOutput {
        found: "found";
        status: "Status".status_code();
        size: "Size".header("X-Size");
    }
}

macro_rules! operations {
    ($($operation:ident($input:ty): $protocol:ident $method:literal $uri:literal;)*) => {$(
        struct $operation;

        impl Operation for $operation {
            const SCHEMA: &'static OperationSchema =
                &OperationSchema::new(stringify!($operation)).http($method, $uri);
            type Protocol = $protocol;
            type Input = $input;
            type Output = GetOutput;
            type Error = StartError;
        }

        impl ClientOperation for $operation {}
    )*};
}

operations! {
    Get(GetInput): RestJson1 "GET" "/things/{Id}";
    GetPart(GetInput): RestJson1 "GET" "/things/{Id}?part";
    GetVersion(VersionInput): RestJson1 "GET" "/things/{Id}";
    Remove(GetInput): RestJson1 "DELETE" "/things/{Id}";
    Head(GetInput): RestJson1 "HEAD" "/things/{Id}";
}

#[cfg(feature = "rest-xml")]
operations! {
    HeadXml(GetInput): RestXml "HEAD" "/things/{Id}";
}

fn answer(name: &'static str) -> impl FnMut(GetInput) -> Result<GetOutput, StartError> {
    move |input| {
        Ok(GetOutput {
            found: Some(format!("{name} {}", input.id.unwrap_or_default())),
            status: Some(203),
            size: Some(5),
        })
    }
}

fn input(id: &str) -> GetInput {
    GetInput {
        id: Some(id.to_owned()),
        ..GetInput::default()
    }
}

#[tokio::test]
async fn fakes_route_by_method_path_and_query() {
    let fake = Fake::new()
        .on::<GetPart>(answer("part"))
        .on::<Get>(answer("whole"))
        .on::<Remove>(answer("removed"));
    let core = Core::new(&SERVICE, fake.config());
    for (found, expected) in [
        (core.send::<Get>(input("a/ü")).await, "whole a/ü"),
        (core.send::<GetPart>(input("b")).await, "part b"),
        (core.send::<Remove>(input("c")).await, "removed c"),
    ] {
        let output = found.unwrap();
        assert_eq!(output.found.as_deref(), Some(expected));
        assert_eq!((output.status, output.size), (Some(203), Some(5)));
    }
    let requests = fake.requests();
    assert_eq!(requests[0].uri().path(), "/things/a%2F%C3%BC");
    assert_eq!(requests[0].operation(), Some("Get"));
    assert!(!requests[0].header("x-token").unwrap().is_empty());
    assert_eq!(requests[2].method(), Method::DELETE);
    assert!(fake.calls::<Get>()[0].token.is_some());
}

/// As `GetObject` and `ListParts` of S3.
#[tokio::test]
async fn fakes_route_by_required_parameters_and_headers() {
    let version =
        |input: VersionInput| answer("version")(self::input(&input.id.unwrap_or_default()));
    let fakes = [
        Fake::new()
            .on::<Get>(answer("whole"))
            .on::<GetVersion>(version),
        Fake::new()
            .on::<GetVersion>(version)
            .on::<Get>(answer("whole")),
    ];
    for fake in fakes {
        let core = Core::new(&SERVICE, fake.config());
        let output = core.send::<Get>(input("a")).await.unwrap();
        assert_eq!(output.found.as_deref(), Some("whole a"));
        let input = VersionInput {
            id: Some("b".to_owned()),
            version: Some("1".to_owned()),
            key: Some("k".to_owned()),
        };
        let output = core.send::<GetVersion>(input).await.unwrap();
        assert_eq!(output.found.as_deref(), Some("version b"));
    }
}

#[tokio::test]
async fn unknown_paths_are_answered_in_the_protocol_of_the_fake() {
    let fake = Fake::new().on::<Get>(answer("whole"));
    let core = Core::new(&SERVICE, fake.config());
    let error = core.send::<Remove>(input("a")).await.err().unwrap();
    assert_eq!(error.code(), Some("UnknownOperationException"));
    assert_eq!(
        error.message(),
        Some("the fake has no answer to DELETE /things/a: give it one with `on`")
    );
}

#[tokio::test]
async fn empty_labels_are_refused_before_sending() {
    let fake = Fake::new().on::<Get>(answer("whole"));
    let core = Core::new(&SERVICE, fake.config());
    for input in [GetInput::default(), input("")] {
        let error = core.send::<Get>(input).await.err().unwrap();
        let Cause::Input(error) = error.cause() else {
            panic!("{error:?}");
        };
        assert_eq!(error.missing, ["Id"]);
    }
    assert_eq!(fake.request_count(), 0);
}

#[tokio::test]
async fn values_that_cannot_be_sent_are_input_errors() {
    let fake = Fake::new().on::<Get>(answer("whole"));
    let core = Core::new(&SERVICE, fake.config());
    let bad = GetInput {
        token: Some("a\nb".to_owned()),
        ..input("a")
    };
    let error = core.send::<Get>(bad).await.err().unwrap();
    assert!(matches!(error.cause(), Cause::Input(_)), "{error:?}");
    assert_eq!(error.attempts(), 0);
    assert_eq!(fake.request_count(), 0);
}

#[tokio::test]
async fn faults_of_rest_operations() {
    let fake = Fake::new().on::<Get>(answer("whole"));
    let core = Core::new(&SERVICE, fake.config());
    fake.inject(Fault::throttling());
    let output = core.send::<Get>(input("a")).await.unwrap();
    assert_eq!(output.found.as_deref(), Some("whole a"));
    fake.inject(Fault::error(
        StatusCode::CONFLICT.as_u16(),
        "Conflict",
        "busy",
    ));
    let error = core.send::<Get>(input("a")).await.err().unwrap();
    assert_eq!(
        (error.status(), error.code()),
        (Some(409), Some("Conflict"))
    );
}

/// What a client says of an output or error, in-process and over TCP.
async fn said<O>(fake: &Fake) -> Vec<String>
where
    O: ClientOperation<Input = GetInput, Output = GetOutput, Error = StartError>,
{
    let server = fake.serve("127.0.0.1:0").await.unwrap();
    let mut said = Vec::new();
    for config in [fake.config(), over_tcp(&server).build()] {
        said.push(
            match Core::new(&SERVICE, config).send::<O>(input("a")).await {
                Ok(output) => format!("{:?} {:?}", output.found, output.size),
                Err(error) => {
                    let (status, code) = (error.status().unwrap(), error.code());
                    format!("{status} {} {:?}", code.unwrap(), error.message())
                }
            },
        );
    }
    said
}

/// Answers to HEAD requests have no document. REST JSON has the code of an error in a header, too.
#[tokio::test]
async fn answers_to_head_requests_have_no_body() {
    let unhandled = |_| {
        Err(StartError::unhandled(ErrorMetadata::for_tests(
            404,
            "NoSuchThing",
            "x",
        )))
    };
    let fake = Fake::new().on::<Head>(unhandled);
    assert_eq!(said::<Head>(&fake).await, ["404 NoSuchThing None"; 2]);
    fake.inject(Fault::error(403, "Denied", "x")).always();
    assert_eq!(said::<Head>(&fake).await, ["403 Denied None"; 2]);
    let fake = Fake::new().on::<Head>(answer("head"));
    assert_eq!(said::<Head>(&fake).await, ["None Some(5)"; 2]);
    #[cfg(feature = "rest-xml")]
    {
        let fake = Fake::new().on::<HeadXml>(unhandled);
        let not_found = "404 NotFound Some(\"Not Found\")";
        assert_eq!(said::<HeadXml>(&fake).await, [not_found; 2]);
        fake.inject(Fault::error(412, "Denied", "x")).always();
        let failed = "412 PreconditionFailed Some(\"Precondition Failed\")";
        assert_eq!(said::<HeadXml>(&fake).await, [failed; 2]);
    }
}
