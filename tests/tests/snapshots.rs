//! Snapshots of the code that the fixtures generate.
//!
//! Each fixture has one snapshot with all its files, or only their names. What is the same in every
//! crate (manifest, README) is left out.

use tests::fixtures;

/// Fixtures of which the snapshot has only the names, because there are very many.
const OUTLINES: [&str; 2] = ["obstacles", "odd-operations"];

fn snapshot(name: &str) -> String {
    let generated = fixtures::generate(name);
    let mut text = format!("{:?}\n", generated.counts);
    for (path, file) in &generated.files {
        if !path.starts_with("src/") {
            continue;
        }
        if OUTLINES.contains(&name) {
            text.push_str(&format!("\n======== {path}\n\n{}", outline(file)));
        } else {
            text.push_str(&format!("\n======== {path}\n\n{file}"));
        }
    }
    text
}

/// The lines of a file that give something a name.
fn outline(file: &str) -> String {
    let names = ["pub ", "mod ", "crate::", "error: "];
    let is_name = |line: &&str| {
        let line = line.trim_start();
        // The rows of tables end like this: `name: "name";`.
        names.iter().any(|start| line.starts_with(start)) || line.contains(": \"")
    };
    let lines = file
        .lines()
        .filter(is_name)
        .filter(|line| !line.contains("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn generated_code_of_every_fixture() {
    for name in fixtures::names() {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.clone(), snapshot(&name));
        });
    }
}
