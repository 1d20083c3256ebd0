//! The endpoint rules of all services of botocore that are generated, against AWS's published cases and
//! against botocore's resolver; as rules, and as diagrams that [`diagram`] makes of them.
//!
//! The generated `src/endpoint.rs` of each service becomes a module of one program ([`project`]).
//! The operations that AWS's cases call become crates beside it.

mod diagram;
mod project;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use project::{Calls, DIAGRAM, Program, Service};
use serde_json::{Value, json};
use tests::oracle::Oracle;
use tests::report::say;

/// Services whose rules botocore cannot evaluate without a region: it raises `KeyError`.
const NO_REGION: [&str; 2] = ["importexport", "sdb"];

#[test]
fn endpoints_of_all_services() {
    let data = tests::botocore::data();
    let services = services(&data);
    assert!(services.len() > 140, "{} services", services.len());
    let folder = std::env::var_os("BOTOCORE_ENDPOINT_TESTS")
        .map(PathBuf::from)
        .expect("BOTOCORE_ENDPOINT_TESTS is not set: run `cargo xtask test`, which does it");
    let mut cases = all_cases(&folder.join("endpoint-rules"), &services);
    let functions = functions(&folder.join("functions"), &mut cases);
    let diagrams = one_of_each(&services).chain(&functions);
    let diagrams: Vec<_> = diagrams.map(Service::as_diagram).collect();
    let mut all: Vec<_> = services.into_iter().chain(diagrams).collect();
    let calls = calls(&cases, &PER_CALL);
    let everything = all.iter().chain(&functions);
    let program = Program::build("endpoints", &data, everything, &calls);

    let mut wrong = Vec::new();
    published(&program, &cases, all.iter().chain(&functions), &mut wrong);
    let calls = published_calls(&program, &cases, &PER_CALL, &mut wrong);
    assert!(calls > 100, "{calls} calls");
    all.retain(|it| {
        let service = it.name.trim_end_matches(DIAGRAM);
        !service.starts_with(FUNCTIONS) && !NO_REGION.contains(&service)
    });
    grid(&program, &all, &mut wrong);
    check(&wrong);
}

/// Other versions of botocore, the newest one among them: all of their services can be generated,
/// and have the endpoints that AWS's cases of that version say.
#[test]
fn endpoints_of_other_versions() {
    if !tests::long::is_asked_for() {
        return;
    }
    let versions = std::env::var_os("BOTOCORE_VERSIONS")
        .expect("BOTOCORE_VERSIONS is not set: run `cargo xtask test --long`, which does it");
    for folder in std::env::split_paths(&versions) {
        let version = folder.file_name().expect("a version").to_string_lossy();
        let data = folder.join("data");
        let services = services(&data);
        assert!(
            services.len() > 120,
            "{version}: {} services",
            services.len()
        );
        say(format_args!("{version}: {} services", services.len()));
        let cases = all_cases(&folder.join("endpoint-rules"), &services);
        let called: Vec<_> = COMPILED
            .into_iter()
            .filter(|name| cases.contains_key(*name))
            .collect();
        let mut calls = calls(&cases, &called);
        for (service, operations) in &mut calls {
            operations.extend(first_operations(&data, service));
        }
        let name = format!("endpoints-{version}");
        let program = Program::build(&name, &data, services.iter(), &calls);
        let mut wrong = Vec::new();
        published(&program, &cases, services.iter(), &mut wrong);
        published_calls(&program, &cases, &called, &mut wrong);
        check(&wrong);
    }
    let newest = std::env::split_paths(&versions).last().expect("versions");
    everything_is_generated(&newest.join("data"));
}

/// Whole services, with every operation: nobody's first try fails.
fn everything_is_generated(data: &Path) {
    let services = services(data);
    let failures = services.iter().filter_map(|service| {
        let input = tests::botocore::input_in(data, &service.name);
        let error = tinsmith::generate(&input).err()?;
        Some(format!("{}: {error}", service.name))
    });
    let failures: Vec<_> = failures.collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    say(format_args!("{} whole services", services.len()));
}

fn check(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} differences\n{}",
        wrong.len(),
        wrong[..wrong.len().min(30)].join("\n")
    );
}

/// The services whose protocol is supported.
fn services(data: &Path) -> Vec<Service> {
    let services: Result<Vec<_>, _> = tests::fixtures::folders(data)
        .iter()
        .map(|name| Service::read(data, name))
        .collect();
    services.unwrap_or_else(|error| panic!("{error}"))
}

/// One service for each set of equal rules.
fn one_of_each(services: &[Service]) -> impl Iterator<Item = &Service> {
    let one: BTreeMap<_, _> = services.iter().map(|it| (&it.skeleton, it)).collect();
    assert!(one.len() > 30, "{} skeletons", one.len());
    one.into_values()
}

/// Cases by service.
type Cases = BTreeMap<String, Vec<Value>>;

/// AWS's cases of all services; a few have none.
fn all_cases(folder: &Path, services: &[Service]) -> Cases {
    let cases = |service: &str| {
        let path = folder.join(service).join("endpoint-tests-1.json");
        let Ok(text) = fs::read(path) else {
            return Vec::new();
        };
        let mut document: Value = serde_json::from_slice(&text).expect("JSON");
        match document["testCases"].take() {
            Value::Array(cases) => cases,
            other => panic!("{service}: no list of cases but {other}"),
        }
    };
    let services = services.iter();
    services
        .map(|service| (service.name.clone(), cases(&service.name)))
        .collect()
}

/// The beginning of the names of what botocore's tests of functions have.
const FUNCTIONS: &str = "functions-";

/// Rule sets of botocore's tests of functions; their cases are added.
fn functions(folder: &Path, cases: &mut Cases) -> Vec<Service> {
    let read = |kind: &str, file: &str| fs::read(folder.join(kind).join(file));
    let rules = fs::read_dir(folder.join("valid-rules")).expect("botocore's tests have rules");
    let mut files: Vec<_> = rules
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("ASCII")
        })
        .collect();
    files.sort();
    assert!(files.len() > 10, "{files:?}");
    let files = files
        .iter()
        .filter(|file| !WITH_OTHER_DEFAULTS.contains(&file.as_str()));
    files
        .map(|file| {
            let name = format!("{FUNCTIONS}{}", file.trim_end_matches(".json"));
            let rules = read("valid-rules", file).expect("the file can be read");
            let found = read("test-cases", file).ok().map(|text| {
                let mut document: Value = serde_json::from_slice(&text).expect("JSON");
                document["testCases"].as_array_mut().map(std::mem::take)
            });
            cases.insert(name.clone(), found.flatten().unwrap_or_default());
            Service::of_rules(name, rules)
        })
        .collect()
}

/// FIPS by default, which no service has and the client's configuration cannot say.
const WITH_OTHER_DEFAULTS: [&str; 1] = ["default-values.json"];

/// Services whose endpoint depends on the call.
const PER_CALL: [&str; 6] = [
    "arc-region-switch",
    "dynamodb",
    "events",
    "kinesis",
    "s3",
    "s3control",
];

/// The services of other versions that are compiled with operations.
const COMPILED: [&str; 6] = [
    "acm",
    "arc-region-switch",
    "dynamodb",
    "events",
    "kinesis",
    "opensearchmemory",
];

/// A few operations of a service.
fn first_operations(data: &Path, service: &str) -> Vec<String> {
    let input = tests::botocore::input_in(data, service);
    let model = tests::botocore::document(&input, "service-2");
    let operations = model["operations"].as_object().expect("operations");
    operations.keys().take(3).cloned().collect()
}

/// The operations that AWS's cases call.
fn calls(cases: &Cases, services: &[&str]) -> Calls {
    let operations = |service: &str| {
        inputs(&cases[service])
            .map(|(_, input)| input["operationName"].as_str().expect("a name").to_owned())
            .collect()
    };
    let services = services.iter();
    services
        .map(|service| ((*service).to_owned(), operations(service)))
        .collect()
}

fn inputs(cases: &[Value]) -> impl Iterator<Item = (&Value, &Value)> {
    cases.iter().flat_map(|case| {
        let inputs = case["operationInputs"].as_array().into_iter().flatten();
        inputs.map(move |input| (case, input))
    })
}

/// Asks for each of AWS's cases, in each form that the rules of its service are in.
fn published<'s>(
    program: &Program,
    cases: &Cases,
    services: impl Iterator<Item = &'s Service>,
    wrong: &mut Vec<String>,
) {
    let asked: Vec<_> = services
        .flat_map(|service| {
            let cases = cases[service.name.trim_end_matches(DIAGRAM)].iter();
            cases.map(move |case| (service.name.as_str(), case))
        })
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

/// Compares endpoints that depend on inputs; how many there are. Old versions have none.
fn published_calls(
    program: &Program,
    cases: &Cases,
    services: &[&str],
    wrong: &mut Vec<String>,
) -> usize {
    let asked: Vec<_> = services
        .iter()
        .flat_map(|service| inputs(&cases[*service]).map(move |it| (*service, it)))
        .collect();
    let questions: Vec<_> = asked
        .iter()
        .map(|(service, (_, input))| {
            json!({
                "service": service,
                "operation": input["operationName"],
                "input": input.get("operationParams").unwrap_or(&json!({})),
                "built_ins": input.get("builtInParams").unwrap_or(&json!({})),
                "settings": input.get("clientParams").unwrap_or(&json!({})),
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
    say(format_args!("{count} published calls"));
    count
}

/// Every combination of parameters, compared with botocore's resolver.
fn grid(program: &Program, services: &[Service], wrong: &mut Vec<String>) {
    let mut oracle = Oracle::start();
    let mut questions = Vec::new();
    for service in one_of_each(services) {
        let values: Vec<_> = service.parameters.iter().map(|it| values(it)).collect();
        let all = values.iter().map(Vec::len).product::<usize>();
        // Of very many combinations, an evenly spread sample.
        let step = (all / LARGEST_GRID).max(1);
        let step = if step.is_multiple_of(2) {
            step + 1
        } else {
            step
        };
        let combinations = (0..all).step_by(step);
        let combinations = combinations.map(|index| combination(service, &values, index));
        questions
            .extend(combinations.map(|params| json!({"service": service.name, "params": params})));
    }
    let answers = program.ask(&questions);
    for (question, answer) in questions.iter().zip(answers) {
        let service = question["service"].as_str().expect("a name");
        let expected = oracle.ask(&json!({
            "do": "resolve",
            "service": service.trim_end_matches(DIAGRAM),
            "params": question["params"],
        }));
        // After a group of rules none of which matches, botocore goes on with the next one, which is an
        // error, too. By Smithy's specification, the group is the last.
        let error = answer["error"].as_str().unwrap_or_default();
        if error.starts_with("no endpoint rule of the service fits")
            && expected["error"].is_string()
        {
            continue;
        }
        compare(service, &question["params"], &expected, &answer, wrong);
    }
    say(format_args!("{} combinations", questions.len()));
}

/// A combination of the parameters' values by its number: the last parameter changes first.
fn combination(service: &Service, values: &[Vec<Value>], mut index: usize) -> Value {
    let mut params = json!({});
    for (name, values) in service.parameters.iter().zip(values).rev() {
        let value = &values[index % values.len()];
        index /= values.len();
        if !value.is_null() {
            params[name] = value.clone();
        }
    }
    params
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
        "ApiType" => vec![json!("ControlPlane"), json!("DataPlane"), json!("other")],
        "KvsARN" => vec![
            Value::Null,
            json!("arn:aws:cloudfront::123456789012:key-value-store/id"),
            json!("arn:aws:s3:::bucket"),
            json!("not an ARN"),
        ],
        other => values_of_buckets(other),
    }
}

/// Values of a parameter that only rules for buckets have.
fn values_of_buckets(parameter: &str) -> Vec<Value> {
    let arn = |service: &str, rest: &str| json!(format!("arn:aws:{service}:{rest}"));
    match parameter {
        "Bucket" => vec![
            Value::Null,
            json!("bucket"),
            json!("bucket.with.dots"),
            json!("Not_A_Host"),
            json!("bucket--usw2-az1--x-s3"),
            arn("s3", "us-west-2:123456789012:accesspoint/name"),
            arn("s3", ":123456789012:accesspoint/name.mrap"),
            arn(
                "s3-outposts",
                "us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/n",
            ),
            arn(
                "s3-object-lambda",
                "us-west-2:123456789012:accesspoint/name",
            ),
        ],
        "Key" | "Prefix" | "CopySource" => vec![Value::Null, json!("a/b")],
        "AccessPointName" => vec![
            Value::Null,
            json!("name"),
            arn(
                "s3-outposts",
                "us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/n",
            ),
        ],
        "OutpostId" => vec![
            Value::Null,
            json!("op-01234567890123456"),
            json!("bad outpost"),
        ],
        "ForcePathStyle"
        | "Accelerate"
        | "UseGlobalEndpoint"
        | "UseObjectLambdaEndpoint"
        | "DisableAccessPoints"
        | "DisableMultiRegionAccessPoints"
        | "UseArnRegion"
        | "UseS3ExpressControlEndpoint"
        | "DisableS3ExpressSessionAuth"
        | "RequiresAccountId" => vec![Value::Null, json!(false), json!(true)],
        other => panic!("no values for the parameter {other}"),
    }
}

/// What botocore says of a required parameter without a value.
const NO_VALUE: &str = "Cannot find value for required parameter";

/// Notes a difference. Our errors begin with those of the rules.
fn compare(
    service: &str,
    params: &Value,
    expected: &Value,
    answer: &Value,
    wrong: &mut Vec<String>,
) {
    let is_same = match (expected["error"].as_str(), answer["error"].as_str()) {
        (Some(expected), Some(answer)) => {
            let lacks_value = expected.starts_with(NO_VALUE) && answer.contains("has no value");
            answer.starts_with(expected) || lacks_value
        }
        (None, None) => expected == answer,
        _ => false,
    };
    if !is_same {
        wrong.push(format!("{service} {params}: {answer}, expected {expected}"));
    }
}
