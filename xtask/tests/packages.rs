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

/// Writes a wheel; that of botocore has two services.
const WHEEL: &str = r#"
import json, sys, zipfile
folder, name, version, *requires = sys.argv[1:]
info = f"{name}-{version}.dist-info"
requires = "".join(f"Requires-Dist: {it}\n" for it in requires)
files = {f"{name}/__init__.py": "", f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
         f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}"}
for service in ["thing", "other"] if name == "botocore" else []:
    metadata = {"apiVersion": version, "endpointPrefix": service, "jsonVersion": "1.1",
                "protocol": "json", "serviceId": service, "targetPrefix": service}
    model = {"metadata": metadata, "operations": {"Do": {"name": "Do"}}, "shapes": {}}
    files[f"botocore/data/{service}/2020-01-01/service-2.json"] = json.dumps(model)
with zipfile.ZipFile(f"{folder}/{name}-{version}-py3-none-any.whl", "w") as wheel:
    for name, text in files.items():
        wheel.writestr(name, text)
    wheel.writestr(f"{info}/RECORD", "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"]))
"#;

/// Where nobody listens.
const NOBODY: &str = "http://127.0.0.1:9";

impl Workspace {
    fn new() -> Self {
        let it = Self {
            root: tempfile::tempdir().unwrap(),
            packages: tempfile::tempdir().unwrap(),
        };
        fs::write(it.root.path().join("Cargo.toml"), "").unwrap();
        fs::create_dir(it.root.path().join("model")).unwrap();
        for version in ["1.0.0", "1.0.1"] {
            it.wheel("botocore", version, &[]);
        }
        it
    }

    fn wheel(&self, name: &str, version: &str, requires: &[&str]) {
        let status = Command::new("python3")
            .args(["-c", WHEEL])
            .arg(self.packages.path())
            .args([name, version])
            .args(requires)
            .status();
        assert!(status.unwrap().success());
    }

    fn run(&self, arguments: &[&str], more: &[(&str, &str)]) -> Run {
        run::run(
            Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args(arguments)
                .current_dir(self.root.path())
                .env_remove("CARGO_MANIFEST_DIR")
                .env("PIP_CONFIG_FILE", "/dev/null")
                .env("PIP_FIND_LINKS", self.packages.path())
                .envs(more.iter().copied()),
        )
    }

    /// A command for which the folder of packages is all there is.
    fn offline(&self, arguments: &[&str]) -> Run {
        self.run(arguments, &[("PIP_NO_INDEX", "1")])
    }

    fn diff(&self, old: &str, new: &str, service: &str) -> Run {
        self.offline(&["model", "diff", old, new, "--service", service])
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.path().join(path)).unwrap()
    }

    /// Configures the service `thing` with the model of 1.0.0.
    fn configure(&self) {
        let configuration = "[crate]\nname = \"thing\"\nversion = \"0.1.0\"\npath = \"thing\"\noperations = \"all\"\n";
        self.write("model/thing/codegen.toml", configuration);
        for arguments in [
            &["model", "import", "thing", "--version", "1.0.0"][..],
            &["codegen"],
        ] {
            let run = self.offline(arguments);
            assert_eq!(run.code, Some(0), "{}", run.stderr);
        }
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
        run.stdout.contains("API version: `1.0.0` → `1.0.1`"),
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
        run.stderr.ends_with("hint: did you mean `thing`?\n"),
        "{}",
        run.stderr
    );
    let run = workspace.diff("botocore:1.0.0", "botocore:1.0.2", "thing");
    assert_eq!(run.code, Some(2));
    let expected_words = "error: botocore 1.0.2: not available: PyPI cannot be reached, or has no version \
                          for this Python\nhint: available in target/botocore without network: 1.0.1, 1.0.0\n";
    assert!(run.stderr.ends_with(expected_words), "{}", run.stderr);
    assert_eq!(workspace.installed(), expected);
}

#[test]
fn a_version_that_does_not_exist() {
    let workspace = Workspace::new();
    for version in ["1.0.9", "1.0.10", "1.2.0", "2.0.0"] {
        workspace.wheel("botocore", version, &[]);
    }
    let run = workspace.diff("botocore:1.0.0", "botocore:1.0.11", "thing");
    assert_eq!(run.code, Some(2));
    let expected = "error: botocore 1.0.11: PyPI has no such version\n\
                    hint: nearby versions: 1.0.9, 1.0.10, 1.2.0, 2.0.0; the newest is 2.0.0\n";
    assert!(run.stderr.ends_with(expected), "{}", run.stderr);
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

#[test]
fn an_update_takes_the_newest_and_moves_the_pins() {
    let workspace = Workspace::new();
    workspace.configure();
    // botocore 1.0.10 comes after 1.0.9, and boto3 asks for another s3transfer.
    for version in ["1.0.9", "1.0.10"] {
        workspace.wheel("botocore", version, &["six>=1"]);
        workspace.wheel("boto3", version, &["botocore>=1", "s3transfer>=0.3"]);
    }
    for (name, version) in [
        ("s3transfer", "0.2.0"),
        ("s3transfer", "0.3.1"),
        ("six", "1.0"),
        ("six", "2.0"),
    ] {
        workspace.wheel(name, version, &[]);
    }
    let pins = "# Pinned.\nboto3==1.0.0\nbotocore==1.0.0  # the models\nFlask==3\ns3transfer==0.2.0\nsix==1.0\n";
    workspace.write("tests/python/requirements.txt", pins);
    let partitions = r#"{"partitions":[]}"#;
    workspace.write("codegen/src/model/endpoints/partitions.json", partitions);

    let dry = workspace.offline(&["model", "update", "--dry-run"]);
    assert_eq!(dry.code, Some(0), "{}", dry.stderr);
    assert!(
        dry.stdout
            .contains("to write  tests/python/requirements.txt\n"),
        "{}",
        dry.stdout
    );
    assert_eq!(workspace.text("tests/python/requirements.txt"), pins);
    let run = workspace.offline(&["model", "update"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout
            .starts_with("thing: botocore:1.0.0 → botocore:1.0.10, 1 operation\n")
    );
    assert_eq!(
        workspace.text("tests/python/requirements.txt"),
        "# Pinned.\nboto3==1.0.10\nbotocore==1.0.10  # the models\nFlask==3\ns3transfer==0.3.1\nsix==1.0\n"
    );
    // The package brings no partitions, so those of the generator stay.
    assert_eq!(
        workspace.text("codegen/src/model/endpoints/partitions.json"),
        partitions
    );
    assert!(
        workspace
            .text("model/thing/SOURCE.toml")
            .contains("version = \"1.0.10\"")
    );
    assert_eq!(workspace.offline(&["codegen", "--check"]).code, Some(0));

    // A boto3 that cannot be had is a matter for people.
    workspace.wheel("botocore", "1.0.11", &[]);
    let before = workspace.text("tests/python/requirements.txt");
    let run = workspace.offline(&["model", "update", "--to", "1.0.11"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for part in [
        "warning: tests/python/requirements.txt: not updated: ",
        "hint: set botocore==1.0.11, boto3==1.0.11 and the s3transfer that it requires there",
    ] {
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
    assert_eq!(workspace.text("tests/python/requirements.txt"), before);
}

#[test]
fn an_update_brings_the_partitions_of_the_generator() {
    let workspace = Workspace::new();
    workspace.configure();
    let committed = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../codegen/src/model/endpoints/partitions.json");
    let committed = fs::read_to_string(committed).unwrap();
    workspace.write(
        "target/botocore/1.0.0/botocore/data/partitions.json",
        &committed,
    );
    let path = "codegen/src/model/endpoints/partitions.json";
    workspace.write(path, "{}");
    let run = workspace.offline(&["model", "update", "--to", "1.0.0"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for folder in ["codegen/src/model/endpoints", "model/thing"] {
        assert!(
            run.stdout
                .contains(&format!("written   {folder}/partitions.json\n"))
        );
    }
    assert_eq!(workspace.text(path), committed);
    assert_eq!(workspace.text("model/thing/partitions.json"), committed);
}

#[test]
fn without_a_network() {
    let workspace = Workspace::new();
    workspace.configure();
    let diff = workspace.diff("botocore:1.0.0", "botocore:1.0.1", "thing");
    assert_eq!(diff.code, Some(0), "{}", diff.stderr);
    fs::remove_dir_all(workspace.packages.path()).unwrap();
    fs::create_dir(workspace.packages.path()).unwrap();
    let cut_off = |arguments: &[&str]| {
        let proxy = [("PIP_PROXY", NOBODY), ("PIP_RETRIES", "0")];
        workspace.run(arguments, &[&proxy[..], &[("PIP_NO_INDEX", "0")]].concat())
    };
    let reason = "not available: PyPI cannot be reached, or has no version for this Python\n\
                  hint: available in target/botocore without network: 1.0.1, 1.0.0\n";
    let before = workspace.text("model/thing/SOURCE.toml");
    for (more, place) in [
        (&[][..], "botocore"),
        (&["--to", "1.0.2"], "botocore 1.0.2"),
    ] {
        let run = cut_off(&[&["model", "update"], more].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        let expected = format!("error: {place}: {reason}");
        assert!(run.stderr.ends_with(&expected), "{}", run.stderr);
    }
    assert_eq!(workspace.text("model/thing/SOURCE.toml"), before);

    // What is installed is enough; only the pins need PyPI.
    workspace.write("tests/python/requirements.txt", "botocore==1.0.0\n");
    let run = cut_off(&["model", "update", "--to", "1.0.1"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let expected = "warning: tests/python/requirements.txt: not updated: PyPI cannot be reached";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    assert!(
        workspace
            .text("model/thing/SOURCE.toml")
            .contains("version = \"1.0.1\"")
    );
}
