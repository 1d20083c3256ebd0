//! The paginators and waiters of all JSON services in botocore generate: every expression in them
//! has a place in its model and a form in Rust.
//!
//! `cargo xtask test -- --test paging -- --ignored`; it takes minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use codegen::{Config, Input};
use flate2::read::GzDecoder;
use serde_json::Value;

/// The models of the botocore that `requirements.txt` pins.
fn data() -> PathBuf {
    env::var_os("BOTOCORE_DATA")
        .map(PathBuf::from)
        .expect("BOTOCORE_DATA is not set: run `cargo xtask test`, which does it")
}

/// The files of the newest version of a service.
fn model(service: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    let versions = fs::read_dir(service).ok()?;
    let newest = versions
        .map(|entry| entry.expect("an entry").path())
        .max()?;
    let files = fs::read_dir(newest)
        .ok()?
        .map(|entry| entry.expect("an entry"));
    let kinds = ["service-2", "paginators-1", "waiters-2"];
    Some(
        files
            .filter_map(|entry| {
                let name = entry.file_name().into_string().expect("names are ASCII");
                let is_used = kinds.iter().any(|kind| name.starts_with(kind));
                is_used.then(|| (name, fs::read(entry.path()).expect("a file")))
            })
            .collect(),
    )
}

fn json(model: &BTreeMap<String, Vec<u8>>, stem: &str) -> Option<Value> {
    let (_, bytes) = model
        .iter()
        .find(|(name, _)| matches!(name.strip_prefix(stem), Some(".json" | ".json.gz")))?;
    let mut text = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        GzDecoder::new(&**bytes)
            .read_to_end(&mut text)
            .expect("gzip");
    } else {
        text.clone_from(bytes);
    }
    Some(serde_json::from_slice(&text).expect("JSON"))
}

fn is_json(service: &Value) -> bool {
    let metadata = &service["metadata"];
    match metadata["protocols"].as_array() {
        Some(protocols) => protocols.iter().any(|it| it == "json"),
        None => metadata["protocol"] == "json",
    }
}

/// Whether a shape leads to one of the others.
fn reaches(service: &Value, from: &str, goals: &BTreeSet<String>) -> bool {
    let mut open = vec![from.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if goals.contains(&name) {
            return true;
        }
        let shape = &service["shapes"][&name];
        let members = shape["members"]
            .as_object()
            .into_iter()
            .flat_map(|it| it.values());
        let references = members.chain([&shape["member"], &shape["value"]]);
        for target in references.filter_map(|it| it["shape"].as_str()) {
            if seen.insert(target.to_owned()) {
                open.push(target.to_owned());
            }
        }
    }
    false
}

/// The operations that a problem keeps from being generated.
fn operations_of(service: &Value, path: &str) -> Vec<String> {
    if let Some(rest) = path.strip_prefix("operations.") {
        return vec![rest.split('.').next().unwrap_or(rest).to_owned()];
    }
    let shape = path.strip_prefix("shapes.").unwrap_or_default();
    let goals = BTreeSet::from([shape.split('.').next().unwrap_or_default().to_owned()]);
    let operations = service["operations"].as_object().into_iter().flatten();
    let ends = operations.filter(|(_, operation)| {
        let sides = [&operation["input"]["shape"], &operation["output"]["shape"]];
        sides
            .iter()
            .filter_map(|side| side.as_str())
            .any(|side| reaches(service, side, &goals))
    });
    ends.map(|(name, _)| name.clone()).collect()
}

/// How many entries of a file are for operations that are generated.
fn entries(file: Option<&Value>, key: &str, is_generated: impl Fn(&str) -> bool) -> usize {
    let entries = file
        .and_then(|file| file[key].as_object())
        .into_iter()
        .flatten();
    entries
        .filter(|(name, entry)| is_generated(entry["operation"].as_str().unwrap_or(name)))
        .count()
}

#[test]
#[ignore = "minutes"]
fn all_json_services() {
    let (mut services, mut paginators, mut waiters, mut left_out) = (0, 0, 0, 0);
    let mut folders: Vec<_> = fs::read_dir(data())
        .expect("botocore's data")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    for folder in folders {
        let Some(model) = model(&folder) else {
            continue;
        };
        let Some(service) = json(&model, "service-2").filter(is_json) else {
            continue;
        };
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let (pagination, waiting) = (json(&model, "paginators-1"), json(&model, "waiters-2"));
        let mut input = Input {
            model,
            overlay: None,
            examples: BTreeMap::new(),
            config: Config {
                crate_name: Some(format!("all-{name}")),
                crate_version: "0.1.0".to_owned(),
                operations: None,
                command: "cargo xtask test".to_owned(),
            },
        };
        // Operations that cannot be generated at all are left out.
        let krate = match codegen::generate(&input) {
            Ok(krate) => krate,
            Err(error) => {
                let all = service["operations"].as_object().expect("operations");
                let bad: BTreeSet<_> = error
                    .problems()
                    .iter()
                    .flat_map(|problem| operations_of(&service, &problem.path))
                    .collect();
                assert!(!bad.is_empty(), "{name}: {error}");
                left_out += bad.len();
                let good = all.keys().filter(|it| !bad.contains(*it)).cloned();
                input.config.operations = Some(good.collect());
                codegen::generate(&input).unwrap_or_else(|error| panic!("{name}: {error}"))
            }
        };
        services += 1;
        let generated = |pattern: &str| {
            let files = krate
                .files
                .iter()
                .filter(|(path, _)| !path.starts_with("src/runtime"));
            files.filter(|(_, text)| text.contains(pattern)).count()
        };
        let paged = generated("client::paginator::Paginated");
        let waited = generated("client::waiter::Waiter");
        let selected = input.config.operations.as_ref();
        let is_generated = |name: &str| selected.is_none_or(|it| it.iter().any(|it| it == name));
        let pagination = entries(pagination.as_ref(), "pagination", is_generated);
        assert_eq!(paged, pagination, "{name}: paginators");
        let waiting = entries(waiting.as_ref(), "waiters", is_generated);
        assert_eq!(waited, waiting, "{name}: waiters");
        paginators += paged;
        waiters += waited;
    }
    println!(
        "{services} services, {paginators} paginators, {waiters} waiters; {left_out} operations \
         left out"
    );
    assert!(services >= 150, "{services} services");
    assert!(
        paginators > 1000 && waiters > 90,
        "{paginators} paginators, {waiters} waiters"
    );
}
