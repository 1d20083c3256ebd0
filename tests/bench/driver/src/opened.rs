//! The official crate of `DynamoDB` with its codec made public.
//!
//! It still has a codec of its own, in modules that only it can see (that of `CodeBuild` has schemas, which are
//! public). So it is copied from cargo's registry, and the three words that hide the codec are
//! changed; nothing else is. The copy stays below `target/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use quote::ToTokens as _;
use serde_json::Value;
use syn::{Item, parse_quote};

use crate::BENCH;
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::process::cargo;

/// Its name, and that of the folder of the copy.
pub(crate) const DYNAMODB: &str = "aws-sdk-dynamodb";

/// The modules that are made public, by the files that declare them.
const HIDDEN: [(&str, &str); 2] = [
    ("src/lib.rs", "protocol_serde"),
    ("src/protocol_serde.rs", "shape_query"),
];

/// The files of the copy.
pub(crate) fn dynamodb(root: &Path) -> Result<BTreeMap<String, String>> {
    let source = source(root, DYNAMODB)?;
    let mut files = BTreeMap::new();
    let mut folders = vec!["src".to_owned()];
    while let Some(folder) = folders.pop() {
        let place = source.join(&folder);
        let failed = |error: &std::io::Error| Error::io(&place, "read it", error);
        for entry in fs::read_dir(&place).map_err(|error| failed(&error))? {
            let name = entry.map_err(|error| failed(&error))?.file_name();
            let path = format!("{folder}/{}", name.to_string_lossy());
            if source.join(&path).is_dir() {
                folders.push(path);
            } else {
                files.insert(path.clone(), read(&source.join(&path))?);
            }
        }
    }
    // Its tests and benchmarks are not copied, so they must not be in the manifest.
    let manifest = read(&source.join("Cargo.toml"))?;
    let mut manifest: toml::Table = manifest
        .parse()
        .map_err(|error| Error::usage(DYNAMODB, error))?;
    for section in ["bench", "test", "dev-dependencies"] {
        manifest.remove(section);
    }
    files.insert("Cargo.toml".to_owned(), manifest.to_string());
    for (path, module) in HIDDEN {
        let opened = files.get(path).and_then(|text| with_public(text, module));
        let opened = opened.ok_or_else(|| {
            Error::failure(DYNAMODB, format_args!("{path} has no module {module}"))
                .hint("another version of it may be organized otherwise")
        })?;
        files.insert(path.to_owned(), opened);
    }
    Ok(files)
}

/// A file whose module of this name is public; `None` if it has none.
fn with_public(text: &str, module: &str) -> Option<String> {
    let mut file = syn::parse_file(text).ok()?;
    let mut modules = file.items.iter_mut().filter_map(|item| match item {
        Item::Mod(item) if item.ident == module => Some(item),
        _ => None,
    });
    let found = modules.next()?;
    found.vis = parse_quote!(pub);
    found.attrs.push(parse_quote!(#[allow(missing_docs)]));
    Some(file.to_token_stream().to_string())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| Error::io(path, "read it", &error))
}

/// Where cargo has the sources of a package of `tests/bench`, which it downloads if it is asked.
pub(crate) fn source(root: &Path, name: &str) -> Result<std::path::PathBuf> {
    let mut command = cargo(&root.join(BENCH));
    command.args([
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--all-features",
    ]);
    let metadata = output(command)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let manifest = packages
        .filter(|package| package["name"] == name)
        .find_map(|package| package["manifest_path"].as_str());
    let folder = manifest.and_then(|path| Path::new(path).parent());
    folder
        .map(Path::to_owned)
        .ok_or_else(|| Error::failure("cargo metadata", format_args!("{name} is not there")))
}

fn output(mut command: Command) -> Result<Value> {
    let failed = |error: &dyn std::fmt::Display| Error::failure("cargo metadata", error);
    let output = command.output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        return Err(failed(&String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| failed(&error))
}
