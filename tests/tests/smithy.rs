//! A Smithy model and its twin, the same model in botocore's format, generate the same crate.

use std::fs;

use tests::fixtures;
use tinsmith::{Crate, Input};

/// The crate of `smithy.json` in the folder of a fixture.
fn generate(name: &str) -> Crate {
    let json = fs::read(fixtures::folder().join(name).join("smithy.json")).expect("a model");
    let mut input = fixtures::input(name);
    input.model = [("smithy.json".to_owned(), json)].into();
    tinsmith::generate(&input).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn twins_generate_equal_bytes() {
    for name in [
        "retry-build",
        "query-compatible",
        "unsigned",
        "compression",
        "event-streams",
        "discovery",
        "rest-json",
        "rest-events",
        "rest-xml",
    ] {
        let smithy = generate(name);
        let botocore = fixtures::generate(name);
        let differences = fixtures::differences(&smithy, &botocore);
        assert!(differences.is_empty(), "{name}\n{differences}");
        // Shapes without a Rust type have other names, and are not always separate shapes.
        assert_eq!(smithy.counts.operations, botocore.counts.operations);
        assert_eq!(smithy.counts.emitted, botocore.counts.emitted);
    }
}

#[test]
fn twins_with_a_selection_generate_equal_bytes() {
    let some = |mut input: Input| {
        input.config.operations = Some(vec!["RetryBuild".to_owned()]);
        tinsmith::generate(&input).expect("a crate")
    };
    let mut input = fixtures::input("retry-build");
    let botocore = some(input.clone());
    let json = fs::read(fixtures::folder().join("retry-build/smithy.json")).expect("a model");
    // The file's name does not matter.
    input.model = [("service-2.json".to_owned(), json)].into();
    let differences = fixtures::differences(&some(input), &botocore);
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn overlay_uses_names_of_the_neutral_model() {
    let overlay = br#"{
        "operations": {"RetryBuild": {"documentation": "Once more."}},
        "shapes": {
            "SharedSource": {"rename": "Origin"},
            "State": {"values": {"timed-out": {"documentation": "It took too long."}}}
        }
    }"#;
    let json = fs::read(fixtures::folder().join("retry-build/smithy.json")).expect("a model");
    let mut input = fixtures::of_model(json);
    input.overlay = Some(overlay.to_vec());
    let krate = tinsmith::generate(&input).expect("a crate");
    assert!(krate.files["src/types/state.rs"].contains("It took too long."));
    assert!(krate.files.contains_key("src/types/origin.rs"));
}
