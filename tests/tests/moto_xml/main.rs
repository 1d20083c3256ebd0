//! Generated clients of services that speak restXml against a moto server, and boto3 against a fake
//! of one.

use tests::moto::Moto;
use tests::project::Project;

/// The program, which asserts what it finds.
const PROGRAM: &str = include_str!("program.rs");

const NAME: &str = "moto-xml";

/// The services of botocore, each with the operations that the program calls.
const SERVICES: [(&str, &[&str]); 2] = [
    (
        "cloudfront",
        &[
            "CreateDistribution",
            "DeleteDistribution",
            "GetDistribution",
            "ListDistributions",
            "ListTagsForResource",
            "TagResource",
        ],
    ),
    (
        "route53",
        &[
            "ChangeResourceRecordSets",
            "ChangeTagsForResource",
            "CreateHostedZone",
            "DeleteHostedZone",
            "GetChange",
            "GetHostedZone",
            "ListHostedZones",
            "ListResourceRecordSets",
            "ListTagsForResource",
        ],
    ),
];

#[test]
fn clients_of_xml_services_and_a_fake() {
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &SERVICES,
        &["default-https-client", "test-util"],
        PROGRAM,
    );
    let url = Moto::shared().url();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/boto3_route53.py");
    project.cargo(&format!("run --quiet --package {NAME} -- {url} {script}"));
}
