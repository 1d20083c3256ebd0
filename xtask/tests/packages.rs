//! Installing botocore: what is kept of it, and what is said without a network. The packages are
//! made here, and pip finds them in a folder.

#[path = "common/run.rs"]
mod run;

use std::fs;
use std::process::Command;

use run::Run;

/// A workspace and a folder with packages.
struct Workspace {
    root: tempfile::TempDir,
    packages: tempfile::TempDir,
}

/// Writes a wheel with two services.
const WHEEL: &str = r#"
import json, sys, zipfile
folder, version = sys.argv[1:]
info = f"botocore-{version}.dist-info"
files = {"botocore/__init__.py": "", f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
         f"{info}/METADATA": f"Metadata-Version: 2.1\nName: botocore\nVersion: {version}\n"}
for service in ["thing", "other"]:
    metadata = {"apiVersion": version, "endpointPrefix": service, "jsonVersion": "1.1",
                "protocol": "json", "serviceId": service, "targetPrefix": service}
    model = {"metadata": metadata, "operations": {}, "shapes": {}}
    files[f"botocore/data/{service}/2020-01-01/service-2.json"] = json.dumps(model)
with zipfile.ZipFile(f"{folder}/botocore-{version}-py3-none-any.whl", "w") as wheel:
    for name, text in files.items():
        wheel.writestr(name, text)
    wheel.writestr(f"{info}/RECORD", "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"]))
"#;

impl Workspace {
    fn new() -> Self {
        let it = Self {
            root: tempfile::tempdir().unwrap(),
            packages: tempfile::tempdir().unwrap(),
        };
        fs::write(it.root.path().join("Cargo.toml"), "").unwrap();
        fs::create_dir(it.root.path().join("model")).unwrap();
        for version in ["1.0.0", "1.0.1"] {
            let status = Command::new("python3")
                .args(["-c", WHEEL])
                .arg(it.packages.path())
                .arg(version)
                .status();
            assert!(status.unwrap().success());
        }
        it
    }

    fn diff(&self, old: &str, new: &str, service: &str) -> Run {
        run::run(
            Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args(["model", "diff", old, new, "--service", service])
                .current_dir(self.root.path())
                .env_remove("CARGO_MANIFEST_DIR")
                .env("PIP_NO_INDEX", "1")
                .env("PIP_CONFIG_FILE", "/dev/null")
                .env("PIP_FIND_LINKS", self.packages.path()),
        )
    }

    /// What is installed, by its path below `target/botocore`.
    fn installed(&self) -> Vec<String> {
        let root = self.root.path().join("target/botocore");
        let (mut found, mut folders) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let path = path.strip_prefix(&root).unwrap();
                    found.push(path.display().to_string());
                }
            }
        }
        found.sort();
        found
    }
}

#[test]
fn only_what_was_asked_for_is_kept() {
    let workspace = Workspace::new();
    let run = workspace.diff("botocore:1.0.0", "botocore:1.0.1", "thing");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout
            .contains("the version of the API: `1.0.0` → `1.0.1`"),
        "{}",
        run.stdout
    );
    assert!(
        run.stderr
            .contains("installing botocore 1.0.1 into target/botocore")
    );
    let model = |version: &str, service: &str| {
        format!("{version}/botocore/data/{service}/2020-01-01/service-2.json")
    };
    let mut expected = vec![
        model("1.0.0", "thing"),
        "1.0.0/services.txt".to_owned(),
        model("1.0.1", "thing"),
        "1.0.1/services.txt".to_owned(),
    ];
    assert_eq!(workspace.installed(), expected);

    // Another service of the same versions comes to them.
    let run = workspace.diff("botocore:1.0.0", "botocore:1.0.1", "other");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    expected.extend([model("1.0.0", "other"), model("1.0.1", "other")]);
    expected.sort();
    assert_eq!(workspace.installed(), expected);

    // Without the packages, what is installed works, and what it does not have is known.
    fs::remove_dir_all(workspace.packages.path()).unwrap();
    for service in ["thing", "other"] {
        let run = workspace.diff("botocore:1.0.0", "botocore:1.0.1", service);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    }
    let run = workspace.diff("botocore:1.0.0", "botocore:1.0.1", "thin");
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.ends_with("hint: did you mean thing?\n"),
        "{}",
        run.stderr
    );
    let run = workspace.diff("botocore:1.0.0", "botocore:1.0.2", "thing");
    assert_eq!(run.code, Some(2));
    let hint =
        "hint: this needs PyPI once, then works from target/botocore/1.0.2 without a network";
    assert!(run.stderr.contains(hint), "{}", run.stderr);
    assert_eq!(workspace.installed(), expected);
}

#[test]
fn a_version_that_does_not_exist() {
    let workspace = Workspace::new();
    let run = workspace.diff("botocore:1.0.0", "botocore:9.9.9", "thing");
    assert_eq!(run.code, Some(2));
    let expected = "error: botocore 9.9.9: PyPI has no such version\nhint: ";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    // Nothing half-made is left.
    assert!(
        workspace
            .installed()
            .iter()
            .all(|path| path.starts_with("1.0.0/"))
    );
}

#[test]
fn a_package_that_is_broken() {
    let workspace = Workspace::new();
    let wheel = workspace
        .packages
        .path()
        .join("botocore-1.0.1-py3-none-any.whl");
    fs::write(wheel, "no wheel").unwrap();
    let run = workspace.diff("botocore:1.0.1", "botocore:1.0.0", "thing");
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("error: python3: cannot install botocore 1.0.1"),
        "{}",
        run.stderr
    );
    assert!(
        workspace
            .installed()
            .iter()
            .all(|path| path.starts_with("1.0.0/"))
    );
}
