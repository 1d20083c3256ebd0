//! The crates and programs under test, a workspace in `target/benchmarks/workspace`.
//!
//! | package | content |
//! |---|---|
//! | `slice-ours` | generated: the operations of the committed crate |
//! | `SERVICE-ours`, `SERVICE-five` | generated: the whole service; five operations |
//! | `ec2-twelve`, `s3-twelve` | generated: [`EC2_OPERATIONS`, `S3_OPERATIONS`](crate::crates) |
//! | `NAME-types` | the types of `NAME-ours` with serde's derives ([`derived`](crate::derived)) |
//! | `SERVICE-official` | a dependency on the official crate |
//! | `program-core`, `program-ours`, `program-official` | minimal programs |
//! | `services-five`, `services-whole`, `services-official` | a program with clients of [`SERVICES`] |
//! | `codec-codebuild`, `codec-dynamodb`, `codec-lambda`, `codec-ec2`, `codec-s3` | comparisons of codecs, two programs each |
//! | `SERVICE-public-codec` | official crates with their codecs made public ([`public_codec`]) |
//! | `slice-rest-ours` | the operations of the committed crate, over REST |
//! | `streams` | throughput of byte streams |
//! | `s3-calls` | calls of S3 with either client |
//! | `transfers` | transfers of objects |
//!
//! Generated crates depend on the runtime of this repository by path. The versions of all other
//! dependencies are those of `tests/bench/Cargo.lock`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::crates::{self, SERVICES};
use crate::public_codec;
use crate::size::number;
use crate::{BENCH, Context};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::folder::{self, Change};
use tinsmith_cli::print;
use tinsmith_cli::process::{cargo, finish};

/// Contents by path.
type Files = BTreeMap<String, String>;

/// A generated crate that is compared with the official one.
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    /// The first part of the names of its packages.
    pub(crate) package: &'static str,
    pub(crate) service: &'static str,
}

pub(crate) const SUBJECTS: [Subject; 7] = [
    Subject {
        name: "the committed crate (11 operations)",
        package: "slice",
        service: "codebuild",
    },
    Subject {
        name: "whole CodeBuild",
        package: "codebuild",
        service: "codebuild",
    },
    Subject {
        name: "whole SageMaker",
        package: "sagemaker",
        service: "sagemaker",
    },
    Subject {
        name: "whole Lambda",
        package: "lambda",
        service: "lambda",
    },
    Subject {
        name: "whole API Gateway",
        package: "apigateway",
        service: "apigateway",
    },
    Subject {
        name: "whole STS",
        package: "sts",
        service: "sts",
    },
    Subject {
        name: "whole IAM",
        package: "iam",
        service: "iam",
    },
];

impl Subject {
    /// Whether it is compared with types that have serde's derives: those of awsJson are only a body.
    pub(crate) fn has_types(&self) -> bool {
        ["codebuild", "sagemaker"].contains(&self.service)
    }
}

/// The HTTP stack that ours has, without the legacy one; versions are in the lock file.
const OFFICIAL: &str =
    r#"version = "1", default-features = false, features = ["default-https-client", "rt-tokio"]"#;

/// Dependencies of the comparison on `DynamoDB`.
const DYNAMODB: &str = r#"
aws-sdk-dynamodb = { package = "dynamodb-public-codec", path = "../dynamodb-public-codec", default-features = false }
aws-smithy-runtime-api = "1"
aws-smithy-types = "1"
bytes = "1"
dynamodb-ours = { path = "../dynamodb-ours" }
dynamodb-types = { path = "../dynamodb-types" }
http = "1"
serde_json = "1"
"#;

/// Dependencies of the comparison on Lambda, besides the runtime.
const LAMBDA: &str = r#"
aws-sdk-lambda = { package = "lambda-public-codec", path = "../lambda-public-codec", default-features = false }
aws-smithy-runtime-api = "1"
aws-smithy-types = "1"
bytes = "1"
http = "1"
lambda-ours = { path = "../lambda-ours" }
serde_json = "1"
"#;

/// Dependencies of the comparison on EC2, besides the official crate.
const EC2: &str = r#"
bytes = "1"
ec2-twelve = { path = "../ec2-twelve" }
http = "1"
quick-xml = "0.42"
"#;

/// Dependencies of the comparison on S3, besides the official crate.
const S3: &str = r#"
bytes = "1"
http = "1"
quick-xml = "0.42"
s3-twelve = { path = "../s3-twelve" }
"#;

/// Dependencies of the calls of S3, besides the official crate.
const S3_CALLS: &str = r#"
s3-twelve = { path = "../s3-twelve" }
tokio = { version = "1", features = ["rt"] }
"#;

/// Dependencies of the comparison of byte streams.
const STREAMS: &str = r#"
aws-smithy-types = { version = "1", features = ["http-body-1-x"] }
http-body-util = "0.1"
hyper = { version = "1", features = ["client", "http1", "server"] }
hyper-util = { version = "0.1", features = ["tokio"] }
mediastore-data-ours = { path = "../mediastore-data-ours" }
tokio = { version = "1", features = ["net", "rt"] }
"#;

/// Dependencies of the comparison of transfers. The official transfer manager is not in the lock file, because
/// it has the old HTTP stack below it, with known vulnerabilities.
const TRANSFERS: &str = r#"
aws-sdk-s3-transfer-manager = "=0.3.1"
s3-twelve = { path = "../s3-twelve", features = ["transfers"] }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
"#;

/// The workspace.
pub(crate) struct Workspace {
    pub(crate) folder: PathBuf,
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Writes what differs, and fetches the dependencies.
    pub(crate) fn write(context: &Context) -> Result<Self> {
        let workspace = Self {
            folder: context.folder.join("workspace"),
            target: context.folder.join("target"),
        };
        print::progress("writing the crates to build");
        let packages = packages(&context.root)?;
        let names: Vec<_> = packages.keys().collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n");
        let mut files = vec![("Cargo.toml".to_owned(), manifest)];
        // Cargo reduces the lock file to what is needed, so the copy says whether it is outdated.
        let lock = read(&context.root.join(BENCH).join("Cargo.lock"))?;
        if read(&workspace.folder.join("Cargo.lock.original")).is_ok_and(|copy| copy == lock) {
            print::progress("the lock file is up to date");
        } else {
            files.push(("Cargo.lock".to_owned(), lock.clone()));
            files.push(("Cargo.lock.original".to_owned(), lock));
        }
        let mut change = Change::new(&workspace.folder)?;
        let files = files.into_iter();
        change.write = files.map(|(path, text)| (path, text.into())).collect();
        let mut changes = vec![change];
        for (name, files) in &packages {
            changes.push(changed(&workspace.folder.join(name), files)?);
        }
        folder::apply(&changes.iter().collect::<Vec<_>>())?;
        print::progress("fetching dependencies");
        let mut fetch = workspace.cargo("fetch");
        fetch.arg("--quiet");
        finish(fetch, "cargo fetch")?;
        Ok(workspace)
    }

    /// A cargo command, without incremental compilation.
    pub(crate) fn cargo(&self, command: &str) -> Command {
        let mut cargo = cargo(&self.folder);
        cargo.arg(command);
        cargo.env("CARGO_INCREMENTAL", "0");
        cargo.env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// Builds packages in the release profile.
    pub(crate) fn build(&self, packages: &[&str]) -> Result<()> {
        print::progress(format_args!("building {}", packages.join(", ")));
        let mut build = self.cargo("build");
        build.args(["--quiet", "--release", "--offline"]);
        for package in packages {
            build.args(["--package", package]);
        }
        finish(build, "cargo build")
    }

    /// Builds programs in the release profile and without symbols; dependencies are not affected.
    pub(crate) fn build_stripped(&self, packages: &[&str]) -> Result<()> {
        for package in packages {
            print::progress(format_args!("building {package}"));
            let mut build = self.cargo("rustc");
            build.args(["--quiet", "--release", "--offline", "--package", package]);
            build.args(["--", "-C", "strip=symbols"]);
            finish(build, "cargo rustc")?;
        }
        Ok(())
    }

    /// The path of a program.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        let suffix = std::env::consts::EXE_SUFFIX;
        self.target.join("release").join(format!("{name}{suffix}"))
    }

    /// The size of a program in bytes.
    pub(crate) fn binary_size(&self, name: &str) -> Result<f64> {
        let path = self.program(name);
        let metadata = fs::metadata(&path);
        let metadata = metadata.map_err(|error| Error::io(&path, "read it", &error))?;
        Ok(number(metadata.len()))
    }
}

/// The change that makes a folder hold exactly these files.
fn changed(folder: &Path, files: &Files) -> Result<Change> {
    let mut change = Change::new(folder)?;
    let mut existing = folder::files(change.folder(), files)?;
    for (path, text) in files {
        if existing
            .remove(path)
            .is_none_or(|old| old != text.as_bytes())
        {
            change.write.push((path.clone(), text.clone().into_bytes()));
        }
    }
    change.remove = existing.into_keys().collect();
    Ok(change)
}

/// The files of all packages.
fn packages(root: &Path) -> Result<BTreeMap<String, Files>> {
    let mut packages = crates::all(root)?;
    for service in [
        "codebuild",
        "sagemaker",
        "lambda",
        "apigateway",
        "ec2",
        "iam",
        "s3",
        "sts",
    ] {
        // Cargo selects features for members only, so the official crate needs a member around it.
        let dependencies = format!("aws-sdk-{service} = {{ {OFFICIAL} }}\n");
        let name = format!("{service}-official");
        let library = format!("pub use aws_sdk_{service} as sdk;\n");
        let files = [
            manifest(&name, "", &dependencies),
            ("src/lib.rs".into(), library),
        ];
        packages.insert(name, files.into());
    }
    packages.extend(public_codec::all(root)?);

    let program = |name: &str, source: &str, dependencies: &str| {
        let main = ("src/main.rs".to_owned(), program(root, source)?);
        let files = Files::from([manifest(name, "", dependencies), main]);
        Ok::<_, Error>((name.to_owned(), files))
    };
    let generated = quoted(&root.join("generated"));
    let ours = |more: &str| format!("codebuild = {{ path = {generated}{more} }}\n");
    let client = format!(
        "aws-config = {{ {OFFICIAL} }}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    );
    let core = ours(", default-features = false") + "http = \"1\"\n";
    let official = format!("aws-sdk-codebuild = {{ {OFFICIAL} }}\n{client}");
    packages.extend([
        program("program-core", "core", &core)?,
        program("program-ours", "ours", &(ours("") + &client))?,
        program("program-official", "official", &official)?,
    ]);
    // The same program for all: the dependencies are renamed.
    for name in ["five", "whole", "official"] {
        let mut dependencies = client.clone();
        for (service, _) in SERVICES {
            dependencies += &match name {
                "official" => {
                    format!("{service} = {{ package = \"aws-sdk-{service}\", {OFFICIAL} }}\n")
                }
                _ => {
                    let package = match name {
                        "five" => format!("{service}-five"),
                        _ => format!("{service}-ours"),
                    };
                    format!("{service} = {{ package = \"{package}\", path = \"../{package}\" }}\n")
                }
            };
        }
        let name = format!("services-{name}");
        packages.extend([program(&name, "services", &dependencies)?]);
    }
    let slice_types = "slice-types = { path = \"../slice-types\" }\n";
    let measure = quoted(&root.join(BENCH).join("measure"));
    let measure = format!("measure = {{ path = {measure} }}\n");
    let streams = format!("aws-sdk-mediastoredata = {{ {OFFICIAL} }}\n{measure}{STREAMS}");
    let s3 = format!("aws-sdk-s3 = {{ {OFFICIAL} }}\n");
    packages.extend([
        program("streams", "streams", &streams)?,
        program("s3-calls", "s3_calls", &format!("{s3}{measure}{S3_CALLS}"))?,
        program(
            "transfers",
            "transfers",
            &format!("{s3}{measure}{TRANSFERS}"),
        )?,
    ]);
    let ec2 = format!("aws-sdk-ec2 = {{ {OFFICIAL} }}\n{EC2}");
    let runtime = quoted(&root.join("codegen/runtime"));
    let lambda = format!("tinsmith-runtime = {{ path = {runtime} }}\n{LAMBDA}");
    let s3 = s3 + S3;
    for (service, dependencies) in [
        ("codebuild", slice_types),
        ("dynamodb", DYNAMODB),
        ("lambda", &lambda),
        ("ec2", &ec2),
        ("s3", &s3),
    ] {
        packages.insert(
            format!("codec-{service}"),
            codec(root, service, dependencies)?,
        );
    }
    Ok(packages)
}

/// A comparison of codecs, as a program for time and one for allocations.
fn codec(root: &Path, service: &str, dependencies: &str) -> Result<Files> {
    let name = format!("codec-{service}");
    let measure = quoted(&root.join(BENCH).join("measure"));
    let dependencies =
        format!("allocation-counter = \"0.8\"\nmeasure = {{ path = {measure} }}\n{dependencies}");
    let library = program(root, &format!("codec_{service}"))?;
    let mut files = Files::from([
        manifest(&name, "[lib]\nname = \"codec\"\n\n", &dependencies),
        ("src/lib.rs".to_owned(), library),
    ]);
    for quantity in ["time", "allocations"] {
        let text = program(root, &format!("codec_{quantity}"))?;
        files.insert(format!("src/bin/{name}-{quantity}.rs"), text);
    }
    Ok(files)
}

fn manifest(name: &str, more: &str, dependencies: &str) -> (String, String) {
    let package = "version = \"0.1.0\"\nedition = \"2024\"\npublish = false";
    let text =
        format!("[package]\nname = \"{name}\"\n{package}\n\n{more}[dependencies]\n{dependencies}");
    ("Cargo.toml".to_owned(), text)
}

/// A path as a TOML string.
fn quoted(path: &Path) -> String {
    toml::Value::from(path.to_string_lossy().into_owned()).to_string()
}

/// A program in `tests/bench/measure/programs`.
fn program(root: &Path, name: &str) -> Result<String> {
    read(&root.join(format!("{BENCH}/measure/programs/{name}.rs")))
}

pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| Error::io(path, "read it", &error))
}
