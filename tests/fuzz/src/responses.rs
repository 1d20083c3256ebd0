//! Bodies of responses, read as outputs and errors of the committed crate and as the shape of the
//! runtime's own tests that has every kind of value.

use codebuild::operation::{self, Body, Operation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tinsmith_runtime::codec::json;

use crate::{Target, shapes};

pub(crate) const TARGET: Target = Target {
    name: "responses",
    run,
    tokens: &[
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1e400",
        "1474123456.789",
        "\"\\ud800\"",
        "\"NaN\"",
        "\"build\":",
        "\"builds\":",
        "\"projects\":",
        "\"ids\":",
        "\"phases\":",
        "\"startTime\":",
        "\"cache\":",
        "\"modes\":",
        "\"tags\":",
        "\"environment\":",
        "\"environmentVariables\":",
        "\"timeoutInMinutes\":",
        "\"buildComplete\":",
        "\"__type\":",
        "\"code\":",
        "\"message\":",
        "\"Message\":",
        "InvalidInputException",
        "\"tree\":",
        "\"choice\":",
        "\"again\":",
        "\"next\":",
        "\"children\":",
        "\"document\":",
        "\"byColor\":",
        "\"blob\":",
        "\"epoch\":",
        "\"dateTime\":",
        "\"httpDate\":",
        "\"sparseStrings\":",
        "\"matrix\":",
        "\\u0000",
        " ",
    ],
};

fn run(bytes: &[u8]) -> bool {
    let Some((&which, body)) = bytes.split_first() else {
        return false;
    };
    let status = if which & 0x40 == 0 { 200 } else { 400 };
    let code = (which & 0x80 != 0).then_some("InvalidInputException");
    match which & 0x3f {
        0 => exchange::<operation::retry_build::RetryBuild>(status, code, body),
        1 => exchange::<operation::start_build::StartBuild>(status, code, body),
        2 => exchange::<operation::stop_build::StopBuild>(status, code, body),
        3 => exchange::<operation::batch_get_builds::BatchGetBuilds>(status, code, body),
        4 => exchange::<operation::batch_delete_builds::BatchDeleteBuilds>(status, code, body),
        5 => exchange::<operation::list_builds::ListBuilds>(status, code, body),
        6 => {
            exchange::<operation::list_builds_for_project::ListBuildsForProject>(status, code, body)
        }
        7 => exchange::<operation::create_project::CreateProject>(status, code, body),
        8 => exchange::<operation::batch_get_projects::BatchGetProjects>(status, code, body),
        9 => exchange::<operation::list_projects::ListProjects>(status, code, body),
        10 => exchange::<operation::delete_project::DeleteProject>(status, code, body),
        _ => everything(body),
    }
}

/// Reads a body as the response and, if it is JSON, as the input of an operation.
pub(crate) fn exchange<O>(status: u16, code: Option<&'static str>, body: &[u8]) -> bool
where
    O: Operation,
    O::Input: Serialize + DeserializeOwned,
    O::Output: Serialize + DeserializeOwned,
{
    let response = |body: Body| {
        let mut response = http::Response::new(body);
        *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
        if let Some(code) = code {
            let value = http::HeaderValue::from_static(code);
            response.headers_mut().insert("x-amzn-errortype", value);
        }
        response
    };
    let found = O::response(&response(body.to_vec().into()));
    let is_read = match &found {
        Ok(output) => {
            let _ = format!("{output:?}");
            keeps(output);
            true
        }
        Err(error) => {
            let _ = (format!("{error}"), format!("{error:?}"));
            error.code().is_some()
        }
    };
    let Ok(input) = serde_json::from_slice::<O::Input>(body) else {
        return is_read;
    };
    keeps(&input);
    // An accepted input gives a JSON request.
    let _ = O::check(&input);
    let request = O::request(&input).expect("nothing of awsJson depends on members");
    let body = request.body().bytes().expect("it is in memory");
    serde_json::from_slice::<Value>(body).expect("requests are JSON");
    true
}

/// A value is the same after it was written and read.
fn keeps<T: Serialize + DeserializeOwned>(value: &T) {
    let text = serde_json::to_string(value).expect("it can be written");
    let again: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let again = serde_json::to_string(&again).expect("it can be written");
    same(&text, &again);
}

/// Compared as JSON, because maps have no order.
fn same(one: &str, two: &str) {
    let json = |text: &str| text.parse::<Value>().expect("what is written is JSON");
    assert_eq!(json(one), json(two));
}

/// Reads a body as a shape with every kind of value, in wire and model form.
pub(crate) fn everything(body: &[u8]) -> bool {
    let read = |body: &[u8]| {
        let mut shape = shapes::Everything::default();
        json::read(body, &mut shape).map(|()| shape)
    };
    let write = |shape: &shapes::Everything| {
        String::from_utf8(json::write(shape).into()).expect("it is UTF-8")
    };
    if let Ok(shape) = serde_json::from_slice::<shapes::Everything>(body) {
        keeps(&shape);
    }
    match read(body) {
        Err(error) => {
            let _ = (format!("{error}"), format!("{error:?}"));
            false
        }
        Ok(shape) => {
            let _ = format!("{shape:?}");
            keeps(&shape);
            let text = write(&shape);
            let again = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
            same(&text, &write(&again));
            true
        }
    }
}
