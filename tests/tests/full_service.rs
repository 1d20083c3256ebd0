//! Whole services, from botocore's own models with their real documentation.
//!
//! `CodeBuild` is compiled, in a place below `target` that keeps what was compiled for the next
//! time; of five other services of the same protocol, it is enough that they generate.

use std::time::Instant;

use codegen::{Crate, Input};
use tests::{botocore, project::Project};

#[test]
fn codebuild_compiles_and_passes_clippy_and_rustdoc() {
    let krate = generate(&botocore::input("codebuild"), "codebuild");
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
        let input = botocore::input(service);
        let model = botocore::document(&input, "service-2");
        let count = model["operations"].as_object().expect("operations").len();
        let krate = generate(&input, service);
        assert_eq!(krate.counts.operations, count);
        assert_eq!(operations(&krate), count);
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
