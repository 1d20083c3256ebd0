//! Where `cargo xtask codegen` writes: what it refuses, and what is there when it is killed.

mod common;
#[path = "common/entries.rs"]
mod entries;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use common::{MODEL, Workspace, run};
use entries::{changed, entries};

#[test]
fn a_place_for_something_else_is_refused() {
    let workspace = Workspace::new();
    fs::write(workspace.path("file"), "mine").unwrap();
    fs::create_dir_all(workspace.path("strangers/src")).unwrap();
    fs::write(workspace.path("strangers/src/lib.rs"), "pub fn mine() {}\n").unwrap();
    // A crate of ours somewhere below does not make the folder above it ours.
    workspace.succeed(&["codegen", "--model", MODEL, "--out", "parent/below"]);
    fs::write(workspace.path("parent/README.md"), "# Mine\n").unwrap();
    workspace.succeed(&[
        "codegen", "--model", MODEL, "--out", "other", "--name", "other",
    ]);
    let mut places = vec![
        ("file", "error: file: is not a folder\n"),
        (
            "strangers",
            "error: strangers: is not empty, and not a generated crate\n\
             hint: choose an empty folder or one that does not exist yet\n",
        ),
        (
            "parent",
            "error: parent: is not empty, and not a generated crate\n",
        ),
        (
            "other",
            "error: other: contains the crate other, but this one is named codebuild\n",
        ),
        ("/", "error: /: is the root of the file system\n"),
    ];
    // Nobody can make folders here, whatever rights they have.
    if cfg!(target_os = "linux") {
        places.push(("/proc/self/crate", "/crate: cannot create it: "));
    }
    let before = entries(&workspace.path(""));
    for (place, part) in places {
        let arguments = ["codegen", "--model", MODEL, "--out", place];
        let run = run(&mut workspace.command(&arguments));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{place}");
        assert!(run.stderr.contains(part), "{}", run.stderr);
        assert_eq!(changed(&before, &entries(&workspace.path(""))), [""; 0]);
    }
}

/// Each file is the old one or the new one, `--check` tells, and running again repairs it.
#[test]
fn a_killed_run_leaves_whole_files_and_can_be_repeated() {
    let workspace = Workspace::new();
    let service = workspace.path(MODEL).join("service-2.json");
    let model = fs::read_to_string(&service).unwrap();
    // The name is in the header of nearly every file.
    let name = "\"serviceFullName\": \"AWS CodeBuild\"";
    let models = [
        model.clone(),
        model.replace(name, "\"serviceFullName\": \"AWS CodeBuild Two\""),
    ];
    assert!(models[0] != models[1], "{MODEL} has no {name}");
    let crates = [1, 0].map(|version| {
        fs::write(&service, &models[version]).unwrap();
        workspace.succeed(&["codegen"]);
        texts(&workspace.path("generated"))
    });
    let [two, one] = &crates;
    assert!(one.keys().eq(two.keys()));
    assert!(one.keys().filter(|path| one[*path] != two[*path]).count() > 80);

    let beside = workspace.path("generated/.Cargo.toml.tinsmith");
    let mut mixed = 0;
    for round in 0..12_u32 {
        let version = (round as usize + 1) % 2;
        fs::write(&service, &models[version]).unwrap();
        let mut command = workspace.command(&["codegen"]);
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        while !beside.exists() && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_micros(50));
        }
        sleep(Duration::from_micros(250) * round * round);
        child.kill().unwrap();
        child.wait().unwrap();

        let mut found = texts(&workspace.path("generated"));
        found.retain(|path, _| !path.ends_with(".tinsmith"));
        assert!(found.keys().eq(one.keys()), "round {round}");
        for (path, bytes) in &found {
            assert!(*bytes == one[path] || *bytes == two[path], "{path}");
        }
        mixed += u32::from(found != *one && found != *two);
        let expected = [one, two][version];
        let check = run(&mut workspace.command(&["codegen", "--check"]));
        assert_eq!(check.code, Some(i32::from(found != *expected)));
        workspace.succeed(&["codegen"]);
        assert!(texts(&workspace.path("generated")) == *expected);
    }
    println!("{mixed} killed between two files");
}

/// The bytes of the files in a folder.
fn texts(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut entries = entries(folder);
    entries.retain(|path, _| folder.join(path).is_file());
    let texts = entries.into_iter().map(|(path, (_, bytes))| (path, bytes));
    texts.collect()
}
