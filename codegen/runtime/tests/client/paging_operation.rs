//! A small paginated operation, written as it would be generated.

use serde_json::{Value, json};
use tinsmith_runtime::client::ClientOperation;
use tinsmith_runtime::features::paginator::{Items, PageSize, Paginated};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::aws_json::AwsJson1_1;
use tinsmith_runtime::test_util::SdkBody;

use crate::operation::{StartError, response};

pub(crate) struct List;

#[derive(Clone, Default, PartialEq)]
pub(crate) struct ListInput {
    pub(crate) token: Option<String>,
    pub(crate) size: Option<String>,
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct ListOutput {
    pub(crate) names: Option<Vec<String>>,
    pub(crate) token: Option<String>,
}

tinsmith_runtime::structure! {
    structure("ListInput") => ListInput {
        token: "token";
        size: "size";
    }
}

tinsmith_runtime::structure! {
    structure("ListOutput") => ListOutput {
        names: "names";
        token: "token";
    }
}

impl Operation for List {
    const SCHEMA: &'static OperationSchema =
        &OperationSchema::new("List").target("CodeBuild_20161006.List");
    type Protocol = AwsJson1_1;
    type Input = ListInput;
    type Output = ListOutput;
    type Error = StartError;
}

impl ClientOperation for List {}

impl Paginated for List {
    type Token = String;

    fn next_token(output: &ListOutput) -> Option<String> {
        output.token.clone().filter(|it| !it.is_empty())
    }

    fn set_token(input: &mut ListInput, token: String) {
        input.token = Some(token);
    }
}

impl PageSize for List {
    fn set_page_size(input: &mut ListInput, size: i32) {
        input.size = Some(size.to_string());
    }
}

impl Items for List {
    type Items = Vec<String>;

    fn items(output: ListOutput) -> Vec<String> {
        output.names.unwrap_or_default()
    }
}

/// A page as a response.
pub(crate) fn page(names: &[&str], token: Option<&str>) -> http::Response<SdkBody> {
    let mut body = json!({ "names": names });
    if let Some(token) = token {
        body["token"] = Value::from(token);
    }
    response(200, &body.to_string())
}
