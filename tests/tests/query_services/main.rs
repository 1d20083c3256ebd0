//! Generated clients of services that speak awsQuery and ec2Query against a moto server, and boto3
//! against fakes of such services.

use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value, json};
use tests::moto::Moto;
use tests::project::Project;
use tests::python::Program;

/// The program: with a URL as its argument, it calls services there and asserts what it finds;
/// without, it serves fakes.
const PROGRAM: &str = concat!(
    include_str!("stories.rs"),
    include_str!("small_stories.rs"),
    include_str!("fakes.rs"),
);

const NAME: &str = "query-services";

/// The services of botocore, each with the operations that the program calls.
const SERVICES: [(&str, &[&str]); 11] = [
    (
        "autoscaling",
        &[
            "CreateAutoScalingGroup",
            "CreateLaunchConfiguration",
            "DeleteAutoScalingGroup",
            "DescribeAutoScalingGroups",
            "DescribeLaunchConfigurations",
        ],
    ),
    (
        "cloudformation",
        &[
            "CreateStack",
            "DeleteStack",
            "DescribeStacks",
            "GetTemplate",
            "ListStackResources",
            "UpdateStack",
        ],
    ),
    (
        "ec2",
        &[
            "AllocateAddress",
            "CreateSecurityGroup",
            "CreateTags",
            "CreateVolume",
            "DescribeImages",
            "DescribeInstances",
            "DescribeSecurityGroups",
            "DescribeSubnets",
            "DescribeTags",
            "RunInstances",
            "TerminateInstances",
            "AuthorizeSecurityGroupIngress",
        ],
    ),
    (
        "elasticache",
        &[
            "CreateCacheCluster",
            "DescribeCacheClusters",
            "ListTagsForResource",
        ],
    ),
    (
        "elbv2",
        &[
            "CreateListener",
            "CreateLoadBalancer",
            "CreateTargetGroup",
            "DeleteLoadBalancer",
            "DescribeListeners",
            "DescribeLoadBalancers",
            "DescribeTags",
            "ModifyTargetGroupAttributes",
        ],
    ),
    (
        "iam",
        &[
            "CreateRole",
            "CreateUser",
            "DeleteUser",
            "GetRole",
            "GetUser",
            "ListUserTags",
            "ListUsers",
            "TagUser",
        ],
    ),
    (
        "rds",
        &[
            "AddTagsToResource",
            "CreateDBInstance",
            "DeleteDBInstance",
            "DescribeDBInstances",
            "ListTagsForResource",
        ],
    ),
    (
        "redshift",
        &["CreateCluster", "DeleteCluster", "DescribeClusters"],
    ),
    (
        "ses",
        &[
            "GetIdentityVerificationAttributes",
            "GetSendQuota",
            "GetSendStatistics",
            "ListIdentities",
            "SendEmail",
            "SendRawEmail",
            "VerifyDomainIdentity",
            "VerifyEmailIdentity",
        ],
    ),
    (
        "sns",
        &[
            "CreateTopic",
            "DeleteTopic",
            "GetTopicAttributes",
            "ListTagsForResource",
            "ListTopics",
            "Publish",
            "PublishBatch",
            "SetTopicAttributes",
        ],
    ),
    (
        "sts",
        &[
            "AssumeRole",
            "AssumeRoleWithWebIdentity",
            "GetCallerIdentity",
        ],
    ),
];

/// The program, which is built once.
fn program() -> Command {
    static PROJECT: OnceLock<Project> = OnceLock::new();
    let project = PROJECT.get_or_init(|| {
        let project = Project::on_services(
            env!("CARGO_TARGET_TMPDIR"),
            NAME,
            &SERVICES,
            &["default-https-client", "test-util"],
            PROGRAM,
        );
        project.cargo(&format!("build --quiet --package {NAME}"));
        project
    });
    Command::new(project.program(NAME))
}

#[test]
fn clients_of_query_services_against_moto() {
    let status = program().arg(Moto::shared().url()).status();
    assert!(status.expect("the program starts").success());
}

#[test]
fn boto3_understands_fakes_of_query_services() {
    let mut fakes = Program::run(program(), "the fakes");
    let url = fakes.read();
    let mut boto3 = Program::start("boto3_query.py");
    boto3.write(url.trim());
    let answer: Value = serde_json::from_str(&boto3.read()).expect("JSON of the program");
    let expected = json!({
        "topic": "arn:aws:sns:us-east-1:123456789012:a & <b>",
        "seen": {
            "attributes": {"DisplayName": "ü", "Policy": "{}"},
            "tags": [["team", "tools"], ["empty", ""]],
        },
        "topics": ["arn:1", "arn:2", "arn:3"],
        "attributes": {"Owner": "1", "Empty": ""},
        "no_topic": ["NotFoundException", "NotFound", "no such topic", "Sender", 404],
        "empty": {},
        "broken": ["ClientError", "InternalFailure", "it broke", "Receiver", 500],
        "identity": "123456789012",
        // In the form of the fake's first service.
        "unknown_operation": [
            "ClientError", "UnknownOperationException",
            "the fake has no answer to ListPhoneNumbersOptedOut: give it one with `on`", null, 400,
        ],
        "instances": [["i-1", "running", ["a", "b"]], ["i-2", "stopped", []]],
        "filters": [["tag:Name", ["x", "y z"]], ["state", ["on"]]],
        "launched": "2020-01-02T03:04:05+00:00",
        "no_instance": ["ClientError", "InvalidInstanceID.NotFound", "no such instance", null, 400],
        "missing": [
            "ClientError", "ValidationException",
            "missing required members MaxCount, MinCount", null, 400,
        ],
    });
    for (key, value) in expected.as_object().expect("an object") {
        assert_eq!(answer[key], *value, "{key}");
    }
    for key in ["sns_request_ids", "ec2_request_ids"] {
        let pairs = answer[key].as_array().expect("pairs");
        assert_eq!(pairs.len(), 4);
        for pair in pairs {
            assert!(pair[0].is_string() && pair[0] == pair[1], "{key}: {pair}");
        }
    }
}
