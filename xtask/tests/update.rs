//! `cargo xtask model update`, as a shell sees it: what it writes, and what it says. The packages are installed already, so nothing here needs a network.

#[path = "common/entries.rs"]
mod entries;
#[path = "common/run.rs"]
mod run;
#[path = "common/thing.rs"]
mod thing;

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use entries::{Entries, changed, entries};
use run::Run;
use serde_json::{Value, json};
use thing::{Workspace, model};

/// What we say about the first version, and an idempotency token of ours.
const OVERLAY: &str = r#"{
    "operations": { "Do": { "documentation": "Does it." } },
    "shapes": { "DoInput": { "documentation": "What to do.", "members": {
        "first": { "documentation": "The first one.", "idempotencyToken": true } } } }
}"#;

/// The update that most tests take.
const UPDATE: [&str; 4] = ["model", "update", "--to", "1.2.4"];

impl Workspace {
    /// A workspace with the first version, imported and generated.
    fn first() -> Self {
        let it = Self::new();
        fs::remove_file(it.path("model/thing/service-2.json")).unwrap();
        it.write("model/thing/overlay.json", OVERLAY);
        it.import("thing");
        it
    }

    fn import(&self, service: &str) {
        self.succeed(&["model", "import", service, "--version", "1.2.3"]);
        self.succeed(&["codegen"]);
    }

    #[track_caller]
    fn succeed(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
        run
    }

    /// A command that fails with a code, says this, and changes nothing.
    #[track_caller]
    fn refuse(&self, code: i32, arguments: &[&str], parts: &[&str]) {
        let before = self.entries();
        let run = self.run(arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}: {}", run.stderr);
        for part in parts {
            assert!(run.stderr.contains(part), "{arguments:?}: {}", run.stderr);
        }
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        assert_eq!(changed(&before, &self.entries()), [""; 0], "{arguments:?}");
    }

    /// Everything, with the times. `target` is for what is installed.
    fn entries(&self) -> Entries {
        let mut entries = entries(&self.path(""));
        entries.retain(|path, _| path != "target" && !path.starts_with("target/"));
        entries
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The files that changed since, without folders.
    fn changed(&self, before: &Entries) -> Vec<String> {
        let mut changed = changed(before, &self.entries());
        changed.retain(|path| !self.path(path).is_dir());
        changed
    }
}

/// The paths that a run lists with one of these words.
fn listed(run: &Run, words: [&str; 2]) -> Vec<String> {
    let lines = run.stdout.lines();
    let paths = lines.filter_map(|line| {
        let path = words.iter().find_map(|word| line.strip_prefix(word))?;
        path.starts_with(' ').then(|| path.trim().to_owned())
    });
    let mut paths: Vec<_> = paths.collect();
    paths.sort();
    paths
}

#[test]
fn takes_the_new_model_and_says_what_it_means() {
    let workspace = Workspace::first();
    let before = workspace.entries();

    let dry = workspace.succeed(&[&UPDATE[..], &["--dry-run"]].concat());
    assert_eq!(changed(&before, &workspace.entries()), [""; 0]);
    let run = workspace.succeed(&UPDATE);
    let files = [
        "model/thing/SOURCE.toml",
        "model/thing/service-2.json",
        "thing/README.md",
        "thing/src/client.rs",
        "thing/src/lib.rs",
        "thing/src/operation/do_.rs",
    ];
    assert_eq!(workspace.changed(&before), files);
    assert_eq!(listed(&run, ["written", "removed"]), files);
    assert_eq!(listed(&dry, ["to write", "to remove"]), files);

    // The report is that of `model diff`, and both runs have it.
    let diff = ["model", "diff", "botocore:1.2.3", "botocore:1.2.4"];
    let report = workspace.succeed(&diff).stdout;
    assert!(report.contains("verdict: minor, 1.2.3 → 1.3.0"), "{report}");
    for run in [&dry, &run] {
        assert!(run.stdout.starts_with(&report), "{}", run.stdout);
        assert!(
            run.stdout.contains(
                "without documentation in model/thing/overlay.json: 1 item\n  \
                 shapes.DoInput.members.second\nfix: "
            ),
            "{}",
            run.stdout
        );
    }
    assert!(
        run.stderr.contains("hint: the required version is 1.3.0"),
        "{}",
        run.stderr
    );

    // What is ours is still there, what is new has no words yet, and all agree.
    let operation = workspace.text("thing/src/operation/do_.rs");
    for part in [
        "/// Does it.",
        "/// The first one.",
        "pub second: Option<String>,",
    ] {
        assert!(operation.contains(part), "{operation}");
    }
    assert_eq!(workspace.text("model/thing/overlay.json"), OVERLAY);
    let source = workspace.text("model/thing/SOURCE.toml");
    assert!(source.contains("version = \"1.2.4\""), "{source}");
    workspace.succeed(&["codegen", "--check"]);

    // Once more, there is nothing to do; and back again, everything is as it was.
    let before_again = workspace.entries();
    let again = workspace.succeed(&UPDATE);
    assert!(again.stdout.contains("no changes\n"), "{}", again.stdout);
    assert_eq!(changed(&before_again, &workspace.entries()), [""; 0]);
    workspace.succeed(&["model", "update", "thing", "--to", "1.2.3"]);
    for path in files {
        assert_eq!(workspace.text(path).as_bytes(), before[path].1, "{path}");
    }
}

#[test]
fn from_a_folder() {
    let workspace = Workspace::first();
    let data = workspace.path("target/botocore/1.2.4/botocore/data");
    let service = data.join("thing/2020-01-01");
    // A package says its version, a folder that was copied out of it does not.
    let init = "# A comment\n__version__ = '1.2.4'\n";
    workspace.write("target/botocore/1.2.4/botocore/__init__.py", init);
    fs::create_dir_all(workspace.path("copy")).unwrap();
    fs::copy(
        service.join("service-2.json"),
        workspace.path("copy/service-2.json"),
    )
    .unwrap();
    let mut crates = Vec::new();
    for (from, version, path) in [
        (
            data.to_str().unwrap(),
            Some("1.2.4"),
            "botocore/data/thing/2020-01-01/service-2.json",
        ),
        (
            "target/botocore/1.2.4/botocore/data/thing",
            Some("1.2.4"),
            "botocore/data/thing/2020-01-01/service-2.json",
        ),
        (
            service.to_str().unwrap(),
            Some("1.2.4"),
            "botocore/data/thing/2020-01-01/service-2.json",
        ),
        ("copy", None, "copy/service-2.json"),
    ] {
        let run = workspace.succeed(&["model", "update", "--from", from]);
        assert!(
            run.stdout
                .contains("shapes.DoInput.members.second: new member"),
            "{from}"
        );
        let source: toml::Table = workspace.text("model/thing/SOURCE.toml").parse().unwrap();
        let found = source
            .get("version")
            .map(|version| version.as_str().unwrap());
        assert_eq!(found, version, "{from}");
        assert_eq!(source["file"][0]["path"].as_str(), Some(path), "{from}");
        workspace.succeed(&["codegen", "--check"]);
        crates.push(workspace.text("thing/src/operation/do_.rs"));
        workspace.succeed(&["model", "update", "--to", "1.2.3"]);
    }
    assert!(crates.iter().all(|text| *text == crates[0]));
}

#[test]
fn what_the_overlay_says_of_things_that_are_gone_stops_it() {
    let workspace = Workspace::first();
    let mut gone = model("2");
    let members = &mut gone["shapes"]["DoInput"]["members"];
    members.as_object_mut().unwrap().remove("first").unwrap();
    gone["operations"]["DoMore"] = gone["operations"]["Do"].take();
    gone["operations"]
        .as_object_mut()
        .unwrap()
        .remove("Do")
        .unwrap();
    workspace.package("1.2.5", "thing", &gone);
    let parts = [
        "overlay.json: operations.Do: it does not exist in the model",
        "overlay.json: shapes.DoInput.members.first: it does not exist",
        "hint: ",
        "nothing was written",
    ];
    for more in [&[][..], &["--dry-run"]] {
        let arguments = [&["model", "update", "--to", "1.2.5"], more].concat();
        workspace.refuse(2, &arguments, &parts);
    }

    // So does an operation that codegen.toml selects.
    workspace.write("model/thing/overlay.json", "{}");
    workspace.succeed(&["codegen"]);
    let part = "error: operations.Do: Thing has no such operation\nhint: ";
    workspace.refuse(2, &["model", "update", "--to", "1.2.5"], &[part]);
}

#[test]
fn what_cannot_be_generated_or_written_stops_it() {
    let workspace = Workspace::first();
    let mut basic = model("2");
    basic["operations"]["Do"]["authtype"] = json!("basic");
    workspace.package("1.2.5", "thing", &basic);
    let parts = [
        "error: operations.Do.auth: `basic` is not supported: requests have a signature of SigV4 or \
         SigV4a, a bearer token or no authentication\nhint: choose the other operations with `operations` (the model is model/thing with the files of \
         botocore 1.2.5; nothing was written)\n",
    ];
    workspace.refuse(2, &["model", "update", "--to", "1.2.5"], &parts);

    // The crate is the second of the two folders: the model stays as well.
    fs::remove_file(workspace.path("thing/src/operation/do_.rs")).unwrap();
    fs::create_dir_all(workspace.path("thing/src/operation/do_.rs/mine")).unwrap();
    workspace.refuse(
        2,
        &UPDATE,
        &["do_.rs: is a folder in place of a generated file"],
    );
}

#[test]
fn several_services_are_one_update() {
    let workspace = Workspace::first();
    let mut other = model("1");
    other["metadata"]["serviceId"] = json!("Other");
    other["metadata"]["targetPrefix"] = json!("Other");
    other["metadata"]["endpointPrefix"] = json!("other");
    workspace.configure("other", "operations = \"all\"");
    workspace.package("1.2.3", "other", &other);
    workspace.import("other");
    other["shapes"]["UndoInput"]["members"] = json!({ "last": { "shape": "Text" } });
    workspace.package("1.2.4", "other", &other);

    // One that fails stops both.
    let overlay = r#"{"shapes": {"UndoInput": {"members": {"first": {}}}}}"#;
    workspace.write("model/other/overlay.json", overlay);
    workspace.refuse(2, &UPDATE, &["shapes.UndoInput.members.first"]);
    workspace.refuse(
        2,
        &["model", "update", "--from", "model/thing"],
        &[
            "has no folder other, and 2 services are to be updated",
            "hint: name one service",
        ],
    );

    // One alone.
    let before = workspace.entries();
    let run = workspace.succeed(&["model", "update", "thing", "--to", "1.2.4"]);
    assert_eq!(run.stdout.matches("verdict: ").count(), 1, "{}", run.stdout);
    let is_thing = |path: &String| path.starts_with("model/thing/") || path.starts_with("thing/");
    assert!(workspace.changed(&before).iter().all(is_thing));

    // Both.
    workspace.succeed(&["model", "update", "thing", "--to", "1.2.3"]);
    workspace.write("model/other/overlay.json", "{}");
    let run = workspace.succeed(&UPDATE);
    assert!(
        run.stdout
            .contains("Thing: botocore:1.2.3 → botocore:1.2.4")
    );
    assert!(
        run.stdout
            .contains("Other: botocore:1.2.3 → botocore:1.2.4")
    );
    let operation = workspace.text("other/src/operation/undo.rs");
    assert!(
        operation.contains("pub last: Option<String>,"),
        "{operation}"
    );
    workspace.succeed(&["codegen", "--check"]);
}

#[test]
fn bad_input() {
    let workspace = Workspace::first();
    let mut other = model("1");
    other["metadata"]["serviceId"] = json!("Other");
    other["metadata"]["targetPrefix"] = json!("Other");
    workspace.model("elsewhere", &other);
    workspace.write("smithy/model.json", r#"{"smithy": "2.0", "shapes": {}}"#);
    workspace.write("broken/service-2.json", "{");
    workspace.write("empty/notes.txt", "");
    workspace.write("target/botocore/1.2.4/services.txt", "thing\nthong");
    let update = ["model", "update"];
    for (more, parts) in [
        (
            &["thong"][..],
            &[
                "error: thong: no service of this name is configured",
                "hint: did you mean `thing`?",
            ][..],
        ),
        (
            &["x"],
            &["which has thing\nhint: a new one begins with `cargo xtask model import SERVICE`"],
        ),
        (
            &["--to", "1", "--from", "x"],
            &["'--to <VERSION>' cannot be used with '--from <DIR>'"],
        ),
        (&["--to", ""], &["--to"]),
        (
            &["--to", "../1"],
            &["error: botocore: \"../1\" is not a version"],
        ),
        (
            &["--from", "nowhere"],
            &["error: nowhere: cannot read it: "],
        ),
        (
            &["--from", "empty"],
            &["empty: no model in it\nhint: a model is"],
        ),
        (
            &["--from", "empty/notes.txt"],
            &["is not a folder\nhint: --from takes botocore's folder"],
        ),
        (
            &["--from", "smithy"],
            &["has no service-2 with metadata.apiVersion\nhint: expected"],
        ),
        (
            &["--from", "broken"],
            &["broken/service-2.json: EOF while parsing"],
        ),
        (
            &["--from", "elsewhere"],
            &["elsewhere: is the model of another service than model/thing"],
        ),
    ] {
        workspace.refuse(2, &[&update, more].concat(), parts);
    }
    let import = ["model", "import", "--version", "1.2.4"];
    for (service, part) in [
        ("thin", "hint: did you mean `thing`?"),
        (
            "zzz",
            "hint: names are the folders of botocore/data, such as codebuild; all 2",
        ),
    ] {
        workspace.refuse(2, &[&import[..], &[service]].concat(), &[part]);
    }

    // A model that never was imported, and one whose origin cannot be read.
    let source = workspace.text("model/thing/SOURCE.toml");
    for (text, line) in [
        ("package = ", "model/thing/SOURCE.toml: "),
        (
            "package = \"botocore\"\n",
            "model/thing/SOURCE.toml: missing field `service`",
        ),
        (
            &source.replace("facts_sha256", "sha"),
            "unknown field `sha`",
        ),
    ] {
        workspace.write("model/thing/SOURCE.toml", text);
        let hint = "hint: `git restore model/thing/SOURCE.toml` restores it, `cargo xtask model import botocore:SERVICE@VERSION --service thing` ";
        for command in [&UPDATE[..], &["codegen"], &["codegen", "--check"]] {
            workspace.refuse(2, command, &[line, hint]);
        }
    }
    fs::remove_file(workspace.path("model/thing/SOURCE.toml")).unwrap();
    workspace.refuse(
        2,
        &UPDATE,
        &["error: model/thing: was not imported: it has no SOURCE.toml"],
    );
    // It can be generated from all the same, and the hints help.
    workspace.succeed(&["codegen", "--check"]);
    workspace.succeed(&["model", "import", "thing", "--version", "1.2.3"]);
    assert_eq!(workspace.text("model/thing/SOURCE.toml"), source);
}

#[test]
fn imported_files_are_not_to_be_edited() {
    let workspace = Workspace::first();
    let file = "model/thing/service-2.json";
    let text = workspace.text(file);
    let commands = [&["codegen"][..], &["codegen", "--check"], &UPDATE];
    let all = |parts: &[&str]| {
        for command in commands {
            workspace.refuse(1, command, parts);
        }
    };
    let mut edited: Value = serde_json::from_str(&text).unwrap();
    edited["shapes"]["Text"]["max"] = json!(10);
    workspace.model("model/thing", &edited);
    all(&[
        "error: model/thing/service-2.json: was edited by hand: it differs from botocore 1.2.3\n\
         hint: `git restore model/thing/service-2.json` restores it; ",
    ]);
    // A file that nobody imported would be read as well; one that is ours may be there.
    workspace.write("model/thing/waiters-2.json", r#"{"waiters": {}}"#);
    workspace.write("model/thing/notes.md", "ours");
    all(&[
        "service-2.json: was edited by hand",
        "error: model/thing/waiters-2.json: was not imported: SOURCE.toml does not list it\nhint: ",
    ]);
    fs::remove_file(workspace.path("model/thing/waiters-2.json")).unwrap();
    fs::remove_file(workspace.path(file)).unwrap();
    all(&["error: model/thing/service-2.json: is missing\nhint: `git restore "]);
    workspace.write(file, &text);
    workspace.succeed(&["codegen", "--check"]);

    // To try something out, there is another way.
    workspace.model("model/thing", &edited);
    workspace.succeed(&["codegen", "--model", "model/thing", "--out", "elsewhere"]);
}

#[test]
fn a_killed_update_leaves_whole_files_and_can_be_repeated() {
    let workspace = Workspace::first();
    // Enough to write that a kill has something to hit.
    let big = |version: &str| {
        let mut model = model(version);
        for index in 0..40 {
            let name = format!("Part{index}");
            let text = if version == "1" { "Text" } else { "Texts" };
            model["shapes"][&name] = json!({
                "type": "structure", "members": { "text": { "shape": text } }
            });
            model["shapes"]["DoInput"]["members"][&name] = json!({ "shape": name });
        }
        model["shapes"]["Texts"] = json!({ "type": "list", "member": { "shape": "Text" } });
        model
    };
    for (version, text) in [("2.0.0", "1"), ("2.0.1", "2")] {
        workspace.package(version, "thing", &big(text));
    }
    let update = |version| ["model", "update", "--to", version];
    let texts = || {
        let mut entries = workspace.entries();
        entries.retain(|path, _| workspace.path(path).is_file() && !path.ends_with(".tinsmith"));
        let texts = entries.into_iter().map(|(path, (_, bytes))| (path, bytes));
        texts.collect::<std::collections::BTreeMap<_, _>>()
    };
    let versions = ["2.0.0", "2.0.1"];
    let states = versions.map(|version| {
        workspace.succeed(&update(version));
        texts()
    });
    let beside = workspace.path("model/thing/.service-2.json.tinsmith");
    let mut mixed = 0;
    for round in 0..10_usize {
        let to = round % 2;
        let mut child = workspace
            .command(&update(versions[to]))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !beside.exists() && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_micros(50));
        }
        sleep(Duration::from_micros(100 * (round * round) as u64));
        child.kill().unwrap();
        child.wait().unwrap();

        let found = texts();
        for (path, bytes) in &found {
            let states = states.iter();
            assert!(
                states.clone().any(|it| it.get(path) == Some(bytes)),
                "{path}"
            );
        }
        mixed += u32::from(!states.contains(&found));
        workspace.succeed(&update(versions[to]));
        assert!(texts() == states[to], "round {round}");
        workspace.succeed(&["codegen", "--check"]);
    }
    println!("{mixed} killed between two files");
}

/// The lock is written last: a model that is half the new one is taken again.
#[test]
fn an_interrupted_update_is_taken_again() {
    let workspace = Workspace::first();
    let old = workspace.text("model/thing/SOURCE.toml");
    workspace.succeed(&UPDATE);
    let new = workspace.text("model/thing/SOURCE.toml");
    workspace.write("model/thing/SOURCE.toml", &old);
    let parts = [
        "service-2.json: was edited by hand",
        "after an interrupted `cargo xtask model update`, run it again",
    ];
    workspace.refuse(1, &["codegen", "--check"], &parts);
    workspace.succeed(&UPDATE);
    assert_eq!(workspace.text("model/thing/SOURCE.toml"), new);
    workspace.succeed(&["codegen", "--check"]);
}
