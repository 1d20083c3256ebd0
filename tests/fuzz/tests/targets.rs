//! Every target with its corpus and with random inputs from a fixed seed.

use std::fs;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use fuzz::Target;

/// How many inputs are tried in an ordinary run, and how many of them have to be accepted: a run
/// with only refused inputs would test little.
#[track_caller]
fn check(name: &str, count: usize, enough: usize) {
    let target = fuzz::target(name).expect("a target");
    for path in corpus(name) {
        let bytes = fs::read(&path).expect("a seed");
        (target.run)(&bytes);
    }
    let mut rng = Rng::with_seed(0x5eed);
    let accepted = (0..count).filter(|_| (target.run)(&input(target, &mut rng)));
    let accepted = accepted.count();
    assert!(
        accepted >= enough,
        "{name}: of {count} inputs, {accepted} were accepted"
    );
}

/// The corpus of a target: seeds, and inputs that once failed.
fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(name);
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

/// Random tokens and bytes, mostly few.
fn input(target: &Target, rng: &mut Rng) -> Vec<u8> {
    let mut bytes = vec![rng.u8(..)];
    if target.tokens.is_empty() {
        bytes.extend((0..rng.usize(20..400)).map(|_| rng.u8(..)));
        return bytes;
    }
    for _ in 0..rng.usize(0..24) {
        if rng.u8(..) < 16 {
            bytes.extend(rng.char(..).to_string().bytes());
        } else {
            bytes.extend(rng.choice(target.tokens).unwrap_or(&"").bytes());
        }
    }
    bytes
}

#[test]
fn files() {
    check("files", 300, 1);
}

#[test]
fn models() {
    check("models", 250, 50);
}

#[test]
fn comparisons() {
    check("comparisons", 150, 30);
}

#[test]
fn texts() {
    check("texts", 400, 60);
}

#[test]
fn prose() {
    check("prose", 100, 90);
}

#[test]
fn html() {
    check("html", 4_000, 1_000);
}

#[test]
fn markdown() {
    check("markdown", 4_000, 1_000);
}

#[test]
fn responses() {
    check("responses", 10_000, 100);
}

#[test]
fn forms() {
    check("forms", 3000, 300);
}

#[test]
fn values() {
    check("values", 10_000, 1_000);
}

#[test]
fn bindings() {
    check("bindings", 5_000, 2_500);
}

#[test]
fn rest_requests() {
    check("rest-requests", 20_000, 500);
}

#[test]
fn rest_responses() {
    check("rest-responses", 20_000, 500);
}

#[test]
fn frames() {
    check("frames", 5_000, 2_000);
}

#[test]
fn words() {
    check("words", 20_000, 20);
}

#[test]
fn xml() {
    check("xml", 20_000, 1_000);
}

/// Each folder of the corpus belongs to a target, and each target has a test here.
#[test]
fn every_target_has_a_test_and_every_corpus_a_target() {
    let text = include_str!("targets.rs");
    for target in fuzz::TARGETS {
        assert!(
            text.contains(&format!("check(\"{}\"", target.name)),
            "{}",
            target.name
        );
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for entry in fs::read_dir(folder).expect("the corpus") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a name");
        assert!(fuzz::target(&name).is_some(), "{name}");
    }
}
