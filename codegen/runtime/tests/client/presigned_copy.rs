//! Copies from other regions: when a URL is presigned, and for which members. URLs are compared with
//! botocore's in the tests of whole crates.

use std::time::Duration;

use tinsmith_runtime::client::config::{Region, RetryConfig};
use tinsmith_runtime::client::operation::Step;
use tinsmith_runtime::client::{ClientOperation, Config, Core};
use tinsmith_runtime::error::{CallError, Cause};
use tinsmith_runtime::features::presigned_copy::{self, PresignedCopy};
use tinsmith_runtime::operation::{Adjustment, Operation, OperationSchema};
use tinsmith_runtime::protocol::query::AwsQuery;
use tinsmith_runtime::test_util::{Fake, Fault};

use crate::operation::{FACTS, StartError, StartOutput};

/// An open enum.
#[derive(Clone, Debug)]
enum Place {
    There,
    UnknownValue(Box<str>),
}

tinsmith_runtime::enumeration! {
    Place {
        There: "eu-west-1";
    }
}

#[derive(Clone, Default, PartialEq)]
struct CopyInput {
    from: Option<Place>,
    to: Option<String>,
    url: Option<String>,
    token: Option<String>,
}

tinsmith_runtime::structure! {
    structure("CopyInput") => CopyInput {
        from: "From";
        to: "To";
        url: "Url";
        token: "Token".idempotency_token();
    }
}

macro_rules! operations {
    ($($name:ident: $schema:expr, $sends_regions:literal;)*) => {$(
        struct $name;

        impl Operation for $name {
            const SCHEMA: &'static OperationSchema = &$schema;
            type Protocol = AwsQuery;
            type Input = CopyInput;
            type Output = StartOutput;
            type Error = StartError;
        }

        impl ClientOperation for $name {
            fn complete<'a>(
                core: &'a Core,
                input: &'a mut CopyInput,
            ) -> Option<Step<'a, CallError<StartError>>> {
                presigned_copy::complete::<Self>(
                    core,
                    input,
                    &PresignedCopy {
                        source_region: "From",
                        destination_region: "To",
                        url: "Url",
                        sends_regions: $sends_regions,
                    },
                )
            }
        }
    )*};
}

operations! {
    Copy: OperationSchema::new("Copy").adjustments(&[("From", Adjustment::Unsent)]), false;
    Both: OperationSchema::new("Both"), true;
}

fn fake() -> Fake {
    Fake::new()
        .on::<Copy>(|_| Ok(StartOutput::default()))
        .on::<Both>(|_| Ok(StartOutput::default()))
}

fn core(fake: &Fake) -> Core {
    let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
    let config = Config::for_tests()
        .region(Region::new("us-east-1"))
        .retry_config(retries)
        .http_client(fake.clone());
    Core::new(&FACTS, config.build())
}

fn from(place: Place) -> CopyInput {
    CopyInput {
        from: Some(place),
        ..CopyInput::default()
    }
}

fn form(request: &tinsmith_runtime::test_util::Received) -> String {
    String::from_utf8(request.body().to_vec()).unwrap()
}

#[tokio::test]
async fn attempts_have_the_same_url() {
    let fake = fake();
    fake.inject(Fault::status(503)).times(2);
    core(&fake).send::<Copy>(from(Place::There)).await.unwrap();
    let forms: Vec<_> = fake.requests().iter().map(form).collect();
    assert_eq!(forms.len(), 3);
    assert!(forms.iter().all(|it| *it == forms[0]), "{forms:?}");
    let [input] = &fake.calls::<Copy>()[..] else {
        panic!("one call")
    };
    // Neither region is sent.
    assert!(input.from.is_none() && input.to.is_none());
    let url = input.url.as_deref().unwrap();
    let token = input.token.as_deref().unwrap();
    assert!(
        url.contains(&format!("&Token={token}&To=us-east-1&")),
        "{url}"
    );
    assert!(
        !url.contains("From") && url.contains("%2Feu-west-1%2F"),
        "{url}"
    );
    assert!(url.contains("X-Amz-Expires=3600"), "{url}");
}

#[tokio::test]
async fn both_regions_are_sent() {
    let fake = fake();
    core(&fake).send::<Both>(from(Place::There)).await.unwrap();
    let [input] = &fake.calls::<Both>()[..] else {
        panic!("one call")
    };
    assert_eq!(input.from, Some(Place::There));
    assert_eq!(input.to.as_deref(), Some("us-east-1"));
    let url = input.url.as_deref().unwrap();
    assert!(url.contains("&From=eu-west-1&To=us-east-1&Token="), "{url}");
}

#[tokio::test]
async fn nothing_is_presigned_without_a_source_or_with_a_url() {
    let fake = fake();
    let core = core(&fake);
    core.send::<Copy>(CopyInput::default()).await.unwrap();
    let given = CopyInput {
        url: Some("given".to_owned()),
        ..from(Place::There)
    };
    core.send::<Copy>(given.clone()).await.unwrap();
    let found = fake.calls::<Copy>();
    let urls: Vec<_> = found.iter().map(|it| it.url.as_deref()).collect();
    assert_eq!(urls, [None, Some("given")]);
    assert!(found.iter().all(|it| it.from.is_none() && it.to.is_none()));
    core.send::<Both>(given).await.unwrap();
    let found = &fake.calls::<Both>()[0];
    assert_eq!((&found.from, &found.to), (&Some(Place::There), &None));
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let fake = fake();
    let config = Config::builder()
        .region(Region::new("us-east-1"))
        .http_client(fake.clone());
    let core = Core::new(&FACTS, config.build());
    let error = core.send::<Copy>(from(Place::There)).await.unwrap_err();
    assert!(!matches!(error.cause(), Cause::Service { .. }), "{error}");
    assert_eq!(fake.request_count(), 0);
}
