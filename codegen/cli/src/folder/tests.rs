use std::env;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use tinsmith::output::MARKER;

use super::link::{exchange, identity};
use super::stage::beside;
use super::*;

/// Everything in a folder but `target`: files with their texts, links, and empty folders.
fn state(folder: &Path) -> BTreeMap<String, String> {
    fn walk(folder: &Path, prefix: &str, state: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().unwrap();
            if path == "target" {
                continue;
            }
            if kind.is_dir() {
                state.insert(format!("{path}/"), String::new());
                walk(&entry.path(), &format!("{path}/"), state);
            } else if kind.is_symlink() {
                state.insert(
                    path,
                    fs::read_link(entry.path()).unwrap().display().to_string(),
                );
            } else {
                state.insert(path, fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, "", &mut found);
    found
}

fn change(write: &[(&str, &str)], remove: &[&str]) -> Change {
    Change {
        write: write
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect(),
        remove: remove.iter().map(|path| (*path).to_owned()).collect(),
    }
}

fn apply(folder: &Path, change: &Change) -> Result<()> {
    Folder::open(folder)?.apply(change)
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

/// A folder with files of a crate and files that are none of ours.
fn example() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("crate");
    for (path, text) in [
        ("Cargo.toml", "old"),
        ("src/lib.rs", "same"),
        ("src/types/gone.rs", "orphan"),
        ("Cargo.lock", "lock"),
        (".env", "dot"),
        (".git/HEAD", "dot"),
        ("notes.txt", "foreign"),
        ("target/debug/big", "built"),
        ("src/target/kept.rs", "not cargo's"),
    ] {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::create_dir(folder.join("empty")).unwrap();
    (root, folder)
}

fn stage_is_gone(folder: &Path) -> bool {
    fs::read_dir(folder.parent().unwrap()).unwrap().count() == 1
}

const EXAMPLE: [(&str, &str); 2] = [("Cargo.toml", "new"), ("src/operation/new.rs", "added")];

#[test]
fn makes_the_changes_and_touches_nothing_else() {
    let (_root, folder) = example();
    let (kept, lib) = (folder.join("notes.txt"), folder.join("src/lib.rs"));
    let before = (
        identity(&folder),
        identity(&lib),
        modified(&kept),
        modified(&lib),
    );
    let mut expected = state(&folder);
    sleep(Duration::from_millis(20));

    apply(&folder, &change(&EXAMPLE, &["src/types/gone.rs"])).unwrap();

    expected.insert("Cargo.toml".into(), "new".into());
    expected.insert("src/operation/".into(), String::new());
    expected.insert("src/operation/new.rs".into(), "added".into());
    expected.remove("src/types/gone.rs");
    expected.remove("src/types/");
    assert_eq!(state(&folder), expected);
    assert_eq!(
        fs::read_to_string(folder.join("target/debug/big")).unwrap(),
        "built"
    );
    let after = (
        identity(&folder),
        identity(&lib),
        modified(&kept),
        modified(&lib),
    );
    assert_eq!(after, before);
    assert!(stage_is_gone(&folder));
}

#[test]
fn no_change_does_nothing_at_all() {
    let (_root, folder) = example();
    let before = (modified(&folder), modified(folder.parent().unwrap()));
    sleep(Duration::from_millis(20));
    apply(&folder, &Change::default()).unwrap();
    assert_eq!(
        (modified(&folder), modified(folder.parent().unwrap())),
        before
    );
}

#[test]
fn makes_a_missing_folder_with_those_around_it() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("a/b/crate");
    apply(&folder, &change(&EXAMPLE, &[])).unwrap();
    assert_eq!(
        fs::read_to_string(folder.join("Cargo.toml")).unwrap(),
        "new"
    );
    assert!(stage_is_gone(&folder));
}

#[test]
fn fills_an_empty_folder() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("crate");
    fs::create_dir(&folder).unwrap();
    apply(&folder, &change(&EXAMPLE, &[])).unwrap();
    assert_eq!(state(&folder).len(), 4);
}

#[cfg(unix)]
#[test]
fn follows_a_link_and_keeps_it() {
    use std::os::unix::fs::symlink;
    let (root, folder) = example();
    let link = root.path().join("link");
    symlink(&folder, &link).unwrap();
    symlink("nowhere", folder.join("dangling")).unwrap();
    apply(&link, &change(&EXAMPLE, &[])).unwrap();
    assert!(link.is_symlink());
    assert_eq!(
        fs::read_to_string(folder.join("Cargo.toml")).unwrap(),
        "new"
    );
    assert_eq!(state(&folder)["dangling"], "nowhere");

    let nothing = root.path().join("nothing");
    symlink("missing", &nothing).unwrap();
    assert!(
        Folder::open(&nothing).unwrap_err().problems[0]
            .message
            .contains("link to nothing")
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_replaced_and_its_file_is_not() {
    let (root, folder) = example();
    let elsewhere = root.path().join("elsewhere");
    fs::write(&elsewhere, "mine").unwrap();
    fs::remove_file(folder.join("Cargo.toml")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.join("Cargo.toml")).unwrap();
    apply(&folder, &change(&EXAMPLE, &[])).unwrap();
    assert!(!folder.join("Cargo.toml").is_symlink());
    assert_eq!(fs::read_to_string(elsewhere).unwrap(), "mine");
}

/// Tries a change that cannot be made and looks that all is as it was.
fn refused(folder: &Path, change: &Change, part: &str) {
    let before = state(folder);
    let error = apply(folder, change).unwrap_err();
    assert_eq!(error.exit, crate::error::Exit::Usage);
    let text: Vec<_> = error.problems.iter().map(ToString::to_string).collect();
    assert!(text.iter().all(|line| line.contains(part)), "{text:?}");
    assert_eq!(state(folder), before);
    assert!(folder.join("target/debug/big").exists());
    let stage = folder.with_file_name(".crate.codegen");
    assert!(!stage.exists());
}

#[test]
fn what_is_in_the_way_stops_it_before_the_first_change() {
    let (_root, folder) = example();
    fs::write(folder.join("src/operation"), "a file").unwrap();
    refused(&folder, &change(&EXAMPLE, &[]), "in the way of a folder");
    fs::remove_file(folder.join("src/operation")).unwrap();
    fs::create_dir_all(folder.join("src/operation/new.rs/sub")).unwrap();
    refused(
        &folder,
        &change(&EXAMPLE, &[]),
        "in the way of a generated file",
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_the_way_does_not_lead_outside() {
    let (root, folder) = example();
    let outside = root.path().join("outside");
    fs::create_dir(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, folder.join("src/operation")).unwrap();
    refused(&folder, &change(&EXAMPLE, &[]), "in the way of a folder");
    assert_eq!(fs::read_dir(outside).unwrap().count(), 0);
}

#[test]
fn a_path_that_cannot_be_a_folder() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("file");
    fs::write(&file, "").unwrap();
    for path in [
        &file,
        &file.join("crate"),
        &file.join("a/crate"),
        Path::new("/"),
    ] {
        assert!(Folder::open(path).is_err(), "{}", path.display());
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_takes_no_folders() {
    // Not even root can make folders here.
    let error = Folder::open(Path::new("/proc/self/crate"))
        .and_then(|folder| folder.apply(&change(&EXAMPLE, &[])))
        .unwrap_err();
    assert!(error.problems[0].message.contains("cannot"), "{error:?}");
}

/// `chattr +i` stops root as well; where it is not to be had, there is nothing to test.
#[cfg(target_os = "linux")]
#[test]
fn folders_that_cannot_be_written_stop_it_before_the_first_change() {
    let chattr = |flag: &str, path: &Path| {
        let status = Command::new("chattr")
            .arg(flag)
            .arg(path)
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    let (root, folder) = example();
    for locked in [folder.join("src"), folder.clone(), root.path().to_owned()] {
        if !chattr("+i", &locked) {
            return;
        }
        let result = std::panic::catch_unwind(|| {
            refused(&folder, &change(&EXAMPLE, &["src/types/gone.rs"]), "cannot");
        });
        assert!(chattr("-i", &locked));
        result.unwrap();
    }
    apply(&folder, &change(&EXAMPLE, &["src/types/gone.rs"])).unwrap();
}

#[test]
fn someone_elses_folder_with_the_name_of_a_stage_is_kept() {
    let (_root, folder) = example();
    let stage = folder.with_file_name(".crate.codegen");
    fs::create_dir(&stage).unwrap();
    fs::write(stage.join("mine"), "").unwrap();
    let error = Folder::open(&folder).unwrap_err();
    assert!(error.problems[0].message.contains("in the way"));
    assert!(stage.join("mine").exists());
}

/// What a killed run left at each of its steps, and what the next one makes of it.
#[test]
fn the_next_run_clears_away_what_a_killed_one_left() {
    let plan = |folder: &Path, in_place: bool| {
        let folder = identity(folder).unwrap();
        format!(
            r#"{{"folder":{folder},"in_place":{in_place},"write":["Cargo.toml","src/operation/new.rs"],"remove":["src/types/gone.rs"]}}"#
        )
    };
    let prepare = || {
        let (root, folder) = example();
        let stage = folder.with_file_name(".crate.codegen");
        fs::create_dir_all(stage.join("tree/src/operation")).unwrap();
        fs::write(stage.join("tree/Cargo.toml"), "new").unwrap();
        fs::write(stage.join("tree/src/operation/new.rs"), "added").unwrap();
        (root, folder, stage)
    };
    let settled = |folder: &Path| {
        Folder::open(folder).unwrap();
        assert!(stage_is_gone(folder));
        assert!(folder.join("target/debug/big").exists());
        state(folder)
    };
    let (_root, original) = example();
    let old = state(&original);

    // While the stand-in was made: with no plan, with half a plan, with a whole one.
    for text in [None, Some(r#"{"folder":"#.to_owned()), Some(String::new())] {
        let (_root, folder, stage) = prepare();
        match text.as_deref() {
            Some("") => fs::write(stage.join("plan.json"), plan(&folder, false)).unwrap(),
            Some(text) => fs::write(stage.join("plan.json.new"), text).unwrap(),
            None => {}
        }
        assert_eq!(settled(&folder), old);
    }

    // While the folder was out of sight, half changed.
    let (_root, folder, stage) = prepare();
    fs::write(stage.join("plan.json"), plan(&folder, false)).unwrap();
    exchange(&folder, &stage.join("tree")).unwrap();
    fs::remove_file(stage.join("tree/src/types/gone.rs")).unwrap();
    fs::write(folder.join("since.txt"), "made after the kill").unwrap();
    let seen = state(&folder);
    assert_eq!(settled(&folder), seen);

    // Before it was changed in place.
    let (_root, folder, stage) = prepare();
    fs::write(stage.join("plan.json"), plan(&folder, false)).unwrap();
    fs::create_dir(folder.join("src/operation")).unwrap();
    fs::write(beside(&folder.join("src/operation/new.rs")), "half").unwrap();
    assert_eq!(settled(&folder), old);

    // While it was changed in place.
    let (_root, folder, stage) = prepare();
    fs::write(stage.join("plan.json"), plan(&folder, true)).unwrap();
    fs::create_dir(folder.join("src/operation")).unwrap();
    for path in ["Cargo.toml", "src/operation/new.rs"] {
        fs::hard_link(stage.join("tree").join(path), beside(&folder.join(path))).unwrap();
    }
    fs::remove_file(folder.join("Cargo.toml")).unwrap();
    fs::hard_link(stage.join("tree/Cargo.toml"), folder.join("Cargo.toml")).unwrap();
    let (_root, other) = example();
    apply(&other, &change(&EXAMPLE, &["src/types/gone.rs"])).unwrap();
    assert_eq!(settled(&folder), state(&other));
}

#[test]
fn changes_in_place_where_folders_cannot_be_exchanged() {
    let (_root, folder) = example();
    let (_other_root, expected) = example();
    let change = change(&EXAMPLE, &["src/types/gone.rs"]);
    apply(&expected, &change).unwrap();
    let unsupported = |_: &Path, _: &Path| Err(io::ErrorKind::CrossesDevices.into());
    stage::apply_all_with(&[(&folder, &change)], &unsupported).unwrap();
    assert_eq!(state(&folder), state(&expected));
    assert!(stage_is_gone(&folder));

    let (_root, folder) = example();
    let before = state(&folder);
    let denied = |_: &Path, _: &Path| Err(io::ErrorKind::PermissionDenied.into());
    assert!(stage::apply_all_with(&[(&folder, &change)], &denied).is_err());
    assert_eq!(state(&folder), before);
    assert!(stage_is_gone(&folder));
}

/// Two folders, one of which does not exist yet, and one more.
fn several() -> (tempfile::TempDir, [PathBuf; 3]) {
    let (root, first) = example();
    let last = root.path().join("last");
    fs::create_dir(&last).unwrap();
    fs::write(last.join("Cargo.toml"), "old").unwrap();
    let missing = root.path().join("missing");
    (root, [first, missing, last])
}

#[test]
fn changes_several_folders_or_none() {
    let change = change(&EXAMPLE, &[]);
    let all = |folders: &[PathBuf; 3], exchange: &dyn Fn(&Path, &Path) -> io::Result<()>| {
        let changes: Vec<_> = folders.iter().map(|it| (it.as_path(), &change)).collect();
        stage::apply_all_with(&changes, exchange)
    };
    let unsupported: io::ErrorKind = io::ErrorKind::CrossesDevices;
    for is_supported in [true, false] {
        let one = |a: &Path, b: &Path| {
            if is_supported {
                exchange(a, b)
            } else {
                Err(unsupported.into())
            }
        };
        let (root, folders) = several();
        all(&folders, &one).unwrap();
        for folder in &folders {
            assert_eq!(
                fs::read_to_string(folder.join("Cargo.toml")).unwrap(),
                "new"
            );
        }
        assert_eq!(
            fs::read_dir(root.path()).unwrap().count(),
            3,
            "no stage is left"
        );

        // The last of them fails: the ones before it go back.
        let (root, folders) = several();
        let before = state(root.path());
        let kept = identity(&folders[0]);
        let last = folders[2].clone();
        let fails = |a: &Path, b: &Path| {
            if a == last {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            one(a, b)
        };
        assert!(all(&folders, &fails).is_err());
        assert_eq!(state(root.path()), before);
        assert_eq!(identity(&folders[0]), kept);
    }
}

#[test]
fn folders_side_by_side_have_one_lock() {
    let (_root, folders) = several();
    let opened = Folder::open_all(&folders).unwrap();
    assert_eq!(opened.len(), 3);
    assert!(!is_unsettled(&folders[0]));
}

#[test]
fn an_obstacle_in_one_folder_stops_all() {
    let (root, folders) = several();
    fs::remove_file(folders[2].join("Cargo.toml")).unwrap();
    fs::create_dir(folders[2].join("Cargo.toml")).unwrap();
    let before = state(root.path());
    let opened = Folder::open_all(&folders).unwrap();
    let change = change(&EXAMPLE, &[]);
    let changes: Vec<_> = opened.iter().map(|folder| (folder, &change)).collect();
    let error = super::apply_all(&changes).unwrap_err();
    assert!(
        error.problems[0].message.contains("in the way"),
        "{error:?}"
    );
    assert_eq!(state(root.path()), before);
}

#[test]
fn lists_what_counts_and_reads_what_is_needed() {
    let (_root, folder) = example();
    let ours = format!("// {MARKER}\n{}", "x".repeat(5000));
    fs::write(folder.join("ours.rs"), &ours).unwrap();
    fs::write(folder.join("large.bin"), vec![0; 5000]).unwrap();
    let expected = BTreeMap::from([".env", "missing"].map(|path| (path.to_owned(), String::new())));
    let found = files(&folder, &expected).unwrap();
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        [
            ".env",
            "Cargo.toml",
            "large.bin",
            "notes.txt",
            "ours.rs",
            "src/lib.rs",
            "src/target/kept.rs",
            "src/types/gone.rs"
        ]
    );
    // Another crate inside is seen, but nothing in it is.
    fs::create_dir_all(folder.join("inner/src")).unwrap();
    fs::write(folder.join("inner/Cargo.toml"), &ours).unwrap();
    fs::write(folder.join("inner/src/lib.rs"), &ours).unwrap();
    let with_inner = files(&folder, &expected).unwrap();
    assert_eq!(with_inner.len(), found.len() + 1);
    assert_eq!(with_inner["inner/Cargo.toml"], b"");

    assert_eq!(found["ours.rs"], ours.as_bytes());
    assert!(found["large.bin"].len() < 5000);
    assert!(
        files(&folder.join("missing"), &BTreeMap::new())
            .unwrap()
            .is_empty()
    );
}

/// Two versions of a crate: most files are the same, others differ, come and go.
fn versions() -> [BTreeMap<String, String>; 2] {
    ["one", "two"].map(|version| {
        (0..120)
            .filter_map(|number| {
                let (folder, text) = match number % 6 {
                    0 | 1 => ("src/types", "same".to_owned()),
                    2 | 3 => ("src/operation", format!("{version} {}", number * 1000)),
                    4 => ("src", version.repeat(500)),
                    _ if version == "one" => ("examples", "comes and goes".to_owned()),
                    _ => return None,
                };
                Some((
                    format!("{folder}/file{number}.rs"),
                    format!("// {MARKER}\n{text}\n"),
                ))
            })
            .collect()
    })
}

fn put(folder: &Path, version: &BTreeMap<String, String>) {
    let output = tinsmith::Crate {
        name: String::new(),
        files: version.clone(),
        counts: tinsmith::output::Counts::default(),
        warnings: Vec::new(),
    };
    let folder = Folder::open(folder).unwrap();
    let mut change = Change::default();
    for difference in output.differences(&files(folder.path(), version).unwrap()) {
        use tinsmith::output::DifferenceKind::{Changed, Foreign, Missing, Orphan};
        match difference.kind {
            Changed { new, .. } | Missing { new } => {
                change.write.insert(difference.path, new.into_bytes());
            }
            Orphan { .. } => {
                change.remove.insert(difference.path);
            }
            Foreign => {}
        }
    }
    folder.apply(&change).unwrap();
}

const KILLED: &str = "CODEGEN_TEST_KILLED_WRITER";

/// Not a test: the process that the next test kills. It writes one version after the other.
#[test]
fn killed_writer() {
    let Some(folder) = env::var_os(KILLED) else {
        return;
    };
    let versions = versions();
    for turn in 0.. {
        put(Path::new(&folder), &versions[turn % 2]);
    }
}

#[test]
fn a_killed_writer_leaves_one_version_or_the_other() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("crate");
    let versions = versions();
    put(&folder, &versions[0]);
    for (path, text) in [
        ("notes.txt", "foreign"),
        (".env", "dot"),
        ("target/big", "built"),
    ] {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), text).unwrap();
    }
    let whole = versions.clone().map(|version| {
        let folder = root.path().join("other/crate");
        put(&folder, &version);
        fs::write(folder.join("notes.txt"), "foreign").unwrap();
        fs::write(folder.join(".env"), "dot").unwrap();
        let whole = state(&folder);
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
        whole
    });

    let (mut seen, mut left_over, mut rounds) = ([0, 0], 0, 0_u32);
    let deadline = Instant::now() + Duration::from_secs(6);
    while rounds < 150 && Instant::now() < deadline {
        rounds += 1;
        let mut writer = Command::new(env::current_exe().unwrap())
            .args(["--exact", "folder::tests::killed_writer"])
            .env(KILLED, &folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let noise = SystemTime::UNIX_EPOCH.elapsed().unwrap().subsec_nanos() / 100;
        sleep(Duration::from_micros(u64::from(5_000 + noise % 30_000)));
        writer.kill().unwrap();
        let output = writer.wait_with_output().unwrap();
        assert!(
            output.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );

        let found = state(&folder);
        let version = whole.iter().position(|version| *version == found);
        let version = version.unwrap_or_else(|| panic!("round {rounds}: a mixture: {found:#?}"));
        seen[version] += 1;
        left_over += u32::from(folder.with_file_name(".crate.codegen").exists());
        if rounds % 2 == 0 {
            // The next run, from here; in the other rounds it is the next writer.
            Folder::open(&folder).unwrap();
            assert_eq!(state(&folder), found);
            assert!(
                folder.join("target/big").exists(),
                "round {rounds}: target is lost"
            );
            assert!(stage_is_gone(&folder));
        }
    }
    // How many kills hit the middle depends on the machine, so it is told and not asserted; each
    // state that a killed run can leave has a test of its own.
    println!("{rounds} rounds, versions {seen:?}, {left_over} killed in the middle");
}
