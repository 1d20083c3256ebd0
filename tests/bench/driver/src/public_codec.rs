//! Official crates with their codecs made public.
//!
//! Some have them in private modules (that of `CodeBuild` has public schemas). The crate is copied from
//! cargo's registry to below `target/`, and the modules are made public.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens as _;
use serde_json::Value;
use syn::{Item, parse_quote};

use crate::BENCH;
use crate::packages::read;
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::process::cargo;

/// The private modules of official crates by service, with the files that declare them.
const CODECS: [(&str, &[(&str, &str)]); 2] = [
    (
        "dynamodb",
        &[
            ("src/lib.rs", "protocol_serde"),
            ("src/protocol_serde.rs", "shape_query"),
        ],
    ),
    (
        "lambda",
        &[
            ("src/lib.rs", "protocol_serde"),
            ("src/protocol_serde.rs", "shape_create_function"),
            ("src/protocol_serde.rs", "shape_list_functions"),
        ],
    ),
];

/// The copies by the names of their packages.
pub(crate) fn all(root: &Path) -> Result<Vec<(String, BTreeMap<String, String>)>> {
    let copies = CODECS.iter().map(|(service, modules)| {
        let name = format!("{service}-public-codec");
        let files = copy(root, &format!("aws-sdk-{service}"), &name, modules)?;
        Ok((name, files))
    });
    copies.collect()
}

/// The files of a copy of a package under another name.
fn copy(
    root: &Path,
    package: &str,
    name: &str,
    modules: &[(&str, &str)],
) -> Result<BTreeMap<String, String>> {
    let source = source(root, package)?;
    let mut files = BTreeMap::new();
    let mut folders = vec!["src".to_owned()];
    while let Some(folder) = folders.pop() {
        let place = source.join(&folder);
        let failed = |error: std::io::Error| Error::io(&place, "read it", &error);
        for entry in fs::read_dir(&place).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let path = format!("{folder}/{}", name.to_string_lossy());
            if source.join(&path).is_dir() {
                folders.push(path);
            } else {
                files.insert(path.clone(), read(&source.join(&path))?);
            }
        }
    }
    let manifest = read(&source.join("Cargo.toml"))?;
    let mut manifest: toml::Table = manifest
        .parse()
        .map_err(|error| Error::usage(package, error))?;
    // Tests and benchmarks are not copied.
    for section in ["bench", "test", "dev-dependencies"] {
        manifest.remove(section);
    }
    // Another name than that of the original, which is in the same workspace.
    manifest["package"]["name"] = name.into();
    files.insert("Cargo.toml".to_owned(), manifest.to_string());
    for &(path, module) in modules {
        let text = files.get(path).and_then(|text| with_public(text, module));
        let text = text.ok_or_else(|| {
            Error::failure(package, format_args!("{path} has no module {module}"))
                .hint("this version of it may be organized differently")
        })?;
        files.insert(path.to_owned(), text);
    }
    Ok(files)
}

/// A file with this module made public; `None` if it does not declare it.
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

/// The folder of a dependency of `tests/bench`, which cargo downloads if it is missing.
pub(crate) fn source(root: &Path, name: &str) -> Result<PathBuf> {
    let failed = |error: &dyn std::fmt::Display| Error::failure("cargo metadata", error);
    let mut command = cargo(&root.join(BENCH));
    command.args([
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--all-features",
    ]);
    let output = command.output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        return Err(failed(&String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| failed(&error))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let manifest = packages
        .filter(|package| package["name"] == name)
        .find_map(|package| package["manifest_path"].as_str());
    let folder = manifest.and_then(|path| Path::new(path).parent());
    folder
        .map(Path::to_owned)
        .ok_or_else(|| failed(&format_args!("no package {name}")))
}
