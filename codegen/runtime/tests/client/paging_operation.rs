//! A small paginated operation, written as it would be generated.

use bytes::Bytes;
use serde_json::{Value, json};
use tinsmith_runtime as runtime;
use tinsmith_runtime::aws_json::{self, Version};
use tinsmith_runtime::client::paginator::{Items, PageSize, Paginated};
use tinsmith_runtime::client::test_util::SdkBody;
use tinsmith_runtime::error::Error;
use tinsmith_runtime::operation::Operation;

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
    const NAME: &'static str = "List";
    type Input = ListInput;
    type Output = ListOutput;
    type Error = StartError;

    fn request(input: &ListInput) -> http::Request<Bytes> {
        aws_json::request(Version::V1_1, "CodeBuild_20161006.List", input)
    }

    fn response(response: &http::Response<Bytes>) -> Result<ListOutput, Error<StartError>> {
        aws_json::response(Self::NAME, response)
    }
}

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
