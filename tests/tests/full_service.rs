//! Whole services, from botocore's own models with their real documentation.
//!
//! `CodeBuild` is compiled, in a place below `target` that keeps what was compiled for the next
//! time; of five other services of the same protocol, it is enough that they generate.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::Instant;

use codegen::{Config, Crate, Input};
use flate2::read::GzDecoder;
use serde_json::Value;
use tests::{fixtures, project::Project};

#[test]
fn codebuild_compiles_and_passes_clippy_and_rustdoc() {
    let krate = generate(&input("codebuild"), "codebuild");
    assert_eq!(krate.counts.operations, 59);
    assert_eq!(operations(&krate), 59);
    // The documentation is what makes it real: the committed model has none.
    let build = &krate.files["src/types/build.rs"];
    assert!(build.contains("\n/// Information about a build.\n"));

    let members = ["crate".to_owned()];
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "full-service", &members);
    project.write_crate("crate", &krate);
    let core = "--no-default-features";
    project.cargo(&format!("clippy {core} -- -Dwarnings"));
    project.cargo(&format!("clippy {core} --features serde -- -Dwarnings"));
    project.cargo(&format!("build {core} --features serde"));
    project.cargo(&format!("doc --no-deps {core} --features serde"));
    // With the client: AWS's runtime is there from the fixtures.
    project.cargo("clippy --all-features --all-targets -- -Dwarnings");
    project.cargo("doc --no-deps --all-features");
}

#[test]
fn other_services_generate() {
    for service in ["dynamodb", "ecs", "glue", "sagemaker", "stepfunctions"] {
        let mut input = input(service);
        let [supported, unsupported] = by_support(&input);
        if !unsupported.is_empty() {
            let error = codegen::generate(&input).err().unwrap_or_else(|| {
                panic!("{service}: {unsupported:?} are supported now: no need to leave them out")
            });
            let report = fixtures::report(&error);
            assert_eq!(error.problems().len(), unsupported.len(), "{report}");
            for name in &unsupported {
                let place = format!("operations.{name}.endpoint.hostPrefix: ");
                assert!(report.contains(&place), "{report}");
            }
            input.config.operations = Some(supported.clone());
        }
        let krate = generate(&input, service);
        assert_eq!(krate.counts.operations, supported.len());
        assert_eq!(operations(&krate), supported.len());
    }
}

/// Generates twice, which has to be the same, and counts.
fn generate(input: &Input, service: &str) -> Crate {
    let started = Instant::now();
    let krate = codegen::generate(input).unwrap_or_else(|error| panic!("{service}: {error}"));
    println!(
        "{service}: {:?}, {} files, {} lines, {:.1?}",
        krate.counts,
        krate.files.len(),
        krate
            .files
            .values()
            .map(|text| text.lines().count())
            .sum::<usize>(),
        started.elapsed()
    );
    assert!(codegen::generate(input).is_ok_and(|again| again == krate));
    let counts = krate.counts;
    assert_eq!(
        counts.emitted + counts.folded + counts.skipped,
        counts.closure
    );
    krate
}

/// The number of files with an operation.
fn operations(krate: &Crate) -> usize {
    let paths = krate.files.keys();
    paths
        .filter(|path| path.starts_with("src/operation/"))
        .count()
}

/// The newest model of a service.
fn input(service: &str) -> Input {
    let versions = fs::read_dir(data().join(service)).expect("botocore knows the service");
    let newest = versions.map(|entry| entry.expect("an entry").path()).max();
    let files = fs::read_dir(newest.expect("a version")).expect("the files of the version");
    let model: BTreeMap<_, _> = files
        .map(|entry| entry.expect("an entry"))
        .filter_map(|entry| {
            let name = entry.file_name().into_string().expect("names are ASCII");
            let is_example = name.starts_with("examples-1");
            (!is_example).then(|| (name, fs::read(entry.path()).expect("the file can be read")))
        })
        .collect();
    Input {
        model,
        overlay: None,
        examples: BTreeMap::new(),
        config: Config {
            crate_name: Some(format!("full-{service}")),
            crate_version: "0.1.0".to_owned(),
            operations: None,
            command: "cargo xtask test".to_owned(),
        },
    }
}

/// The operations that can be generated, and those that cannot be because of a host prefix.
fn by_support(input: &Input) -> [Vec<String>; 2] {
    let mut json = Vec::new();
    GzDecoder::new(&*input.model["service-2.json.gz"])
        .read_to_end(&mut json)
        .expect("botocore packs its models");
    let model: Value = serde_json::from_slice(&json).expect("JSON");
    let operations = model["operations"].as_object().expect("operations");
    let (unsupported, supported): (Vec<_>, Vec<_>) = operations
        .iter()
        .partition(|(_, operation)| operation["endpoint"]["hostPrefix"].is_string());
    [supported, unsupported].map(|list| list.into_iter().map(|(name, _)| name.clone()).collect())
}

/// The models of the botocore that `requirements.txt` pins.
fn data() -> PathBuf {
    env::var_os("BOTOCORE_DATA")
        .map(PathBuf::from)
        .expect("BOTOCORE_DATA is not set: run `cargo xtask test`, which does it")
}
