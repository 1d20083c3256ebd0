//! What a change of a model means: for the Rust API of the crate, on the wire, for its version.
//!
//! Both revisions are read, selected and lowered like what is generated, and what is compared is
//! what they become: a shape that only other operations reach, or an input of another name that
//! becomes the same type, is no change.
//!
//! | module | what |
//! |---|---|
//! | `revision` | one of the two models, read and lowered, and which operations use which shape |
//! | `facts`, `collect` | what a revision says, as facts by path |
//! | `renames` | types that are the same by another name |
//! | `rules` | what a change of a fact means: one table |
//! | `changes` | from the facts of both to changes, by the table |
//! | `words` | the words of reports |
//! | `report`, `verdict`, `changelog` | what comes out: the changes, what to release, what to tell users |

mod changelog;
mod changes;
mod collect;
mod facts;
mod renames;
mod report;
mod revision;
mod rules;
mod verdict;
mod words;

use std::collections::BTreeMap;

use crate::error::{Error, Problem, ProblemKind};
use crate::model::{Model, Service};
use changes::Comparison;
use renames::Renames;
pub use report::{Change, ChangeKind, Class, Report, Subject};
pub use revision::Revision;
use revision::{Lowered, Prose, Read};
pub use verdict::{Bump, Verdict};

/// Compares two models of one service.
///
/// `version` is the version of the crate that was generated from the old one.
///
/// # Errors
///
/// If one of them cannot be read or generated from, they are models of different services, or
/// neither has an operation that was asked for.
pub fn compare(old: &Revision, new: &Revision, version: &str) -> Result<Report, Error> {
    let (old_read, new_read) = (old.read()?, new.read()?);
    let (old_service, new_service) = (&old_read.model.service, &new_read.model.service);
    if !are_same(old_service, new_service) {
        let message = format!(
            "a model of {}, and {} is one of {}",
            new_service.full_name, old.name, old_service.full_name
        );
        let problem = Problem::new(ProblemKind::OtherService, new.name.clone(), message);
        return Err(problem.hint("compare two models of one service").into());
    }
    let mut notes = Vec::new();
    let models = [(old, &old_read.model), (new, &new_read.model)];
    revision::check_operations(models, &mut notes)?;
    let (old_lowered, new_lowered) = (old.lower(&old_read)?, new.lower(&new_read)?);
    let has_prose = old_read.prose == new_read.prose;
    let old_facts = collect::facts(&old_lowered, has_prose);
    let new_facts = collect::facts(&new_lowered, has_prose);
    let comparison = Comparison {
        old: &old_lowered,
        new: &new_lowered,
        renames: &Renames::find(&old_facts, &new_facts),
        documented: &new_read.documented,
    };
    let changes = comparison.changes(&old_facts, &new_facts);
    remarks((old, &old_read), (new, &new_read), &new_lowered, &mut notes);
    let (old_names, new_names) = (&old_lowered.selection, &new_lowered.selection);
    let operations = new_names.operations.union(&old_names.operations);
    let mut report = Report {
        service: new_service.id.clone(),
        old: old.name.clone(),
        new: new.name.clone(),
        operations: operations.map(|&name| name.to_owned()).collect(),
        notes,
        verdict: Verdict::of(&changes, version),
        changes,
        changelog: String::new(),
    };
    report.changelog = changelog::changelog(&report);
    Ok(report)
}

/// Whether the files are two models of one service.
///
/// # Errors
///
/// If one of them cannot be read.
pub fn are_of_one_service(
    old: &BTreeMap<String, Vec<u8>>,
    new: &BTreeMap<String, Vec<u8>>,
) -> Result<bool, Error> {
    let (old, new) = (Model::read(old)?, Model::read(new)?);
    Ok(are_same(&old.service, &new.service))
}

/// Old models have no id that all formats share, so the same names on the wire do as well.
fn are_same(old: &Service, new: &Service) -> bool {
    old.id.eq_ignore_ascii_case(&new.id)
        || (old.signing_name == new.signing_name && old.target_prefix == new.target_prefix)
}

/// What a maintainer should know besides the changes.
fn remarks(
    (old, old_read): (&Revision, &Read),
    (new, new_read): (&Revision, &Read),
    lowered: &Lowered<'_>,
    notes: &mut Vec<String>,
) {
    if old_read.prose != new_read.prose {
        let whose = |prose| match prose {
            Prose::None => "none",
            Prose::Model => "the service's",
            Prose::Overlay => "ours",
        };
        notes.push(format!(
            "documentation was not compared: {} has {}, {} has {}",
            old.name,
            whose(old_read.prose),
            new.name,
            whose(new_read.prose)
        ));
    }
    let unselected: Vec<_> = new_read
        .model
        .operations
        .keys()
        .filter(|name| !old_read.model.operations.contains_key(*name))
        .filter(|name| !lowered.selection.operations.contains(name.as_str()))
        .map(words::code)
        .collect();
    if !unselected.is_empty() {
        notes.push(format!(
            "the model has new operations that are not selected: {}",
            words::list(unselected)
        ));
    }
    for problem in &new_read.stale {
        if !old_read.stale.contains(problem) {
            notes.push(problem.to_string());
        }
    }
}
