//! What a change of a model means: for the Rust API of the crate, on the wire, for its version.
//!
//! Both sides are read, selected and lowered like what is generated, and what is compared is what
//! they become: a shape that only other operations reach, or an input of another name that becomes
//! the same type, is no change.
//!
//! | module | what |
//! |---|---|
//! | `side` | one side: read, selected, lowered, and which operations meet which shape |
//! | `renames` | types that are the same by another name |
//! | `service`, `operations`, `types`, `members`, `member`, `values`, `paging` | the comparison, from the outside in |
//! | `traits` | what may stand on anything: documentation, deprecation |
//! | `report`, `change`, `words` | what is said, and how it is put together |
//! | `verdict` | what to release |
//! | `changelog` | the entry for the changelog |

mod change;
mod changelog;
mod events;
mod member;
mod members;
mod operations;
mod paging;
mod renames;
mod report;
mod requests;
mod service;
mod side;
mod traits;
mod types;
mod values;
mod verdict;
mod words;

use std::collections::{BTreeMap, HashSet};

use crate::error::{Error, Problem, ProblemKind};
use crate::model::Model;
use renames::Renames;
pub use report::{Change, Class, Kind, Report, Subject};
pub use side::Side;
use side::{Lowered, Prose, Read};
pub use verdict::{Step, Verdict};

/// Compares two models of one service.
///
/// `version` is the version of the crate that was generated from the old one.
///
/// # Errors
///
/// If one of them cannot be read or generated from, they are models of different services, or
/// neither has an operation that was asked for.
pub fn compare(old: &Side, new: &Side, version: &str) -> Result<Report, Error> {
    let (old_read, new_read) = (old.read()?, new.read()?);
    let (old_service, new_service) = (&old_read.model.service, &new_read.model.service);
    if !service::are_same(old_service, new_service) {
        let message = format!(
            "a model of {}, and {} is one of {}",
            new_service.full_name, old.name, old_service.full_name
        );
        let problem = Problem::new(ProblemKind::OtherService, new.name.clone(), message);
        return Err(problem.hint("compare two models of one service").into());
    }
    let mut notes = Vec::new();
    let models = [(old, &old_read.model), (new, &new_read.model)];
    side::check_operations(models, &mut notes)?;
    let (old_lowered, new_lowered) = (old.lower(&old_read)?, new.lower(&new_read)?);
    let comparison = Comparison {
        renames: Renames::find(&old_lowered.krate, &new_lowered.krate),
        old: &old_lowered,
        new: &new_lowered,
        documented: &new_read.documented,
        has_prose: old_read.prose == new_read.prose && new_read.prose != Prose::None,
        changes: Vec::new(),
    };
    let changes = comparison.run();
    let verdict = Verdict::of(&changes, version);
    let operations = side::pairs(
        old_lowered
            .selection
            .operations
            .iter()
            .map(|name| (name, *name)),
        new_lowered
            .selection
            .operations
            .iter()
            .map(|name| (name, *name)),
    );
    let operations = operations
        .into_iter()
        .filter_map(|(old, new)| Some(new.or(old)?.to_owned()));
    remarks((old, &old_read), (new, &new_read), &new_lowered, &mut notes);
    let mut report = Report {
        service: new_service.id.clone(),
        old: old.name.clone(),
        new: new.name.clone(),
        operations: operations.collect(),
        notes,
        changes,
        verdict,
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
    Ok(service::are_same(&old.service, &new.service))
}

/// What both sides become, and what was found so far.
struct Comparison<'r> {
    old: &'r Lowered<'r>,
    new: &'r Lowered<'r>,
    renames: Renames,
    /// Whether both sides have documentation of one hand.
    has_prose: bool,
    /// What the overlay has words for that stand in place of the service's.
    documented: &'r HashSet<String>,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn run(mut self) -> Vec<Change> {
        self.service();
        self.operations();
        self.waiters();
        self.types();
        self.values();
        self.changes
    }

    fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// A shape with the operations that meet it on one side or the other.
    fn shape(&self, old: Option<&str>, new: Option<&str>) -> Subject {
        let (was, is) = (
            old.map(|name| self.old.uses(name)).unwrap_or_default(),
            new.map(|name| self.new.uses(name)).unwrap_or_default(),
        );
        let all = |is: &indexmap::IndexSet<&str>, was: &indexmap::IndexSet<&str>| {
            let names = is.union(was);
            names.map(|&name| name.to_owned()).collect()
        };
        Subject::Shape {
            name: new.or(old).unwrap_or_default().to_owned(),
            sent_by: all(&is.sent, &was.sent),
            read_by: all(&is.read, &was.read),
        }
    }
}

/// What a maintainer should know besides the changes.
fn remarks(
    (old, old_read): (&Side, &Read),
    (new, new_read): (&Side, &Read),
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
            words::list(&unselected)
        ));
    }
    for problem in &new_read.stale {
        if !old_read.stale.contains(problem) {
            notes.push(problem.to_string());
        }
    }
}
