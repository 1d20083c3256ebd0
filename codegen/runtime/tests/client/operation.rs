//! A small operation, written as it would be generated, and helpers to call it.

use std::error::Error as StdError;
use std::fmt;

use tinsmith_runtime::client::endpoint::{
    self, Endpoint, EndpointError, EndpointParams, EndpointRules,
};
use tinsmith_runtime::client::sdk_error::{self, AwsErrorMetadata, ProvideErrorMetadata};
use tinsmith_runtime::client::{
    Call, ClientOperation, Config, Core, Service, ServiceCustomization,
};
use tinsmith_runtime::error::{
    self, CallError, ErrorMetadata, OperationError, Retryable, WireForm,
};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::aws_json::AwsJson1_1;
use tinsmith_runtime::schema::{Member, Schema};
use tinsmith_runtime::shape::Shape;
use tinsmith_runtime::test_util::{ReplayEvent, SdkBody, StaticReplayClient};
use tinsmith_runtime::value::{Value, ValueMut, ValueRef};

pub(crate) const FACTS: Service = Service {
    id: "CodeBuild",
    slug: "codebuild",
    signing_name: "codebuild",
    auth_schemes: &[&tinsmith_runtime::client::scheme::SIGV4],
    version: "1.2.3",
    endpoint_rules: EndpointRules::PerClient(resolve),
    customization: ServiceCustomization::NONE,
};

pub(crate) static SERVICE: Service = FACTS;

fn resolve(params: &EndpointParams<'_>) -> Result<Endpoint, EndpointError> {
    match (params.endpoint, params.region) {
        (Some(_), _) if params.use_fips => endpoint::error_with(
            "Invalid Configuration: FIPS and custom endpoint are not supported",
            "turn off `use_fips` or remove `endpoint_url`",
        ),
        (Some(url), _) => endpoint::at(url),
        (None, Some(region)) => {
            let fips = if params.use_fips { "-fips" } else { "" };
            let domain = if params.use_dual_stack {
                "api.aws"
            } else {
                "amazonaws.com"
            };
            endpoint::at(format!("https://codebuild{fips}.{region}.{domain}"))
        }
        (None, None) => endpoint::error("Invalid Configuration: Missing Region"),
    }
}

pub(crate) struct Start;

macro_rules! structure {
    ($type:ident { $($index:literal: $field:ident = $member:expr),* }) => {
        #[derive(Clone, Default, PartialEq)]
        pub(crate) struct $type {
            $(pub(crate) $field: Option<String>,)*
        }

        impl Shape for $type {
            fn schema(&self) -> &'static Schema {
                static SCHEMA: Schema = Schema::structure(stringify!($type), &[$($member),*]);
                &SCHEMA
            }

            fn member(&self, index: usize) -> Option<ValueRef<'_>> {
                match index {
                    $($index => self.$field.value(),)*
                    _ => None,
                }
            }

            fn member_mut(&mut self, index: usize) -> Option<ValueMut<'_>> {
                match index {
                    $($index => Some(self.$field.value_mut()),)*
                    _ => None,
                }
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                tinsmith_runtime::debug::fmt(self, f)
            }
        }
    };
}

structure!(StartInput {
    0: name = Member::new("name").required(),
    1: token = Member::new("token").idempotency_token()
});
structure!(StartOutput {
    0: id = Member::new("id")
});
structure!(NotFound {
    0: message = Member::new("message")
});
structure!(Busy {
    0: message = Member::new("message")
});

impl StartInput {
    pub(crate) fn named(name: &str) -> Self {
        Self {
            name: Some(name.to_owned()),
            token: None,
        }
    }
}

#[derive(Debug)]
pub(crate) enum StartError {
    NotFound(NotFound),
    Busy(Busy),
    Unhandled(ErrorMetadata),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, message) = match self {
            Self::NotFound(error) => ("NotFoundException", &error.message),
            Self::Busy(error) => ("BusyException", &error.message),
            Self::Unhandled(metadata) => return metadata.fmt(f),
        };
        error::write_error(f, code, message.as_deref())
    }
}

impl StdError for StartError {}

impl ProvideErrorMetadata for StartError {
    fn meta(&self) -> &AwsErrorMetadata {
        match self {
            Self::NotFound(_) => sdk_error::meta_of("NotFoundException"),
            Self::Busy(_) => sdk_error::meta_of("BusyException"),
            Self::Unhandled(metadata) => metadata.meta(),
        }
    }

    fn message(&self) -> Option<&str> {
        match self {
            Self::NotFound(error) => error.message.as_deref(),
            Self::Busy(error) => error.message.as_deref(),
            Self::Unhandled(metadata) => metadata.message(),
        }
    }
}

impl OperationError for StartError {
    fn modelled(code: &str) -> Option<Self> {
        match code {
            "NotFoundException" => Some(Self::NotFound(NotFound::default())),
            "BusyException" => Some(Self::Busy(Busy::default())),
            _ => None,
        }
    }

    fn unhandled(metadata: ErrorMetadata) -> Self {
        Self::Unhandled(metadata)
    }

    fn shape_mut(&mut self) -> Option<&mut dyn Shape> {
        match self {
            Self::NotFound(error) => Some(error),
            Self::Busy(error) => Some(error),
            Self::Unhandled(_) => None,
        }
    }

    fn retryable(&self) -> Option<Retryable> {
        matches!(self, Self::Busy(_)).then_some(Retryable::Transient)
    }

    fn wire_form(&self) -> Option<WireForm<'_>> {
        let modelled = |code, status| WireForm::Modelled {
            code,
            name: None,
            status,
        };
        Some(match self {
            Self::NotFound(_) => modelled("NotFoundException", 400),
            Self::Busy(_) => modelled("BusyException", 503),
            Self::Unhandled(metadata) => WireForm::Unhandled(metadata),
        })
    }
}

impl Operation for Start {
    const SCHEMA: &'static OperationSchema =
        &OperationSchema::new("Start").target("CodeBuild_20161006.Start");
    type Protocol = AwsJson1_1;
    type Input = StartInput;
    type Output = StartOutput;
    type Error = StartError;
}

impl ClientOperation for Start {}

/// The items of an operation that is `Start` under another name, or with additions.
macro_rules! as_start {
    () => {
        type Protocol =
            <$crate::operation::Start as tinsmith_runtime::operation::Operation>::Protocol;
        type Input = $crate::operation::StartInput;
        type Output = $crate::operation::StartOutput;
        type Error = $crate::operation::StartError;
    };
}
pub(crate) use as_start;

/// A response of the service.
pub(crate) fn response(status: u16, body: &str) -> http::Response<SdkBody> {
    http::Response::builder()
        .status(status)
        .header("x-amzn-requestid", "r-1")
        .body(SdkBody::from(body))
        .unwrap()
}

pub(crate) fn ok() -> http::Response<SdkBody> {
    response(200, r#"{"id":"b:1"}"#)
}

/// A mock connection that gives these responses, one per request.
pub(crate) fn service(responses: Vec<http::Response<SdkBody>>) -> StaticReplayClient {
    let event = |response| ReplayEvent::new(http::Request::new(SdkBody::empty()), response);
    StaticReplayClient::new(responses.into_iter().map(event).collect())
}

/// A client of that service.
pub(crate) fn client(service: &StaticReplayClient) -> Core {
    Core::new(
        &SERVICE,
        Config::for_tests().http_client(service.clone()).build(),
    )
}

/// A call whose input is empty so far.
pub(crate) fn new_call<O: ClientOperation>(core: &Core) -> Call<O> {
    Call::new(core.clone(), O::Input::default())
}

/// Calls the operation with these responses.
pub(crate) async fn call(
    responses: Vec<http::Response<SdkBody>>,
) -> (
    Result<StartOutput, CallError<StartError>>,
    StaticReplayClient,
) {
    let service = service(responses);
    let result = client(&service).send::<Start>(StartInput::named("p")).await;
    (result, service)
}

/// The bodies of the requests.
pub(crate) fn bodies(service: &StaticReplayClient) -> Vec<serde_json::Value> {
    service
        .actual_requests()
        .map(|request| serde_json::from_slice(request.body().bytes().unwrap()).unwrap())
        .collect()
}

/// The values of a header in the requests.
pub(crate) fn headers(service: &StaticReplayClient, name: &str) -> Vec<String> {
    service
        .actual_requests()
        .map(|request| request.headers().get(name).unwrap_or_default().to_owned())
        .collect()
}
