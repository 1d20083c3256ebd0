//! What the fixtures generate, for people to read.
//!
//! Each fixture has one snapshot with all its files. What is the same in every crate (the runtime,
//! the manifest, the README) is left out.

use tests::fixtures;

fn snapshot(name: &str) -> String {
    let generated = fixtures::generate(name);
    let mut text = format!("{:?}\n", generated.counts);
    for (path, file) in &generated.files {
        let is_shown = path.starts_with("src/") && !path.starts_with("src/runtime");
        if is_shown {
            text.push_str(&format!("\n======== {path}\n\n{file}"));
        }
    }
    text
}

#[test]
fn every_fixture() {
    for name in fixtures::names() {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.clone(), snapshot(&name));
        });
    }
}
