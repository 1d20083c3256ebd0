//! The crate as a whole: its name, and what it cannot do.

use codegen::Error;
use codegen::error::ProblemKind;
use tests::fixtures;

fn named(name: &str) -> Result<codegen::Crate, Error> {
    let mut input = fixtures::input("structures");
    input.config.crate_name = Some(name.to_owned());
    codegen::generate(&input)
}

#[test]
fn names_are_those_that_cargo_takes() {
    for name in ["a", "my-crate", "my_crate2", "Codebuild"] {
        assert_eq!(named(name).expect(name).name, name);
    }
    for name in [
        "",
        "Bad Name",
        "a/b",
        "a\n",
        "ü",
        "2fast",
        "-a",
        "std",
        "proc-macro",
        "type",
        "self",
    ] {
        let error = named(name).expect_err(name);
        let problem = &error.problems()[0];
        assert_eq!(problem.kind, ProblemKind::InvalidName, "{name}");
        assert_eq!(problem.path, "crate.name", "{name}");
    }
}

#[test]
fn endpoints_of_their_own_are_warned_of() {
    let model = include_str!("../../model/codebuild/service-2.json");
    let rules = include_str!("../../model/codebuild/endpoint-rule-set-1.json");
    let warnings = |rules: Option<&str>| {
        let mut input = fixtures::of_model(model);
        let rules = rules.map(|rules| ("endpoint-rule-set-1.json".to_owned(), rules.into()));
        input.model.extend(rules);
        codegen::generate(&input).expect("a crate").warnings
    };
    assert_eq!(warnings(None), []);
    assert_eq!(warnings(Some(rules)), []);
    let other = rules.replacen("https://codebuild-fips", "https://fips.codebuild", 1);
    let found = warnings(Some(&other));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "endpoint-rule-set-1");
}
