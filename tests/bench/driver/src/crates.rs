//! The generated crates of the workspace in [`packages`](crate::packages).

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tinsmith::{Config, Crate, Input};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::workspace::Workspace;
use tinsmith_cli::{config, model_files};

use crate::{derived, generation};

/// Contents by path.
type Files = BTreeMap<String, String>;

/// The services of the program with several clients, with the operations that it calls.
pub(crate) const SERVICES: [(&str, [&str; 5]); 4] = [
    (
        "codebuild",
        [
            "ListBuilds",
            "ListProjects",
            "RetryBuild",
            "StartBuild",
            "StopBuild",
        ],
    ),
    (
        "dynamodb",
        [
            "DeleteTable",
            "DescribeTable",
            "ListTables",
            "Query",
            "Scan",
        ],
    ),
    (
        "kms",
        [
            "CreateKey",
            "DescribeKey",
            "EnableKey",
            "ListAliases",
            "ListKeys",
        ],
    ),
    (
        "sqs",
        [
            "GetQueueUrl",
            "ListQueues",
            "PurgeQueue",
            "ReceiveMessage",
            "SendMessage",
        ],
    ),
];

/// Usual operations of EC2, of which there are 765.
const EC2_OPERATIONS: [&str; 12] = [
    "CreateSecurityGroup",
    "CreateTags",
    "DescribeImages",
    "DescribeInstances",
    "DescribeSecurityGroups",
    "DescribeSubnets",
    "DescribeVolumes",
    "DescribeVpcs",
    "RunInstances",
    "StartInstances",
    "StopInstances",
    "TerminateInstances",
];

/// Usual operations of S3, with all that transfers need, of 111.
const S3_OPERATIONS: [&str; 12] = [
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CopyObject",
    "CreateMultipartUpload",
    "DeleteObject",
    "DeleteObjects",
    "GetObject",
    "HeadBucket",
    "HeadObject",
    "ListObjectsV2",
    "PutObject",
    "UploadPart",
];

/// The files of all of them, and of their types with serde's derives.
pub(crate) fn all(root: &Path) -> Result<BTreeMap<String, Files>> {
    let data = generation::models()?;
    let mut packages = BTreeMap::new();
    let mut derive = |name: &str, krate: Crate| {
        let types = format!("{name}-types");
        packages.insert(types.clone(), derived::files(&krate, &types)?);
        packages.insert(format!("{name}-ours"), krate.files);
        Ok::<_, Error>(())
    };
    let whole = |service: &str| {
        let model = model_files::read(&data.join(service))?;
        let input = input(root, model, Some(format!("{service}-ours")));
        Ok::<_, Error>(tinsmith::generate(&input)?)
    };
    derive("slice", slice(root)?)?;
    for service in ["codebuild", "sagemaker", "dynamodb"] {
        derive(service, whole(service)?)?;
    }
    packages.insert("slice-rest-ours".to_owned(), slice_over_rest(root)?.files);
    for service in [
        "apigateway",
        "ec2",
        "iam",
        "kms",
        "lambda",
        "mediastore-data",
        "s3",
        "sqs",
        "sts",
    ] {
        packages.insert(format!("{service}-ours"), whole(service)?.files);
    }
    let mut part = |name: &str, service: &str, operations: &[&str]| {
        let model = model_files::read(&data.join(service))?;
        let mut input = input(root, model, Some(name.to_owned()));
        let operations = operations.iter().map(|it| (*it).to_owned());
        input.config.operations = Some(operations.collect());
        packages.insert(name.to_owned(), tinsmith::generate(&input)?.files);
        Ok::<_, Error>(())
    };
    for (service, operations) in SERVICES {
        part(&format!("{service}-five"), service, &operations)?;
    }
    part("ec2-twelve", "ec2", &EC2_OPERATIONS)?;
    part("s3-twelve", "s3", &S3_OPERATIONS)?;
    Ok(packages)
}

/// The committed crate under another name.
fn slice(root: &Path) -> Result<Crate> {
    slice_of(root, "slice-ours", |_| ())
}

/// The committed crate's shapes and operations over REST: what differs is the protocol.
fn slice_over_rest(root: &Path) -> Result<Crate> {
    slice_of(root, "slice-rest-ours", |service| {
        service["metadata"]["protocol"] = "rest-json".into();
        service["metadata"]["protocols"] = vec!["rest-json"].into();
        let mut inputs = BTreeMap::new();
        for (name, operation) in service["operations"].as_object_mut().into_iter().flatten() {
            let input = operation["input"]["shape"].as_str().unwrap_or_default();
            inputs.insert(input.to_owned(), name.clone());
        }
        for (input, operation) in inputs {
            let uri = bind(&mut service["shapes"], &input);
            service["operations"][&operation]["http"]["requestUri"] =
                format!("/{operation}{uri}").into();
        }
    })
}

/// Binds texts of an input: required ones to labels, others to the query. The result is the labels.
fn bind(shapes: &mut Value, input: &str) -> String {
    let mut uri = String::new();
    let required = shapes[input]["required"].clone();
    let required = required.as_array().cloned().unwrap_or_default();
    let mut members = shapes[input]["members"].take();
    for (name, member) in members.as_object_mut().into_iter().flatten() {
        let shape = member["shape"].as_str().unwrap_or_default();
        if shapes[shape]["type"] != "string" {
            continue;
        }
        let is_label = required.iter().any(|it| it == name);
        let location = if is_label { "uri" } else { "querystring" };
        member["location"] = location.into();
        member["locationName"] = name.clone().into();
        if is_label {
            uri += &format!("/{{{name}}}");
        }
    }
    shapes[input]["members"] = members;
    uri
}

/// The committed crate under another name, with changes of its model.
fn slice_of(root: &Path, name: &str, edit: impl FnOnce(&mut Value)) -> Result<Crate> {
    let all = config::all(&Workspace::at(root)?)?;
    let committed = all.into_iter().find(|it| it.krate.name == "codebuild");
    let committed =
        committed.ok_or_else(|| Error::usage("model", "no crate codebuild is configured"))?;
    let mut model = model_files::read(&committed.model)?;
    if let Some(file) = model.get_mut("service-2.json") {
        let mut service = generation::json("service-2.json", file)?;
        edit(&mut service);
        *file = service.to_string().into_bytes();
    }
    let mut input = input(root, model, Some(name.to_owned()));
    input.overlay = committed.overlay()?;
    input
        .config
        .crate_version
        .clone_from(&committed.krate.version);
    input.config.operations = committed.krate.operations.names();
    Ok(tinsmith::generate(&input)?)
}

/// The input for all operations of a model.
pub(crate) fn input(root: &Path, model: model_files::Files, crate_name: Option<String>) -> Input {
    let runtime = root.join("codegen/runtime").to_string_lossy().into_owned();
    Input {
        model,
        overlay: None,
        overlay_name: None,
        examples: BTreeMap::new(),
        config: Config {
            crate_name,
            crate_version: "0.1.0".to_owned(),
            operations: None,
            command: "cargo xtask bench".to_owned(),
            runtime: tinsmith::Runtime::Path(runtime),
        },
    }
}
