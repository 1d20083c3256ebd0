//! `cargo xtask model diff`, as a shell sees it.

#[path = "common/git.rs"]
mod git;
#[path = "common/run.rs"]
mod run;
#[path = "common/thing.rs"]
mod thing;

use std::fs;
use std::process::Command;

use git::git;
use run::Run;
use serde_json::{Value, json};
use thing::{Workspace, model};

impl Workspace {
    fn diff(&self, arguments: &[&str]) -> Run {
        self.run(&[&["model", "diff"], arguments].concat())
    }

    /// A diff that works.
    #[track_caller]
    fn text(&self, arguments: &[&str]) -> String {
        let run = self.diff(arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(run.stderr, "");
        run.stdout
    }

    fn git(&self, arguments: &[&str]) {
        git(&self.path(""), arguments);
    }

    fn commit(&self) {
        self.git(&["add", "--all", "model"]);
        self.git(&["commit", "--quiet", "--message", "a model"]);
    }
}

/// What is said of the second version, with the names of both.
fn second(old: &str, new: &str, from: &str, to: &str) -> String {
    format!(
        "Thing: {old} → {new}, 1 operation

Do (operation)
  additive      shapes.DoInput.members.second: new member
                Rust: `DoInput` gains the field `second: Option<String>` and its setter, also on the fluent call
                wire: `second` is sent if it is set

1 change: 1 additive
verdict: minor, {from} → {to}

changelog:

## {to}

The model of Thing: {old} → {new}.

### Added

- `DoInput` gains `second: Option<String>`.
"
    )
}

#[test]
fn of_packages_with_what_is_configured() {
    let workspace = Workspace::new();
    let text = workspace.text(&["botocore:1.2.3", "botocore:1.2.4"]);
    assert_eq!(
        text,
        second("botocore:1.2.3", "botocore:1.2.4", "1.2.3", "1.3.0")
    );
    // Anything else can be asked for.
    let text = workspace.text(&["botocore:1.2.3", "botocore:1.2.4", "--operations", "all"]);
    assert!(
        text.contains("UndoInput") && text.contains("DoInput"),
        "{text}"
    );
    let text = workspace.text(&["botocore:1.2.3", "botocore:1.2.4", "--operations", "Undo"]);
    assert!(
        text.contains("UndoInput") && !text.contains(" DoInput"),
        "{text}"
    );
    // What is committed is a folder like any other.
    let text = workspace.text(&["model/thing", "botocore:1.2.4"]);
    assert_eq!(
        text,
        second("model/thing", "botocore:1.2.4", "1.2.3", "1.3.0")
    );
}

#[test]
fn of_paths_with_and_without_a_configuration() {
    let workspace = Workspace::new();
    workspace.write("old.json", &model("1").to_string());
    workspace.model("new", &model("2"));
    let text = workspace.text(&["old.json", "new"]);
    assert_eq!(text, second("old.json", "new", "1.2.3", "1.3.0"));
    // The configuration is another service's: all operations are compared.
    let mut other = model("1");
    other["metadata"]["serviceId"] = json!("Other");
    other["metadata"]["endpointPrefix"] = json!("other");
    workspace.model("model/thing", &other);
    let text = workspace.text(&["old.json", "new"]);
    assert!(
        text.starts_with("Thing: old.json → new, 2 operations\n"),
        "{text}"
    );
    assert!(text.contains("verdict: minor, 0.1.0 → 0.1.1"), "{text}");
    fs::remove_dir_all(workspace.path("model/thing")).unwrap();
    assert_eq!(workspace.text(&["old.json", "new"]), text);
}

#[test]
fn of_commits() {
    let workspace = Workspace::new();
    workspace.git(&["init", "--quiet"]);
    workspace.commit();
    workspace.model("model/thing", &model("2"));
    workspace.write(
        "model/thing/overlay.json",
        r#"{"shapes": {"DoInput": {"members": {"second": {"sensitive": true}}}}}"#,
    );
    let text = workspace.text(&["git:HEAD", "model/thing"]);
    assert_eq!(text, second("git:HEAD", "model/thing", "1.2.3", "1.3.0"));
    workspace.configure("thing", "operations = [\"Do\", \"Undo\"]");
    workspace.commit();
    workspace.git(&["tag", "released"]);

    // Each commit has an overlay and a choice of operations of its own.
    let text = workspace.text(&["git:HEAD~1", "git:released"]);
    assert!(
        text.contains("operations.Undo: operation now selected"),
        "{text}"
    );
    assert!(
        text.contains("shapes.DoInput.members.second: new member"),
        "{text}"
    );
    assert_eq!(text.matches("additive  ").count(), 2, "{text}");
    let text = workspace.text(&["git:released", "model/thing"]);
    assert!(
        text.contains("no changes\nverdict: nothing to release, 1.2.3 stays"),
        "{text}"
    );

    // From a folder below, and where the workspace is not the root of the repository.
    let outer = tempfile::tempdir().unwrap();
    let inner = outer.path().join("inner");
    fs::rename(workspace.path(""), &inner).unwrap();
    fs::remove_dir_all(inner.join(".git")).unwrap();
    git(outer.path(), &["init", "--quiet"]);
    git(outer.path(), &["add", "inner/model"]);
    git(outer.path(), &["commit", "--quiet", "--message", "a model"]);
    let run = run::run(
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["model", "diff", "git:HEAD", "git:main"])
            .current_dir(inner.join("model"))
            .env_remove("CARGO_MANIFEST_DIR"),
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("no changes"), "{}", run.stdout);
}

#[test]
fn as_markdown_and_json() {
    let workspace = Workspace::new();
    let sides = ["botocore:1.2.3", "botocore:1.2.4"];
    let text = workspace.text(&[&sides[..], &["--format", "markdown"]].concat());
    for part in [
        "# Thing: `botocore:1.2.3` → `botocore:1.2.4`\n",
        "Verdict: **minor, 1.2.3 → 1.3.0**",
        "\n## The operation `Do`\n\n- **additive** `shapes.DoInput.members.second`: new member\n",
        "~~~markdown\n## 1.3.0\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let text = workspace.text(&[&sides[..], &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        report,
        json!({
            "format": 1,
            "service": "Thing",
            "old": "botocore:1.2.3",
            "new": "botocore:1.2.4",
            "operations": ["Do"],
            "changes": [{
                "subject": { "kind": "operation", "name": "Do" },
                "path": "shapes.DoInput.members.second",
                "kind": "memberAdded",
                "class": "additive",
                "model": "new member",
                "rust": "`DoInput` gains the field `second: Option<String>` and its setter, also on the fluent call",
                "wire": "`second` is sent if it is set",
                "reachesUsers": true
            }],
            "notes": [],
            "verdict": { "step": "minor", "from": "1.2.3", "to": "1.3.0" },
            "changelog": report["changelog"]
        })
    );
}

#[test]
fn what_cannot_be_compared_exits_with_2() {
    let workspace = Workspace::new();
    let mut other = model("1");
    other["metadata"]["serviceId"] = json!("Other");
    other["metadata"]["endpointPrefix"] = json!("other");
    workspace.model("other", &other);
    workspace.write("broken.json", "{");
    workspace.write("plain/file.txt", "");
    let good = "botocore:1.2.3";
    for (arguments, part) in [
        (&[good][..], "required"),
        (&[good, "missing"], "error: missing: cannot read it"),
        (&[good, "plain"], "error: plain: no model in it\nhint: "),
        (&["plain", "plain"], "error: plain: no model in it\nhint: "),
        (&[good, "broken.json"], "error: broken.json: "),
        (
            &[good, "other"],
            "error: other: a model of Other, and botocore:1.2.3 is one of Thing\nhint: ",
        ),
        (
            &[good, "botocore:../1"],
            "error: botocore: \"../1\" is not a version",
        ),
        (
            &[good, "botocore:"],
            "error: botocore: \"\" is not a version",
        ),
        (
            &[good, good, "--operations", "Doo"],
            "error: operations.Doo: neither model has such an operation\nhint: did you mean `Do`?",
        ),
        (
            &[good, good, "--service", "thin"],
            "error: thin: botocore 1.2.3 has no service of this name\nhint: did you mean `thing`?",
        ),
        (
            &[good, "git:HEAD"],
            "error: git:HEAD: the workspace is not in a git repository",
        ),
        (&[good, good, "--format", "xml"], "xml"),
    ] {
        let run = workspace.diff(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(part), "{arguments:?}: {}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
    // An overlay is named as it was given: on its path, of its commit, or of the workspace.
    workspace.model("new", &model("2"));
    workspace.write("new/overlay.json", "{");
    let run = workspace.diff(&[good, "new"]);
    assert!(
        run.stderr.starts_with("error: new/overlay.json: "),
        "{}",
        run.stderr
    );
    workspace.write("model/thing/overlay.json", r#"{"shape": {}}"#);
    let run = workspace.diff(&[good, good]);
    let expected = "error: model/thing/overlay.json: ";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
    assert!(
        run.stderr.contains("unknown field `shape`"),
        "{}",
        run.stderr
    );
    // Both sides are looked at before either is complained of.
    let run = workspace.diff(&["botocore:x/1", "botocore:x/2"]);
    assert_eq!(run.stderr.matches("error: ").count(), 2, "{}", run.stderr);

    workspace.git(&["init", "--quiet"]);
    workspace.write("model/notes.txt", "");
    workspace.git(&["add", "model/notes.txt"]);
    workspace.git(&["commit", "--quiet", "--message", "no model"]);
    workspace.write("model/thing/service-2.json", "{");
    workspace.git(&["add", "model/thing/codegen.toml"]);
    workspace.git(&["commit", "--quiet", "--message", "no model either"]);
    for (revision, part) in [
        (
            "git:HEAD~1",
            "error: git:HEAD~1: there is no model/thing in it",
        ),
        ("git:HEAD", "error: git:HEAD: no model in model/thing"),
        (
            "git:none",
            "error: git:none: there is no such revision\nhint: ",
        ),
        (
            "git:--help",
            "error: git:--help: there is no such revision\nhint: ",
        ),
        ("git:", "error: git:: there is no such revision\nhint: "),
    ] {
        let run = workspace.diff(&[good, revision]);
        assert_eq!(run.code, Some(2), "{revision}: {}", run.stderr);
        assert!(run.stderr.contains(part), "{revision}: {}", run.stderr);
    }
    workspace.model("model/thing", &model("1"));
    workspace.commit();
    fs::remove_file(workspace.path("model/thing/overlay.json")).unwrap();
    let run = workspace.diff(&[good, "git:HEAD"]);
    let expected = "error: git:HEAD: model/thing/overlay.json: ";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
}

#[test]
fn which_service() {
    let workspace = Workspace::new();
    workspace.model("model/more", &model("1"));
    workspace.configure("more", "operations = \"all\"");
    let sides = ["botocore:1.2.3", "botocore:1.2.4"];
    let run = workspace.diff(&sides);
    assert_eq!(run.code, Some(2));
    let expected = "error: --service: several services are configured: more, thing\nhint: select one of them\n";
    assert_eq!(run.stderr, expected);
    workspace.text(&[&sides[..], &["--service", "thing"]].concat());
    // That of a path.
    workspace.git(&["init", "--quiet"]);
    workspace.commit();
    for sides in [["git:HEAD", "model/thing"], ["model/thing", "git:HEAD"]] {
        let text = workspace.text(&sides);
        assert!(text.contains("no changes"), "{text}");
    }

    fs::remove_dir_all(workspace.path("model")).unwrap();
    fs::create_dir(workspace.path("model")).unwrap();
    let run = workspace.diff(&sides);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .starts_with("error: --service: no service is configured in model/\nhint: ")
    );
    let text = workspace.text(&[&sides[..], &["--service", "thing"]].concat());
    assert!(
        text.starts_with("Thing: botocore:1.2.3 → botocore:1.2.4, 2 operations\n"),
        "{text}"
    );
}
