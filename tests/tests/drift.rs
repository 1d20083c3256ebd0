//! The committed crates against what the committed models generate.
//!
//! `cargo xtask codegen --check` does the same and shows the lines; this test needs only `cargo
//! test`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tests::fixtures;
use tinsmith::output::DifferenceKind::{Changed, Foreign, Missing, Orphan};
use tinsmith::output::MARKER;
use tinsmith::{Config, Crate, Input};

/// Files by their path in a folder, with `/` between the parts.
type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn committed_crates_equal_generated_ones() {
    let mut report = String::new();
    let configured = configured();
    assert!(!configured.is_empty());
    for (folder, input) in &configured {
        let krate = tinsmith::generate(input).unwrap_or_else(|error| panic!("{error}"));
        let mut existing = files(&root().join(folder));
        existing.retain(|path, _| !is_no_part_of_it(path));
        report += &drift(folder, &krate, &existing);
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn reports_all_drift_at_once() {
    let krate = fixtures::generate("json-1-1");
    let texts = krate.files.clone().into_iter();
    let mut existing: Files = texts
        .map(|(path, text)| (path, text.into_bytes()))
        .collect();
    assert_eq!(drift("here", &krate, &existing), "");
    existing.remove("src/lib.rs");
    existing.insert("notes.txt".to_owned(), b"mine".to_vec());
    existing.insert(
        "src/old.rs".to_owned(),
        format!("// {MARKER} a shape that is gone.").into_bytes(),
    );
    existing.insert("Cargo.toml".to_owned(), b"edited".to_vec());
    assert_eq!(
        drift("here", &krate, &existing),
        "here is not what its model generates; `cargo xtask codegen` makes it so:\n  \
         changed here/Cargo.toml\n  \
         foreign here/notes.txt (move it away)\n  \
         missing here/src/lib.rs\n  \
         orphan here/src/old.rs\n"
    );
}

/// Nothing of the runtime is copied: a crate has the files of its service and no others, and none
/// of them has the text of a file of the runtime.
#[test]
fn a_crate_contains_nothing_of_the_runtime() {
    let runtime = files(&root().join("codegen/runtime/src"));
    let generated = ["event-streams", "json-1-1", "query-compatible", "waiters"];
    for krate in generated.map(fixtures::generate) {
        for (path, text) in &krate.files {
            let place = path.strip_prefix("src/");
            let (folder, _) = place.and_then(|it| it.rsplit_once('/')).unwrap_or_default();
            assert!(
                ["", "operation", "types", "waiter"].contains(&folder),
                "{path}"
            );
            for (source, bytes) in &runtime {
                let source_text = str::from_utf8(bytes).expect("UTF-8");
                assert!(!text.contains(source_text), "{path} contains {source}");
            }
        }
        let roots = krate.files.keys().filter_map(|it| it.strip_prefix("src/"));
        let roots: BTreeSet<_> = roots.filter(|it| !it.contains('/')).collect();
        let known = [
            "client.rs",
            "config.rs",
            "endpoint.rs",
            "error.rs",
            "lib.rs",
            "operation.rs",
            "types.rs",
            "waiter.rs",
        ];
        assert!(roots.is_subset(&known.into()), "{roots:?}");
    }
}

/// A crate asks for the optional features of the runtime that its service needs, and for no others.
#[test]
fn manifests_name_the_features_of_the_runtime_that_the_service_needs() {
    // What is about responses is needed without a client, too.
    for (fixture, always, of_client) in [
        (
            "compression",
            &["aws-json"][..],
            &["request-compression"][..],
        ),
        ("checksums", &["rest-json"], &["byte-stream", "checksums"]),
        ("discovery", &["aws-json"], &["endpoint-discovery"]),
        ("event-streams", &["aws-json"], &["event-stream"]),
        ("query-compatible", &["aws-json", "query-compatible"], &[]),
        ("json-1-1", &["aws-json"], &[]),
    ] {
        let krate = fixtures::generate(fixture);
        assert_eq!(krate.runtime_features, [always, of_client].concat());
        assert_eq!(
            features(&krate),
            (owned(always), owned(of_client)),
            "{fixture}"
        );
    }
    let krate = tinsmith::generate(&fixtures::of_model(with_all_features())).expect("a crate");
    let all = ["event-stream", "endpoint-discovery", "request-compression"];
    assert_eq!(
        features(&krate),
        (owned(&["aws-json", "query-compatible"]), owned(&all))
    );
}

fn owned(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// The features of the runtime that the manifest asks for: always, and for a client besides
/// `client` itself. The other features of the crate bring that of their name.
fn features(krate: &Crate) -> (BTreeSet<String>, BTreeSet<String>) {
    let manifest: toml::Table = toml::from_str(&krate.files["Cargo.toml"]).expect("TOML");
    let list = |value: &toml::Value| -> BTreeSet<String> {
        let names = value.as_array().expect("a list").iter();
        names
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect()
    };
    let dependencies = manifest["dependencies"].as_table().expect("a table");
    assert_eq!(
        dependencies.keys().collect::<Vec<_>>(),
        ["tinsmith-runtime"]
    );
    let always = dependencies["tinsmith-runtime"].get("features").map(list);
    let of_runtime = |feature: &str| {
        let names = list(&manifest["features"][feature]).into_iter();
        names
            .filter_map(|name| Some(name.strip_prefix("tinsmith-runtime/")?.to_owned()))
            .collect::<BTreeSet<_>>()
    };
    for name in ["default-https-client", "serde", "stream", "test-util"] {
        assert_eq!(of_runtime(name), owned(&[name]));
    }
    let mut of_client = of_runtime("client");
    assert!(of_client.remove("client"));
    (always.unwrap_or_default(), of_client)
}

/// A model of which a crate needs all optional features of the runtime.
fn with_all_features() -> String {
    let model = |name: &str| {
        let text = fixtures::input(name).model.remove("service-2.json");
        serde_json::from_slice::<serde_json::Value>(&text.expect("a model")).expect("JSON")
    };
    let (mut all, discovery) = (model("event-streams"), model("discovery-plain"));
    for section in ["operations", "shapes"] {
        let more = discovery[section].as_object().expect("an object").clone();
        let section = all[section].as_object_mut().expect("an object");
        section.extend(more);
    }
    all["metadata"]["awsQueryCompatible"] = serde_json::json!({});
    all["operations"]["Lend"]["requestcompression"] = serde_json::json!({"encodings": ["gzip"]});
    all.to_string()
}

/// The drift of a crate; empty if it is as generated.
fn drift(folder: &str, krate: &Crate, existing: &Files) -> String {
    let mut report = String::new();
    for difference in krate.differences(existing) {
        let (word, remark) = match difference.kind {
            Changed { .. } => ("changed", ""),
            Missing { .. } => ("missing", ""),
            Orphan { .. } => ("orphan", ""),
            Foreign => ("foreign", " (move it away)"),
        };
        report += &format!("  {word} {folder}/{}{remark}\n", difference.path);
    }
    if !report.is_empty() {
        report.insert_str(
            0,
            &format!(
                "{folder} is not what its model generates; `cargo xtask codegen` makes it so:\n"
            ),
        );
    }
    report
}

/// The crates that `model/*/codegen.toml` configure: folder and input.
fn configured() -> Vec<(String, Input)> {
    let models = fs::read_dir(root().join("model")).expect("the models are there");
    let models = models.map(|entry| entry.expect("an entry").path());
    models
        .filter_map(|model| {
            let configuration = fs::read_to_string(model.join("codegen.toml")).ok()?;
            let configuration: toml::Table = toml::from_str(&configuration).expect("TOML");
            let krate = &configuration["crate"];
            let text = |key: &str| krate[key].as_str().expect("a string").to_owned();
            let operations = krate["operations"].as_array().map(|names| {
                let names = names.iter().map(|name| name.as_str().expect("a name"));
                names.map(str::to_owned).collect()
            });
            // From the crate to the workspace, and from there to the runtime.
            let up = text("path").split('/').map(|_| "../").collect::<String>();
            let runtime = configuration["runtime"]["path"].as_str();
            let runtime = up + runtime.expect("a path");
            let input = Input {
                overlay: fs::read(model.join("overlay.json")).ok(),
                overlay_name: None,
                examples: examples(&model),
                model: files_of_model(&model),
                config: Config {
                    crate_name: Some(text("name")),
                    crate_version: text("version"),
                    operations,
                    command: "cargo xtask codegen".to_owned(),
                    runtime: tinsmith::Runtime::Path(runtime),
                },
            };
            Some((text("path"), input))
        })
        .collect()
}

/// The files of a committed model, in botocore's format and never compressed.
fn files_of_model(model: &Path) -> Files {
    let mut files = files(model);
    files.retain(|path, _| {
        let name = path.strip_suffix(".json");
        name.is_some_and(|name| name != "overlay" && !name.contains('/'))
    });
    files
}

fn examples(model: &Path) -> BTreeMap<String, String> {
    let folder = model.join("examples");
    if !folder.exists() {
        return BTreeMap::new();
    }
    let text = |bytes| String::from_utf8(bytes).expect("an example is text");
    let files = files(&folder).into_iter();
    files
        .filter(|(path, _)| path.strip_suffix(".rs").is_some() || path == "Cargo.toml")
        .filter(|(path, _)| !path.starts_with('.'))
        .map(|(path, bytes)| (path, text(bytes)))
        .collect()
}

/// Files in the folder of a crate that are not generated and belong there.
fn is_no_part_of_it(path: &str) -> bool {
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    let is_ours = matches!(path, "LICENSE-APACHE" | "LICENSE-MIT");
    is_hidden || is_ours || path == "Cargo.lock" || path.starts_with("target/")
}

fn files(folder: &Path) -> Files {
    fn walk(folder: &Path, prefix: &str, files: &mut Files) {
        let entries = fs::read_dir(folder)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()));
        for entry in entries {
            let entry = entry.expect("an entry");
            let path = format!("{prefix}{}", entry.file_name().display());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{path}/"), files);
            } else {
                files.insert(path, fs::read(entry.path()).unwrap_or_default());
            }
        }
    }
    let mut found = Files::new();
    walk(folder, "", &mut found);
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("")
}
