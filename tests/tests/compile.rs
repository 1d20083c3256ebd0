//! The code that the fixtures generate compiles without warnings, passes clippy and rustdoc, and
//! runs.
//!
//! The crates are in a workspace below `target/fixtures`, which keeps what it compiled for the next
//! run. `fixtures/round_trip.rs` is run there.

use tests::fixtures;
use tests::project::{Project, dependency, runtime_dependency};

/// The fixtures that are also compiled with all features; not all, because AWS's runtime is slow to
/// build.
const WITH_CLIENT: [&str; 12] = [
    "fixture-endpoints",
    "fixture-constraints",
    "fixture-discovery",
    "fixture-discovery-plain",
    "fixture-errors",
    "fixture-event-streams",
    "fixture-obstacles",
    "fixture-odd-operations",
    "fixture-pagination",
    "fixture-query-compatible",
    "fixture-unsigned",
    "fixture-waiters",
];

/// The fixture whose examples are compiled: it has required lists of all kinds.
const EXAMPLES: &str = "fixture-constraints";

const ROUND_TRIP: &str = include_str!("../fixtures/round_trip.rs");

#[test]
fn fixtures_compile_and_run() {
    let workspace = write();
    // The core.
    let core = "--workspace --no-default-features";
    workspace.cargo(&format!("clippy {core} --keep-going -- -Dwarnings"));
    workspace.cargo(&format!(
        "clippy {core} --features serde --keep-going -- -Dwarnings"
    ));
    workspace.cargo(&format!("doc --no-deps {core} --features serde"));
    workspace.cargo("test --package round-trip --no-fail-fast");
    // All features.
    let packages = WITH_CLIENT
        .map(|name| format!("--package {name}"))
        .join(" ");
    let features = "--all-features --all-targets";
    workspace.cargo(&format!(
        "clippy {packages} {features} --keep-going -- -Dwarnings"
    ));
    workspace.cargo(&format!("test --doc --package {EXAMPLES} --all-features"));
}

/// A workspace with the crates of all fixtures, and one that runs them.
fn write() -> Project {
    let names = fixtures::names();
    let members: Vec<_> = names
        .iter()
        .cloned()
        .chain(["round-trip".to_owned()])
        .collect();
    let workspace = Project::new(env!("CARGO_TARGET_TMPDIR"), "fixtures", &members);
    for name in &names {
        workspace.write_crate(name, &fixtures::generate(name));
    }
    workspace.write("round-trip/Cargo.toml", &runner(&names));
    workspace.write("round-trip/src/lib.rs", "");
    workspace.write("round-trip/tests/round_trip.rs", ROUND_TRIP);
    workspace
}

/// The manifest of the crate that runs the others.
fn runner(names: &[String]) -> String {
    let features = ["serde"];
    let mut text = "[package]\nname = \"round-trip\"\nedition = \"2024\"\n\n\
        [features]\nserde = []\n\n[dependencies]\nserde = \"1\"\nserde_json = \"1\"\n"
        .to_owned();
    text += &(runtime_dependency(&features) + "\n");
    for name in names {
        text += &(dependency(&format!("fixture-{name}"), name, &features) + "\n");
    }
    text
}
