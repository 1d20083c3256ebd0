//! Prints the differences between the files of crates and their models.

use tinsmith::Crate;
use tinsmith::output::{Difference, DifferenceKind};

use super::report::{self, Checked, CheckedCrate};
use super::{Generated, Job, runtime, summary};
use crate::diff;
use crate::error::{Error, Result};
use crate::folder;
use crate::print::{self, BOLD, CYAN, Format, GREEN, RED, YELLOW};

/// Prints all differences of all crates, without changing anything.
pub(super) fn check(generated: &[Generated], format: Format) -> Result<()> {
    let found = generated.iter().map(|it| Ok((it, differences(it)?)));
    let found = found.collect::<Result<Vec<_>>>()?;
    let is_up_to_date = found.iter().all(|(_, differences)| differences.is_empty());
    match format {
        Format::Text => found
            .iter()
            .for_each(|(it, differences)| text(it, differences)),
        Format::Json => {
            let crates = found.iter().map(|(it, differences)| CheckedCrate {
                generated: report::Generated::new(&it.job, &it.output),
                differences: differences.iter().map(report::Difference::new).collect(),
                fix: &it.job.command,
            });
            let crates = crates.collect();
            print::json(
                report::FORMAT,
                &Checked {
                    is_up_to_date,
                    crates,
                },
            )?;
        }
    }
    if is_up_to_date {
        Ok(())
    } else {
        Err(Error::reported())
    }
}

/// The differences of a crate and of its runtime, with displayed paths.
fn differences(generated: &Generated) -> Result<Vec<Difference>> {
    let Generated { job, output, .. } = generated;
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
    Ok(differences)
}

fn text(generated: &Generated, differences: &[Difference]) {
    let Generated {
        job,
        output,
        started,
    } = generated;
    if differences.is_empty() {
        let milliseconds = started.elapsed().as_millis();
        print::done(format_args!(
            "{}: up to date in {milliseconds} ms",
            summary(output)
        ));
    } else {
        report(job, output, differences);
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
        let style = match kind {
            DifferenceKind::Changed { .. } => YELLOW,
            DifferenceKind::Missing { .. } => GREEN,
            DifferenceKind::Orphan { .. } | DifferenceKind::Foreign => RED,
        };
        let word = report::word(kind);
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
