//! Requests and responses of REST operations as any text: a first line, headers, and a body after an
//! empty line. The first byte says how the text begins.

use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Request, Response, StatusCode};
use serde::Serialize;
use tinsmith_runtime::body::Body;
use tinsmith_runtime::error::Cause;
use tinsmith_runtime::operation::{InvalidRequest, Operation, OperationSchema, Protocol as _};
use tinsmith_runtime::protocol::rest_json::RestJson1;
use tinsmith_runtime::shape::Shape;

use crate::Target;
use crate::bindings::{arrive, is_read_as, model_form, same};
use crate::rest_shapes::{
    BlobPayload, DocumentPayload, EnumPayload, Put, PutInput, StructurePayload, TAGS, TagsInput,
    TextPayload, UPLOAD, UnionPayload,
};

/// The first line is a URI.
pub(crate) const REQUESTS: Target = Target {
    name: "rest-requests",
    run: request,
    tokens: &[
        "/shelves/a/RED/1/2024-01-01T00:00:00Z/true/all/x/y/end?fixed=1&is%20bare",
        "/shelves/%2F/%20/-1/0/FALSE/all/",
        "/end?fixed=1&is%20bare=&",
        "/tags/a",
        "/tags/",
        "/",
        "/..",
        "//",
        "%2F",
        "%",
        "%zz",
        "%ff",
        "%C3%A9",
        "+",
        "{",
        "}",
        "?",
        "&",
        "=",
        "&&",
        "#",
        "text=",
        "flag=true",
        "integer=1",
        "long=-9223372036854775808",
        "double=NaN",
        "time=2024-01-01T00:00:00Z",
        "date=Mon, 02 Jan 2006 15:04:05 GMT",
        "texts=a",
        "odd%20name%26%3D=1",
        "\nX-Text: ",
        "\nX-Texts: ",
        "\nX-Json: e30=",
        "\nX-Dates: Mon, 02 Jan 2006 15:04:05 GMT",
        "\nX-Integers: 1,2",
        "\nx-meta-",
        "\nX-Meta-a: ",
        ": ",
        ",",
        ", ",
        "\"",
        "\\",
        " ",
        "\n",
        "\n\n",
        "{}",
        "{\"title\":\"t\"}",
        "{\"Tree\":{\"next\":{}}}",
        "null",
        "é",
        "\u{a0}",
    ],
};

/// The first line is a status.
pub(crate) const RESPONSES: Target = Target {
    name: "rest-responses",
    run: response,
    tokens: &[
        "200",
        "299",
        "404",
        "429",
        "500",
        "\nX-Text: ",
        "\nX-Json: e30=",
        "\nX-Json: ",
        "\nX-Enum: RED",
        "\nX-Flag: true",
        "\nX-Long: 1",
        "\nX-Double: -Infinity",
        "\nX-Date: Mon, 02 Jan 2006 15:04:05 GMT",
        "\nX-Date: ",
        "\nX-Epoch: 1.5",
        "\nX-Texts: a, \"b, \\\"c\\\"\"",
        "\nX-Texts: ",
        "\nX-Integers: 1, 2",
        "\nX-Dates: Mon, 02 Jan 2006 15:04:05 GMT, Tue, 03 Jan 2006 15:04:05 GMT",
        "\nX-Meta-a: b",
        "\nx-META-: ",
        "\nx-amzn-errortype: BusyException",
        "\nx-amzn-errortype: ",
        "\nRetry-After: 30",
        "\nContent-Type: text/plain",
        ",",
        ", ",
        "\"",
        "\\",
        " ",
        "\t",
        "\n",
        "\n\n",
        "{}",
        "{\"title\":\"t\"}",
        "{\"Choice\":{\"text\":\"a\"}}",
        "{\"__type\":\"a#BusyException:b\",\"message\":\"m\"}",
        "[",
        "null",
        "é",
        "\u{a0}",
    ],
};

/// The text, after one of these beginnings.
fn begun(bytes: &[u8], beginnings: &[&str]) -> Option<Vec<u8>> {
    let (&which, rest) = bytes.split_first()?;
    let beginning = beginnings[usize::from(which) % beginnings.len()];
    Some([beginning.as_bytes(), rest].concat())
}

/// First line, headers and body; `None` for a header that no message can have.
fn parts(text: &[u8]) -> Option<(&str, HeaderMap, Body)> {
    let end = text.windows(2).position(|it| it == b"\n\n");
    let (head, body) = match end {
        Some(end) => (&text[..end], &text[end + 2..]),
        None => (text, &[][..]),
    };
    let mut lines = head.split(|byte| *byte == b'\n');
    let first = str::from_utf8(lines.next()?).ok()?;
    let mut headers = HeaderMap::new();
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        headers.append(name, HeaderValue::from_bytes(&line[colon + 1..]).ok()?);
    }
    Some((first, headers, body.to_vec().into()))
}

fn request(bytes: &[u8]) -> bool {
    const PUT: &str = "/shelves/a/RED/1/2024-01-01T00:00:00Z/true/all/x/y/end?fixed=1&is%20bare";
    let Some(text) = begun(bytes, &["", PUT, "/tags/", "/tags/a?", "/a/"]) else {
        return false;
    };
    let Some((uri, headers, body)) = parts(&text) else {
        return false;
    };
    let mut request = Request::new(body);
    let Ok(uri) = uri.parse() else {
        return false;
    };
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    let found = [
        is_accepted::<PutInput>(Put::SCHEMA, &mut request),
        is_accepted::<TagsInput>(TAGS, &mut request),
        is_accepted::<TagsInput>(SEGMENTS, &mut request),
    ];
    found.contains(&true)
}

/// Labels side by side, and one of several segments among them.
const SEGMENTS: &OperationSchema = &OperationSchema::new("Segments").http("GET", "/{Other+}/{Id}");

/// Whether it is a request of the operation that a service accepts.
fn is_accepted<T>(schema: &'static OperationSchema, request: &mut Request<Body>) -> bool
where
    T: Shape + Default + Serialize,
{
    *request.method_mut() = schema.method.parse().expect("a method");
    let mut input = T::default();
    if RestJson1::matches(schema, input.schema(), request).is_none() {
        return false;
    }
    match RestJson1::read_request(schema, request, &mut input) {
        Ok(()) => {
            // What was read can be written, unless a header or a label cannot have it, and is read
            // again.
            if let Ok(request) = RestJson1::request(schema, &input) {
                is_read_as(schema, &request, &input);
            }
            true
        }
        Err(InvalidRequest::Unreadable(error)) => {
            assert!(!error.reason().is_empty());
            false
        }
        Err(InvalidRequest::Input(error)) => {
            assert!(!error.missing.is_empty());
            false
        }
    }
}

fn response(bytes: &[u8]) -> bool {
    const ERROR: &str = "429\nx-amzn-errortype: BusyException";
    let Some(text) = begun(bytes, &["", "200", "200\nX-Texts: ", "200\n\n", ERROR]) else {
        return false;
    };
    let Some((status, headers, body)) = parts(&text) else {
        return false;
    };
    let Ok(status) = status.parse::<StatusCode>() else {
        return false;
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    payload::<BlobPayload>(&response);
    payload::<TextPayload>(&response);
    payload::<EnumPayload>(&response);
    payload::<DocumentPayload>(&response);
    payload::<StructurePayload>(&response);
    payload::<UnionPayload>(&response);
    match Put::response(&response) {
        Ok(output) => {
            assert!(status.is_success());
            let _ = format!("{output:?}");
            is_written_as_read(&output);
            true
        }
        Err(error) => {
            let _ = (format!("{error}"), format!("{error:?}"));
            match error.cause() {
                Cause::Service { .. } => assert!(!status.is_success()),
                Cause::Response { error, .. } => {
                    assert!(
                        status.is_success(),
                        "an error response is an error: {error}"
                    );
                }
                other => panic!("{other:?}"),
            }
            error.code().is_some()
        }
    }
}

/// Reads a response as one whose body is a member.
fn payload<T: Shape + Default + Serialize>(response: &Response<Body>) {
    let mut output = T::default();
    if RestJson1::read_response(UPLOAD, response, &mut output).is_ok() {
        is_written_as_read(&output);
    }
}

/// A service can send what a client has read, unless no header can have it.
fn is_written_as_read<T: Shape + Default + Serialize>(output: &T) {
    let response = RestJson1::response(UPLOAD, output, "r-1");
    if response.status() == 500 {
        return;
    }
    let mut again = T::default();
    let read = RestJson1::read_response(UPLOAD, &response, &mut again);
    assert_eq!(read, Ok(()), "{response:?}");
    let mut expected = model_form(output);
    arrive::<T>(&mut expected, true);
    same(&model_form(&again), &expected);
}
