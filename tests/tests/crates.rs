//! The crate as a whole: its name.

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
