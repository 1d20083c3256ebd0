//! restJson1: members in paths, queries, headers, status codes and bodies, in both directions.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Request, Response};
use proptest::prelude::*;
use tinsmith_runtime::body::Body;
use tinsmith_runtime::error::{Cause, ErrorMetadata, InvalidInput};
use tinsmith_runtime::operation::{
    ErrorParts, InvalidRequest, Operation, OperationSchema, Protocol as _,
};
use tinsmith_runtime::protocol::rest_json::RestJson1;
use tinsmith_runtime::shape::Shape as _;

use super::shapes::{self as types, Color, Inner};
use super::time;

/// For what does not depend on the operation.
const ANY: &OperationSchema = &OperationSchema::new("Any");

#[derive(Clone, Default, PartialEq)]
struct PutInput {
    shelf: Option<String>,
    path: Option<String>,
    page: Option<i32>,
    since: Option<DateTime<Utc>>,
    colors: Option<Vec<Color>>,
    ratio: Option<f64>,
    others: Option<HashMap<String, Vec<String>>>,
    token: Option<String>,
    day: Option<DateTime<Utc>>,
    days: Option<Vec<DateTime<Utc>>>,
    tags: Option<Vec<String>>,
    json: Option<String>,
    is_dry: Option<bool>,
    metadata: Option<HashMap<String, String>>,
    title: Option<String>,
    inner: Option<Inner>,
}

tinsmith_runtime::structure! {
    structure("PutInput") => PutInput {
        shelf: "Shelf".label().required();
        path: "Path".label().required();
        page: "Page".query("page");
        since: "Since".query("since");
        colors: "Colors".query("color");
        ratio: "Ratio".query("ratio");
        others: "Others".query_params();
        token: "Token".header("X-Token").idempotency_token();
        day: "Day".header("X-Day");
        days: "Days".header("X-Days");
        tags: "Tags".header("X-Tags");
        json: "Json".header("X-Json").base64();
        is_dry: "IsDry".header("X-Dry");
        metadata: "Metadata".prefix_headers("X-Meta-");
        title: "Title".wire("title");
        inner: "Inner";
    }
}

#[derive(Clone, Default, PartialEq)]
struct PutOutput {
    status: Option<i32>,
    size: Option<i64>,
    etag: Option<String>,
    tags: Option<Vec<String>>,
    days: Option<Vec<DateTime<Utc>>>,
    metadata: Option<HashMap<String, String>>,
    title: Option<String>,
}

tinsmith_runtime::structure! {
    structure("PutOutput") => PutOutput {
        status: "Status".status_code();
        size: "Size".header("X-Size");
        etag: "Etag".header("ETag");
        tags: "Tags".header("X-Tags");
        days: "Days".header("X-Days");
        metadata: "Metadata".prefix_headers("X-Meta-");
        title: "Title".wire("title");
    }
}

#[derive(Clone, Default, PartialEq)]
pub struct TooManyException {
    pub message: Option<String>,
    pub retry_after: Option<i32>,
    pub quota: Option<String>,
}

tinsmith_runtime::structure! {
    structure("TooManyException") => TooManyException {
        message: "message";
        retry_after: "RetryAfter".header("Retry-After");
        quota: "Quota".wire("quota");
    }
}

tinsmith_runtime::error! {
    TooManyException: "TooManyException", message;
}

mod error {
    use super::ErrorMetadata;
    pub use super::TooManyException;

    use self as types;

    #[derive(Clone, Debug, PartialEq)]
    pub enum PutError {
        TooManyException(TooManyException),
        Unhandled(ErrorMetadata),
    }

    #[derive(Debug)]
    pub enum Error {
        TooManyException(tinsmith_runtime::error::ServiceError<TooManyException>),
        Unhandled(tinsmith_runtime::error::CallError<tinsmith_runtime::error::Unmodelled>),
    }

    tinsmith_runtime::service_errors! {
        Error {
            TooManyException;
        }
    }

    tinsmith_runtime::operation_error! {
        PutError => Error {
            TooManyException: "TooManyException", message, Throttling, 429;
        }
    }
}

use error::PutError;

struct Put;

impl Operation for Put {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Put")
        .http("PUT", "/shelves/{Shelf}/books/{Path+}?fixed=1&flag")
        .headers(&[("x-version", "7")]);
    type Protocol = RestJson1;
    type Input = PutInput;
    type Output = PutOutput;
    type Error = PutError;
}

fn input() -> PutInput {
    PutInput {
        shelf: Some("a/b c".to_owned()),
        path: Some("x/y+z/é".to_owned()),
        ..PutInput::default()
    }
}

fn read(request: &Request<Body>) -> Result<PutInput, InvalidRequest> {
    let mut input = PutInput::default();
    RestJson1::read_request(Put::SCHEMA, request, &mut input)?;
    Ok(input)
}

fn invalid(input: &PutInput) -> InvalidInput {
    Put::request(input).unwrap_err()
}

#[test]
fn labels_are_encoded_and_literals_kept() {
    let request = Put::request(&input()).unwrap();
    assert_eq!(request.method(), "PUT");
    assert_eq!(
        request.uri(),
        "/shelves/a%2Fb%20c/books/x/y%2Bz/%C3%A9?fixed=1&flag"
    );
    assert_eq!(request.headers()["x-version"], "7");
    // There are members for the body, so there is one.
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(&request.body().bytes().unwrap()[..], b"{}");
    assert!(read(&request).unwrap() == input());
}

#[test]
fn missing_and_empty_labels_are_refused() {
    let error = invalid(&PutInput::default());
    assert_eq!(error.missing, ["Shelf", "Path"]);
    let error = invalid(&PutInput {
        shelf: Some(String::new()),
        ..input()
    });
    assert_eq!(
        (error.operation, &error.missing[..]),
        ("Put", &["Shelf".to_owned()][..])
    );
}

#[test]
fn query_in_model_order_with_lists_and_maps() {
    let others = [
        ("page", vec!["9"]),
        ("fixed", vec!["9"]),
        ("z", vec!["1", "2"]),
        ("b &", vec!["="]),
        ("none", vec![]),
    ];
    let others = others.map(|(key, values)| {
        (
            key.to_owned(),
            values.into_iter().map(str::to_owned).collect(),
        )
    });
    let whole = PutInput {
        page: Some(-3),
        since: Some(time("2020-02-03T04:05:06.7Z")),
        colors: Some(vec![Color::Red, "dark green".into()]),
        ratio: Some(f64::INFINITY),
        others: Some(others.into()),
        ..input()
    };
    let request = Put::request(&whole).unwrap();
    assert_eq!(
        request.uri().query(),
        Some(
            "fixed=1&flag&page=-3&since=2020-02-03T04%3A05%3A06.7Z&color=RED&color=dark%20green\
             &ratio=Infinity&b%20%26=%3D&z=1&z=2"
        )
    );
    let found = read(&request).unwrap();
    let (mut found_others, mut others) = (found.others.unwrap(), whole.others.unwrap());
    // A member of its own and literals win over the map, and empty lists are not sent.
    for key in ["page", "fixed", "none"] {
        assert!(others.remove(key).is_some());
    }
    assert_eq!(found_others.remove("z"), others.remove("z"));
    assert_eq!(found_others, others);
    assert_eq!(found.page, Some(-3));
    assert_eq!(found.colors, whole.colors);
}

#[test]
fn a_parameter_may_have_the_empty_name() {
    #[derive(Clone, Default, PartialEq)]
    struct Input {
        all: Option<HashMap<String, String>>,
    }

    tinsmith_runtime::structure! {
        structure("Input") => Input {
            all: "All".query_params();
        }
    }

    const GET: &OperationSchema = &OperationSchema::new("Get").http("GET", "/");
    let whole = Input {
        all: Some(HashMap::from([(String::new(), "v".to_owned())])),
    };
    let request = RestJson1::request(GET, &whole).unwrap();
    assert_eq!(request.uri(), "/?=v");
    let mut found = Input::default();
    RestJson1::read_request(GET, &request, &mut found).unwrap();
    assert!(found == whole);
}

#[test]
fn literals_of_the_query_may_be_encoded() {
    const GET: &OperationSchema = &OperationSchema::new("Get").http("GET", "/?a%20b&c%2Fd=%C3%A9");
    let mut input = PutInput::default();
    let others = [("a b", "1"), ("e", "2")];
    let others = others.map(|(key, value)| (key.to_owned(), vec![value.to_owned()]));
    input.others = Some(others.into());
    let request = RestJson1::request(GET, &input).unwrap();
    assert_eq!(request.uri(), "/?a%20b&c%2Fd=%C3%A9&e=2");
    let mut found = PutInput::default();
    RestJson1::read_request(GET, &request, &mut found).unwrap();
    let others: Vec<_> = found.others.unwrap().into_keys().collect();
    assert_eq!(others, ["e"]);
    // Other clients encode more, or less.
    for (query, fits) in [
        ("a%20%62=&c/d=%c3%a9", true),
        ("a%20b=&c/d=e", false),
        ("a%20b", false),
    ] {
        let request = Request::builder().uri(format!("/?{query}"));
        let request = request.body(Body::default()).unwrap();
        assert_eq!(
            RestJson1::matches(GET, PutInput::default().schema(), &request).is_some(),
            fits,
            "{query}"
        );
    }
}

#[test]
fn a_map_supplies_parameters_whose_member_is_unset() {
    let others = HashMap::from([("page".to_owned(), vec!["9".to_owned()])]);
    let request = Put::request(&PutInput {
        others: Some(others),
        ..input()
    });
    assert_eq!(request.unwrap().uri().query(), Some("fixed=1&flag&page=9"));
}

#[test]
fn headers_of_each_type() {
    let day = time("2020-02-03T04:05:06.7Z");
    let metadata = HashMap::from([("a".to_owned(), "1".to_owned())]);
    let whole = PutInput {
        token: Some("t".to_owned()),
        day: Some(day),
        days: Some(vec![day, day]),
        tags: Some(["a", "b,c", "\"d\"\\", ""].map(str::to_owned).into()),
        json: Some(r#"{"é":1}"#.to_owned()),
        is_dry: Some(false),
        metadata: Some(metadata),
        ..input()
    };
    let request = Put::request(&whole).unwrap();
    let header = |name: &str| request.headers()[name].to_str().unwrap();
    assert_eq!(header("x-token"), "t");
    assert_eq!(header("x-day"), "Mon, 03 Feb 2020 04:05:06 GMT");
    assert_eq!(
        header("x-days"),
        "Mon, 03 Feb 2020 04:05:06 GMT, Mon, 03 Feb 2020 04:05:06 GMT"
    );
    assert_eq!(header("x-tags"), r#"a, "b,c", "\"d\"\\", "#);
    assert_eq!(header("x-json"), "eyLDqSI6MX0=");
    assert_eq!(header("x-dry"), "false");
    assert_eq!(header("x-meta-a"), "1");
    let found = read(&request).unwrap();
    assert_eq!(found.json, whole.json);
    assert_eq!(found.metadata, whole.metadata);
    assert_eq!(found.days.unwrap(), [time("2020-02-03T04:05:06Z"); 2]);
    // An empty item at the end cannot be told from none.
    assert_eq!(found.tags.unwrap(), whole.tags.unwrap()[..3]);
}

#[test]
fn empty_lists_are_no_headers_and_empty_text_is_one() {
    let request = Put::request(&PutInput {
        token: Some(String::new()),
        tags: Some(vec![]),
        ..input()
    });
    let request = request.unwrap();
    assert_eq!(request.headers()["x-token"], "");
    assert!(!request.headers().contains_key("x-tags"));
}

#[test]
fn values_that_headers_cannot_contain_are_refused() {
    let metadata = [("no space", "1"), ("ok", "line\nbreak")];
    let metadata = metadata.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let error = invalid(&PutInput {
        token: Some("secret\r\nX-Other: 1".to_owned()),
        metadata: Some(metadata.into()),
        ..input()
    });
    let mut problems = error.invalid.clone();
    problems.sort();
    assert_eq!(
        problems,
        [
            "Metadata has a key that cannot be part of a header's name",
            "Metadata has control characters, which the header x-meta-ok cannot contain",
            "Token has control characters, which the header x-token cannot contain",
        ]
    );
    assert!(!error.to_string().contains("secret"));
    let error = invalid(&PutInput {
        path: Some("x".repeat(70_000)),
        ..input()
    });
    assert_eq!(error.invalid, ["the URI is too long"]);
}

#[test]
fn text_beyond_ascii_is_sent_in_headers_as_utf_8() {
    let whole = PutInput {
        token: Some("ü".to_owned()),
        ..input()
    };
    let request = Put::request(&whole).unwrap();
    assert_eq!(request.headers()["x-token"].as_bytes(), "ü".as_bytes());
    assert!(read(&request).unwrap() == whole);
}

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Body> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from(body.to_owned())).unwrap()
}

#[test]
fn outputs_of_headers_status_and_body() {
    let headers = [
        ("x-size", " 12 "),
        ("etag", "\"e\""),
        ("x-tags", r#"a ,"b, \"c\"""#),
        ("x-tags", "d"),
        (
            "x-days",
            "Mon, 03 Feb 2020 04:05:06 GMT, Tue, 04 Feb 2020 04:05:06 GMT",
        ),
        ("X-META-Key", "v"),
    ];
    let response = response(201, &headers, r#"{"title":"T","Status":7,"X-Size":8}"#);
    let output = Put::response(&response).unwrap();
    assert_eq!(output.status, Some(201));
    assert_eq!(output.size, Some(12));
    assert_eq!(output.etag.as_deref(), Some("\"e\""));
    assert_eq!(output.tags.unwrap(), ["a", "b, \"c\"", "d"]);
    let days = ["2020-02-03T04:05:06Z", "2020-02-04T04:05:06Z"].map(time);
    assert_eq!(output.days.unwrap(), days);
    assert_eq!(output.metadata.unwrap()["key"], "v");
    assert_eq!(output.title.as_deref(), Some("T"));
}

#[test]
fn only_spaces_and_tabs_are_around_the_values_of_headers() {
    let headers = [
        ("etag", " \t\u{a0}e\u{3000}\t"),
        ("x-tags", "\ta\u{2003},\t\u{2003}b , \"c\u{a0}\" , \u{a0}"),
        ("x-meta-a", "\u{a0}"),
    ];
    let output = Put::response(&response(200, &headers, "")).unwrap();
    assert_eq!(output.etag.as_deref(), Some("\u{a0}e\u{3000}"));
    let tags = ["a\u{2003}", "\u{2003}b", "c\u{a0}", "\u{a0}"];
    assert_eq!(output.tags.unwrap(), tags);
    assert_eq!(output.metadata.unwrap()["a"], "\u{a0}");
}

#[test]
fn empty_responses_leave_members_unset() {
    let output = Put::response(&response(204, &[], "")).unwrap();
    assert!(
        output
            == PutOutput {
                status: Some(204),
                metadata: Some(HashMap::new()),
                ..PutOutput::default()
            }
    );
}

#[test]
fn unreadable_headers_name_the_member() {
    let error = Put::response(&response(200, &[("x-size", "1.5")], "{}")).unwrap_err();
    let Cause::Response { error, .. } = error.cause() else {
        panic!("{error:?}");
    };
    assert_eq!(error.to_string(), "Size: expected a 64-bit integer");
}

#[test]
fn errors_have_members_in_headers() {
    let headers = [
        ("x-amzn-errortype", "TooManyException:http://a/b"),
        ("retry-after", "30"),
    ];
    let response = response(429, &headers, r#"{"Message":"slow down","quota":"q"}"#);
    let error = Put::response(&response).unwrap_err();
    let Some(PutError::TooManyException(shape)) = error.service_error() else {
        panic!("{error:?}");
    };
    assert_eq!(shape.message.as_deref(), Some("slow down"));
    assert_eq!(shape.retry_after, Some(30));
    assert_eq!(shape.quota.as_deref(), Some("q"));
    assert!(error.is_throttling());
}

#[test]
fn errors_without_a_body_have_the_code_of_the_header() {
    for body in ["", "<html></html>"] {
        let headers = [("x-amzn-errortype", "TooManyException")];
        let error = Put::response(&response(503, &headers, body)).unwrap_err();
        assert_eq!(error.code(), Some("TooManyException"), "{body}");
    }
}

#[test]
fn services_write_what_clients_read() {
    let whole = PutOutput {
        status: Some(202),
        size: Some(i64::MIN),
        etag: Some("e".to_owned()),
        tags: Some(["a", "b,c"].map(str::to_owned).into()),
        metadata: Some(HashMap::from([("k".to_owned(), "v".to_owned())])),
        title: Some("T".to_owned()),
        ..PutOutput::default()
    };
    let response = RestJson1::response(ANY, &whole, "r-1");
    assert_eq!(response.status(), 202);
    assert!(Put::response(&response).unwrap() == whole);

    let shape = TooManyException {
        message: Some("m".to_owned()),
        retry_after: Some(3),
        quota: None,
    };
    let mut parts = ErrorParts::new(429, "TooManyException", "", "r-1");
    parts.shape = Some(&shape);
    let response = RestJson1::error_response(&parts);
    assert_eq!(response.headers()["retry-after"], "3");
    let error = Put::response(&response).unwrap_err();
    assert_eq!(
        error.service_error(),
        Some(&PutError::TooManyException(shape))
    );
    let unsendable = PutOutput {
        etag: Some("\n".to_owned()),
        ..PutOutput::default()
    };
    assert_eq!(RestJson1::response(ANY, &unsendable, "r-1").status(), 500);
}

#[test]
fn requests_fit_by_method_path_and_query() {
    let weight = |schema: &OperationSchema, method: &str, uri: &str| {
        let request = Request::builder().method(method).uri(uri);
        let input = PutInput::default().schema();
        RestJson1::matches(schema, input, &request.body(Body::default()).unwrap())
    };
    let uri = "/shelves/1/books/a/b?fixed=1&flag=&more";
    assert!(weight(Put::SCHEMA, "PUT", uri).is_some());
    for (method, uri) in [
        ("GET", uri),
        ("PUT", "/shelves/1/books/a?fixed=1"),
        ("PUT", "/shelves/1/books/?fixed=1&flag"),
        ("PUT", "/shelves//books/a?fixed=1&flag"),
        ("PUT", "/shelves/1/pages/a?fixed=1&flag"),
        ("PUT", "/shelves/1?fixed=1&flag"),
    ] {
        assert_eq!(weight(Put::SCHEMA, method, uri), None, "{method} {uri}");
    }
    // The more literal one fits better.
    let schemas = ["/{All+}", "/{Kind}/{Id}", "/books/{Id}", "/books/{Id}?acl"]
        .map(|uri| OperationSchema::new("Get").http("GET", uri));
    let weights = schemas.map(|schema| weight(&schema, "GET", "/books/7?acl").unwrap());
    assert!(
        weights.is_sorted() && weights[0] < weights[1],
        "{weights:?}"
    );
}

#[test]
fn requests_without_required_members_are_rejected() {
    let uri = "/shelves/1/books/a?fixed=1&flag";
    let request = |body: &str| {
        let request = Request::builder().method("PUT").uri(uri);
        request.body(Body::from(body.to_owned())).unwrap()
    };
    let Err(InvalidRequest::Input(error)) = read(&request(r#"{"Inner":{}}"#)) else {
        panic!("it is accepted");
    };
    assert_eq!(error.missing, ["Inner.type"]);
    let unreadable = read(&request("[]"));
    assert!(matches!(unreadable, Err(InvalidRequest::Unreadable(_))));
}

/// A body that is one member: bytes, text, a structure or a document.
macro_rules! payload {
    ($name:ident: $type:ty, $location:ident) => {
        #[derive(Clone, Default, PartialEq)]
        struct $name {
            body: Option<$type>,
        }

        tinsmith_runtime::structure! {
            structure("Payload") => $name {
                body: "Body".$location();
            }
        }
    };
}

payload!(BlobPayload: Bytes, payload);
payload!(TextPayload: String, payload);
payload!(StructurePayload: types::Inner, structure_payload);
payload!(DocumentPayload: serde_json::Value, payload);

const UPLOAD: &OperationSchema = &OperationSchema::new("Upload").http("POST", "/upload");

const STATED: &OperationSchema = &OperationSchema::new("Upload").content_type("image/png");

/// The content type and the body of a request.
fn sent(input: &dyn tinsmith_runtime::shape::Shape) -> (Option<String>, String) {
    let request = RestJson1::request(UPLOAD, input).unwrap();
    let content_type = request.headers().get("content-type");
    let content_type = content_type.map(|it| it.to_str().unwrap().to_owned());
    let body = request.body().bytes().unwrap();
    (content_type, String::from_utf8(body.to_vec()).unwrap())
}

#[test]
fn payloads_and_their_content_types() {
    let typed = |content_type: &str, body: &str| (Some(content_type.to_owned()), body.to_owned());
    let empty = || (None, String::new());
    let blob = |body: Option<&'static str>| BlobPayload {
        body: body.map(Bytes::from),
    };
    assert_eq!(
        sent(&blob(Some("b"))),
        typed("application/octet-stream", "b")
    );
    assert_eq!(sent(&blob(Some(""))), empty());
    assert_eq!(sent(&blob(None)), empty());
    let text = TextPayload {
        body: Some("t".to_owned()),
    };
    assert_eq!(sent(&text), typed("text/plain", "t"));
    let inner = StructurePayload {
        body: Some(Inner {
            r#type: Color::Red,
            count: None,
        }),
    };
    assert_eq!(sent(&inner), typed("application/json", r#"{"type":"RED"}"#));
    let unset = StructurePayload::default();
    assert_eq!(sent(&unset), typed("application/json", "{}"));
    let document = DocumentPayload {
        body: Some(serde_json::json!([1])),
    };
    assert_eq!(sent(&document), typed("application/json", "[1]"));
    assert_eq!(sent(&DocumentPayload::default()), empty());

    let request = RestJson1::request(STATED, &blob(Some("b"))).unwrap();
    assert_eq!(request.headers()["content-type"], "image/png");
}

#[test]
fn payloads_are_read_back() {
    let blob = BlobPayload {
        body: Some(Bytes::from_static(b"\xff\0")),
    };
    let mut found = BlobPayload::default();
    RestJson1::read_response(ANY, &RestJson1::response(ANY, &blob, "r-1"), &mut found).unwrap();
    assert!(found == blob);

    let mut text = TextPayload::default();
    let error = RestJson1::read_response(ANY, &RestJson1::response(ANY, &blob, "r-1"), &mut text)
        .unwrap_err();
    assert_eq!(error.to_string(), "Body: the body is not UTF-8");

    // An empty body is an absent value.
    let empty = response(200, &[], "");
    let mut text = TextPayload::default();
    RestJson1::read_response(ANY, &empty, &mut text).unwrap();
    assert!(text.body.is_none());
    let mut structure = StructurePayload::default();
    RestJson1::read_response(ANY, &empty, &mut structure).unwrap();
    assert!(structure.body.is_none());
    let misfit = response(200, &[], r#"{"count":"x"}"#);
    let error = RestJson1::read_response(ANY, &misfit, &mut structure).unwrap_err();
    assert_eq!(error.path(), "Body.count");

    let mut document = DocumentPayload::default();
    let error = RestJson1::read_response(ANY, &response(200, &[], "{"), &mut document).unwrap_err();
    assert_eq!(error.reason(), "the body is not JSON");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn requests_survive_a_round_trip(
        shelf in ".{1,8}",
        path in "[a-z/.?#%+ é]{1,12}",
        others in proptest::collection::hash_map(".{0,6}", proptest::collection::vec(".{0,4}", 1..3), 0..3),
        tags in proptest::collection::vec("[ -~]{0,3}[!-~]", 1..4),
        page in any::<i32>(),
    ) {
        prop_assume!(!path.starts_with('/') && !path.ends_with('/') && !path.contains("//"));
        prop_assume!(["fixed", "flag", "page", "since", "color", "ratio"].iter().all(|it| !others.contains_key(*it)));
        let whole = PutInput {
            shelf: Some(shelf),
            path: Some(path),
            page: Some(page),
            tags: Some(tags.into_iter().map(|tag| tag.trim().to_owned()).collect()),
            others: (!others.is_empty()).then_some(others),
            ..PutInput::default()
        };
        let request = Put::request(&whole).unwrap();
        let found = read(&request).unwrap();
        prop_assert_eq!(found.shelf, whole.shelf);
        prop_assert_eq!(found.path, whole.path);
        prop_assert_eq!(found.page, whole.page);
        prop_assert_eq!(found.tags, whole.tags);
        prop_assert_eq!(found.others, whole.others);
    }

    #[test]
    fn no_request_or_response_makes_the_reader_panic(
        uri in "/shelves/[!-~]{0,12}/books/[!-~]{0,12}",
        header in "[ -~]{0,12}",
        body in ".{0,12}",
    ) {
        if let Ok(request) = Request::builder().method("PUT").uri(uri)
            .header("x-tags", &header).header("x-days", &header).header("x-json", &header)
            .body(Body::from(body.clone()))
        {
            let _ = read(&request);
        }
        let headers = [("x-tags", &*header), ("x-size", &header), ("x-days", &header)];
        let _ = Put::response(&response(200, &headers, &body));
    }
}
