//! Settings of environment and profile, and requests without credentials.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tests::moto::Moto;
use tests::oracle::Oracle;

use super::{NAME, PROJECT};

/// What the program sends with these variables, a profile, and what it sets itself.
fn sent(variables: &[(&str, &str)], profile: &str, call: [&str; 3]) -> Value {
    // One for each call: tests run at the same time.
    let file = NamedTempFile::new().expect("a file");
    fs::write(&file, format!("[default]\nregion = eu-west-1\n{profile}\n")).expect("a file");
    // Built with the project.
    let _ = PROJECT.folder();
    let mut program = Command::new(PROJECT.program(NAME));
    program.arg("settings").args(call).env_clear();
    program.env("AWS_CONFIG_FILE", file.path());
    let output = program
        .envs(variables.iter().copied())
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

const POINT: &str = "arn:aws:s3:us-west-2:111122223333:accesspoint/name";
const GLOBAL: &str = "arn:aws:s3::111122223333:accesspoint/name.mrap";
const DIRECTORY: &str = "one--euw1-az1--x-s3";

const PATH: &str = "s3 =\n  addressing_style = path";
const DUAL_STACK: &str = "s3 =\n  use_dualstack_endpoint = true";
const NO_ARN_REGION: &str = "s3 =\n  addressing_style = virtual\n  use_arn_region = false # why";
const LEGACY: &str = "s3 =\n  us_east_1_regional_endpoint = legacy";

const CUSTOM: (&str, &str) = ("AWS_ENDPOINT_URL", "http://custom.example");

const US_EAST: (&str, &str) = ("AWS_REGION", "us-east-1");
const REGIONAL: (&str, &str) = ("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "regional");
const LEGACY_VARIABLE: (&str, &str) = ("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "legacy");

/// Code before the environment, that before the profile, that before the default.
#[test]
#[expect(clippy::too_many_lines, reason = "a row a case")]
fn settings_have_the_documented_precedence() {
    let get = |variables: &[(&str, &str)], profile: &str, bucket: &str, code: &str| {
        let found = sent(variables, profile, ["GetObject", bucket, code]);
        format!("{} {}", found["url"], found["refused"])
    };
    let plain = "bucket.s3.eu-west-1.amazonaws.com";
    let other = "does not match client region";
    let disabled = "Multi-Region Access Point ARNs are disabled";
    let in_path = "//s3.eu-west-1.amazonaws.com/bucket/k";
    let dual_stack = "bucket.s3.dualstack.eu-west-1.";
    let us_east = "bucket.s3.us-east-1.amazonaws.com";
    let everywhere = "bucket.s3.amazonaws.com";
    for (variables, profile, bucket, code, expected) in [
        (&[][..], "", "bucket", "", plain),
        (
            &[("AWS_USE_DUALSTACK_ENDPOINT", "true")],
            "",
            "bucket",
            "",
            "bucket.s3.dualstack.eu-west-1.",
        ),
        (
            &[("AWS_USE_DUALSTACK_ENDPOINT", "false")],
            "use_dualstack_endpoint = true",
            "bucket",
            "",
            plain,
        ),
        (
            &[],
            "use_dualstack_endpoint = true",
            "bucket",
            "",
            "bucket.s3.dualstack.eu-west-1.",
        ),
        (
            &[],
            "use_dualstack_endpoint = true",
            "bucket",
            "no dual stack",
            plain,
        ),
        (
            &[("AWS_USE_FIPS_ENDPOINT", "true")],
            "",
            "bucket",
            "",
            "bucket.s3-fips.eu-west-1.",
        ),
        (
            &[("AWS_USE_FIPS_ENDPOINT", "true")],
            "",
            "bucket",
            "no fips",
            plain,
        ),
        (
            &[],
            "use_fips_endpoint = true",
            "bucket",
            "",
            "bucket.s3-fips.eu-west-1.",
        ),
        (
            &[],
            "",
            POINT,
            "",
            "name-111122223333.s3-accesspoint.us-west-2.",
        ),
        (&[("AWS_S3_USE_ARN_REGION", "false")], "", POINT, "", other),
        (
            &[("AWS_S3_USE_ARN_REGION", "true")],
            "s3_use_arn_region = false",
            POINT,
            "",
            "s3-accesspoint.us-west-2.",
        ),
        (&[], "s3_use_arn_region = false", POINT, "", other),
        (
            &[],
            "s3_use_arn_region = false",
            POINT,
            "arn region",
            "s3-accesspoint.us-west-2.",
        ),
        (
            &[],
            "",
            GLOBAL,
            "",
            "signs with sigv4 or sigv4-s3express: enable the feature `sigv4a`",
        ),
        (
            &[("AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS", "true")],
            "",
            GLOBAL,
            "",
            disabled,
        ),
        (
            &[],
            "s3_disable_multiregion_access_points = true",
            GLOBAL,
            "",
            disabled,
        ),
        (&[], "", DIRECTORY, "", "?session"),
        (
            &[("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "true")],
            "",
            DIRECTORY,
            "",
            "eu-west-1.amazonaws.com/k",
        ),
        (
            &[],
            "s3_disable_express_session_auth = true",
            DIRECTORY,
            "",
            "eu-west-1.amazonaws.com/k",
        ),
        (&[], PATH, "bucket", "", in_path),
        (&[], PATH, "bucket", "no path style", plain),
        (
            &[],
            PATH,
            POINT,
            "",
            "Path-style addressing cannot be used with ARN buckets",
        ),
        (
            &[],
            "s3 =\n  addressing_style = path\n  use_accelerate_endpoint = true",
            "bucket",
            "",
            "Path-style addressing cannot be used with S3 Accelerate",
        ),
        (
            &[],
            "s3 =\n  addressing_style = virtual",
            "bucket",
            "",
            plain,
        ),
        (&[], "s3 =\n  addressing_style = auto", "bucket", "", plain),
        (&[], DUAL_STACK, "bucket", "", dual_stack),
        (&[], DUAL_STACK, "bucket", "no dual stack", plain),
        (
            &[("AWS_USE_DUALSTACK_ENDPOINT", "false")],
            DUAL_STACK,
            "bucket",
            "",
            plain,
        ),
        // A custom endpoint has no such variants.
        (
            &[("AWS_USE_DUALSTACK_ENDPOINT", "true"), CUSTOM],
            "use_fips_endpoint = true",
            "bucket",
            "",
            "http://bucket.custom.example/k",
        ),
        (
            &[CUSTOM],
            DUAL_STACK,
            "bucket",
            "",
            "http://bucket.custom.example/k",
        ),
        (&[], NO_ARN_REGION, POINT, "", other),
        (
            &[("AWS_S3_USE_ARN_REGION", "true")],
            NO_ARN_REGION,
            POINT,
            "",
            "s3-accesspoint.us-west-2.",
        ),
        (
            &[],
            "s3 =\n  use_arn_region = false\ns3_use_arn_region = true",
            POINT,
            "",
            "s3-accesspoint.us-west-2.",
        ),
        (
            &[],
            "s3 =\n  s3_disable_multiregion_access_points = true",
            GLOBAL,
            "",
            disabled,
        ),
        // Without the setting, it has its regional host.
        (&[US_EAST], "", "bucket", "", us_east),
        (&[US_EAST, REGIONAL], LEGACY, "bucket", "", us_east),
        (&[US_EAST, LEGACY_VARIABLE], "", "bucket", "", everywhere),
        (&[US_EAST], LEGACY, "bucket", "", everywhere),
        (
            &[US_EAST],
            "s3_us_east_1_regional_endpoint = legacy",
            "bucket",
            "",
            everywhere,
        ),
        (&[LEGACY_VARIABLE], "", "bucket", "", plain),
    ] {
        let found = get(variables, profile, bucket, code);
        assert!(
            found.contains(expected),
            "{variables:?} {profile:?} {code:?}: {found}"
        );
    }
}

/// What botocore makes of the same profile: the address, and what the signature says of the payload.
#[test]
fn settings_in_a_block_are_read_as_by_botocore() {
    let mut oracle = Oracle::start();
    let when_required = "request_checksum_calculation = when_required";
    for (profile, operation) in [
        ("", "GetObject"),
        (PATH, "GetObject"),
        (DUAL_STACK, "GetObject"),
        ("s3 =\n  use_accelerate_endpoint = true", "GetObject"),
        (
            "s3 =\n  use_accelerate_endpoint = true\n  use_dualstack_endpoint = true",
            "GetObject",
        ),
        (
            "s3 =\n  addressing_style = path\n  addressing_style = virtual",
            "GetObject",
        ),
        ("s3 =\n  payload_signing_enabled = false", "GetObject"),
        ("s3 =\n  payload_signing_enabled = true", "GetObject"),
        ("s3 =\n  payload_signing_enabled = false", "PutObject"),
        ("s3 =\n  payload_signing_enabled = true", "PutObject"),
        (when_required, "PutObject"),
        (
            &format!("{when_required}\ns3 =\n  payload_signing_enabled = false"),
            "PutObject",
        ),
        (
            &format!("{when_required}\ns3 =\n  payload_signing_enabled = true"),
            "PutObject",
        ),
    ] {
        let file = NamedTempFile::new().expect("a file");
        fs::write(file.path(), format!("[default]\n{profile}\n")).expect("a file");
        let mut params = json!({"Bucket": "bucket", "Key": "k"});
        if operation == "PutObject" {
            params["Body"] = "Yg==".into();
        }
        let theirs = oracle.ask(&json!({
            "do": "sent", "service": "s3", "operation": operation, "params": params,
            "region": "eu-west-1", "environment": {"AWS_CONFIG_FILE": file.path()},
        }));
        let ours = sent(&[], profile, [operation, "bucket", ""]);
        let hash = "x-amz-content-sha256";
        assert_eq!(ours["url"], theirs["url"], "{profile:?} {operation}");
        assert_eq!(
            ours["headers"][hash], theirs["headers"][hash],
            "{profile:?} {operation}"
        );
    }
}

#[test]
fn settings_of_checksums() {
    let header = |operation: &str, variables: &[(&str, &str)], profile: &str, code: &str| {
        let found = sent(variables, profile, [operation, "bucket", code]);
        let name = if operation == "PutObject" {
            "x-amz-checksum-crc32"
        } else {
            "x-amz-checksum-mode"
        };
        let headers = &found["headers"];
        assert!(headers.is_object(), "{found}");
        // Over TLS, it is in a trailer.
        headers.get(name).is_some() || headers.get("x-amz-trailer").is_some()
    };
    let request = ("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required");
    let response = ("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required");
    for (operation, variables, profile, code, expected) in [
        ("PutObject", &[][..], "", "", true),
        ("PutObject", &[request], "", "", false),
        ("PutObject", &[request], "", "when supported", true),
        (
            "PutObject",
            &[],
            "request_checksum_calculation = when_required",
            "",
            false,
        ),
        (
            "PutObject",
            &[("AWS_REQUEST_CHECKSUM_CALCULATION", "when_supported")],
            "request_checksum_calculation = when_required",
            "",
            true,
        ),
        ("GetObject", &[], "", "", true),
        ("GetObject", &[response], "", "", false),
        (
            "GetObject",
            &[],
            "response_checksum_validation = when_required",
            "",
            false,
        ),
        ("GetObject", &[request], "", "", true),
    ] {
        let found = header(operation, variables, profile, code);
        assert_eq!(
            found, expected,
            "{operation} {variables:?} {profile:?} {code:?}"
        );
    }
}

#[test]
fn anonymous_requests_are_not_signed() {
    for (operation, bucket) in [
        ("GetObject", "bucket"),
        ("PutObject", "bucket"),
        ("GetObject", POINT),
    ] {
        let found = sent(&[], "", [operation, bucket, "anonymous"]);
        let headers = found["headers"]
            .as_object()
            .unwrap_or_else(|| panic!("{found}"));
        for name in ["authorization", "x-amz-date", "x-amz-security-token"] {
            assert!(!headers.contains_key(name), "{name}: {found}");
        }
    }
    let refused = sent(&[], "", ["GetObject", "bucket", "no credentials"]);
    let refused = refused["refused"].as_str().expect("an error");
    assert!(refused.contains("no credentials are set"), "{refused}");
    // A server takes them, whose buckets are public.
    let url = Moto::shared().url();
    let found = Command::new(PROJECT.program(NAME))
        .args(["public", &url])
        .status();
    assert!(found.expect("the program runs").success());
}
