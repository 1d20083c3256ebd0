//! Names of crates.

use tests::fixtures;
use tinsmith::Error;
use tinsmith::error::ProblemKind;

fn named(name: &str) -> Result<tinsmith::Crate, Error> {
    let mut input = fixtures::input("structures");
    input.config.crate_name = Some(name.to_owned());
    tinsmith::generate(&input)
}

#[test]
fn crate_names_are_checked_as_by_cargo() {
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
