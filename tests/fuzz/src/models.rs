//! The committed models, changed in a few places.

use std::path::Path;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use serde_json::Value;
use tinsmith::Input;
use tinsmith::compare::Revision;
use tinsmith::explain::Explainer;

use crate::files::{self, fixture, put};
use crate::{Target, mutate, verdict};

pub(crate) const TARGET: Target = Target {
    name: "models",
    run: |bytes| try_model(&mut Unstructured::new(bytes)).unwrap_or(false),
    tokens: &[],
};

pub(crate) const COMPARISONS: Target = Target {
    name: "comparisons",
    run: |bytes| try_comparison(&mut Unstructured::new(bytes)).unwrap_or(false),
    tokens: &[],
};

/// A model whose files are values.
struct Base {
    input: Input,
    files: Vec<(String, Value)>,
}

static BASES: LazyLock<Vec<Base>> = LazyLock::new(|| {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut names: Vec<_> = std::fs::read_dir(&fixtures)
        .expect("the fixtures")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| fixtures.join(name).is_dir())
        .collect();
    names.sort();
    let mut inputs: Vec<_> = names.iter().map(|name| fixture(name)).collect();
    // Of the committed model, `RetryBuild`.
    let mut committed = files::codebuild();
    committed.config.operations = Some(vec!["RetryBuild".to_owned(), "ListBuilds".to_owned()]);
    inputs.push(committed);
    let mut smithy = files::empty();
    let text = std::fs::read(fixtures.join("retry-build/smithy.json")).expect("a Smithy model");
    smithy.model.insert("smithy.json".to_owned(), text);
    // The only Smithy model, for its own reader.
    for _ in 0..8 {
        inputs.push(smithy.clone());
    }
    inputs.into_iter().map(base).collect()
});

fn base(input: Input) -> Base {
    let json = |bytes: &Vec<u8>| serde_json::from_slice(bytes).expect("JSON");
    let model = input
        .model
        .iter()
        .map(|(name, bytes)| (name.clone(), json(bytes)));
    let overlay = input
        .overlay
        .iter()
        .map(|bytes| ("overlay.json".to_owned(), json(bytes)));
    let files = model.chain(overlay).collect();
    Base { input, files }
}

/// One of the models, changed.
fn changed(u: &mut Unstructured<'_>) -> Result<(&'static Base, Input)> {
    let base = u.choose(&BASES)?;
    let mut files = base.files.clone();
    let mut operations = base.input.config.operations.clone();
    if u.ratio(1, 4)? {
        let mut files = files.iter_mut();
        if let Some((_, model)) = files.find(|(name, _)| name == "service-2.json") {
            operations = select(model, u)?;
        }
    }
    for _ in 0..u.int_in_range(1..=5)? {
        let index = u.choose_index(files.len())?;
        // If no bytes are left, the changes so far are used.
        if mutate::mutate(&mut files[index].1, u).is_err() || u.is_empty() {
            break;
        }
    }
    let mut input = base.input.clone();
    input.config.operations = operations;
    for (name, value) in files {
        put(&mut input, &name, value.to_string().into_bytes());
    }
    Ok((base, input))
}

/// One of the operations; shapes are removed, which others may need.
fn select(model: &mut Value, u: &mut Unstructured<'_>) -> Result<Option<Vec<String>>> {
    let names: Vec<_> = model["operations"]
        .as_object()
        .into_iter()
        .flatten()
        .collect();
    let (name, _) = u.choose(&names)?;
    let selected = vec![(*name).clone()];
    for _ in 0..u.int_in_range(0..=3)? {
        let shapes = model["shapes"].as_object_mut().expect("shapes");
        let index = u.choose_index(shapes.len())?;
        if let Some(name) = shapes.keys().nth(index).cloned() {
            shapes.remove(&name);
        }
    }
    Ok(Some(selected))
}

fn try_model(u: &mut Unstructured<'_>) -> Result<bool> {
    let (base, input) = changed(u)?;
    show(&input);
    let is_accepted = verdict::generate(&input);
    // What is not selected can be explained, too.
    if is_accepted && input.config.operations != base.input.config.operations {
        let explainer = Explainer::new(&input).expect("it is accepted");
        for name in explainer.names() {
            let found = explainer.explain(&name);
            assert!(found.is_ok(), "{name}");
        }
    }
    Ok(is_accepted)
}

fn try_comparison(u: &mut Unstructured<'_>) -> Result<bool> {
    let (base, input) = changed(u)?;
    show(&input);
    let side = |name: &str, input: &Input| Revision {
        name: name.to_owned(),
        model: input.model.clone(),
        overlay: input.overlay.clone(),
        overlay_name: input.overlay_name.clone(),
        operations: input.config.operations.clone(),
        is_strict: true,
    };
    let mut sides = [side("before", &base.input), side("after", &input)];
    if u.arbitrary().unwrap_or(false) {
        sides.reverse();
    }
    let report = tinsmith::compare(&sides[0], &sides[1], "0.1.0");
    match &report {
        Ok(report) => {
            for change in &report.changes {
                assert!(
                    !change.path.is_empty() && !change.model.is_empty(),
                    "{change:?}"
                );
            }
        }
        Err(error) => verdict::look_at_error(error),
    }
    Ok(report.is_ok())
}

/// Writes the files to the folder in `FUZZ_SHOW`, to make a test of a finding.
fn show(input: &Input) {
    let Some(folder) = std::env::var_os("FUZZ_SHOW") else {
        return;
    };
    let folder = Path::new(&folder);
    let overlay = input.overlay.iter().map(|bytes| ("overlay.json", bytes));
    let model = input
        .model
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes));
    for (name, bytes) in model.chain(overlay) {
        std::fs::write(folder.join(name), bytes).expect("a folder to write to");
    }
}
