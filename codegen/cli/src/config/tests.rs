use std::fs;

use super::codegen_toml::parse;
use super::*;

const GOOD: &str = "[crate]\nname = \"a\"\nversion = \"0.1.0\"\npath = \"generated\"\n";

#[test]
fn reads_all_and_names() {
    let all = parse(&format!("{GOOD}operations = \"all\"")).unwrap();
    assert_eq!(all.operations.names(), None);
    let some = parse(&format!("{GOOD}operations = [\"A\", \"B\"]")).unwrap();
    assert_eq!(
        some.operations.names(),
        Some(vec!["A".to_owned(), "B".to_owned()])
    );
}

#[test]
fn errors_have_a_line() {
    for (text, line, part) in [
        (
            "[crate]\nname = \"a\"\nnam = \"b\"\n",
            3,
            "unknown field `nam`",
        ),
        ("\n[crate]\nname = 1\n", 3, "invalid type: integer `1`"),
        ("[crate]\nname = \n", 2, "string"),
        (GOOD, 1, "missing field `operations`"),
        (
            &format!("{GOOD}operations = \"some\""),
            5,
            "expected \"all\" or a list",
        ),
        (
            &format!("{GOOD}operations = \"all\"\n[runtime]\ngit = \"x\"\n"),
            6,
            "`git` with `rev`",
        ),
        (
            &format!("{GOOD}operations = []\n[other]\n"),
            6,
            "unknown field `other`",
        ),
    ] {
        let (found, message) = parse(text).unwrap_err();
        assert_eq!(found, line, "{text}: {message}");
        assert!(message.contains(part), "{text}: {message}");
    }
}

fn workspace(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

#[test]
fn empty_operations_are_an_error() {
    let empty = format!("{GOOD}operations = []");
    let root = workspace(&[("model/a/codegen.toml", &empty)]);
    let error = all(&Workspace::at(root.path()).unwrap()).unwrap_err();
    assert!(
        error.problems[0]
            .message
            .contains("crate.operations is empty"),
        "{error:?}"
    );
}

#[test]
fn a_version_that_cargo_does_not_take_is_an_error() {
    for version in ["1", "0.1", "v1.2.3", "01.2.3", ""] {
        let text = GOOD.replace("0.1.0", version) + "operations = \"all\"";
        let root = workspace(&[("model/a/codegen.toml", &text)]);
        let error = all(&Workspace::at(root.path()).unwrap()).unwrap_err();
        let expected = "crate.version is not a version: ";
        assert!(
            error.problems[0].message.starts_with(expected),
            "{version}: {error:?}"
        );
    }
}

#[test]
fn all_problems_are_reported() {
    let good = format!("{GOOD}operations = \"all\"");
    let root = workspace(&[
        ("model/a/codegen.toml", &good),
        ("model/b/codegen.toml", &good),
        (
            "model/c/codegen.toml",
            &good.replace("generated", "../elsewhere"),
        ),
        ("model/d/codegen.toml", "x"),
        ("model/e/service-2.json", "{}"),
    ]);
    let error = all(&Workspace::at(root.path()).unwrap()).unwrap_err();
    let text: Vec<_> = error.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        text[0],
        "model/b/codegen.toml: generates into generated, and so does model/a"
    );
    assert!(text[1].starts_with("model/c/codegen.toml: crate.path is not inside"));
    assert!(text[2].starts_with("model/d/codegen.toml:1: "), "{text:?}");
    assert_eq!(text.len(), 3);
}

#[test]
fn two_crates_of_one_name_are_an_error() {
    let one = format!("{GOOD}operations = \"all\"");
    let other = one.replace("generated", "elsewhere");
    let root = workspace(&[
        ("model/a/codegen.toml", &one),
        ("model/b/codegen.toml", &other),
    ]);
    let error = all(&Workspace::at(root.path()).unwrap()).unwrap_err();
    assert_eq!(
        error.problems[0].to_string(),
        "model/b/codegen.toml: generates a crate named a, and so does model/a"
    );
}

/// Two services in one folder would remove each other's files.
#[test]
fn folders_of_others_are_an_error() {
    let problem = |path: &str, more: &str| {
        let text = format!(
            "[services.one]\noperations = \"all\"\n\n[services.two]\noperations = \"all\"\n\
             path = \"{path}\"\n{more}"
        );
        let root = workspace(&[("tinsmith.toml", &text)]);
        let result = all(&Workspace::at(root.path()).unwrap());
        result.err().map(|error| error.problems[0].to_string())
    };
    let place = "tinsmith.toml: services.two: generates into ";
    for (path, part) in [
        ("clients/one", "clients/one, and so does one"),
        ("./clients/./one", "./clients/./one, and so does one"),
        (
            "clients/one/x",
            "clients/one/x, and one into clients/one: neither may be in the other",
        ),
        (
            "clients",
            "clients, and one into clients/one: neither may be in the other",
        ),
        (
            ".",
            "., and one into clients/one: neither may be in the other",
        ),
        (
            "clients/runtime",
            "clients/runtime, which is in the folder of the runtime, clients/runtime",
        ),
        (
            "clients/./runtime/x",
            "clients/./runtime/x, which is in the folder of the runtime, clients/runtime",
        ),
        (
            "models/two",
            "models/two, which is in the folder of the models, models",
        ),
    ] {
        assert_eq!(problem(path, ""), Some(format!("{place}{part}")));
    }
    assert_eq!(problem("clients/one2", ""), None);
    assert_eq!(problem("elsewhere", ""), None);
    let modules = "[output]\nmodules = \"src/aws\"\n";
    assert!(problem("src/aws", modules).is_some());
}

#[test]
fn no_configuration_is_an_error() {
    let root = workspace(&[("model/e/service-2.json", "{}")]);
    assert!(all(&Workspace::at(root.path()).unwrap()).is_err());
    assert!(all(&Workspace::at(&root.path().join("missing")).unwrap()).is_err());
}
