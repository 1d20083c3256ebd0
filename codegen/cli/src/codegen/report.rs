//! What was written or differs, as JSON.

use serde::Serialize;
use tinsmith::Crate;
use tinsmith::output::DifferenceKind;

use super::Job;
use super::runtime::SharedRuntime;
use crate::folder::Change;

/// The version of the format.
pub(super) const FORMAT: u32 = 1;

/// The report of a run that writes.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    pub(super) crates: Vec<WrittenCrate<'a>>,
    pub(super) runtimes: Vec<WrittenRuntime<'a>>,
}

/// A crate or module.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Generated<'a> {
    name: &'a str,
    folder: &'a str,
    model: &'a str,
    operations: usize,
    shapes: usize,
    files: usize,
}

/// What was done with it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WrittenCrate<'a> {
    #[serde(flatten)]
    pub(super) generated: Generated<'a>,
    pub(super) written: Vec<&'a str>,
    pub(super) removed: Vec<&'a str>,
    pub(super) unchanged: usize,
}

/// A runtime in a folder of its own that was missing, or differed.
#[derive(Serialize)]
pub(super) struct WrittenRuntime<'a> {
    folder: &'a str,
    written: Vec<&'a str>,
    removed: Vec<&'a str>,
}

/// The report of `--check`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checked<'a> {
    pub(super) is_up_to_date: bool,
    pub(super) crates: Vec<CheckedCrate<'a>>,
    pub(super) runtimes: Vec<CheckedRuntime<'a>>,
    /// Folders of generated code that belong to no service.
    pub(super) leftovers: &'a [String],
}

/// What differs of a crate.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckedCrate<'a> {
    #[serde(flatten)]
    pub(super) generated: Generated<'a>,
    pub(super) differences: Vec<Difference>,
    /// The command that removes the differences.
    pub(super) fix: &'a str,
}

/// A runtime in a folder of its own that is missing, or differs.
#[derive(Serialize)]
pub(super) struct CheckedRuntime<'a> {
    folder: &'a str,
    differences: Vec<Difference>,
    fix: &'a str,
}

#[derive(Serialize)]
pub(super) struct Difference {
    pub(super) path: String,
    /// `changed`, `missing`, `orphan` or `foreign`.
    pub(super) kind: &'static str,
}

impl<'a> Generated<'a> {
    pub(super) fn new(job: &'a Job, output: &'a Crate) -> Self {
        Self {
            name: &output.name,
            folder: &job.shown,
            model: &job.model,
            operations: output.counts.operations,
            shapes: output.counts.emitted,
            files: output.files.len(),
        }
    }
}

impl<'a> WrittenCrate<'a> {
    pub(super) fn new(generated: Generated<'a>, change: &'a Change) -> Self {
        Self {
            unchanged: generated.files - change.write.len(),
            generated,
            written: written(change),
            removed: removed(change),
        }
    }
}

impl<'a> WrittenRuntime<'a> {
    pub(super) fn new(runtime: &'a SharedRuntime) -> Self {
        Self {
            folder: &runtime.shown,
            written: written(&runtime.change),
            removed: removed(&runtime.change),
        }
    }
}

fn written(change: &Change) -> Vec<&str> {
    change.write.iter().map(|(path, _)| path.as_str()).collect()
}

fn removed(change: &Change) -> Vec<&str> {
    change.remove.iter().map(String::as_str).collect()
}

impl<'a> CheckedRuntime<'a> {
    pub(super) fn new(runtime: &'a SharedRuntime, fix: &'a str) -> Self {
        Self {
            folder: &runtime.shown,
            differences: runtime.differences.iter().map(Difference::new).collect(),
            fix,
        }
    }
}

impl Difference {
    pub(super) fn new(difference: &tinsmith::output::Difference) -> Self {
        Self {
            path: difference.path.clone(),
            kind: word(&difference.kind),
        }
    }
}

/// A word for a kind of difference.
pub(super) fn word(kind: &DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Changed { .. } => "changed",
        DifferenceKind::Missing { .. } => "missing",
        DifferenceKind::Orphan { .. } => "orphan",
        DifferenceKind::Foreign => "foreign",
    }
}
