//! What is built for measuring, `NAME` being `slice` (the operations of the committed crate),
//! `codebuild` and `sagemaker`:
//!
//! | package | what it is |
//! |---|---|
//! | `NAME-ours`, `NAME-types` | generated; the same types with serde's derives |
//! | `NAME-official` | nothing but a dependency on the official crate |
//! | `program-core`, `program-ours`, `program-official` | the smallest programs |
//! | `codec-codebuild`, `codec-dynamodb` | contests of codecs, two programs each |
//! | `aws-sdk-dynamodb` | the official crate with its codec made public ([`opened`](crate::opened)) |

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tinsmith::{Config, Crate, Input};

use crate::BENCH;
use crate::derived;
use crate::services::{self, Service};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::{config, model_files};

/// Files by their paths.
type Files = BTreeMap<String, String>;

/// The HTTP stack that ours has, without that of former times; versions are in the lock file.
const OFFICIAL: &str =
    r#"version = "1", default-features = false, features = ["default-https-client", "rt-tokio"]"#;

/// What the contest of `DynamoDB` needs.
const DYNAMODB: &str = r#"
aws-sdk-dynamodb = { path = "../aws-sdk-dynamodb", default-features = false }
aws-smithy-runtime-api = "1"
aws-smithy-types = "1"
bytes = "1"
dynamodb-ours = { path = "../dynamodb-ours" }
dynamodb-types = { path = "../dynamodb-types" }
http = "1"
serde_json = "1"
"#;

/// What the contest of `CodeBuild` needs.
const CODEBUILD: &str = r#"
slice-types = { path = "../slice-types" }
"#;

/// All packages but the opened one.
pub(crate) fn all(root: &Path) -> Result<BTreeMap<String, Files>> {
    let data = services::models()?;
    let mut generated = vec![("slice", slice(root)?)];
    for name in ["codebuild", "sagemaker", "dynamodb"] {
        let service = Service::new(&data, name);
        generated.push((name, service.generate(&format!("{name}-ours"))?));
    }
    let mut packages = BTreeMap::new();
    for (name, krate) in generated {
        let types = format!("{name}-types");
        packages.insert(types.clone(), derived::files(&krate, &types)?);
        packages.insert(format!("{name}-ours"), krate.files);
    }
    for service in ["codebuild", "sagemaker"] {
        packages.insert(format!("{service}-official"), official(service));
    }
    let generated = quoted(&root.join("generated"));
    let ours = |more: &str| format!("codebuild = {{ path = {generated}{more} }}");
    let client = format!(
        "aws-config = {{ {OFFICIAL} }}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    );
    let core = ours(", default-features = false") + "\nhttp = \"1\"\n";
    let official = format!("aws-sdk-codebuild = {{ {OFFICIAL} }}\n{client}");
    for (name, dependencies) in [
        ("core", core),
        ("ours", format!("{}\n{client}", ours(""))),
        ("official", official),
    ] {
        packages.insert(
            format!("program-{name}"),
            program(root, name, &dependencies)?,
        );
    }
    packages.insert(
        "codec-codebuild".to_owned(),
        codec(root, "codebuild", CODEBUILD)?,
    );
    packages.insert(
        "codec-dynamodb".to_owned(),
        codec(root, "dynamodb", DYNAMODB)?,
    );
    Ok(packages)
}

/// The committed crate, under another name.
fn slice(root: &Path) -> Result<Crate> {
    let all = config::all(root)?;
    let committed = all.into_iter().find(|it| it.target.name == "codebuild");
    let committed =
        committed.ok_or_else(|| Error::usage("model", "no crate codebuild is configured"))?;
    let input = Input {
        model: model_files::read(&committed.model)?,
        overlay: committed.overlay()?,
        examples: BTreeMap::new(),
        config: Config {
            crate_name: Some("slice-ours".to_owned()),
            crate_version: committed.target.version.clone(),
            operations: committed.target.operations.names(),
            command: "cargo xtask bench".to_owned(),
            runtime: services::runtime(),
        },
    };
    Ok(tinsmith::generate(&input)?)
}

/// A package around the official crate, because cargo chooses features for members only.
fn official(service: &str) -> Files {
    let dependencies = format!("aws-sdk-{service} = {{ {OFFICIAL} }}\n");
    let library = format!("pub use aws_sdk_{service} as sdk;\n");
    Files::from([
        manifest(&format!("{service}-official"), "", &dependencies),
        ("src/lib.rs".to_owned(), library),
    ])
}

/// One of the smallest programs.
fn program(root: &Path, name: &str, dependencies: &str) -> Result<Files> {
    Ok(Files::from([
        manifest(&format!("program-{name}"), "", dependencies),
        ("src/main.rs".to_owned(), source(root, name)?),
    ]))
}

/// A contest of codecs.
fn codec(root: &Path, service: &str, more: &str) -> Result<Files> {
    let name = format!("codec-{service}");
    let measure = quoted(&root.join(BENCH).join("measure"));
    let dependencies =
        format!("allocation-counter = \"0.8\"\nmeasure = {{ path = {measure} }}\n{more}");
    let mut files = Files::from([
        manifest(&name, "[lib]\nname = \"codec\"\n\n", &dependencies),
        (
            "src/lib.rs".to_owned(),
            source(root, &format!("codec_{service}"))?,
        ),
    ]);
    for how in ["time", "allocations"] {
        let text = source(root, &format!("codec_{how}"))?;
        files.insert(format!("src/bin/{name}-{how}.rs"), text);
    }
    Ok(files)
}

fn manifest(name: &str, more: &str, dependencies: &str) -> (String, String) {
    let package = "version = \"0.1.0\"\nedition = \"2024\"\npublish = false";
    let text =
        format!("[package]\nname = \"{name}\"\n{package}\n\n{more}[dependencies]\n{dependencies}");
    ("Cargo.toml".to_owned(), text)
}

/// A path as TOML has it.
fn quoted(path: &Path) -> String {
    toml::Value::from(path.to_string_lossy().into_owned()).to_string()
}

/// A program in `tests/bench/measure/programs`.
fn source(root: &Path, name: &str) -> Result<String> {
    let path = root.join(format!("{BENCH}/measure/programs/{name}.rs"));
    fs::read_to_string(&path).map_err(|error| Error::io(&path, "read it", &error))
}
