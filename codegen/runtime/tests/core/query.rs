//! awsQuery and ec2Query: requests, responses and errors, on both sides.

use http::{Request, Response};
use tinsmith_runtime::body::Body;
use tinsmith_runtime::error::{CallError, ErrorMetadata, OperationError as _};
use tinsmith_runtime::operation::{
    ErrorParts, InvalidRequest, Operation, OperationSchema, Protocol,
};
use tinsmith_runtime::protocol::query::{AwsQuery, Ec2Query};
use tinsmith_runtime::shape::Shape as _;

use super::form_shapes::{Filled, Part};
use super::shapes::{self as types, BusyException, Error, NotFoundException};

struct Fill;

impl Operation for Fill {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Fill").version("2020-01-01");
    type Protocol = AwsQuery;
    type Input = Filled;
    type Output = Filled;
    type Error = FillError;
}

struct Ec2Fill;

impl Operation for Ec2Fill {
    const SCHEMA: &'static OperationSchema = Fill::SCHEMA;
    type Protocol = Ec2Query;
    type Input = Filled;
    type Output = Filled;
    type Error = FillError;
}

#[derive(Clone, Debug, PartialEq)]
enum FillError {
    NotFoundException(NotFoundException),
    BusyException(BusyException),
    Unhandled(ErrorMetadata),
}

tinsmith_runtime::operation_error! {
    FillError => Error {
        NotFoundException: "Filler.NotFound", message, 404;
        BusyException: "Busy", message, Throttling, 503;
    }
}

fn response(status: u16, body: &str) -> Response<Body> {
    let response = Response::builder().status(status);
    response.body(Body::from(body.to_owned())).unwrap()
}

fn text(response: &Response<Body>) -> &str {
    str::from_utf8(response.body().bytes().unwrap()).unwrap()
}

fn filled() -> Filled {
    Filled {
        text: Some("a < b".to_owned()),
        list: Some(vec!["x".to_owned()]),
        part: Some(Part {
            key: "k".to_owned(),
            value: None,
        }),
        ..Filled::default()
    }
}

/// The error of a response.
#[track_caller]
fn failed<O: Operation<Output = Filled, Error = FillError>>(
    status: u16,
    body: &str,
) -> CallError<FillError> {
    match O::response(&response(status, body)) {
        Err(error) => error,
        Ok(_) => panic!("{body} is no error"),
    }
}

#[test]
fn requests_are_forms_with_action_and_version() {
    let request = Fill::request(&filled()).unwrap();
    assert_eq!(
        (request.method().as_str(), request.uri().path()),
        ("POST", "/")
    );
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    let body = str::from_utf8(request.body().bytes().unwrap()).unwrap();
    let expected = "Action=Fill&Version=2020-01-01&Text=a%20%3C%20b&List.member.1=x&Part.Key=k";
    assert_eq!(body, expected);
    let request = Ec2Fill::request(&filled()).unwrap();
    assert!(
        request
            .body()
            .bytes()
            .unwrap()
            .ends_with(b"&List.1=x&Part.Key=k")
    );
}

#[test]
fn outputs_are_in_a_result_or_in_the_root() {
    let members = "<Text>a &lt; b</Text><List><member>x</member></List><Part><Key>k</Key></Part>";
    let query = format!(
        "<?xml version=\"1.0\"?>\n<p:FillResponse xmlns:p=\"u\">\n  <!-- c --><p:FillResult>{members}\
         </p:FillResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></p:FillResponse>"
    );
    assert!(Fill::response(&response(200, &query)).unwrap() == filled());
    let ec2 = format!("<FillResponse><requestId>r</requestId>{members}</FillResponse>");
    assert!(Ec2Fill::response(&response(200, &ec2)).unwrap() == filled());
    // Without a result, or without anything.
    let metadata = "<FillResponse><ResponseMetadata/></FillResponse>";
    for body in ["", " \n", metadata, "<FillResponse/>"] {
        assert!(Fill::response(&response(200, body)).unwrap() == Filled::default());
        assert!(Ec2Fill::response(&response(200, body)).unwrap() == Filled::default());
    }
    for body in ["<FillResponse>", "{}", "<FillResponse></Other>"] {
        assert!(Fill::response(&response(200, body)).is_err(), "{body}");
    }
    let wrong = "<FillResponse><FillResult>\n<Number>x</Number></FillResult></FillResponse>";
    let error = failed::<Fill>(200, wrong).to_string();
    assert!(
        error.contains("Number: ") && error.contains("line 2"),
        "{error}"
    );
}

#[test]
fn both_forms_of_errors_are_read() {
    let parts =
        "<Type>Sender</Type><Code>Filler.NotFound</Code><Message>gone</Message><code>7</code>";
    for body in [
        format!("<ErrorResponse><Error>{parts}</Error><RequestId>r-1</RequestId></ErrorResponse>"),
        format!(
            "<Response><Errors><Error>{parts}</Error></Errors><RequestID>r-1</RequestID></Response>"
        ),
    ] {
        for error in [failed::<Fill>(404, &body), failed::<Ec2Fill>(404, &body)] {
            assert_eq!(error.code(), Some("Filler.NotFound"));
            assert_eq!(error.message(), Some("gone"));
            assert_eq!(error.request_id(), Some("r-1"));
            let Some(FillError::NotFoundException(shape)) = error.service_error() else {
                panic!("{error:?}");
            };
            assert_eq!(
                (shape.message.as_deref(), shape.code),
                (Some("gone"), Some(7))
            );
        }
    }
}

#[test]
fn faults_and_other_spellings_of_errors() {
    let fault = |body: &str| AwsQuery::error_metadata(&response(400, body)).is_sender_fault();
    let of = |kind: &str| {
        format!("<ErrorResponse><Error><Type>{kind}</Type><Code>C</Code></Error></ErrorResponse>")
    };
    assert_eq!(fault(&of("Sender")), Some(true));
    assert_eq!(fault(&of("Receiver")), Some(false));
    assert_eq!(fault(&of("Unknown")), None);

    let body =
        "<ErrorResponse><Error><Code>\n New </Code><message>m</message></Error></ErrorResponse>";
    let error = failed::<Fill>(400, body);
    assert_eq!((error.code(), error.message()), (Some("New"), Some("m")));
    for body in [
        "",
        "<html><body>Bad Gateway</body></html>",
        "no XML",
        "<Error>",
    ] {
        let error = failed::<Fill>(502, body);
        assert_eq!((error.code(), error.status()), (None, Some(502)), "{body}");
    }
    // A header wins over the body.
    let mut found = response(400, &of("Sender"));
    found
        .headers_mut()
        .insert("x-amzn-requestid", "r-2".parse().unwrap());
    assert_eq!(AwsQuery::error_metadata(&found).request_id(), Some("r-2"));
}

#[test]
fn requests_fit_by_action_and_version() {
    let request = |uri: &str, body: &str| {
        let request = Request::builder().method("POST").uri(uri);
        request.body(Body::from(body.to_owned())).unwrap()
    };
    let input = Filled::default().schema();
    let weight = |uri: &str, body: &str| {
        let fit = AwsQuery::matches(Fill::SCHEMA, input, &request(uri, body))?;
        Some(fit.address)
    };
    assert_eq!(weight("/", "Action=Fill&Version=2020-01-01"), Some(1));
    assert_eq!(weight("/", "Text=%zz&Action=Fill"), None);
    assert_eq!(weight("/", "Version=&Action=Fill"), None);
    assert_eq!(weight("/", "Text=1&Action=Fill"), Some(0));
    assert_eq!(weight("/?Action=Fill&Version=2020-01-01", ""), Some(1));
    assert_eq!(weight("/", "Action=Fill&Version=2020-01-02"), None);
    assert_eq!(weight("/", "Action=Filled"), None);
    assert_eq!(weight("/", ""), None);
    assert_eq!(AwsQuery::address(&request("/", "Action=Empty")), "Empty");

    let mut input = Filled::default();
    let signed = request("/?Action=Fill&Text=t", "List.member.1=x");
    AwsQuery::read_request(Fill::SCHEMA, &signed, &mut input).unwrap();
    assert_eq!(input.text.as_deref(), Some("t"));
    assert!(input.list == Some(vec!["x".to_owned()]));
    let lacking = request("/", "Part.Value=v");
    let error = AwsQuery::read_request(Fill::SCHEMA, &lacking, &mut input).unwrap_err();
    assert!(matches!(error, InvalidRequest::Input(it) if it.missing == ["Part.Key"]));
}

#[test]
fn outputs_of_fakes_are_read_back() {
    let written = AwsQuery::response(Fill::SCHEMA, &filled(), "r-1");
    assert!(text(&written).starts_with("<FillResponse><FillResult><Text>a &lt; b</Text>"));
    assert!(text(&written).ends_with(
        "</FillResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></FillResponse>"
    ));
    assert_eq!(written.headers()["content-type"], "text/xml");
    assert!(Fill::response(&written).unwrap() == filled());
    let written = Ec2Query::response(Fill::SCHEMA, &filled(), "r-1");
    assert!(text(&written).starts_with("<FillResponse><requestId>r-1</requestId><Text>"));
    assert!(Ec2Fill::response(&written).unwrap() == filled());

    // What no document can hold is an error of the service.
    let unwritable = Filled {
        text: Some("\0".to_owned()),
        ..Filled::default()
    };
    let error = Fill::response(&AwsQuery::response(Fill::SCHEMA, &unwritable, "r-1")).unwrap_err();
    assert_eq!(
        (error.code(), error.status()),
        (Some("InternalFailure"), Some(500))
    );
    assert!(
        error.message().is_some_and(|it| it.contains("Text")),
        "{error}"
    );
}

#[test]
fn errors_of_fakes_are_read_back() {
    let mut shape = NotFoundException {
        message: Some("gone & lost".to_owned()),
        code: Some(7),
        ..NotFoundException::default()
    };
    let mut parts = ErrorParts::new(404, "Filler.NotFound", "", "r-1");
    parts.shape = Some(&shape);
    let written = [
        AwsQuery::error_response(&parts),
        Ec2Query::error_response(&parts),
    ];
    assert!(text(&written[0]).starts_with("<ErrorResponse><Error><Type>Sender</Type><Code>"));
    // boto3 reads this spelling only.
    assert!(text(&written[0]).contains("<Message>gone &amp; lost</Message>"));
    assert!(text(&written[1]).starts_with("<Response><Errors><Error><Code>Filler.NotFound</Code>"));
    for written in &written {
        let error = Fill::response(written).unwrap_err();
        assert_eq!(error.request_id(), Some("r-1"));
        let Some(FillError::NotFoundException(found)) = error.service_error() else {
            panic!("{error:?}");
        };
        assert_eq!(*found, shape);
    }
    let error = AwsQuery::error_response(&ErrorParts::new(503, "Busy", "wait", "r-1"));
    assert_eq!(
        AwsQuery::error_metadata(&error).is_sender_fault(),
        Some(false)
    );
    let error = Fill::response(&error).unwrap_err();
    assert!(matches!(
        error.service_error(),
        Some(FillError::BusyException(_))
    ));
    assert_eq!(error.message(), Some("wait"));

    shape.message = Some("\0".to_owned());
    let mut parts = ErrorParts::new(404, "Filler.NotFound", "", "r-1");
    parts.shape = Some(&shape);
    let error = Fill::response(&AwsQuery::error_response(&parts)).unwrap_err();
    assert_eq!(error.code(), Some("InternalFailure"));
    assert!(FillError::modelled("InternalFailure").is_none());
}
