//! Prints the differences between the files of crates and their models.

use tinsmith::Crate;
use tinsmith::output::{Difference, DifferenceKind};

use super::{Generated, Job, runtime, summary};
use crate::diff;
use crate::error::{Error, Result};
use crate::folder;
use crate::print::{self, BOLD, CYAN, GREEN, RED, YELLOW};

/// Prints all differences of all crates, without changing anything.
pub(super) fn check(generated: &[Generated]) -> Result<()> {
    let mut drift = false;
    for Generated {
        job,
        output,
        started,
    } in generated
    {
        if job.folder.exists() && !job.folder.is_dir() {
            return Err(Error::usage(&job.shown, "is not a folder"));
        }
        let existing = folder::files(&job.folder, &output.files)?;
        let differences = runtime::differences(output, &existing, &job.shown)?;
        let mut differences = placed(&job.shown, differences);
        if let Some(missing) = job.runtime.missing()? {
            let folder = &job.runtime;
            let files = missing.write.into_iter();
            differences.extend(files.map(|(path, bytes)| Difference {
                path: format!("{folder}/{path}"),
                kind: DifferenceKind::Missing {
                    new: String::from_utf8_lossy(&bytes).into_owned(),
                },
            }));
        }
        if differences.is_empty() {
            let milliseconds = started.elapsed().as_millis();
            print::line(format_args!(
                "{}: up to date in {milliseconds} ms",
                summary(output)
            ));
        } else {
            drift = true;
            report(job, output, &differences);
        }
    }
    if drift {
        Err(Error::reported())
    } else {
        Ok(())
    }
}

/// The differences with displayed paths.
fn placed(folder: &str, differences: Vec<Difference>) -> Vec<Difference> {
    let place = |Difference { path, kind }| Difference {
        path: format!("{folder}/{path}"),
        kind,
    };
    differences.into_iter().map(place).collect()
}

/// Prints the diffs, then the list of files, so that the list is at the end of the output.
fn report(job: &Job, output: &Crate, differences: &[Difference]) {
    let mut by_hand = false;
    for Difference { path, kind } in differences {
        let (old, new) = match kind {
            DifferenceKind::Changed { old, new } => (Some(old.as_str()), Some(new.as_str())),
            DifferenceKind::Missing { new } => (None, Some(new.as_str())),
            DifferenceKind::Orphan { old } => (Some(old.as_str()), None),
            DifferenceKind::Foreign => continue,
        };
        print::block(diff::unified(path, old, new));
    }
    print::line(format_args!(
        "\n{BOLD}{}: {} of them differ from {}:{BOLD:#}",
        summary(output),
        differences.len(),
        job.model
    ));
    for Difference { path, kind } in differences {
        let (style, word) = match kind {
            DifferenceKind::Changed { .. } => (YELLOW, "changed"),
            DifferenceKind::Missing { .. } => (GREEN, "missing"),
            DifferenceKind::Orphan { .. } => (RED, "orphan"),
            DifferenceKind::Foreign => (RED, "foreign"),
        };
        let remark = if matches!(kind, DifferenceKind::Foreign) {
            by_hand = true;
            " (not generated: move it away)"
        } else {
            ""
        };
        print::line(format_args!("  {style}{word:8}{style:#}{path}{remark}"));
    }
    let foreign_only = differences
        .iter()
        .all(|d| matches!(d.kind, DifferenceKind::Foreign));
    if !foreign_only {
        print::line(format_args!("{CYAN}fix:{CYAN:#} {}", job.command));
    }
    if by_hand {
        print::line(format_args!(
            "{CYAN}fix:{CYAN:#} move the foreign files away; codegen never removes them"
        ));
    }
}
