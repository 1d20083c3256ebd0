//! The contract of the commands, as a shell sees it: exit codes, and what goes to stderr.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn xtask(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder)
        // Where cargo runs from: it would be found if the current folder is in no workspace.
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

fn workspace(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("model")).unwrap();
    fs::write(root.path().join("Cargo.toml"), "").unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

#[test]
fn wrong_usage_and_unreadable_input_exit_with_2() {
    let root = workspace(&[
        ("bad.json", "{"),
        ("model/a/codegen.toml", "[crate]\nnam = 1\n"),
        ("model/b/codegen.toml", "crate = 1\n"),
        ("plain/file.txt", ""),
    ]);
    for (arguments, part) in [
        (&[][..], "Usage:"),
        (&["nothing"], "error: unrecognized subcommand"),
        (&["codegen", "--out", "x"], "--model"),
        (&["codegen", "--model", "x"], "--out"),
        (&["codegen", "--check", "--operations", "A"], "--model"),
        (
            &["codegen", "--model", "missing", "--out", "x"],
            "error: missing: cannot read it",
        ),
        (
            &["codegen", "--model", "plain", "--out", "x"],
            "error: plain: no model in it\nhint: ",
        ),
        (
            &[
                "codegen",
                "--model",
                "bad.json",
                "--out",
                "x",
                "--overlay",
                "none.json",
            ],
            "error: none.json: cannot read it",
        ),
        (
            &["codegen"],
            "error: model/a/codegen.toml:2: unknown field `nam`",
        ),
        (
            &["codegen", "--check"],
            "error: model/b/codegen.toml:1: invalid type: integer `1`",
        ),
        (
            &["model", "import", "a", "--version", "../1"],
            "error: botocore: \"../1\" is not a",
        ),
        (&["test"], "requirements.txt: cannot read it"),
    ] {
        let (code, stdout, stderr) = xtask(root.path(), arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(part), "{arguments:?}: {stderr}");
        assert!(
            !stderr.contains('\u{1b}') && !stderr.contains("panicked"),
            "{stderr}"
        );
        assert_eq!(stdout, "", "{arguments:?}");
    }
    let mut left: Vec<_> = fs::read_dir(root.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["Cargo.toml", "bad.json", "model", "plain"]);
}

#[test]
fn outside_of_the_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, stderr) = xtask(folder.path(), &["codegen"]);
    assert_eq!(code, Some(2));
    assert!(
        stderr.contains("is not inside the workspace\nhint: "),
        "{stderr}"
    );
}

/// An import without a network: the package is installed already.
#[test]
fn import_takes_facts_and_leaves_what_is_ours() {
    let data = "target/botocore/1.2.3/botocore/data/thing/2020-01-01";
    let model = |operation: &str| {
        format!(
            r#"{{"metadata": {{"apiVersion": "2020-01-01"}}, "documentation": "prose",
                 "operations": {{"{operation}": {{"documentation": "prose"}}}}, "shapes": {{}}}}"#
        )
    };
    let root = workspace(&[
        (
            "tests/python/requirements.txt",
            "boto3==9\nbotocore==1.2.3  # pinned\n",
        ),
        (&format!("{data}/service-2.json"), &model("Old")),
        (
            &format!("{data}/waiters-2.json"),
            r#"{"waiters": {"W": {}}}"#,
        ),
        ("target/botocore/1.2.3/services.txt", "thing"),
        ("model/thing/overlay.json", "ours"),
    ]);
    let folder = root.path().join("model/thing");
    let names = || {
        let entries = fs::read_dir(&folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };

    // From anywhere in the workspace.
    let (code, stdout, stderr) = xtask(&folder, &["model", "import", "thing"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(
        stdout.contains("written   model/thing/service-2.json\n"),
        "{stdout}"
    );
    assert!(stderr.contains("cargo xtask codegen"), "{stderr}");
    assert_eq!(
        names(),
        [
            "SOURCE.toml",
            "overlay.json",
            "service-2.json",
            "waiters-2.json"
        ]
    );
    let text = fs::read_to_string(folder.join("service-2.json")).unwrap();
    assert!(text.contains("Old") && !text.contains("prose"));

    let (code, stdout, _) = xtask(root.path(), &["model", "import", "thing"]);
    assert_eq!(code, Some(0));
    assert!(
        stdout.contains("unchanged model/thing/service-2.json\n"),
        "{stdout}"
    );
    assert!(!stdout.contains("written"), "{stdout}");

    fs::write(root.path().join(data).join("service-2.json"), model("New")).unwrap();
    fs::remove_file(root.path().join(data).join("waiters-2.json")).unwrap();
    let (_, stdout, _) = xtask(root.path(), &["model", "import", "thing"]);
    assert!(
        stdout.contains("removed   model/thing/waiters-2.json\n"),
        "{stdout}"
    );
    assert!(
        stdout.contains("1 operations, +1 (New), -1 (Old)\n"),
        "{stdout}"
    );
    assert_eq!(names(), ["SOURCE.toml", "overlay.json", "service-2.json"]);
    assert_eq!(
        fs::read_to_string(folder.join("overlay.json")).unwrap(),
        "ours"
    );

    // A package that is broken leaves the model alone.
    let before = fs::read(folder.join("SOURCE.toml")).unwrap();
    fs::write(root.path().join(data).join("service-2.json"), "{").unwrap();
    let (code, _, stderr) = xtask(root.path(), &["model", "import", "thing"]);
    assert_eq!(code, Some(2));
    assert!(
        stderr.contains("service-2.json: EOF while parsing"),
        "{stderr}"
    );
    assert_eq!(fs::read(folder.join("SOURCE.toml")).unwrap(), before);

    let (code, _, stderr) = xtask(root.path(), &["model", "import", "thin"]);
    assert_eq!(code, Some(2));
    assert!(
        stderr.ends_with("hint: did you mean `thing`?\n"),
        "{stderr}"
    );
}

#[test]
fn a_smithy_model_is_known_by_what_is_in_it() {
    let model = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/fixtures/retry-build/smithy.json"
    );
    let model = fs::read_to_string(model).unwrap();
    let root = workspace(&[("any.json", &model), ("folder/model.json", &model)]);
    for (path, out) in [("any.json", "one"), ("folder", "two")] {
        let (code, stdout, stderr) =
            xtask(root.path(), &["codegen", "--model", path, "--out", out]);
        assert_eq!(code, Some(0), "{path}: {stderr}");
        // It has no endpoint rules.
        assert_eq!(stderr.matches("warning: ").count(), 1, "{stderr}");
        assert!(stdout.starts_with("builds: 7 operations, "), "{stdout}");
    }
    let second = "\"shapes\": {\"b#Other\": {\"type\": \"service\"},";
    fs::write(
        root.path().join("two.json"),
        model.replacen("\"shapes\": {", second, 1),
    )
    .unwrap();
    let (code, _, stderr) = xtask(
        root.path(),
        &["codegen", "--model", "two.json", "--out", "three"],
    );
    let both = "there are several services: `b#Other`, `org.example.builds#Builds_20200101`";
    assert_eq!(code, Some(2));
    assert!(stderr.contains(both), "{stderr}");
    assert!(!root.path().join("three").exists());
}
