//! Generated clients of REST services against a moto server.

use tests::moto::Moto;
use tests::project::Project;

/// The program, which asserts what it finds.
const PROGRAM: &str = include_str!("program.rs");

const NAME: &str = "moto-rest";

/// The services of botocore, each with the operations that the program calls.
const SERVICES: [(&str, &[&str]); 9] = [
    (
        "apigateway",
        &[
            "CreateResource",
            "CreateRestApi",
            "DeleteRestApi",
            "GetResources",
            "GetRestApi",
            "GetRestApis",
        ],
    ),
    (
        "batch",
        &[
            "DescribeJobDefinitions",
            "ListTagsForResource",
            "RegisterJobDefinition",
            "TagResource",
        ],
    ),
    (
        "eks",
        &[
            "CreateCluster",
            "DeleteCluster",
            "DescribeCluster",
            "ListClusters",
        ],
    ),
    (
        "glacier",
        &[
            "CreateVault",
            "DescribeJob",
            "DescribeVault",
            "GetJobOutput",
            "InitiateJob",
            "ListVaults",
            "UploadArchive",
        ],
    ),
    // The role of a function, which speaks awsQuery.
    ("iam", &["CreateRole"]),
    (
        "iot",
        &[
            "CreateThing",
            "DeleteThing",
            "DescribeThing",
            "ListThings",
            "UpdateThing",
        ],
    ),
    ("iot-data", &["GetThingShadow", "UpdateThingShadow"]),
    (
        "lambda",
        &[
            "CreateFunction",
            "DeleteFunction",
            "GetFunction",
            "Invoke",
            "ListFunctions",
            "ListLayers",
            "PublishLayerVersion",
            "UpdateFunctionConfiguration",
        ],
    ),
    (
        "sesv2",
        &[
            "CreateContact",
            "CreateContactList",
            "CreateEmailIdentity",
            "GetContact",
            "ListContacts",
            "SendEmail",
        ],
    ),
];

#[test]
fn clients_of_rest_services_against_moto() {
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &SERVICES,
        &["default-https-client", "test-util"],
        PROGRAM,
    );
    let url = Moto::shared().url();
    project.cargo(&format!("run --quiet --package {NAME} -- {url}"));
}
