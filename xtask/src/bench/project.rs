//! The crates and programs that cargo builds for us, a workspace in `target/benchmarks/workspace`.
//!
//! What is there, `NAME` being `slice` (the committed crate's operations), `codebuild` and `sagemaker`:
//!
//! | package | what it is |
//! |---|---|
//! | `NAME-ours`, `NAME-types` | generated; the same types with serde's derives |
//! | `codebuild-official`, `sagemaker-official` | nothing but a dependency on the official crate, without the features of former times |
//! | `program-core`, `program-ours`, `program-official` | the smallest programs |
//! | `codec-codebuild`, `codec-dynamodb` | contests of codecs |
//! | `aws-sdk-dynamodb` | the official crate with its codec made public ([`opened`](super::opened)) |
//!
//! The versions of all dependencies are those of `tests/bench/Cargo.lock`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::{Config, Crate, Input};

use super::services::Service;
use super::usage::{self, Usage};
use super::{Context, derived, opened};
use crate::error::{Error, Result};
use crate::folder::{self, Change, Folder};
use crate::test_command::{self, BENCH, cargo};
use crate::{config, model_files, print};

/// The subjects of building and size: their names, as people know them and as packages.
pub(super) const SUBJECTS: [(&str, &str, &str); 3] = [
    ("the committed crate (11 operations)", "slice", "codebuild"),
    ("whole CodeBuild", "codebuild", "codebuild"),
    ("whole SageMaker", "sagemaker", "sagemaker"),
];

/// The workspace.
pub(super) struct Project {
    pub(super) folder: PathBuf,
    /// Where cargo puts what it makes.
    pub(super) target: PathBuf,
    root: PathBuf,
}

impl Project {
    /// Writes all of it, leaving alone what is as it should be.
    pub(super) fn write(context: &Context) -> Result<Self> {
        let project = Self {
            folder: context.folder.join("workspace"),
            target: context.folder.join("target"),
            root: context.root.clone(),
        };
        print::progress("writing the crates to build");
        let data = test_command::models(&context.root)?;
        let mut packages: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let mut generated = BTreeMap::new();
        generated.insert("slice", slice(&context.root, "slice-ours")?);
        for name in ["codebuild", "sagemaker", "dynamodb"] {
            let service = Service::new(&data, name).without_refused()?;
            generated.insert(name, service.generate(&format!("{name}-ours"))?);
        }
        for (name, krate) in generated {
            let types = format!("{name}-types");
            packages.insert(types.clone(), derived::files(&krate, &types));
            packages.insert(format!("{name}-ours"), krate.files);
        }
        for service in ["codebuild", "sagemaker"] {
            packages.insert(format!("{service}-official"), official(service));
        }
        packages.extend(programs(&context.root)?);
        packages.extend(codecs(&context.root)?);

        let mut names: Vec<_> = packages.keys().map(String::as_str).collect();
        names.push(opened::DYNAMODB);
        project.file("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.release]\nstrip = true\n"))?;
        project.lock()?;
        // It has to be there before cargo reads the workspace.
        project.package(opened::DYNAMODB, &opened::dynamodb(&context.root)?)?;
        for (name, files) in &packages {
            project.package(name, files)?;
        }
        print::progress("fetching what they depend on");
        let mut fetch = project.cargo("fetch");
        fetch.arg("--quiet");
        test_command::finish(fetch, "cargo fetch")?;
        Ok(project)
    }

    /// Takes over the lock file, if it is not the one that was taken over before. Cargo cuts it down
    /// to what is needed.
    fn lock(&self) -> Result<()> {
        let original = self.root.join(BENCH).join("Cargo.lock");
        let text = fs::read_to_string(&original)
            .map_err(|error| Error::io(&original, "read it", &error))?;
        let copy = self.folder.join("Cargo.lock.original");
        if fs::read_to_string(copy).is_ok_and(|copy| copy == text) {
            return Ok(());
        }
        self.file("Cargo.lock", &text)?;
        self.file("Cargo.lock.original", &text)
    }

    fn file(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, "create it", &error))?;
        fs::write(&path, text).map_err(|error| Error::io(&path, "write it", &error))
    }

    fn package(&self, name: &str, files: &BTreeMap<String, String>) -> Result<()> {
        let folder = Folder::open(&self.folder.join(name))?;
        let mut change = Change::default();
        let mut existing = folder::files(folder.path(), files)?;
        for (path, text) in files {
            if existing
                .remove(path)
                .is_none_or(|old| old != text.as_bytes())
            {
                change.write.insert(path.clone(), text.clone().into_bytes());
            }
        }
        change.remove = existing.into_keys().collect::<BTreeSet<_>>();
        folder.apply(&change)
    }

    /// A cargo command here.
    pub(super) fn cargo(&self, command: &str) -> Command {
        let mut cargo = cargo(&self.folder);
        cargo.arg(command);
        // A release is built without it anyway; what others compile of ours is not, either.
        cargo.env("CARGO_INCREMENTAL", "0");
        cargo.env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// Builds packages for use, not for measuring.
    pub(super) fn build(&self, packages: &[&str]) -> Result<()> {
        print::progress(format_args!("building {}", packages.join(", ")));
        let mut build = self.cargo("build");
        build.args(["--quiet", "--release", "--offline"]);
        for package in packages {
            build.args(["--package", package]);
        }
        test_command::finish(build, "cargo build")
    }

    /// Says what a command takes.
    pub(super) fn usage(&self, command: &Command, what: &str) -> Result<Usage> {
        usage::of(command, what, &self.folder)
    }
}

/// The committed crate, under another name.
fn slice(root: &Path, name: &str) -> Result<Crate> {
    let all = config::all(root)?;
    let committed = all.into_iter().find(|it| it.target.name == "codebuild");
    let committed =
        committed.ok_or_else(|| Error::usage("model", "no crate codebuild is configured"))?;
    let input = Input {
        model: model_files::read(&committed.model)?,
        overlay: committed.overlay()?,
        examples: BTreeMap::new(),
        config: Config {
            crate_name: Some(name.to_owned()),
            crate_version: committed.target.version.clone(),
            operations: committed.target.operations.names(),
            command: "cargo xtask bench".to_owned(),
        },
    };
    Ok(codegen::generate(&input)?)
}

/// A package around the official crate, because cargo chooses features for members only.
fn official(service: &str) -> BTreeMap<String, String> {
    let manifest = format!(
        "{}\n[dependencies]\naws-sdk-{service} = {FEATURES}\n",
        package(&format!("{service}-official"))
    );
    let library = format!("pub use aws_sdk_{service} as sdk;\n");
    BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), library),
    ])
}

/// The HTTP stack that ours has; the version is in the lock file.
const FEATURES: &str = r#"{ version = "1", default-features = false, features = ["default-https-client", "rt-tokio"] }"#;

fn package(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n"
    )
}

/// The smallest programs, in `tests/bench/measure/programs`.
fn programs(root: &Path) -> Result<BTreeMap<String, BTreeMap<String, String>>> {
    let generated = root.join("generated");
    let generated = generated.display();
    let client = format!(
        "aws-config = {FEATURES}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}"
    );
    let mut packages = BTreeMap::new();
    for (name, dependencies) in [
        (
            "core",
            format!(
                "codebuild = {{ path = {:?}, default-features = false }}\nhttp = \"1\"",
                generated.to_string()
            ),
        ),
        (
            "ours",
            format!(
                "codebuild = {{ path = {:?} }}\n{client}",
                generated.to_string()
            ),
        ),
        (
            "official",
            format!("aws-sdk-codebuild = {FEATURES}\n{client}"),
        ),
    ] {
        let source = root.join(format!("{BENCH}/measure/programs/{name}.rs"));
        let text =
            fs::read_to_string(&source).map_err(|error| Error::io(&source, "read it", &error))?;
        let name = format!("program-{name}");
        let manifest = format!("{}\n[dependencies]\n{dependencies}\n", package(&name));
        let files = [
            ("Cargo.toml".to_owned(), manifest),
            ("src/main.rs".to_owned(), text),
        ];
        packages.insert(name, files.into());
    }
    Ok(packages)
}

/// The contests of codecs. Each is two programs, because counting allocations takes time.
fn codecs(root: &Path) -> Result<BTreeMap<String, BTreeMap<String, String>>> {
    let measure = root.join(BENCH).join("measure");
    let dependencies = format!(
        "measure = {{ path = {:?} }}\nallocation-counter = \"0.8.1\"\n",
        measure.display().to_string()
    );
    let mut packages = BTreeMap::new();
    for (service, more) in [
        (
            "codebuild",
            "slice-types = { path = \"../slice-types\" }\n".to_owned(),
        ),
        (
            "dynamodb",
            "dynamodb-ours = { path = \"../dynamodb-ours\" }\ndynamodb-types = { path = \"../dynamodb-types\" }\n\
             aws-sdk-dynamodb = { path = \"../aws-sdk-dynamodb\", default-features = false }\n\
             aws-smithy-runtime-api = \"1\"\naws-smithy-types = \"1\"\nbytes = \"1\"\nhttp = \"1\"\nserde_json = \"1\"\n"
                .to_owned(),
        ),
    ] {
        let source = measure.join(format!("programs/codec_{service}.rs"));
        let text =
            fs::read_to_string(&source).map_err(|error| Error::io(&source, "read it", &error))?;
        let name = format!("codec-{service}");
        let manifest = format!("{}\n[dependencies]\n{dependencies}{more}", package(&name));
        let program = |meter: &str| {
            format!(
                "fn main() {{\n    {}::contest({meter});\n}}\n",
                name.replace('-', "_")
            )
        };
        let counting = "measure::contest::Meter::Allocations(|work| {\n        let counted = allocation_counter::measure(work);\n        \
                        measure::contest::Allocations { count: counted.count_total, peak_bytes: counted.bytes_max }\n    })";
        let files = [
            ("Cargo.toml".to_owned(), manifest),
            ("src/lib.rs".to_owned(), text),
            (
                format!("src/bin/{name}-time.rs"),
                program("measure::contest::Meter::time()"),
            ),
            (format!("src/bin/{name}-allocations.rs"), program(counting)),
        ];
        packages.insert(name, files.into());
    }
    Ok(packages)
}
