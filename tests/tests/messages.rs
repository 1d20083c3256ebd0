//! How problems are told: a hint for each, not too many at once, and files with a byte order mark.

use std::io::Write as _;

use serde_json::{Value, json};
use tests::fixtures;
use tinsmith::Input;
use tinsmith::build::BuildError;
use tinsmith::error::{MAX_SHOWN, Problem, ProblemKind};

fn model(shapes: &Value) -> Value {
    json!({
        "metadata": {
            "apiVersion": "2020-02-02", "endpointPrefix": "messages", "jsonVersion": "1.1",
            "protocol": "json", "serviceFullName": "Messages", "serviceId": "Messages",
            "targetPrefix": "Messages_20200202",
        },
        "operations": {"Do": {"input": {"shape": "In"}, "output": {"shape": "In"}}},
        "shapes": shapes,
    })
}

#[test]
fn every_kind_of_problem_has_a_hint() {
    for kind in ProblemKind::ALL {
        let problem = Problem::new(kind, "place", "message");
        assert_eq!(problem.advice(), kind.advice());
        assert!(problem.advice().len() > 20, "{kind:?}");
        assert_eq!(problem.hint("another").advice(), "another");
    }
    let kinds: std::collections::BTreeSet<_> = ProblemKind::ALL
        .iter()
        .map(|kind| format!("{kind:?}"))
        .collect();
    assert_eq!(kinds.len(), ProblemKind::ALL.len());
}

#[test]
fn many_problems_are_counted() {
    let members: serde_json::Map<_, _> = (0..300)
        .map(|index| {
            (
                format!("m{index}"),
                json!({"shape": format!("Nowhere{index}")}),
            )
        })
        .collect();
    let shapes = json!({"In": {"type": "structure", "members": members}});
    let error = tinsmith::generate(&fixtures::of_model(model(&shapes).to_string())).unwrap_err();
    assert_eq!(error.problems().len(), 300);
    let text = error.to_string();
    assert_eq!(text.lines().count(), MAX_SHOWN + 1);
    assert!(text.ends_with("\nand 280 more"), "{text}");
    let text = BuildError::from(error).to_string();
    assert_eq!(text.matches("hint: ").count(), MAX_SHOWN);
    assert!(text.ends_with("\nand 280 more"), "{text}");
}

fn marked(bytes: &[u8]) -> Vec<u8> {
    [b"\xef\xbb\xbf", bytes].concat()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).expect("vectors take all");
    gzip.finish().expect("vectors take all")
}

#[test]
fn byte_order_marks_are_passed_over() {
    for name in ["pagination", "waiters", "overlay", "endpoints"] {
        let plain = fixtures::input(name);
        let with = |change: fn(&[u8]) -> Vec<u8>| {
            let files = plain.model.iter();
            Input {
                model: files
                    .map(|(name, file)| (name.clone(), change(file)))
                    .collect(),
                overlay: plain.overlay.as_deref().map(marked),
                ..plain.clone()
            }
        };
        let expected = tinsmith::generate(&plain).expect("it is a model");
        for input in [with(marked), with(|file| packed(&marked(file)))] {
            let krate =
                tinsmith::generate(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(krate, expected, "{name}");
        }
    }
}

#[test]
fn byte_order_marks_in_smithy_models() {
    let model = json!({"smithy": "2.0", "shapes": {
        "a#Svc": {"type": "service", "traits": {"aws.protocols#awsJson1_1": {}}},
    }});
    let model = model.to_string();
    let expected = tinsmith::generate(&fixtures::of_model(model.clone())).expect("it is a model");
    for file in [marked(model.as_bytes()), packed(&marked(model.as_bytes()))] {
        let krate = tinsmith::generate(&fixtures::of_model(file)).expect("it is a model");
        assert_eq!(krate, expected);
    }
}
