//! Fixtures of inputs, against botocore's validator.

use codebuild::operation::Operation;
use codebuild::test_util::Fixture;
use serde::Serialize;
use serde_json::json;
use tests::each_operation;
use tests::oracle::Oracle;

#[test]
fn fixtures_are_valid_for_botocore() {
    let mut oracle = Oracle::start();
    each_operation!(check(&mut oracle));

    // The validator does find problems.
    let answer = oracle.ask(&json!({
        "do": "validate",
        "operation": "RetryBuild",
        "params": {"id": ""},
    }));
    let report = answer["report"].as_str().expect("a text");
    assert!(report.contains("length for parameter id"), "{report}");
}

fn check<O: Operation>(oracle: &mut Oracle)
where
    O::Input: Fixture + Serialize,
{
    let input = O::Input::fixture();
    O::check(&input).expect("a fixture is complete");
    let params = serde_json::to_value(&input).expect("JSON");
    let answer = oracle.ask(&json!({"do": "validate", "operation": O::SCHEMA.name, "params": params}));
    assert_eq!(answer["report"], "", "{}", O::SCHEMA.name);
}
