//! Fakes and fixtures of the committed crate.

use std::collections::BTreeSet;
use std::time::Duration;

use codebuild::operation::Operation;
use codebuild::operation::list_builds::{ListBuilds, ListBuildsOutput};
use codebuild::operation::retry_build::{RetryBuild, RetryBuildError, RetryBuildOutput};
use codebuild::operation::start_build::{StartBuild, StartBuildOutput};
use codebuild::test_util::{Fake, Fault, Fixture};
use codebuild::types::{
    AccountLimitExceededException, Build, CacheType, InvalidInputException,
    ResourceAlreadyExistsException, ResourceNotFoundException, StatusType,
};
use codebuild::{Client, Config};
use regex::Regex;
use serde::Serialize;
use serde_json::Value;
use tests::{each_operation, operations};

/// A fake that retries one build.
fn fake() -> Fake {
    Fake::new().on::<RetryBuild>(|input| match input.id.as_deref() {
        Some("p:1") => Ok(RetryBuildOutput::default().build(Build::fixture().id("p:2"))),
        _ => Err(ResourceNotFoundException::default()
            .message("no such build")
            .into()),
    })
}

#[tokio::test]
async fn fake_returns_the_closures_output() {
    let fake = fake();
    let client = Client::from_conf(fake.config());
    let output = client
        .retry_build()
        .id("p:1")
        .send()
        .await
        .expect("a build");
    assert_eq!(output.build, Some(Build::fixture().id("p:2")));

    let calls = fake.calls::<RetryBuild>();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].id.as_deref(), Some("p:1"));
    let token = calls[0].idempotency_token.as_deref();
    assert_eq!(token.map(str::len), Some(36), "the client's own");
}

#[tokio::test]
async fn fake_returns_the_closures_error() {
    let fake = fake();
    let client = Client::from_conf(fake.config());
    let error = client
        .retry_build()
        .id("p:9")
        .send()
        .await
        .expect_err("none");
    let expected = ResourceNotFoundException::default().message("no such build");
    assert_eq!(
        error.service_error(),
        Some(&RetryBuildError::ResourceNotFoundException(expected))
    );
    assert_eq!(
        error.to_string(),
        "RetryBuild failed: ResourceNotFoundException: no such build \
         (HTTP 400, request id 00000000-0000-4000-8000-000000000001)"
    );
}

/// The same fake behind a port, called through AWS's HTTPS connector.
#[tokio::test]
async fn fake_works_as_a_server() {
    let fake = fake();
    let server = fake.serve("127.0.0.1:0").await.expect("a port");
    let client = Client::from_conf(server.config());
    fake.inject_in_turn([Fault::connection_reset(), Fault::truncated()]);
    let output = client
        .retry_build()
        .id("p:1")
        .send()
        .await
        .expect("a build");
    assert_eq!(output.build, Some(Build::fixture().id("p:2")));
    assert_eq!(fake.calls::<RetryBuild>().len(), 1);
    assert_eq!(fake.requests().len(), 3);
    server.shutdown().await;
}

/// If the response of a successful request is lost, the token makes the retry safe.
#[tokio::test]
async fn lost_responses_start_no_second_build() {
    let mut builds: Vec<(Option<String>, Build)> = Vec::new();
    let fake = Fake::new().on::<StartBuild>(move |input| {
        let known = builds
            .iter()
            .find(|(token, _)| *token == input.idempotency_token);
        let build = match known {
            Some((_, build)) => build.clone(),
            None => {
                let build = Build::default().id(format!("p:{}", builds.len() + 1));
                builds.push((input.idempotency_token, build.clone()));
                build
            }
        };
        Ok(StartBuildOutput::default().build(build))
    });
    let client = Client::from_conf(fake.config());
    for number in ["p:1", "p:2"] {
        fake.inject_in_turn([
            Fault::connection_reset().after(),
            Fault::status(500).after(),
        ]);
        let call = client.start_build().project_name("p");
        let build = call
            .send()
            .await
            .expect("an answer")
            .build
            .expect("a build");
        assert_eq!(build.id.as_deref(), Some(number));
    }
}

/// Closures can be asynchronous.
#[tokio::test]
async fn async_closures() {
    let fake = Fake::new().on_async::<ListBuilds, _>(|input| async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok(ListBuildsOutput::default().ids(input.next_token))
    });
    let config = Config::for_tests().http_client(fake);
    let client = Client::from_conf(config.build());
    let output = client.list_builds().next_token("t").send().await;
    assert_eq!(output.expect("ids").ids, Some(vec!["t".to_owned()]));
}

#[test]
fn fixtures_of_enums_are_the_first_value() {
    assert_eq!(CacheType::fixture(), CacheType::NoCache);
    assert_eq!(StatusType::fixture(), StatusType::Succeeded);
}

/// Fixtures of all types satisfy the model's constraints.
#[test]
fn fixtures_satisfy_constraints() {
    let model = operations::model();
    let mut seen = BTreeSet::new();
    each_operation!(check(&model, &mut seen));
    check_error::<AccountLimitExceededException>(&model, &mut seen);
    check_error::<InvalidInputException>(&model, &mut seen);
    check_error::<ResourceAlreadyExistsException>(&model, &mut seen);
    check_error::<ResourceNotFoundException>(&model, &mut seen);

    let mut closure = BTreeSet::new();
    for name in each_operation!(name()) {
        let operation = &model["operations"][name];
        follow(&model, &operation["input"], &mut closure);
        follow(&model, &operation["output"], &mut closure);
        for error in operation["errors"].as_array().into_iter().flatten() {
            follow(&model, error, &mut closure);
        }
    }
    assert_eq!(seen, closure, "each shape is part of a fixture");
}

fn name<O: Operation>() -> &'static str {
    O::SCHEMA.name
}

fn check<'m, O: Operation>(model: &'m Value, seen: &mut BTreeSet<&'m str>)
where
    O::Input: Fixture + Serialize,
    O::Output: Fixture + Serialize,
{
    let input = O::Input::fixture();
    O::check(&input).expect("a fixture is complete");
    let operation = &model["operations"][O::SCHEMA.name];
    let mut check = Check {
        model,
        seen,
        path: Vec::new(),
    };
    check.root(&operation["input"], &input);
    check.root(&operation["output"], &O::Output::fixture());
}

fn check_error<'m, E>(model: &'m Value, seen: &mut BTreeSet<&'m str>)
where
    E: Fixture + Serialize,
{
    let name = std::any::type_name::<E>().rsplit("::").next();
    let (name, _) = model["shapes"]
        .as_object()
        .and_then(|shapes| shapes.get_key_value(name?))
        .expect("the shape of the error");
    let path = vec![name.as_str()];
    let value = serde_json::to_value(E::fixture()).expect("JSON");
    // Every error has a message, also where the model has none.
    assert_eq!(value, serde_json::json!({"message": "message"}));
    Check { model, seen, path }.shape(name, &value);
}

/// Checks values against the model.
struct Check<'m, 's> {
    model: &'m Value,
    seen: &'s mut BTreeSet<&'m str>,
    /// The structures that contain the value.
    path: Vec<&'m str>,
}

impl<'m> Check<'m, '_> {
    fn root(&mut self, reference: &'m Value, value: &impl Serialize) {
        let value = serde_json::to_value(value).expect("JSON");
        if reference.is_object() {
            self.reference(reference, &value);
        }
    }

    fn reference(&mut self, reference: &'m Value, value: &Value) {
        self.shape(reference["shape"].as_str().expect("a name"), value);
    }

    fn shape(&mut self, name: &'m str, value: &Value) {
        self.seen.insert(name);
        let shape = &self.model["shapes"][name];
        let what = format!("{:?} {name}: {value}", self.path);
        let size = match shape["type"].as_str().expect("a type") {
            "structure" => {
                let object = value.as_object().expect(&what);
                self.path.push(name);
                for (member, reference) in shape["members"].as_object().expect("members") {
                    match object.get(member) {
                        Some(value) => self.reference(reference, value),
                        None => panic!("{what} has no {member}"),
                    }
                }
                self.path.pop();
                return;
            }
            "list" => {
                let items = value.as_array().expect(&what);
                for item in items {
                    self.reference(&shape["member"], item);
                }
                items.len()
            }
            "map" => {
                let entries = value.as_object().expect(&what);
                for (key, value) in entries {
                    self.reference(&shape["key"], &Value::from(key.as_str()));
                    self.reference(&shape["value"], value);
                }
                entries.len()
            }
            "string" => {
                let text = value.as_str().expect(&what);
                if let Some(values) = shape["enum"].as_array() {
                    assert!(values.contains(value), "{what}");
                }
                if let Some(pattern) = shape["pattern"].as_str() {
                    let pattern = Regex::new(&format!("^(?:{pattern})$")).expect(pattern);
                    assert!(pattern.is_match(text), "{what}");
                }
                text.chars().count()
            }
            "integer" | "long" => {
                usize::try_from(value.as_i64().expect(&what)).expect("none is negative")
            }
            "double" | "float" => {
                assert_eq!(value.as_f64(), Some(1.0), "{what}");
                1
            }
            "timestamp" | "boolean" => return,
            other => panic!("{what} is a {other}"),
        };
        let limit = |limit: &str| {
            shape[limit]
                .as_u64()
                .map(|it| usize::try_from(it).expect("a size"))
        };
        assert!(limit("min").is_none_or(|min| min <= size), "{what}");
        assert!(limit("max").is_none_or(|max| size <= max), "{what}");
    }
}

/// All shapes that a reference leads to.
fn follow<'m>(model: &'m Value, reference: &'m Value, closure: &mut BTreeSet<&'m str>) {
    let Some(name) = reference["shape"].as_str() else {
        return;
    };
    if !closure.insert(name) {
        return;
    }
    let shape = &model["shapes"][name];
    for part in ["member", "key", "value"] {
        follow(model, &shape[part], closure);
    }
    for (_, member) in shape["members"].as_object().into_iter().flatten() {
        follow(model, member, closure);
    }
}
