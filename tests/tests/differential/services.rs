//! The compared services, and the operations that are left out.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::{botocore, fixtures};
use tinsmith::Input;

use crate::run::Subject;

/// Small ones with many kinds of things: host prefixes, floats, errors with members of their own,
/// unions, documents, recursion, blobs, timestamps in all formats, other names on the wire.
pub(crate) const USUAL: [&str; 15] = [
    "batch",
    "cloudsearchdomain",
    "dynamodbstreams",
    "glacier",
    "identitystore",
    "machinelearning",
    "sns",
    "stepfunctions",
    "sts",
    "verifiedpermissions",
    "fixture:documents",
    "fixture:rest-json",
    "fixture:rest-xml",
    "fixture:timestamps",
    "fixture:wire-names",
];

/// Those with numbers of all kinds, also in documents.
pub(crate) const NUMBERS: [&str; 4] = [
    "dynamodbstreams",
    "machinelearning",
    "fixture:documents",
    "fixture:timestamps",
];

/// At least one for each thing of JSON services: what botocore knows of unions, documents, maps
/// with enums for keys, recursion, blobs, floats, formats of timestamps, host prefixes, errors with
/// members (also one called `code`), `awsQueryCompatible`, operations without input or output.
pub(crate) const LONG: [&str; 61] = [
    "sagemaker",
    "glue",
    "ssm",
    "lightsail",
    "cloudwatch",
    "codebuild",
    "dynamodb",
    "dynamodbstreams",
    "ecs",
    "emr",
    "firehose",
    "freetier",
    "identitystore",
    "iotfleetwise",
    "kinesis",
    "kms",
    "logs",
    "machinelearning",
    "mwaa-serverless",
    "opensearchserverless",
    "partnercentral-selling",
    "redshift-serverless",
    "rekognition",
    "secretsmanager",
    "servicediscovery",
    "sqs",
    "stepfunctions",
    "timestream-query",
    "timestream-write",
    "transcribe",
    "verifiedpermissions",
    "wafv2",
    // REST services.
    "amp",
    "apigateway",
    "batch",
    "cloudsearchdomain",
    "eks",
    "glacier",
    "iot",
    "lambda",
    "medialive",
    "mediastore-data",
    "medical-imaging",
    "sesv2",
    // Of XML.
    "cloudfront",
    "route53",
    "s3control",
    "fixture:rest-xml",
    // With forms and XML.
    "autoscaling",
    "cloudformation",
    "ec2",
    "elasticache",
    "iam",
    "rds",
    "sns",
    "sts",
    // What no service of botocore has: HTTP dates, wire names.
    "fixture:documents",
    "fixture:rest-json",
    "fixture:timestamps",
    "fixture:unions",
    "fixture:wire-names",
];

/// Operations that are left out.
pub(crate) struct Skip {
    pub(crate) reason: &'static str,
    applies: fn(model: &Value, operation: &Value) -> bool,
}

pub(crate) const SKIPS: [Skip; 2] = [
    Skip {
        reason: "event streams, which are not one value but a sequence of messages",
        applies: |model, operation| has_stream(model, operation, "eventstream"),
    },
    Skip {
        reason: "streams of bytes, which are not generated yet",
        applies: |model, operation| has_stream(model, operation, "streaming"),
    },
];

/// Whether an input or output has a member that is a stream.
fn has_stream(model: &Value, operation: &Value, kind: &str) -> bool {
    ["input", "output"].iter().any(|side| {
        let shape = operation[side]["shape"].as_str().unwrap_or_default();
        let members = model["shapes"][shape]["members"].as_object();
        members.into_iter().flatten().any(|(_, member)| {
            let target = member["shape"].as_str().unwrap_or_default();
            model["shapes"][target][kind] == true || member[kind] == true
        })
    })
}

/// The services with their operations, and the reasons why some are missing.
pub(crate) fn subjects(services: &[&str]) -> (Vec<Subject>, BTreeSet<&'static str>) {
    let mut reasons = BTreeSet::new();
    let subjects = services.iter().map(|service| {
        let input = input(service);
        let model = botocore::document(&input, "service-2");
        let operations = model["operations"].as_object().expect("operations");
        let mut chosen = Vec::new();
        for (name, operation) in operations {
            match SKIPS.iter().find(|skip| (skip.applies)(&model, operation)) {
                Some(skip) => {
                    reasons.insert(skip.reason);
                }
                None => chosen.push(name.clone()),
            }
        }
        Subject::new(service, input, chosen)
    });
    let subjects = subjects.collect();
    (subjects, reasons)
}

/// A service of botocore, or a fixture.
pub(crate) fn input(service: &str) -> Input {
    let mut input = match service.strip_prefix("fixture:") {
        Some(name) => fixtures::input(name),
        None => botocore::input(service),
    };
    // Only the wire form is compared; the rest would only be compiled.
    input
        .model
        .retain(|name, _| name.starts_with("service-2") || name == "partitions.json");
    input
}
