//! The commands of `tinsmith` for a repository of its user, with packages that are installed already.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

/// How a command ended.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// An empty repository.
struct Repository(tempfile::TempDir);

impl Repository {
    /// With the packages 1.2.3 and 1.2.4 of botocore, which have the services `thing` and `other-thing`.
    fn new() -> Self {
        let it = Self(tempfile::tempdir().unwrap());
        for (version, members) in [("1.2.3", &["first"][..]), ("1.2.4", &["first", "second"])] {
            for (service, id) in [("thing", "Thing"), ("other-thing", "Other Thing")] {
                let folder =
                    format!("target/botocore/{version}/botocore/data/{service}/2020-01-01");
                let model = model(id, members).to_string();
                it.write(&format!("{folder}/service-2.json"), &model);
            }
            let list = format!("target/botocore/{version}/services.txt");
            it.write(&list, "other-thing\nthing");
        }
        it
    }

    /// After `init`.
    fn initialized() -> Self {
        let it = Self::new();
        it.succeed(&["init"]);
        it
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_tinsmith"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("CARGO_MANIFEST_DIR")
            .env("PIP_NO_INDEX", "1")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Run {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    fn succeed(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
        run.stdout
    }

    /// The first problem of a command that fails with the code, with its hint.
    fn fail(&self, code: i32, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(
            run.code,
            Some(code),
            "{arguments:?}: {}{}",
            run.stdout,
            run.stderr
        );
        run.stderr
    }

    /// Runs a command as a hint names it.
    fn paste(&self, command: &str) -> String {
        let arguments: Vec<_> = command.split(' ').skip(1).collect();
        self.succeed(&arguments)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(arguments);
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
    }
}

fn model(id: &str, members: &[&str]) -> Value {
    let members = members.iter();
    let members = members.map(|name| {
        let member = json!({"shape": "Text", "documentation": format!("<p>AWS on {name}.</p>")});
        ((*name).to_owned(), member)
    });
    let members = Value::Object(members.collect());
    let input = |name: &str| json!({"shape": format!("{name}Input")});
    json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "thing", "jsonVersion": "1.1",
            "protocol": "json", "serviceId": id, "targetPrefix": "Thing", "signatureVersion": "v4"
        },
        "operations": {
            "Do": { "name": "Do", "input": input("Do"), "documentation": "<p>AWS on doing.</p>" },
            "Undo": { "name": "Undo", "input": input("Undo") },
            "Sign": { "name": "Sign", "auth": ["com.example#other"] }
        },
        "shapes": {
            "DoInput": { "type": "structure", "members": members },
            "UndoInput": { "type": "structure", "members": members },
            "Text": { "type": "string" }
        }
    })
}

#[test]
fn a_service_is_added_generated_checked_and_updated() {
    let it = Repository::initialized();
    let added = it.succeed(&["add", "botocore:thing@1.2.3", "--operations", "Do"]);
    assert!(
        added.starts_with("thing: from botocore 1.2.3\nwritten   models/thing/"),
        "{added}"
    );
    let settings = it.text("tinsmith.toml");
    assert!(
        settings.ends_with("\n[services.thing]\noperations = [\"Do\"]\n"),
        "{settings}"
    );
    let source = it.text("models/thing/SOURCE.toml");
    assert!(
        source.contains("version = \"1.2.3\"") && source.contains("sha256"),
        "{source}"
    );
    let operation = it.text("clients/thing/src/operation/do_.rs");
    let header = operation.lines().take(3).collect::<Vec<_>>().join("\n");
    assert!(header.contains("`tinsmith generate`"), "{header}");
    let manifest = it.text("clients/thing/Cargo.toml");
    assert!(manifest.contains("path = \"../runtime\""), "{manifest}");
    assert!(it.path("clients/runtime/src/lib.rs").is_file());

    // Another operation of the model that is there, and another service on the same runtime.
    it.succeed(&["add", "thing", "--operations", "Undo"]);
    assert!(
        it.text("tinsmith.toml")
            .contains("operations = [\"Do\", \"Undo\"]")
    );
    it.succeed(&[
        "add",
        "botocore:other-thing@1.2.3",
        "--operations",
        "Do",
        "--name",
        "other",
    ]);
    assert!(it.path("clients/other-thing/src/lib.rs").is_file());
    it.succeed(&["generate", "--check"]);

    it.write("clients/thing/src/lib.rs", "");
    let report = it.json(&["generate", "--check", "--format", "json"]);
    assert_eq!(report["isUpToDate"], false);
    assert_eq!(report["crates"][1]["name"], "thing");
    let differences = json!([{"path": "clients/thing/src/lib.rs", "kind": "changed"}]);
    assert_eq!(report["crates"][1]["differences"], differences);
    assert_eq!(report["crates"][1]["fix"], "tinsmith generate");
    it.succeed(&["generate"]);

    let updated = it.succeed(&["update", "--to", "1.2.4"]);
    assert!(
        updated.contains("Thing: botocore:1.2.3 → botocore:1.2.4"),
        "{updated}"
    );
    assert!(it.text("models/other-thing/SOURCE.toml").contains("1.2.4"));
    assert!(
        it.text("clients/thing/src/operation/do_.rs")
            .contains("pub second:")
    );
    it.succeed(&["generate", "--check"]);
    let diff = it.succeed(&["diff", "botocore:thing@1.2.4", "botocore:thing@1.2.3"]);
    assert!(
        diff.contains("verdict: breaking") || diff.contains("verdict: major"),
        "{diff}"
    );
}

/// Without network, the newest version that is installed.
#[test]
fn a_service_without_a_version_is_the_newest() {
    let it = Repository::initialized();
    let run = it.run(&["add", "thing"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.starts_with("thing: from botocore 1.2.4\n"),
        "{}",
        run.stdout
    );
    assert!(
        run.stderr.contains("taking the installed version 1.2.4"),
        "{}",
        run.stderr
    );
    assert!(it.text("tinsmith.toml").contains("operations = \"all\""));
    // `codegen` takes the same names, in any folder, and records what it took.
    it.succeed(&[
        "codegen",
        "--model",
        "botocore:thing",
        "--out",
        "elsewhere",
        "--operations",
        "Undo",
    ]);
    let record = it.text("elsewhere/SOURCE.toml");
    for part in [
        "version = \"1.2.4\"",
        "service = \"thing\"",
        "\"Undo\"",
        "sha256",
    ] {
        assert!(record.contains(part), "{record}");
    }
    it.succeed(&[
        "codegen",
        "--check",
        "--model",
        "botocore:thing@1.2.4",
        "--out",
        "elsewhere",
        "--operations",
        "Undo",
    ]);
}

#[test]
fn models_are_taken_from_folders_and_files_too() {
    let it = Repository::initialized();
    let smithy = json!({"smithy": "2.0", "shapes": {
        "a#Weather": {"type": "service", "version": "1", "operations": [{"target": "a#Get"}],
            "traits": {"aws.protocols#awsJson1_1": {}, "aws.auth#sigv4": {"name": "weather"},
                "smithy.api#documentation": "Upstream on weather."}},
        "a#Get": {"type": "operation", "traits": {"smithy.api#documentation": "Upstream on Get."}}
    }});
    it.write("weather.json", &smithy.to_string());
    it.succeed(&["add", "weather.json"]);
    let text = it.text("models/weather/weather.json");
    assert!(
        !text.contains("Upstream") && text.contains("awsJson1_1"),
        "{text}"
    );
    assert!(
        it.text("models/weather/SOURCE.toml")
            .contains("local files")
    );
    it.succeed(&["add", "target/botocore/1.2.3/botocore/data/thing"]);
    it.succeed(&["generate", "--check"]);
    // Only botocore has new versions.
    let run = it.run(&["update", "--to", "1.2.4"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("warning: models/weather: its files are local"),
        "{}",
        run.stderr
    );
    let stderr = it.fail(2, &["update", "weather", "--to", "1.2.4"]);
    let again = "tinsmith add PATH --service weather";
    let expected = format!(
        "error: models/weather: its files are local, not from botocore\nhint: `{again}` imports a \
         new version\n"
    );
    assert_eq!(stderr, expected);
    // The new version need not have the old name.
    it.write("weather-2.json", &smithy.to_string());
    it.paste(&again.replace("PATH", "weather-2.json"));
    assert!(!it.path("models/weather/weather.json").exists());
    it.succeed(&["generate", "--check"]);
    it.write("models/weather/weather-2.json", "{}");
    let stderr = it.fail(1, &["add", "weather.json"]);
    assert!(
        stderr.contains("models/weather/weather-2.json: was edited by hand"),
        "{stderr}"
    );
}

#[test]
fn documentation_of_aws_is_kept_if_asked_for_and_its_license_stated() {
    let it = Repository::initialized();
    it.succeed(&["add", "botocore:thing@1.2.3"]);
    let operation = it.text("clients/thing/src/operation/do_.rs");
    assert!(!operation.contains("AWS on"), "{operation}");
    assert!(!operation.contains("The member"), "{operation}");
    assert!(
        it.text("clients/thing/Cargo.toml")
            .contains("\nlicense = \"MIT OR Apache-2.0\"\n")
    );

    let settings = it.text("tinsmith.toml");
    it.write(
        "tinsmith.toml",
        &settings.replace("aws_documentation = false", "aws_documentation = true"),
    );
    let stderr = it.fail(1, &["generate"]);
    assert!(
        stderr.contains("lacks AWS's documentation, unlike tinsmith.toml")
            && stderr.contains("`tinsmith add botocore:thing@1.2.3` imports it with"),
        "{stderr}"
    );
    it.succeed(&["add", "botocore:thing@1.2.3"]);
    let operation = it.text("clients/thing/src/operation/do_.rs");
    assert!(operation.contains("/// AWS on first."), "{operation}");
    let manifest = it.text("clients/thing/Cargo.toml");
    assert!(
        manifest.contains("\nlicense = \"(MIT OR Apache-2.0) AND Apache-2.0\"\n"),
        "{manifest}"
    );
    assert!(
        it.text("clients/thing/README.md")
            .contains("copyright Amazon.com")
    );
    it.succeed(&["generate", "--check"]);
}

#[test]
fn modules_are_written_with_the_features_that_are_configured() {
    let it = Repository::new();
    it.succeed(&["init", "--modules", "src/aws"]);
    let settings = it.text("tinsmith.toml");
    let features = "[\"client\", \"default-https-client\"]";
    it.write("tinsmith.toml", &settings.replace(features, "[\"serde\"]"));
    let run = it.run(&["add", "botocore:other-thing@1.2.3", "--operations", "Do"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains(
            "`mod aws { pub mod other_thing; }`, and add the features to your dependency: \
             tinsmith-runtime = { path = \"clients/runtime\", features = [\"serde\", \"aws-json\"] }"
        ),
        "{}",
        run.stderr
    );
    let module = it.text("src/aws/other_thing/mod.rs");
    assert!(
        module.contains("needs_serde!") && !module.contains("mod client"),
        "{module}"
    );
    it.succeed(&["generate", "--check"]);
    // Only a crate has a version to set.
    let run = it.run(&["update", "--to", "1.2.4"]);
    assert!(run.stdout.contains("verdict: "), "{}", run.stdout);
    assert!(!run.stderr.contains("version is"), "{}", run.stderr);
}

#[test]
fn services_are_listed_with_what_can_be_generated() {
    let it = Repository::initialized();
    it.succeed(&["add", "botocore:thing@1.2.3", "--operations", "Do"]);
    let table = it.succeed(&["services", "--version", "1.2.3"]);
    assert!(
        table.contains("other-thing  awsJson1_1  2 of 3 operations  `com.example#other`"),
        "{table}"
    );
    assert!(
        table.contains("thing        awsJson1_1  2 of 3 operations  here: 1  `com"),
        "{table}"
    );
    assert!(table.ends_with("botocore 1.2.3: 2 services, 0 of them with all operations\n"));
    let details = it.succeed(&["services", "thing", "--version", "1.2.3"]);
    assert!(
        details.contains("\n  Do  here\n  Undo\n  Sign  not generated: `com"),
        "{details}"
    );
    let report = it.json(&["services", "--version", "1.2.3", "--format", "json"]);
    assert_eq!(report["services"][1]["configured"], json!(["Do"]));
    assert_eq!(report["services"][0]["fullName"], "Other Thing");
    assert_eq!(
        report["services"][0]["operations"][0],
        json!({"name": "Do", "problem": null})
    );
    let stderr = it.fail(2, &["services", "thinf", "--version", "1.2.3"]);
    assert!(stderr.contains("did you mean `thing`?"), "{stderr}");
    it.write("tinsmith.toml", "models = \"models\"\nservice = 1\n");
    let stderr = it.fail(2, &["services", "--version", "1.2.3"]);
    let expected = "error: tinsmith.toml:2: unknown field `service`";
    assert!(stderr.starts_with(expected), "{stderr}");
}

#[test]
fn what_is_only_imported_is_configured_by_add() {
    let it = Repository::initialized();
    let hint = |service| {
        let run = it.run(&["model", "import", service, "--version", "1.2.3"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stderr
    };
    let add = ["add", "botocore:thing@1.2.3", "--operations", "Do"];
    assert_eq!(
        hint("thing"),
        "hint: `tinsmith add botocore:thing@1.2.3` configures it and generates the client\n"
    );
    it.succeed(&add);
    assert_eq!(hint("thing"), "");
    fs::remove_file(it.path("models/thing/service-2.json")).unwrap();
    assert_eq!(
        hint("thing"),
        "hint: `tinsmith generate` generates the client\n"
    );
    // In a folder of another name, too.
    let import = ["model", "import", "thing", "--version", "1.2.3"];
    let run = it.run(&[&import[..], &["--service", "queue"]].concat());
    let add = "tinsmith add botocore:thing@1.2.3 --service queue";
    let expected = format!("hint: `{add}` configures it and generates the client\n");
    assert_eq!(run.stderr, expected);
    it.paste(add);
    it.fail(2, &[&import[..], &["--service", "../queue"]].concat());
}

#[test]
fn files_at_paths_of_our_own_repository_are_the_users() {
    let it = Repository::initialized();
    let pins = "tests/python/requirements.txt";
    let partitions = "codegen/src/model/endpoints/partitions.json";
    it.write(partitions, "{}");
    let ours = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../src/model/endpoints/partitions.json"
    );
    let ours = fs::read_to_string(ours).unwrap();
    it.write("target/botocore/1.2.4/botocore/data/partitions.json", &ours);
    for (name, text) in [("one", "requests==2\n"), ("two", "botocore==1.2.3\n")] {
        it.write(pins, text);
        let added = it.succeed(&["add", "thing", "--service", name]);
        assert!(added.contains(": from botocore 1.2.4\n"), "{added}");
        let services = it.succeed(&["services"]);
        assert!(services.contains("botocore 1.2.4: "), "{services}");
        it.succeed(&["update", "--to", "1.2.3"]);
        let run = it.run(&["update", "--to", "1.2.4"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(!run.stderr.contains(pins), "{}", run.stderr);
        assert_eq!([it.text(pins), it.text(partitions)], [text, "{}"]);
    }
}

#[test]
fn a_service_in_a_folder_of_another_name_is_updated() {
    let it = Repository::initialized();
    it.succeed(&["add", "botocore:thing@1.2.3", "--service", "queue"]);
    let data = "target/botocore/1.2.3/botocore/data/other-thing";
    it.succeed(&["add", data, "--service", "mine"]);
    let source = |folder| it.text(&format!("models/{folder}/SOURCE.toml"));
    assert!(source("mine").contains("service = \"other-thing\""));
    it.succeed(&["update", "--to", "1.2.4"]);
    for (folder, service) in [("queue", "thing"), ("mine", "other-thing")] {
        let source = source(folder);
        let expected = format!("version = \"1.2.4\"\nservice = \"{service}\"");
        assert!(source.contains(&expected), "{source}");
    }
    it.succeed(&["update", "--from", "target/botocore/1.2.3/botocore/data"]);
    it.succeed(&["update", "queue", "--to", "1.2.4"]);
    let versions = ["botocore:1.2.3", "botocore:1.2.4"];
    it.succeed(&[&["diff", "--service", "queue"], &versions[..]].concat());
    let table = it.succeed(&["services", "--version", "1.2.3"]);
    assert_eq!(table.matches("  here: all").count(), 2, "{table}");

    // The hints of how to import it again work as they are.
    let settings = it.text("tinsmith.toml");
    let settings = settings.replace("aws_documentation = false", "aws_documentation = true");
    it.write("tinsmith.toml", &settings);
    let stderr = it.fail(1, &["generate"]);
    let again = "tinsmith add botocore:thing@1.2.4 --service queue";
    assert!(
        stderr.contains(&format!("`{again}` imports it with")),
        "{stderr}"
    );
    it.paste(again);
    let again = "tinsmith add botocore:other-thing@VERSION --service mine";
    assert!(
        stderr.contains(&format!("`{again}` imports it with")),
        "{stderr}"
    );
    it.paste(&again.replace("VERSION", "1.2.4"));
    it.succeed(&["generate", "--check"]);
    it.write("models/queue/SOURCE.toml", "package = ");
    let stderr = it.fail(2, &["generate"]);
    let again = "tinsmith add botocore:SERVICE@VERSION --service queue";
    assert!(
        stderr.contains(&format!("`{again}` recreates it")),
        "{stderr}"
    );
    it.paste(&again.replace("SERVICE@VERSION", "thing@1.2.4"));
}

#[test]
fn an_import_replaces_no_file_of_the_user() {
    let it = Repository::initialized();
    it.succeed(&["add", "botocore:thing@1.2.3"]);
    let model = "models/thing/service-2.json";
    let imported = it.text(model);
    let commands = [
        &["add", "botocore:thing@1.2.4"][..],
        &["model", "import", "thing", "--version", "1.2.4"],
    ];
    let refused = |parts: &[&str]| {
        for command in commands {
            let stderr = it.fail(1, command);
            for part in parts {
                assert!(stderr.contains(part), "{command:?}: {stderr}");
            }
            let source = it.path("models/thing/SOURCE.toml");
            assert!(!source.is_file() || it.text("models/thing/SOURCE.toml").contains("1.2.3"));
        }
    };
    let edited = imported.replace("Text", "Texts");
    it.write(model, &edited);
    it.write("models/thing/waiters-2.json", "{}");
    refused(&[
        "error: models/thing/service-2.json: was edited by hand, which the import would undo: it \
         differs from botocore 1.2.3\nhint: `git restore models/thing/service-2.json` restores it, \
         or move it away",
        "error: models/thing/waiters-2.json: was not imported: SOURCE.toml does not list it",
    ]);
    assert_eq!(it.text(model), edited);
    fs::remove_file(it.path("models/thing/waiters-2.json")).unwrap();

    // A folder that was never imported, with a model of another format.
    fs::remove_file(it.path("models/thing/SOURCE.toml")).unwrap();
    it.write("models/thing/overlay.json", "{}");
    it.write("models/thing/codegen.toml", "");
    let part = "error: models/thing/service-2.json: was not imported: models/thing has no valid \
                SOURCE.toml\nhint: move it out of models/thing";
    refused(&[part]);
    fs::rename(it.path(model), it.path("models/thing/thing.json")).unwrap();
    refused(&["error: models/thing/thing.json: was not imported"]);
    assert_eq!(it.text("models/thing/thing.json"), edited);

    // What is the same loses nothing, and what is not of the model is left alone.
    fs::remove_file(it.path("models/thing/thing.json")).unwrap();
    it.write(model, &imported);
    it.succeed(&["add", "botocore:thing@1.2.3"]);
    it.succeed(&["add", "botocore:thing@1.2.4"]);
    assert_eq!(it.text("models/thing/overlay.json"), "{}");
    assert!(it.path("models/thing/codegen.toml").is_file());
}

#[test]
fn paths_in_hints_are_quoted() {
    let it = Repository::initialized();
    let settings = it.text("tinsmith.toml");
    let settings = settings.replace("\"models\"", "\"my models\"");
    it.write("tinsmith.toml", &settings);
    it.succeed(&["add", "botocore:thing@1.2.3"]);
    fs::remove_file(it.path("my models/thing/service-2.json")).unwrap();
    let stderr = it.fail(1, &["generate"]);
    let hint = "hint: `git restore 'my models/thing/service-2.json'` restores it\n";
    assert!(stderr.ends_with(hint), "{stderr}");
}

/// It is written once, reported once, and not a part of any crate.
#[test]
fn a_missing_runtime_is_reported_once() {
    let it = Repository::initialized();
    let report = it.json(&["add", "botocore:thing@1.2.3", "--format", "json"]);
    let written = report["written"].as_array().unwrap();
    let of_runtime = json!("clients/runtime/src/lib.rs");
    assert!(written.contains(&of_runtime), "{report}");
    it.succeed(&["add", "botocore:other-thing@1.2.3"]);

    let remove = || fs::remove_dir_all(it.path("clients/runtime")).unwrap();
    remove();
    let run = it.run(&["generate", "--check"]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    let line = "  missing clients/runtime/src/lib.rs\n";
    assert_eq!(run.stdout.matches(line).count(), 1, "{}", run.stdout);
    let fix = "fix: tinsmith generate\n";
    assert_eq!(run.stdout.matches(fix).count(), 1, "{}", run.stdout);
    assert_eq!(run.stdout.matches(": up to date in ").count(), 2);
    let report = it.json(&["generate", "--check", "--format", "json"]);
    assert_eq!(report["isUpToDate"], false);
    assert_eq!(report["crates"][0]["differences"], json!([]));
    let missing = report["runtimes"][0]["differences"].as_array().unwrap();
    let library = json!({"path": "clients/runtime/src/lib.rs", "kind": "missing"});
    assert!(missing.contains(&library), "{report}");
    assert_eq!(report["runtimes"][0]["fix"], "tinsmith generate");

    let report = it.json(&["generate", "--format", "json"]);
    assert_eq!(report["runtimes"].as_array().unwrap().len(), 1);
    assert_eq!(report["runtimes"][0]["folder"], "clients/runtime");
    let written = report["runtimes"][0]["written"].as_array().unwrap();
    assert!(written.contains(&json!("src/lib.rs")), "{report}");
    let report = it.json(&["generate", "--format", "json"]);
    assert_eq!(report["runtimes"], json!([]));

    remove();
    let report = it.json(&["update", "--to", "1.2.4", "--format", "json"]);
    let written = report["services"][0]["written"].as_array().unwrap();
    assert!(written.contains(&of_runtime), "{report}");
    it.succeed(&["generate", "--check"]);
}

/// Every report has one, and all have keys in one spelling.
#[test]
fn reports_as_json_have_keys_in_camel_case() {
    let it = Repository::initialized();
    for arguments in [
        &["add", "botocore:thing@1.2.3"][..],
        &["add", "botocore:other-thing@1.2.3"],
        &["generate"],
        &["generate", "--check"],
        &["update", "--to", "1.2.4", "--dry-run"],
        &["update", "--to", "1.2.4"],
        &["diff", "botocore:thing@1.2.3", "botocore:thing@1.2.4"],
        &["services", "--version", "1.2.3"],
        &["explain", "Do", "--service", "thing"],
        &["model", "import", "thing"],
        &["codegen", "--model", "models/thing", "--out", "elsewhere"],
    ] {
        let report = it.json(&[arguments, &["--format", "json"]].concat());
        assert!(report["format"].is_u64(), "{arguments:?}");
        keys(&report, &|key| {
            assert!(
                !key.contains(['_', '-']) && key.starts_with(|c: char| c.is_ascii_lowercase()),
                "{arguments:?}: {key}"
            );
        });
    }
}

fn keys(value: &Value, check: &dyn Fn(&str)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                check(key);
                keys(value, check);
            }
        }
        Value::Array(list) => list.iter().for_each(|it| keys(it, check)),
        _ => {}
    }
}

#[test]
fn quiet_commands_print_results_and_errors_only() {
    let it = Repository::initialized();
    for arguments in [
        &["add", "botocore:thing@1.2.3", "-q"][..],
        &["--quiet", "generate"],
        &["generate", "--check", "--quiet"],
        &["update", "--to", "1.2.4", "--quiet"],
    ] {
        let run = it.run(arguments);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(0), ""),
            "{}",
            run.stderr
        );
        let is_next = |line: &str| line.starts_with("hint: `") || line.contains("looking up");
        assert!(!run.stderr.lines().any(is_next), "{}", run.stderr);
    }
    assert_ne!(
        it.succeed(&["services", "thing", "--version", "1.2.3", "-q"]),
        ""
    );
    let stderr = it.fail(2, &["add", "botocore:none@1.2.3", "-q"]);
    assert!(
        stderr.starts_with("error: none: botocore 1.2.3 has no service"),
        "{stderr}"
    );
}

#[test]
fn errors_name_the_files_and_commands_of_the_user() {
    let it = Repository::new();
    let outside = it.fail(2, &["generate"]);
    assert!(
        outside.contains("`tinsmith init` makes the current folder one"),
        "{outside}"
    );
    it.succeed(&["init"]);
    let again = it.fail(2, &["init"]);
    assert!(
        again.contains("error: tinsmith.toml: is there already"),
        "{again}"
    );
    let none = it.fail(2, &["generate"]);
    assert!(
        none.contains("tinsmith.toml: has no services yet\nhint: `tinsmith add SERVICE` imports"),
        "{none}"
    );
    it.succeed(&["add", "botocore:thing@1.2.3"]);

    let both = it.fail(2, &["add", "thing", "--operations", "all,Do"]);
    assert!(
        both.contains("`all` already includes every operation"),
        "{both}"
    );
    let both = it.fail(
        2,
        &[
            "codegen",
            "--model",
            "models/thing",
            "--out",
            "x",
            "--operations",
            "Do,all",
        ],
    );
    assert!(
        both.contains("`all` already includes every operation"),
        "{both}"
    );
    let path = it.fail(
        2,
        &["codegen", "--model", "botocore/data/thing", "--out", "x"],
    );
    assert!(
        path.contains("botocore:SERVICE for one of botocore's"),
        "{path}"
    );

    it.write(
        "models/thing/overlay.json",
        r#"{"shapes": {"Gone": {"documentation": "x"}}}"#,
    );
    let overlay = it.fail(2, &["generate"]);
    assert!(
        overlay.contains("error: models/thing/overlay.json: shapes.Gone:"),
        "{overlay}"
    );
    it.write(
        "mine.json",
        r#"{"shapes": {"Gone": {"documentation": "x"}}}"#,
    );
    let overlay = it.fail(
        2,
        &[
            "codegen",
            "--model",
            "models/thing",
            "--out",
            "x",
            "--overlay",
            "mine.json",
        ],
    );
    assert!(
        overlay.contains("error: mine.json: shapes.Gone:"),
        "{overlay}"
    );
    fs::remove_file(it.path("models/thing/overlay.json")).unwrap();

    it.write("models/thing/service-2.json", "{}");
    let edited = it.fail(1, &["generate"]);
    assert!(
        edited.contains("after an interrupted `tinsmith update`"),
        "{edited}"
    );
}

#[test]
fn two_services_with_one_name_are_an_error() {
    let it = Repository::initialized();
    it.succeed(&["add", "botocore:thing@1.2.3"]);
    let before = it.text("tinsmith.toml");
    let error = it.fail(2, &["add", "botocore:other-thing@1.2.3", "--name", "thing"]);
    assert!(
        error.contains("services.thing: generates a crate named thing, and so does other-thing"),
        "{error}"
    );
    assert_eq!(it.text("tinsmith.toml"), before);
    assert!(!it.path("models/other-thing").exists());
}

#[test]
fn a_name_in_two_services_is_selected_by_the_service() {
    let it = Repository::initialized();
    it.succeed(&["add", "botocore:thing@1.2.3"]);
    it.succeed(&["add", "botocore:other-thing@1.2.3"]);
    let text = it.succeed(&["explain", "DoInput.first"]);
    assert!(
        text.contains("\nDoInput.first of Other Thing: a member"),
        "{text}"
    );
    assert!(
        text.ends_with("hint: select a service with --service: other-thing, thing\n"),
        "{text}"
    );
    let text = it.succeed(&["explain", "DoInput.first", "--service", "thing"]);
    assert!(
        text.starts_with("DoInput.first: a member of the structure DoInput"),
        "{text}"
    );
}

#[test]
fn completion_scripts_know_the_commands() {
    let it = Repository::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = it.succeed(&["completions", shell]);
        for command in ["init", "add", "generate", "services", "explain"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}

/// Each option and command that the pages show exists.
#[test]
fn commands_on_the_pages_are_understood() {
    let it = Repository::new();
    let mut found = 0;
    for page in [
        "README.md",
        "docs/getting-started.md",
        "docs/repository.md",
        "docs/several-services.md",
        "docs/updating.md",
    ] {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
        let text = fs::read_to_string(format!("{path}{page}")).unwrap();
        let lines = text.lines().filter_map(|line| line.strip_prefix("$ "));
        for command in lines.flat_map(|line| line.split("&&")) {
            let command = command.split('#').next().unwrap_or_default().trim();
            let tinsmith = command.strip_prefix("tinsmith ");
            let Some(arguments) = tinsmith.or_else(|| command.strip_prefix("cargo xtask ")) else {
                continue;
            };
            let mut arguments: Vec<_> = arguments.split(' ').filter(|it| !it.is_empty()).collect();
            if ["test", "ci", "bench"].contains(&arguments[0]) {
                continue;
            }
            arguments.push("--help");
            let run = it.run(&arguments);
            assert_eq!(run.code, Some(0), "{page}: {command}: {}", run.stderr);
            found += 1;
        }
    }
    assert!(found > 10, "{found}");
}

/// A run that was killed, or another version of tinsmith, left another runtime.
#[test]
fn the_shared_runtime_is_checked_and_repaired() {
    let it = Repository::initialized();
    it.succeed(&["add", "botocore:thing@1.2.3"]);
    let library = it.text("clients/runtime/src/lib.rs");
    it.write("clients/runtime/src/lib.rs", "");
    it.write("clients/runtime/src/.lib.rs.tinsmith", "");
    fs::remove_dir_all(it.path("clients/runtime/src/core")).unwrap();
    let report = it.json(&["generate", "--check", "--format", "json"]);
    assert_eq!(report["isUpToDate"], false);
    let differences = report["runtimes"][0]["differences"].as_array().unwrap();
    let changed = json!({"path": "clients/runtime/src/lib.rs", "kind": "changed"});
    assert!(
        differences.contains(&changed) && differences.len() > 10,
        "{report}"
    );
    it.succeed(&["add", "thing"]);
    assert_eq!(it.text("clients/runtime/src/lib.rs"), library);
    it.succeed(&["generate", "--check"]);

    // Killed before the first file had its name.
    fs::remove_dir_all(it.path("clients/runtime")).unwrap();
    it.write("clients/runtime/src/core/.mod.rs.tinsmith", "");
    it.write("clients/runtime/.Cargo.toml.tinsmith", "");
    it.succeed(&["generate"]);
    it.succeed(&["generate", "--check"]);
    assert!(!it.path("clients/runtime/.Cargo.toml.tinsmith").exists());
}

/// Git for Windows converts line endings.
#[test]
fn other_line_endings_are_no_difference() {
    let it = Repository::initialized();
    it.succeed(&["add", "botocore:thing@1.2.3"]);
    for path in [
        "clients/thing/src/lib.rs",
        "clients/runtime/src/lib.rs",
        "models/thing/service-2.json",
        "models/thing/SOURCE.toml",
        "tinsmith.toml",
    ] {
        it.write(path, &it.text(path).replace('\n', "\r\n"));
    }
    it.succeed(&["generate", "--check"]);
}

#[test]
fn what_is_left_of_a_service_is_reported() {
    for (arguments, code) in [
        (&["init"][..], "clients"),
        (&["init", "--modules", "src/aws"], "src/aws"),
    ] {
        let it = Repository::new();
        it.succeed(arguments);
        it.succeed(&["add", "botocore:thing@1.2.3"]);
        it.succeed(&["add", "botocore:other-thing@1.2.3"]);
        it.write(&format!("{code}/mine/mod.rs"), "");
        it.succeed(&["generate", "--check"]);
        let settings = it.text("tinsmith.toml");
        let without = settings.split_once("[services.thing]").unwrap().0;
        let (before, other) = (without, "[services.other-thing]\noperations = \"all\"\n");
        it.write("tinsmith.toml", &format!("{before}{other}"));
        let run = it.run(&["generate", "--check"]);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        let left = format!(
            "\n{code}/thing: was generated, and belongs to no service of tinsmith.toml\nfix: "
        );
        assert!(run.stdout.contains(&left), "{}", run.stdout);
        let model = "warning: models/thing: belongs to no service of tinsmith.toml: remove it";
        assert!(run.stderr.contains(model), "{}", run.stderr);
        let report = it.json(&["generate", "--check", "--format", "json"]);
        assert_eq!(report["leftovers"], json!([format!("{code}/thing")]));
        let run = it.run(&["generate"]);
        assert_eq!(run.code, Some(0));
        assert!(
            run.stderr
                .contains(&format!("warning: {code}/thing: belongs")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn services_that_are_added_at_once_are_all_there() {
    let it = Repository::initialized();
    std::thread::scope(|scope| {
        let add = |service: &'static str| scope.spawn(|| it.succeed(&["add", service]));
        let both = ["botocore:thing@1.2.3", "botocore:other-thing@1.2.3"].map(add);
        for it in both {
            it.join().unwrap();
        }
    });
    let settings = it.text("tinsmith.toml");
    assert!(settings.contains("[services.thing]") && settings.contains("[services.other-thing]"));
    it.succeed(&["generate", "--check"]);
}

#[test]
fn a_bare_name_is_that_of_a_service() {
    let it = Repository::initialized();
    // Folders of other things.
    it.write("thing/notes", "");
    it.succeed(&["add", "thing", "--operations", "Do"]);
    it.succeed(&["add", "thing", "--operations", "Undo"]);
    // The imported model is no source of itself.
    let lock = it.text("models/thing/SOURCE.toml");
    let error = it.fail(2, &["add", "models/thing"]);
    assert!(
        error.contains("models/thing: is the imported model itself\nhint: `tinsmith add thing "),
        "{error}"
    );
    assert_eq!(it.text("models/thing/SOURCE.toml"), lock);
}

/// Nothing is left of a command that fails.
#[test]
fn a_service_with_the_folder_of_the_runtime_is_refused() {
    let it = Repository::initialized();
    let settings = it.text("tinsmith.toml");
    let error = it.fail(2, &["add", "botocore:thing@1.2.3", "--service", "runtime"]);
    assert!(
        error.contains("tinsmith.toml: services.runtime: generates into clients/runtime, which is in the folder of the runtime"),
        "{error}"
    );
    let error = it.fail(
        2,
        &["add", "botocore:thing@1.2.3", "--name", "tinsmith-runtime"],
    );
    assert!(error.contains("the name is reserved"), "{error}");
    assert_eq!(it.text("tinsmith.toml"), settings);
    assert!(!it.path("models").exists() && !it.path("clients").exists());
}
