//! Endpoints, against botocore's endpoint provider.

use codebuild::endpoint::{EndpointParams, resolve};
use serde_json::{Value, json};
use tests::oracle::Oracle;

/// Regions that botocore does not list; some match a pattern of a partition.
const UNKNOWN: [&str; 12] = [
    "us-east-99",
    "eu-new_word-42",
    "cn-new-2",
    "us-gov-new-2",
    "us-iso-new-2",
    "us-isob-new-2",
    "eu-isoe-new-2",
    "us-isof-new-2",
    "eusc-de-new-2",
    "mars-north-1",
    "us-east-1a",
    "x",
];

/// The pseudo regions of partitions.
const PSEUDO: [&str; 7] = [
    "aws-global",
    "aws-cn-global",
    "aws-us-gov-global",
    "aws-iso-global",
    "aws-iso-b-global",
    "aws-iso-e-global",
    "aws-iso-f-global",
];

#[test]
fn endpoints_of_all_regions() {
    let mut oracle = Oracle::start();
    let answer = oracle.ask(&json!({"do": "regions"}));
    let listed = answer["regions"].as_array().expect("a list");
    let regions: Vec<_> = listed.iter().filter_map(Value::as_str).collect();
    assert!(regions.len() > 30, "{regions:?}");
    for region in regions.into_iter().chain(UNKNOWN).chain(PSEUDO) {
        variants(&mut oracle, Some(region), None);
    }
}

#[test]
fn endpoints_without_a_region_and_custom_endpoints() {
    let mut oracle = Oracle::start();
    variants(&mut oracle, None, None);
    for region in [None, Some("us-east-1"), Some("cn-north-1")] {
        for url in ["https://example.com", "http://127.0.0.1:4566/base"] {
            variants(&mut oracle, region, Some(url));
        }
    }
}

fn variants(oracle: &mut Oracle, region: Option<&str>, endpoint: Option<&str>) {
    for use_fips in [false, true] {
        for use_dual_stack in [false, true] {
            let params = EndpointParams {
                region,
                use_fips,
                use_dual_stack,
                endpoint,
            };
            check(oracle, &params);
        }
    }
}

fn check(oracle: &mut Oracle, params: &EndpointParams<'_>) {
    let expected = oracle.ask(&json!({
        "do": "endpoint",
        "region": params.region,
        "fips": params.use_fips,
        "dual_stack": params.use_dual_stack,
        "endpoint": params.endpoint,
    }));
    match resolve(params) {
        Ok(endpoint) => assert_eq!(expected["url"], endpoint.url(), "{params:?}"),
        Err(error) => {
            // Ours continues with the setting to change.
            let text = error.to_string();
            let start = expected["error"].as_str();
            assert!(
                start.is_some_and(|start| text.starts_with(start)),
                "{params:?}: {text}, but botocore: {expected}"
            );
        }
    }
}
