use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use serde_json::json;

use super::*;
use crate::digest::sha256;

/// An installed package with one service.
fn package(files: &[(&str, Value)]) -> tempfile::TempDir {
    let package = tempfile::tempdir().unwrap();
    for (path, document) in files {
        let path = package.path().join("botocore/data").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = serde_json::to_vec(document).unwrap();
        if path.extension().unwrap() == "gz" {
            let mut gz = GzEncoder::new(fs::File::create(path).unwrap(), Compression::fast());
            gz.write_all(&text).unwrap();
            gz.finish().unwrap();
        } else {
            fs::write(path, text).unwrap();
        }
    }
    package
}

fn origin(package: &Path, service: &str) -> Origin {
    Origin {
        folder: package.join(DATA).join(service),
        base: package.to_owned(),
        version: Some("1.2.3".to_owned()),
        service: service.to_owned(),
    }
}

fn service(operations: &[&str]) -> Value {
    let operations = operations.iter().map(|name| {
        (
            (*name).to_owned(),
            json!({"name": name, "documentation": "<p>gone</p>"}),
        )
    });
    json!({
        "metadata": {"apiVersion": "2020-01-01"},
        "operations": Value::Object(operations.collect()),
        "shapes": {}
    })
}

#[test]
fn takes_the_newest_files_and_their_origin() {
    let package = package(&[
        ("thing/2019-01-01/service-2.json.gz", service(&["Old"])),
        ("thing/2020-01-01/service-2.json.gz", service(&["New"])),
        (
            "thing/2020-01-01/service-2.sdk-extras.json",
            json!({"merge": {"documentation": ""}}),
        ),
        ("thing/2020-01-01/waiters-2.json", json!({"waiters": {}})),
        ("thing/2020-01-01/examples-1.json", json!({})),
        (
            "partitions.json",
            json!({"partitions": [{"id": "aws", "regions": {"r": {"description": "gone"}}}]}),
        ),
    ]);
    let import = import(&origin(package.path(), "thing"), false).unwrap();
    let names: Vec<_> = import.files.keys().collect();
    assert_eq!(
        names,
        [
            "SOURCE.toml",
            "partitions.json",
            "service-2.json",
            "service-2.sdk-extras.json"
        ]
    );
    let partitions: Value = serde_json::from_slice(&import.files["partitions.json"]).unwrap();
    assert_eq!(partitions["partitions"][0]["regions"], json!({"r": {}}));
    let model = String::from_utf8(import.files["service-2.json"].clone()).unwrap();
    assert!(model.contains("\"New\"") && !model.contains("gone") && model.ends_with("}\n"));
    assert_eq!(
        import.files["service-2.sdk-extras.json"],
        b"{\n  \"merge\": {}\n}\n"
    );

    let source: toml::Table =
        toml::from_str(std::str::from_utf8(&import.files["SOURCE.toml"]).unwrap()).unwrap();
    assert_eq!(source["version"].as_str(), Some("1.2.3"));
    assert_eq!(source["api_version"].as_str(), Some("2020-01-01"));
    let files = source["file"].as_array().unwrap();
    assert_eq!(files.len(), 3);
    assert_eq!(
        files[0]["path"].as_str(),
        Some("botocore/data/partitions.json")
    );
    assert_eq!(
        files[1]["path"].as_str(),
        Some("botocore/data/thing/2020-01-01/service-2.json.gz")
    );
    let bytes = fs::read(
        package
            .path()
            .join("botocore/data/thing/2020-01-01/service-2.json.gz"),
    )
    .unwrap();
    let digests = ["sha256", "facts_sha256"].map(|key| files[1][key].as_str());
    let facts = &import.files["service-2.json"];
    assert_eq!(digests, [Some(&*sha256(&bytes)), Some(&*sha256(facts))]);
}

#[test]
fn keeps_documentation_if_asked_to() {
    let package = package(&[("thing/2020-01-01/service-2.json", service(&["New"]))]);
    let import = import(&origin(package.path(), "thing"), true).unwrap();
    let model = String::from_utf8(import.files["service-2.json"].clone()).unwrap();
    assert!(model.contains("<p>gone</p>"), "{model}");
    let source = String::from_utf8(import.files["SOURCE.toml"].clone()).unwrap();
    assert!(source.contains("\ndocumentation = true\n"), "{source}");
}

#[test]
fn a_broken_package_is_an_error() {
    let package = package(&[
        ("a/1/paginators-1.json", json!({})),
        ("b/1/service-2.json", json!(3)),
    ]);
    let data = package.path().join("botocore/data");
    fs::create_dir_all(data.join("c/1")).unwrap();
    fs::write(data.join("c/1/service-2.json.gz"), [0x1f, 0x8b, 0x08]).unwrap();
    for service in ["a", "b", "c"] {
        assert!(
            import(&origin(package.path(), service), false).is_err(),
            "{service}"
        );
    }
}

#[test]
fn changes_only_what_differs_and_what_is_imported() {
    let package = package(&[
        ("thing/2020-01-01/service-2.json", service(&["New"])),
        (
            "thing/2020-01-01/paginators-1.json",
            json!({"pagination": {}}),
        ),
    ]);
    let import = import(&origin(package.path(), "thing"), false).unwrap();
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("thing");
    fs::create_dir(&folder).unwrap();
    for name in ["overlay.json", "codegen.toml"] {
        fs::write(folder.join(name), "{}").unwrap();
    }
    // The last import had more files. What is no model file is not removed, whatever the lock lists.
    let lock = std::str::from_utf8(&import.files["SOURCE.toml"]).unwrap();
    let mut lock: Source = toml::from_str(lock).unwrap();
    for name in ["waiters-2.json", "old.json", "own.toml", "../above.json"] {
        fs::write(folder.join(name), "{}").unwrap();
        let file = SourceFile::new(name.to_owned(), name.to_owned(), b"", b"{}");
        lock.files.push(file);
    }
    fs::write(folder.join("SOURCE.toml"), lock.to_text().unwrap()).unwrap();
    let same = "paginators-1.json";
    fs::write(folder.join(same), &import.files[same]).unwrap();
    let workspace = Workspace::at(root.path()).unwrap();
    let change = import.change(&workspace, &folder).unwrap();
    assert_eq!(
        change
            .write
            .iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>(),
        ["service-2.json", "SOURCE.toml"]
    );
    let removed: Vec<_> = change.remove.iter().collect();
    assert_eq!(removed, ["old.json", "waiters-2.json"]);
    let old = service(&["Old", "Older"]);
    assert_eq!(
        Names::compare("operations", &old, &import.service).line("operations"),
        "1 operations, +1 (New), -2 (Old, Older)"
    );
    assert_eq!(
        Names::compare("operations", &Value::Null, &import.service).line("operations"),
        "1 operations"
    );
}

#[test]
fn the_folder_in_a_package_names_the_service() {
    let package = package(&[("logs/2020-01-01/service-2.json", service(&["New"]))]);
    let data = package.path().join(DATA);
    let copy = package.path().join("copy");
    fs::create_dir(&copy).unwrap();
    for (folder, name) in [
        (data.join("logs"), "logs"),
        (data.join("logs/2020-01-01"), "logs"),
        (copy, "cloudwatch-logs"),
    ] {
        let origin = Origin::folder(&folder, "cloudwatch-logs").unwrap();
        assert_eq!(origin.service, name, "{}", folder.display());
    }
}

#[test]
fn a_file_with_the_name_of_the_overlay_is_not_imported() {
    let files = Files::from([("overlay.json".to_owned(), b"{}".to_vec())]);
    let error = import_files(&files, "thing", "1", false).err().unwrap();
    let message = "is the name of the overlay in a model's folder";
    assert_eq!(error.problems[0].message, message);
}
