//! The setting of STS's global endpoint.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tests::oracle::Oracle;
use tests::python::Program;

use crate::{NAME, PROJECT, ask};

/// The host of a call of STS, and the region in its signature.
fn destination(answer: &Value) -> (String, String) {
    let text = |name: &str| answer[name].as_str().expect("a text").to_owned();
    let authorization = text("authorization");
    let region = authorization.split('/').nth(2).expect("a scope");
    (text("host"), region.to_owned())
}

/// Asks both sides with these variables.
fn destinations(oracle: &mut Oracle, region: &str, environment: &Value) -> [(String, String); 2] {
    let theirs = oracle.ask(&json!({
        "do": "authorization", "service": "sts", "operation": "GetCallerIdentity", "params": {},
        "region": region, "environment": environment,
    }));
    let mut program = Command::new(PROJECT.program(NAME));
    for (name, value) in environment.as_object().expect("variables") {
        program.env(name, value.as_str().expect("a text"));
    }
    let case = json!({"do": "call", "service": "sts", "region": region});
    let ours = ask(Program::run(program, NAME), &case);
    [&ours, &theirs].map(destination)
}

#[test]
fn global_endpoint_of_sts_is_used_as_by_botocore() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("authentication-profile");
    let profile = "[default]\nsts_regional_endpoints = legacy\n";
    std::fs::write(&file, profile).expect("it is written");
    let file = file.to_str().expect("UTF-8");
    let variable = |value: &str| json!({"AWS_STS_REGIONAL_ENDPOINTS": value});
    let global = ("sts.amazonaws.com", "us-east-1");
    let mut oracle = Oracle::start();
    for (region, environment, expected) in [
        (
            "eu-west-1",
            json!({}),
            ("sts.eu-west-1.amazonaws.com", "eu-west-1"),
        ),
        ("eu-west-1", variable("legacy"), global),
        ("us-east-1", variable("legacy"), global),
        (
            "us-east-1",
            json!({}),
            ("sts.us-east-1.amazonaws.com", "us-east-1"),
        ),
        (
            "eu-west-1",
            variable("regional"),
            ("sts.eu-west-1.amazonaws.com", "eu-west-1"),
        ),
        (
            "eu-west-1",
            variable(""),
            ("sts.eu-west-1.amazonaws.com", "eu-west-1"),
        ),
        // A region that did not have the global endpoint, and another partition.
        (
            "eu-south-1",
            variable("legacy"),
            ("sts.eu-south-1.amazonaws.com", "eu-south-1"),
        ),
        (
            "cn-north-1",
            variable("legacy"),
            ("sts.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ),
        ("eu-west-1", json!({"AWS_CONFIG_FILE": file}), global),
        (
            "eu-west-1",
            json!({"AWS_CONFIG_FILE": file, "AWS_STS_REGIONAL_ENDPOINTS": "regional"}),
            ("sts.eu-west-1.amazonaws.com", "eu-west-1"),
        ),
        // FIPS has no global endpoint.
        (
            "us-west-2",
            json!({"AWS_STS_REGIONAL_ENDPOINTS": "legacy", "AWS_USE_FIPS_ENDPOINT": "true"}),
            ("sts-fips.us-west-2.amazonaws.com", "us-west-2"),
        ),
    ] {
        let [ours, theirs] = destinations(&mut oracle, region, &environment);
        assert_eq!(ours, theirs, "{region} with {environment}");
        let expected = (expected.0.to_owned(), expected.1.to_owned());
        assert_eq!(ours, expected, "{region} with {environment}");
    }
}
