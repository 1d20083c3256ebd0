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
        existing.retain(|path, _| !is_cargos_or_an_editors(path));
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

/// The generator has a list of the runtime's modules: none is forgotten in it. A crate that has a
/// part has all its lines, but for the attributes that tell the parts.
#[test]
fn the_whole_runtime_is_in_a_crate() {
    const PARTS: [&str; 4] = [
        "#[cfg(feature = \"endpoint-discovery\")]",
        "#[cfg(feature = \"event-stream\")]",
        "#[cfg(feature = \"query-compatible\")]",
        "#[cfg(feature = \"request-compression\")]",
    ];
    let krate = tinsmith::generate(&fixtures::of_model(with_all_parts())).expect("a crate");
    let files_of_runtime = krate.files.into_iter().filter_map(|(path, text)| {
        let path = path.strip_prefix("src/runtime")?;
        let path = path.strip_prefix('/').unwrap_or("lib.rs");
        Some((path.to_owned(), text))
    });
    let generated: BTreeMap<_, _> = files_of_runtime.collect();
    let sources = files(&root().join("codegen/runtime/src"));
    assert_eq!(
        generated.keys().collect::<BTreeSet<_>>(),
        sources.keys().collect()
    );
    for (path, text) in generated {
        // The service's own.
        if path == "client/test_util/samples.rs" {
            continue;
        }
        let source = str::from_utf8(&sources[&path]).expect("UTF-8");
        let lines = source.lines().filter(|line| !PARTS.contains(&line.trim()));
        let source: String = lines.map(|line| format!("{line}\n")).collect();
        let is_as_it_is = text.ends_with(&source);
        assert!(is_as_it_is, "{path} is not as it is in codegen/runtime/src");
    }
}

/// A model of which a crate has all parts of the runtime.
fn with_all_parts() -> String {
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

/// A crate without streams of events, or whose endpoint is known, knows nothing of such things.
#[test]
fn a_part_is_only_where_it_is_needed() {
    let krate = fixtures::generate("json-1-1");
    for (path, text) in &krate.files {
        let mut lines = text.lines();
        let is_mention = |line: &&str| {
            let line = line.to_lowercase().replace(['-', '_'], "");
            let names = ["eventstream", "discover"];
            names.iter().any(|name| line.contains(name)) && !line.starts_with("//!")
        };
        assert_eq!(lines.find(is_mention), None, "{path}");
    }
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
            let input = Input {
                overlay: fs::read(model.join("overlay.json")).ok(),
                examples: examples(&model),
                model: files_of_model(&model),
                config: Config {
                    crate_name: Some(text("name")),
                    crate_version: text("version"),
                    operations,
                    command: "cargo xtask codegen".to_owned(),
                    runtime: tinsmith::Runtime::Path("../codegen/runtime".to_owned()),
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

/// Files in the folder of a crate that are not part of it.
fn is_cargos_or_an_editors(path: &str) -> bool {
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    is_hidden || path == "Cargo.lock" || path.starts_with("target/")
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
