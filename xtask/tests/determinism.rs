//! The same model gives the same bytes: at any time and place, in any environment, and however its
//! files are stored. Running again changes nothing.

mod common;
#[path = "common/entries.rs"]
mod entries;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use flate2::{Compression, GzBuilder};

use common::{MODEL, Workspace, run};
use entries::{changed, entries};

/// Environments that have led programs astray.
const ENVIRONMENTS: [&[(&str, &str)]; 6] = [
    &[("RAYON_NUM_THREADS", "1")],
    &[("RAYON_NUM_THREADS", "2"), ("TZ", "Pacific/Kiritimati")],
    &[("RAYON_NUM_THREADS", "8"), ("TZ", "America/St_Johns")],
    &[("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
    &[
        ("LC_ALL", "C"),
        ("HOME", "/nonexistent"),
        ("USER", "someone"),
    ],
    &[
        ("SOURCE_DATE_EPOCH", "1"),
        ("CLICOLOR_FORCE", "1"),
        ("COLUMNS", "20"),
    ],
];

/// The whole service has more of everything than the operations that are configured.
const WHOLE_SERVICE: [&str; 5] = ["codegen", "--model", MODEL, "--out", "whole"];

#[test]
fn no_environment_makes_a_difference() {
    let workspace = Workspace::new();
    workspace.succeed(&["codegen"]);
    workspace.succeed(&WHOLE_SERVICE);
    let expected = ["generated", "whole"].map(|folder| bytes(&workspace.path(folder)));
    assert!(expected[0].len() < expected[1].len());

    for environment in ENVIRONMENTS {
        // At another path, and from a folder below.
        let other = Workspace::new();
        let folder = other.path("model/codebuild/examples");
        for arguments in [
            &["codegen"][..],
            &["codegen", "--model", "..", "--out", "../../../whole"],
        ] {
            let mut command = other.command(arguments);
            command
                .current_dir(&folder)
                .envs(environment.iter().copied());
            let run = run(&mut command);
            assert_eq!(run.code, Some(0), "{environment:?}: {}", run.stderr);
        }
        for (folder, expected) in ["generated", "whole"].iter().zip(&expected) {
            assert_same(&bytes(&other.path(folder)), expected);
        }
    }
}

#[test]
fn an_absolute_path_and_a_link_make_no_difference() {
    let workspace = Workspace::new();
    workspace.succeed(&WHOLE_SERVICE);
    let expected = bytes(&workspace.path("whole"));

    let elsewhere = tempfile::tempdir().unwrap();
    let model = workspace.path(MODEL);
    #[cfg(unix)]
    let model = {
        let link = elsewhere.path().join("a model");
        std::os::unix::fs::symlink(model, &link).unwrap();
        link
    };
    let out = elsewhere.path().join("out");
    let mut command = workspace.command(&["codegen", "--model"]);
    // Outside of the workspace, which this command does not need.
    command.arg(model).arg("--out").arg(&out).current_dir("/");
    assert_eq!(run(&mut command).code, Some(0));
    assert_same(&bytes(&out), &expected);
}

#[test]
fn running_again_changes_nothing() {
    let workspace = Workspace::new();
    for (arguments, folder) in [(&["codegen"][..], "generated"), (&WHOLE_SERVICE, "whole")] {
        let first = workspace.succeed(arguments);
        let before = entries(&workspace.path(""));
        let files = bytes(&workspace.path(folder)).len();
        assert!(first.contains(&format!(
            " {files} files: {files} written, 0 unchanged, 0 removed"
        )));
        let again = workspace.succeed(arguments);
        let nothing = format!(" {files} files: 0 written, {files} unchanged, 0 removed");
        assert!(again.contains(&nothing), "{again}");
        // Not even the times, of the folders neither.
        assert_eq!(changed(&before, &entries(&workspace.path(""))), [""; 0]);
        let mut check = arguments.to_vec();
        check.push("--check");
        let summary = workspace.succeed(&check);
        assert!(
            summary.contains(&format!(" {files} files: up to date in ")),
            "{summary}"
        );
    }
}

#[test]
fn plain_and_packed_models_are_the_same() {
    let workspace = Workspace::new();
    workspace.succeed(&["codegen"]);
    workspace.succeed(&WHOLE_SERVICE);
    let before = entries(&workspace.path("generated"));
    let whole = entries(&workspace.path("whole"));
    let model = workspace.path(MODEL);
    for file in [
        "service-2.json",
        "paginators-1.json",
        "endpoint-rule-set-1.json",
    ] {
        let plain = model.join(file);
        // What a packed file says about itself does not count.
        let mut packed = GzBuilder::new()
            .filename("another name")
            .mtime(1_234_567_890)
            .write(
                File::create(model.join(format!("{file}.gz"))).unwrap(),
                Compression::fast(),
            );
        packed.write_all(&fs::read(&plain).unwrap()).unwrap();
        packed.finish().unwrap();
        fs::remove_file(plain).unwrap();
        workspace.succeed(&["codegen", "--check"]);
        workspace.succeed(&["codegen"]);
        workspace.succeed(&WHOLE_SERVICE);
    }
    assert_eq!(
        changed(&before, &entries(&workspace.path("generated"))),
        [""; 0]
    );
    assert_eq!(changed(&whole, &entries(&workspace.path("whole"))), [""; 0]);

    // One file alone is a model, too: all of the service but what only the other files know.
    workspace.succeed(&[
        "codegen",
        "--model",
        "model/codebuild/service-2.json.gz",
        "--out",
        "one",
    ]);
    let one = bytes(&workspace.path("one"));
    assert!(one.keys().eq(bytes(&workspace.path("whole")).keys()));
}

/// The bytes of the files in a folder.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut entries = entries(folder);
    entries.retain(|path, _| folder.join(path).is_file());
    entries
        .into_iter()
        .map(|(path, (_, bytes))| (path, bytes))
        .collect()
}

#[track_caller]
fn assert_same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) {
    assert!(found.keys().eq(expected.keys()), "other files");
    let different: Vec<_> = found
        .keys()
        .filter(|path| found[*path] != expected[*path])
        .collect();
    assert!(different.is_empty(), "{different:?}");
}
