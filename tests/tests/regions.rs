//! Endpoints of the committed crate, whose rules most services share, for every region of botocore.
//! The tests `wire` and `endpoints` ask botocore itself.

use codebuild::endpoint::{EndpointParams, resolve};

/// Regions, domain, dual-stack domain.
const PARTITIONS: [(&[&str], &str, &str); 8] = [
    (
        &[
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "aws-global",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
            // Unknown regions, whether they match a pattern or not.
            "us-new_word-42",
            "mars-north-1",
            "us-east",
            "us-east-1a",
            "cn-1",
            "cn--1",
            "us-gov--1",
            "eusc-fr-west-1",
            "aws-iso-c-global",
            "x",
        ],
        "amazonaws.com",
        "api.aws",
    ),
    (
        &["aws-cn-global", "cn-north-1", "cn-northwest-1", "cn-new-2"],
        "amazonaws.com.cn",
        "api.amazonwebservices.com.cn",
    ),
    (
        &["eusc-de-east-1", "eusc-de-new-2"],
        "amazonaws.eu",
        "api.amazonwebservices.eu",
    ),
    (
        &[
            "aws-iso-global",
            "us-iso-east-1",
            "us-iso-west-1",
            "us-iso-new-2",
        ],
        "c2s.ic.gov",
        "api.aws.ic.gov",
    ),
    (
        &[
            "aws-iso-b-global",
            "us-isob-east-1",
            "us-isob-west-1",
            "us-isob-new-2",
        ],
        "sc2s.sgov.gov",
        "api.aws.scloud",
    ),
    (
        &["aws-iso-e-global", "eu-isoe-west-1", "eu-isoe-new-2"],
        "cloud.adc-e.uk",
        "api.cloud-aws.adc-e.uk",
    ),
    (
        &[
            "aws-iso-f-global",
            "us-isof-east-1",
            "us-isof-south-1",
            "us-isof-new-2",
        ],
        "csp.hci.ic.gov",
        "api.aws.hci.ic.gov",
    ),
    (
        &[
            "aws-us-gov-global",
            "us-gov-east-1",
            "us-gov-west-1",
            "us-gov-new-2",
        ],
        "amazonaws.com",
        "api.aws",
    ),
];

#[test]
fn endpoints_of_all_regions() {
    for (regions, domain, dual_stack_domain) in PARTITIONS {
        for &region in regions {
            for (use_fips, use_dual_stack, expected) in [
                (false, false, format!("https://codebuild.{region}.{domain}")),
                (
                    true,
                    false,
                    format!("https://codebuild-fips.{region}.{domain}"),
                ),
                (
                    false,
                    true,
                    format!("https://codebuild.{region}.{dual_stack_domain}"),
                ),
                (
                    true,
                    true,
                    format!("https://codebuild-fips.{region}.{dual_stack_domain}"),
                ),
            ] {
                let params = EndpointParams {
                    region: Some(region),
                    use_fips,
                    use_dual_stack,
                    endpoint: None,
                };
                let endpoint = resolve(&params).unwrap();
                assert_eq!(endpoint.url(), expected);
            }
        }
    }
}

#[test]
fn custom_endpoint_is_unchanged() {
    let params = EndpointParams {
        endpoint: Some("https://example.com/base"),
        ..EndpointParams::default()
    };
    assert_eq!(resolve(&params).unwrap().url(), "https://example.com/base");
}

#[test]
fn contradictory_settings_are_errors() {
    let custom = Some("https://example.com");
    for (use_fips, use_dual_stack, endpoint, expected) in [
        (
            true,
            false,
            custom,
            "Invalid Configuration: FIPS and custom endpoint are not supported: ",
        ),
        (
            true,
            true,
            custom,
            "Invalid Configuration: FIPS and custom endpoint are not supported: ",
        ),
        (
            false,
            true,
            custom,
            "Invalid Configuration: Dualstack and custom endpoint are not supported: ",
        ),
        (
            false,
            false,
            None,
            "Invalid Configuration: Missing Region: ",
        ),
    ] {
        let params = EndpointParams {
            region: None,
            use_fips,
            use_dual_stack,
            endpoint,
        };
        let error = resolve(&params).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
