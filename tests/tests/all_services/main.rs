//! Whole services, from botocore's models with their documentation.
//!
//! In its usual form, some services: every operation is generated, counted and compiled. In its long
//! form (`cargo xtask test --all-services`), all services, and clippy and
//! rustdoc for a sample of them. What is compiled is kept below `target`.

mod compiled;
mod facts;
mod features;
mod service;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use compiled::Compiled;
use rayon::prelude::*;
use service::{Generated, Service};
use tests::report::say;
use tests::{botocore, long};

/// The service whose client is committed.
const OURS: &str = "codebuild";

/// The services of every test run; `sso-admin` has unions and documents.
const USUAL: [&str; 10] = [
    OURS,
    "apigateway",
    "batch",
    "dynamodb",
    "eks",
    "glue",
    "lambda",
    "sagemaker",
    "sso-admin",
    "stepfunctions",
];

/// Services that together have all features.
const SAMPLE: [&str; 32] = [
    "amp",
    "apigateway",
    "bedrock-agentcore",
    "bedrock-runtime",
    "cloudfront",
    "cloudwatch",
    "codecatalyst",
    "codepipeline",
    "cognito-idp",
    "connectcases",
    "dataexchange",
    "discovery",
    "dynamodb",
    "ebs",
    "ec2",
    "ecs",
    "elasticache",
    "glue",
    "iot",
    "iot-data",
    "kinesis",
    "lambda",
    "lookoutequipment",
    "medialive",
    "medical-imaging",
    "neptune-graph",
    "s3",
    "s3control",
    "secretsmanager",
    "servicediscovery",
    "sns",
    "timestream-query",
];

/// Services that are not generated, with a part of the error.
const REFUSED: [(&str, &str); 1] = [("sdb", "`v2`")];

/// How many services are generated, and how many operations they have, in the botocore that
/// `requirements.txt` pins.
const SERVICES: usize = 423;
const OPERATIONS: usize = 18_363;

#[test]
fn services_generate_and_compile() {
    if long::is_asked_for() {
        all_services();
    } else {
        usual_services();
    }
}

#[test]
fn the_sample_has_all_features() {
    let found: BTreeSet<_> = SAMPLE
        .par_iter()
        .flat_map_iter(|name| features::of(&Service::read(name)))
        .collect();
    let missing: Vec<_> = features::all().difference(&found).copied().collect();
    assert!(
        missing.is_empty(),
        "no service of the sample has: {missing:?}"
    );
}

fn usual_services() {
    let crates: BTreeMap<_, _> = USUAL
        .par_iter()
        .map(|name| {
            let generated = Service::read(name).generate();
            let generated = generated.unwrap_or_else(|error| panic!("{name}: {error}"));
            say(format_args!("{name}: {}", generated.summary()));
            ((*name).to_owned(), generated.krate)
        })
        .collect();
    // The committed model has no documentation, botocore's has.
    let build = &crates[OURS].files["src/types/build.rs"];
    assert!(build.contains("\n/// Information about a build.\n"));

    let mut compiled = Compiled::write(&crates);
    // What the core is without features is for the fixtures, which are many.
    let serde = "--no-default-features --features serde";
    let others: Vec<_> = USUAL.into_iter().filter(|name| *name != OURS).collect();
    compiled.run(&format!("check {serde}"), &others);
    compiled.run(&format!("clippy {serde} -- -Dwarnings"), &[OURS]);
    // The client is checked for one of each protocol.
    let clients = [OURS, "lambda", "stepfunctions"];
    compiled.run("clippy --all-features -- -Dwarnings", &clients);
    for features in [serde, "--all-features"] {
        compiled.run(&format!("doc --no-deps {features}"), &[OURS]);
    }
    compiled.run(&format!("build {serde}"), &[OURS]);
    compiled.finish();
}

/// The features of a service and its crate, unless it is refused.
type Outcome = Result<Option<(BTreeSet<&'static str>, Generated)>, String>;

fn all_services() {
    let names = botocore::services();
    let started = Instant::now();
    let done = AtomicUsize::new(0);
    let outcomes: Vec<_> = names
        .par_iter()
        .map(|name| {
            let (outcome, what) = take(name);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            say(format_args!("{done} of {}: {name}: {what}", names.len()));
            (name, outcome)
        })
        .collect();
    let time = started.elapsed();

    let mut problems = Vec::new();
    let mut crates = BTreeMap::new();
    let mut owners: BTreeMap<_, Vec<String>> = BTreeMap::new();
    let mut generating = Duration::ZERO;
    let mut operations = 0;
    for (name, outcome) in outcomes {
        match outcome {
            Ok(None) => {}
            Ok(Some((features, generated))) => {
                for feature in features {
                    owners.entry(feature).or_default().push(name.clone());
                }
                generating += generated.time;
                operations += generated.krate.counts.operations;
                crates.insert(name.clone(), generated.krate);
            }
            Err(problem) => problems.push(format!("{name}: {problem}")),
        }
    }
    problems.extend(features::check(&owners));
    assert!(problems.is_empty(), "{}", list(&problems));
    say(format_args!(
        "{} services, {operations} operations, {} files: {time:.1?}, {generating:.1?} of it for \
         generating them once, on each core",
        crates.len(),
        crates
            .values()
            .map(|krate| krate.files.len())
            .sum::<usize>(),
    ));
    assert_eq!(crates.len(), SERVICES);
    assert_eq!(operations, OPERATIONS);

    let mut compiled = Compiled::write(&crates);
    drop(crates);
    // With all features; other feature sets are for the sample.
    compiled.run("check --all-features", &[]);
    compiled.run("clippy --no-default-features -- -Dwarnings", &SAMPLE);
    compiled.run("clippy --all-features -- -Dwarnings", &SAMPLE);
    compiled.run("doc --no-deps --all-features", &SAMPLE);
    compiled.finish();
}

/// Generates a service unless it is refused, and returns the outcome.
fn take(name: &str) -> (Outcome, String) {
    let service = &Service::read(name);
    let features = features::of(service);
    let reason = REFUSED.iter().find(|(it, _)| *it == name);
    match service.generate() {
        Err(problem) if reason.is_some_and(|(_, part)| problem.contains(part)) => {
            (Ok(None), "refused".to_owned())
        }
        Ok(_) if reason.is_some() => {
            let problem = "it is generated now".to_owned();
            (Err(problem.clone()), problem)
        }
        Ok(generated) => {
            let summary = generated.summary();
            (Ok(Some((features, generated))), summary)
        }
        Err(problem) => (Err(problem.clone()), problem),
    }
}

/// Problems, one per line.
fn list(problems: &[String]) -> String {
    format!("{} problems\n{}", problems.len(), problems.join("\n"))
}
