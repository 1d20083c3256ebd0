//! Where `cargo xtask codegen` writes the runtime crate, and what it refuses to replace.

mod common;

use std::fs;

use common::{MODEL, Workspace, run};

fn generate(workspace: &Workspace, more: &[&str]) -> (Option<i32>, String, String) {
    let arguments = [&["codegen", "--model", MODEL], more].concat();
    let run = run(&mut workspace.command(&arguments));
    (run.code, run.stdout, run.stderr)
}

#[test]
fn a_crate_has_the_runtime_inside_by_default() {
    let workspace = Workspace::new();
    let arguments = ["--out", "one"];
    workspace.succeed(&["codegen", "--model", MODEL, "--out", "one"]);
    let library = workspace.path("one/runtime/src/lib.rs");
    let text = fs::read(&library).unwrap();
    assert!(workspace.path("one/runtime/LICENSE-MIT").is_file());

    // What cargo leaves is ignored, an edit is undone, an obsolete file is removed.
    fs::create_dir_all(workspace.path("one/runtime/target")).unwrap();
    fs::write(&library, "").unwrap();
    fs::write(workspace.path("one/runtime/src/old.rs"), "mod a {}").unwrap();
    fs::write(workspace.path("one/runtime/notes.md"), "mine").unwrap();
    let (code, stdout, _) = generate(&workspace, &["--out", "one", "--check"]);
    assert_eq!(code, Some(1));
    for line in [
        "changed one/runtime/src/lib.rs\n",
        "orphan  one/runtime/src/old.rs\n",
        "foreign one/runtime/notes.md (",
    ] {
        assert!(stdout.contains(line), "{stdout}");
    }
    assert_eq!(generate(&workspace, &arguments).0, Some(0));
    assert_eq!(fs::read(&library).unwrap(), text);
    assert!(!workspace.path("one/runtime/src/old.rs").exists());
    assert!(workspace.path("one/runtime/notes.md").exists());

    // Another crate there is left alone.
    let manifest = workspace.path("one/runtime/Cargo.toml");
    fs::write(&manifest, "[package]\nname = \"mine\"\n").unwrap();
    let (code, _, stderr) = generate(&workspace, &arguments);
    assert_eq!(code, Some(2));
    assert!(
        stderr.contains("one/runtime: is not a runtime written by tinsmith\nhint: "),
        "{stderr}"
    );
}

#[test]
fn crates_share_a_runtime_in_a_folder() {
    let workspace = Workspace::new();
    let shared = |out, name| {
        let more = ["--out", out, "--name", name, "--runtime", "crates/runtime"];
        generate(&workspace, &more)
    };
    let (code, stdout, _) = shared("crates/one", "one");
    assert_eq!(code, Some(0));
    assert!(
        stdout.starts_with("crates/runtime: the runtime, "),
        "{stdout}"
    );
    // What differs is reported and written; what is not of the runtime is kept.
    let library = workspace.path("crates/runtime/src/lib.rs");
    let text = fs::read_to_string(&library).unwrap();
    fs::write(&library, "// mine").unwrap();
    fs::remove_file(workspace.path("crates/runtime/src/core/mod.rs")).unwrap();
    fs::write(workspace.path("crates/runtime/src/old.rs"), "").unwrap();
    fs::write(workspace.path("crates/runtime/notes.md"), "").unwrap();
    let two = [
        "--out",
        "crates/two",
        "--name",
        "two",
        "--runtime",
        "crates/runtime",
    ];
    let (code, stdout, _) = generate(&workspace, &[&two[..], &["--check"]].concat());
    assert_eq!(code, Some(1));
    let expected = "\
        \ncrates/runtime: 3 files of the runtime differ from that of tinsmith 0.1.0:\n  \
        missing crates/runtime/src/core/mod.rs\n  \
        changed crates/runtime/src/lib.rs\n  \
        orphan  crates/runtime/src/old.rs\nfix: ";
    assert!(stdout.contains(expected), "{stdout}");
    let (code, stdout, _) = shared("crates/two", "two");
    assert_eq!(code, Some(0));
    let written = "crates/runtime: the runtime, 2 files written, 1 removed\ntwo: ";
    assert!(stdout.starts_with(written), "{stdout}");
    assert_eq!(fs::read_to_string(&library).unwrap(), text);
    assert!(workspace.path("crates/runtime/notes.md").exists());
    assert!(!workspace.path("crates/two/runtime").exists());

    // A runtime that tinsmith has not written belongs to the workspace.
    let manifest = workspace.path("crates/runtime/Cargo.toml");
    let own = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, own.split_once('\n').unwrap().1).unwrap();
    fs::write(&library, "// mine").unwrap();
    let (code, stdout, _) = shared("crates/two", "two");
    assert_eq!(code, Some(0));
    assert!(stdout.starts_with("two: "), "{stdout}");
    assert_eq!(fs::read_to_string(&library).unwrap(), "// mine");

    for (text, part) in [
        (
            "[package]\nname = \"tinsmith-runtime\"\nversion = \"0.0.1\"\n",
            "crates/runtime: contains tinsmith-runtime 0.0.1, but this is tinsmith 0.1.0\nhint: remove",
        ),
        (
            "[package]\nname = \"mine\"\n",
            "crates/runtime: contains the crate mine instead of tinsmith-runtime\nhint: ",
        ),
    ] {
        fs::write(&manifest, text).unwrap();
        let (code, _, stderr) = shared("crates/two", "two");
        assert_eq!(code, Some(2));
        assert!(stderr.contains(part), "{stderr}");
    }
    fs::remove_file(&manifest).unwrap();
    let (code, _, stderr) = shared("crates/two", "two");
    assert_eq!(code, Some(2));
    assert!(
        stderr.contains("crates/runtime: is not empty, and not a crate\n"),
        "{stderr}"
    );
}

#[test]
fn a_published_runtime_is_not_written() {
    let workspace = Workspace::new();
    for (index, location) in ["0.1", "https://example.org/a.git#v1"].iter().enumerate() {
        let out = format!("out{index}");
        let (code, _, stderr) = generate(&workspace, &["--out", &out, "--runtime", location]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        assert!(!workspace.path(&out).join("runtime").exists());
    }
    let (code, _, stderr) = generate(
        &workspace,
        &["--out", "x", "--runtime", "https://example.org/a.git"],
    );
    assert_eq!(code, Some(2));
    assert!(stderr.contains("expected a revision"), "{stderr}");
}
