//! The endpoint rules of all awsJson services of botocore, against AWS's published cases and
//! against botocore's resolver.
//!
//! The generated `src/endpoint.rs` of each service becomes a module of one program ([`project`]).
//! The operations that AWS's cases call become crates beside it.

mod project;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use project::{Calls, Program, Service};
use serde_json::{Value, json};
use tests::oracle::Oracle;
use tests::report::say;

#[test]
fn endpoints_of_all_services() {
    let services: Vec<_> = tests::botocore::services()
        .into_iter()
        .filter_map(Service::read)
        .collect();
    assert!(services.len() > 140, "{} services", services.len());
    let cases: BTreeMap<_, _> = services
        .iter()
        .map(|service| (service.name.as_str(), cases(&service.name)))
        .collect();
    let program = Program::build(&services, &calls(&cases));

    let mut wrong = Vec::new();
    published(&program, &cases, &mut wrong);
    published_calls(&program, &cases, &mut wrong);
    grid(&program, &services, &mut wrong);
    assert!(
        wrong.is_empty(),
        "{} differences\n{}",
        wrong.len(),
        wrong[..wrong.len().min(30)].join("\n")
    );
}

/// AWS's cases of a service; a few services have none.
fn cases(service: &str) -> Vec<Value> {
    let folder = std::env::var_os("BOTOCORE_ENDPOINT_TESTS")
        .map(PathBuf::from)
        .expect("BOTOCORE_ENDPOINT_TESTS is not set: run `cargo xtask test`, which does it");
    let path = folder.join(service).join("endpoint-tests-1.json");
    let Ok(text) = fs::read(path) else {
        return Vec::new();
    };
    let mut document: Value = serde_json::from_slice(&text).expect("JSON");
    match document["testCases"].take() {
        Value::Array(cases) => cases,
        other => panic!("{service}: no list of cases but {other}"),
    }
}

/// Services whose endpoint depends on the call.
const PER_CALL: [&str; 4] = ["arc-region-switch", "dynamodb", "events", "kinesis"];

/// The operations that AWS's cases call, in services whose endpoint depends on the call.
fn calls(cases: &BTreeMap<&str, Vec<Value>>) -> Calls {
    let operations = |service: &str| {
        inputs(&cases[service])
            .map(|(_, input)| input["operationName"].as_str().expect("a name").to_owned())
            .collect()
    };
    PER_CALL
        .map(|service| (service.to_owned(), operations(service)))
        .into()
}

fn inputs(cases: &[Value]) -> impl Iterator<Item = (&Value, &Value)> {
    cases.iter().flat_map(|case| {
        let inputs = case["operationInputs"].as_array().into_iter().flatten();
        inputs.map(move |input| (case, input))
    })
}

fn published(program: &Program, cases: &BTreeMap<&str, Vec<Value>>, wrong: &mut Vec<String>) {
    let asked: Vec<_> = cases
        .iter()
        .flat_map(|(service, cases)| cases.iter().map(move |case| (*service, case)))
        .collect();
    let questions: Vec<_> = asked
        .iter()
        .map(|(service, case)| json!({"service": service, "params": case["params"]}))
        .collect();
    assert!(questions.len() > 3_000, "{} cases", questions.len());
    let answers = program.ask(&questions);
    let mut services: Vec<_> = asked.iter().map(|(service, _)| *service).collect();
    services.dedup();
    for ((service, case), answer) in asked.into_iter().zip(answers) {
        let expected = match &case["expect"]["endpoint"] {
            Value::Null => json!({"error": case["expect"]["error"]}),
            endpoint => json!({
                "url": endpoint["url"],
                "headers": endpoint.get("headers").unwrap_or(&json!({})),
                "authSchemes": endpoint["properties"].get("authSchemes").unwrap_or(&json!([])),
            }),
        };
        compare(service, &case["params"], &expected, &answer, wrong);
    }
    say(format_args!(
        "{} published cases of {} services",
        questions.len(),
        services.len()
    ));
}

/// Compares endpoints that depend on inputs.
fn published_calls(program: &Program, cases: &BTreeMap<&str, Vec<Value>>, wrong: &mut Vec<String>) {
    let asked: Vec<_> = PER_CALL
        .iter()
        .flat_map(|service| inputs(&cases[service]).map(move |it| (*service, it)))
        .collect();
    let questions: Vec<_> = asked
        .iter()
        .map(|(service, (_, input))| {
            json!({
                "service": service,
                "operation": input["operationName"],
                "input": input.get("operationParams").unwrap_or(&json!({})),
                "built_ins": input.get("builtInParams").unwrap_or(&json!({})),
            })
        })
        .collect();
    let answers = program.ask(&questions);
    let mut count = 0;
    for (((service, (case, _)), question), answer) in asked.into_iter().zip(&questions).zip(answers)
    {
        // Such operations have the endpoint of their service, which was compared above.
        if answer.is_null() {
            continue;
        }
        count += 1;
        let expected = match &case["expect"]["endpoint"] {
            Value::Null => json!({"error": case["expect"]["error"]}),
            endpoint => json!({"url": endpoint["url"]}),
        };
        compare(service, question, &expected, &answer, wrong);
    }
    assert!(count > 100, "{count} calls");
    say(format_args!("{count} published calls"));
}

/// Every combination of parameters, compared with botocore's resolver.
fn grid(program: &Program, services: &[Service], wrong: &mut Vec<String>) {
    let mut oracle = Oracle::start();
    let mut questions = Vec::new();
    // One service for each set of equal rules.
    let one: BTreeMap<_, _> = services.iter().map(|it| (&it.skeleton, it)).collect();
    assert!(one.len() > 30, "{} skeletons", one.len());
    for service in one.into_values() {
        let mut combinations = vec![json!({})];
        for name in &service.parameters {
            let values = values(name);
            combinations = combinations
                .iter()
                .flat_map(|combination| {
                    values.iter().map(move |value| {
                        let mut next = combination.clone();
                        if !value.is_null() {
                            next[name] = value.clone();
                        }
                        next
                    })
                })
                .collect();
        }
        let all = combinations.len();
        // Of very many combinations, an evenly spread sample.
        let step = (all / LARGEST_GRID).max(1);
        let step = if step.is_multiple_of(2) {
            step + 1
        } else {
            step
        };
        let combinations = combinations.into_iter().step_by(step);
        questions
            .extend(combinations.map(|params| json!({"service": service.name, "params": params})));
    }
    let answers = program.ask(&questions);
    for (question, answer) in questions.iter().zip(answers) {
        let service = question["service"].as_str().expect("a name");
        let expected = oracle.ask(&json!({
            "do": "resolve", "service": service, "params": question["params"],
        }));
        compare(service, &question["params"], &expected, &answer, wrong);
    }
    say(format_args!("{} combinations", questions.len()));
}

/// How many combinations of a service's parameters are compared.
const LARGEST_GRID: usize = 600;

/// Values of a parameter, with `null` for none.
fn values(parameter: &str) -> Vec<Value> {
    let arn = |service: &str, rest: &str| json!(format!("arn:aws:{service}:{rest}"));
    match parameter {
        "Region" => [
            None,
            Some("us-east-1"),
            Some("us-west-2"),
            Some("eu-central-1"),
            Some("cn-north-1"),
            Some("cn-northwest-1"),
            Some("us-gov-east-1"),
            Some("us-gov-west-1"),
            Some("us-iso-east-1"),
            Some("us-isob-east-1"),
            Some("eu-isoe-west-1"),
            Some("us-isof-south-1"),
            Some("eusc-de-east-1"),
            Some("aws-global"),
            Some("aws-cn-global"),
            Some("aws-us-gov-global"),
            Some("mars-north-1"),
            Some("cn"),
            Some("local"),
        ]
        .map(Value::from)
        .to_vec(),
        "UseFIPS" | "UseDualStack" => vec![json!(false), json!(true)],
        "Endpoint" => vec![
            Value::Null,
            json!("https://example.com"),
            json!("http://kinesis-abcde.example.com/base"),
            json!("https://kinesis-abcde.us-east-1.example.com"),
            json!("https://dynamodb.us-east-1.api.aws"),
        ],
        "AccountId" => vec![
            Value::Null,
            json!("111122223333"),
            json!("not/valid"),
            json!(""),
        ],
        "AccountIdEndpointMode" => vec![
            Value::Null,
            json!("preferred"),
            json!("required"),
            json!("disabled"),
        ],
        "ResourceArn" => vec![
            Value::Null,
            json!("table"),
            arn("dynamodb", "us-east-1:222233334444:table/name"),
            arn("dynamodb", "eu-central-1:222233334444:table/name"),
            arn("s3", ":::bucket"),
        ],
        "ResourceArnList" => vec![
            Value::Null,
            json!([]),
            json!(["table", "other"]),
            json!([
                arn("dynamodb", "us-east-1:222233334444:table/name"),
                "other"
            ]),
        ],
        "StreamARN" | "ConsumerARN" | "ResourceARN" => vec![
            Value::Null,
            arn("kinesis", "us-east-1:123456789012:stream/name"),
            arn("kinesis", "us-east-1::stream/name"),
            arn("kinesis", "us_east:123456789012:stream/name"),
            arn("kinesis", "us-east-1:123456789012:other/name"),
            json!("arn:aws-cn:kinesis:cn-north-1:123456789012:stream/name"),
            arn("s3", "us-east-1:123456789012:stream/name"),
            json!("name"),
        ],
        "StreamId" => vec![
            Value::Null,
            json!("af4lwng4k01746835071-xyz"),
            json!("short"),
        ],
        "OperationType" => vec![Value::Null, json!("data"), json!("control")],
        "EndpointId" => vec![
            Value::Null,
            json!("abc123.456def"),
            json!("bad_label"),
            json!("badlabel-"),
        ],
        "UseControlPlaneEndpoint" => vec![Value::Null, json!(true), json!(false)],
        other => panic!("no values for the parameter {other}"),
    }
}

/// Notes a difference. Our errors begin with those of the rules.
fn compare(
    service: &str,
    params: &Value,
    expected: &Value,
    answer: &Value,
    wrong: &mut Vec<String>,
) {
    let is_same = match (expected["error"].as_str(), answer["error"].as_str()) {
        (Some(expected), Some(answer)) => answer.starts_with(expected),
        (None, None) => expected == answer,
        _ => false,
    };
    if !is_same {
        wrong.push(format!("{service} {params}: {answer}, expected {expected}"));
    }
}
