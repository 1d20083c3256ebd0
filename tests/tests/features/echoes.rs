//! Requests and responses of the fixtures with an operation `Echo`, against botocore.

use regex::{Captures, Regex};
use serde_json::{Value, json};
use tests::json::assert_same;
use tests::oracle::Oracle;

use crate::program::ECHOES;
use crate::{model, program};

/// Variants of examples: required members only, all members, random ones.
const VARIANTS: std::ops::RangeInclusive<u32> = 0..=20;

/// The questions about a fixture.
struct Case {
    what: String,
    model: Value,
    value: Value,
    answer: Value,
}

#[test]
fn requests_and_responses_equal_those_of_botocore() {
    let mut oracle = Oracle::start();
    let (mut cases, mut questions) = (Vec::new(), Vec::new());
    for fixture in ECHOES {
        let model = model(fixture);
        for variant in VARIANTS {
            let value = oracle.ask(&json!({
                "do": "example", "model": model, "operation": "Echo", "of": "input",
                "variant": variant,
            }))["value"]
                .take();
            let answer = oracle.ask(&json!({
                "do": "respond", "model": model, "operation": "Echo", "value": value,
            }));
            let name = format!("fixture-{fixture}");
            let response = json!({
                "status_code": 200, "headers": answer["headers"], "body": answer["body"],
            });
            questions.push(json!({"crate": name, "operation": "Echo", "params": value}));
            questions.push(json!({"crate": name, "operation": "Echo", "response": response}));
            cases.push(Case {
                what: format!("{fixture} {variant}"),
                model: model.clone(),
                value,
                answer,
            });
        }
    }
    let answers = program().ask(&questions);
    for (case, answers) in cases.iter().zip(answers.chunks(2)) {
        let [request, output] = answers else {
            panic!("two answers per case");
        };
        check_request(&mut oracle, case, request);
        check_output(&mut oracle, case, output);
    }
}

fn check_request(oracle: &mut Oracle, case: &Case, found: &Value) {
    let Case {
        what, model, value, ..
    } = case;
    let expected = oracle.ask(&json!({
        "do": "serialize", "model": model, "operation": "Echo", "params": value,
        "timestamp_precision": "millisecond",
    }));
    // botocore always writes three fraction digits.
    let zeros = Regex::new(r#"(\.[0-9]*?)0+Z""#).expect("a pattern");
    let body = |answer: &Value| -> Value {
        let text = answer["body"].as_str();
        let text = text.unwrap_or_else(|| panic!("{what}: {answer}"));
        let text = zeros.replace_all(text, |found: &Captures<'_>| match &found[1] {
            "." => "Z\"".to_owned(),
            digits => format!("{digits}Z\""),
        });
        serde_json::from_str(&text).expect("JSON")
    };
    assert_same(&body(found), &body(&expected), what);
    assert_same(&found["headers"], &expected["headers"], what);
}

fn check_output(oracle: &mut Oracle, case: &Case, found: &Value) {
    let Case {
        what,
        model,
        value,
        answer,
    } = case;
    let expected = oracle.ask(&json!({
        "do": "parse", "model": model, "operation": "Echo", "status": 200,
        "headers": answer["headers"], "body": answer["body"],
    }));
    assert_same(&expected["value"], value, "botocore reads what was meant");
    assert_same(&found["output"], &expected["value"], what);
}
