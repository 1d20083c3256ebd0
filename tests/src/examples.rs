//! The examples of the generated crate, as programs.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The program of an example, built on first use; after `cargo test --workspace --all-features` it
/// is built already.
pub fn program(name: &str) -> PathBuf {
    static PROGRAMS: OnceLock<Vec<(String, PathBuf)>> = OnceLock::new();
    let programs = PROGRAMS.get_or_init(|| {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--workspace", "--all-features", "--examples"])
            .args(["--quiet", "--message-format", "json"])
            .output()
            .expect("cargo runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).lines().filter_map(example).collect()
    });
    let found = programs.iter().find(|(example, _)| example == name);
    found.unwrap_or_else(|| panic!("{programs:?}")).1.clone()
}

/// The name and the program of an example in a message of cargo.
fn example(message: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(message).ok()?;
    let name = message["target"]["name"].as_str()?;
    Some((name.to_owned(), message["executable"].as_str()?.into()))
}
