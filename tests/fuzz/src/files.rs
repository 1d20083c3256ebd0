//! Files of a model as raw bytes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use tinsmith::{Config, Input};

use crate::{Target, verdict};

pub(crate) const TARGET: Target = Target {
    name: "files",
    run,
    tokens: &[
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "null",
        "true",
        "1",
        "-0",
        "1e999",
        "\\u0000",
        "\\ud800",
        "\u{1f}",
        "{\"smithy\":\"2.0\",\"shapes\":",
        "{\"metadata\":",
        "\"operations\":",
        "\"shapes\":",
        "\"type\":",
        "\"structure\"",
        "\"members\":",
        "\"shape\":",
        "\"protocol\":\"json\",\"jsonVersion\":\"1.1\"",
        "\"merge\":",
        "\"rules\":",
        "\"partitions\":",
        "\"pagination\":",
        "\"waiters\":",
        "\"version\":",
    ],
};

/// The files that a model can have; the last one is of either format.
pub(crate) const NAMES: &[&str] = &[
    "service-2.json",
    "service-2.sdk-extras.json",
    "paginators-1.json",
    "paginators-1.sdk-extras.json",
    "waiters-2.json",
    "endpoint-rule-set-1.json",
    "partitions.json",
    "overlay.json",
];

/// A small model with a file of each kind.
static BASE: LazyLock<Input> = LazyLock::new(|| {
    let mut base = fixture("waiters");
    let other = fixture("pagination");
    for (name, file) in other.model {
        base.model.entry(name).or_insert(file);
    }
    base.model.remove("paginators-1.json");
    base.model.remove("paginators-1.sdk-extras.json");
    base
});

fn run(bytes: &[u8]) -> bool {
    let Some((&which, bytes)) = bytes.split_first() else {
        return false;
    };
    let which = usize::from(which);
    let name = NAMES[which % NAMES.len()];
    let mut input = BASE.clone();
    // Alone, a file may be of either format.
    if which >= 128 {
        input.model.clear();
        input.overlay = None;
    }
    put(&mut input, name, bytes.to_vec());
    verdict::generate(&input)
}

/// Sets a file of an input.
pub(crate) fn put(input: &mut Input, name: &str, bytes: Vec<u8>) {
    if name == "overlay.json" {
        input.overlay = Some(bytes);
    } else {
        input.model.insert(name.to_owned(), bytes);
    }
}

/// A fixture of the tests, with all its files.
pub(crate) fn fixture(name: &str) -> Input {
    of_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../fixtures")
            .join(name),
    )
}

/// The committed model.
pub(crate) fn codebuild() -> Input {
    of_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../model/codebuild"))
}

fn of_folder(folder: &Path) -> Input {
    let mut input = empty();
    for name in NAMES {
        if let Ok(bytes) = std::fs::read(folder.join(name)) {
            put(&mut input, name, bytes);
        }
    }
    assert!(!input.model.is_empty(), "{}", folder.display());
    input
}

/// An input without any file.
pub(crate) fn empty() -> Input {
    Input {
        model: BTreeMap::new(),
        overlay: None,
        overlay_name: None,
        examples: BTreeMap::new(),
        config: Config {
            crate_name: Some("fuzzed".to_owned()),
            crate_version: "0.1.0".to_owned(),
            operations: None,
            command: "cargo xtask codegen".to_owned(),
            runtime: tinsmith::Runtime::default(),
        },
    }
}
