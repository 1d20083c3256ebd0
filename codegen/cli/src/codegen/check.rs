//! Prints the differences between the files of crates and their models.

use tinsmith::Crate;
use tinsmith::output::{Difference, DifferenceKind};

use super::report::{self, Checked, CheckedCrate, MissingRuntime};
use super::runtime::{self, RuntimeLocation};
use super::{Generated, Job, summary};
use crate::diff;
use crate::error::{Error, Result};
use crate::folder::{self, Change};
use crate::print::{self, BOLD, CYAN, Format, GREEN, RED, YELLOW};

/// Prints all differences of all crates, without changing anything.
pub(super) fn check(generated: &[Generated], format: Format) -> Result<()> {
    let found = generated.iter().map(|it| Ok((it, differences(it)?)));
    let found = found.collect::<Result<Vec<_>>>()?;
    let runtimes = runtime::missing(generated.iter().map(|it| &it.job.runtime))?;
    let is_up_to_date =
        runtimes.is_empty() && found.iter().all(|(_, differences)| differences.is_empty());
    // One command writes all.
    let fix = generated.first().map_or("", |it| it.job.command.as_str());
    match format {
        Format::Text => {
            for (it, differences) in &found {
                text(it, differences);
            }
            for (location, change) in &runtimes {
                missing(location, change, fix);
            }
        }
        Format::Json => {
            let crates = found.iter().map(|(it, differences)| CheckedCrate {
                generated: report::Generated::new(&it.job, &it.output),
                differences: differences.iter().map(report::Difference::new).collect(),
                fix: &it.job.command,
            });
            let runtimes = runtimes.iter().map(|it| MissingRuntime::new(it, fix));
            print::json(
                report::FORMAT,
                &Checked {
                    is_up_to_date,
                    crates: crates.collect(),
                    runtimes: runtimes.collect(),
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

/// The differences of a crate and of the runtime in it, with displayed paths.
fn differences(generated: &Generated) -> Result<Vec<Difference>> {
    let Generated { job, output, .. } = generated;
    if job.folder.exists() && !job.folder.is_dir() {
        return Err(Error::usage(&job.shown, "is not a folder"));
    }
    let existing = folder::files(&job.folder, &output.files)?;
    let differences = runtime::differences(output, &existing, &job.shown)?;
    Ok(placed(&job.shown, differences))
}

/// Prints the files of a runtime that is missing; their text says nothing about the model.
fn missing(location: &RuntimeLocation, change: &Change, fix: &str) {
    let folder = location.to_string();
    let files = print::count(change.write.len(), "file");
    print::line(format_args!(
        "\n{BOLD}{folder}: the runtime, {files}, is missing:{BOLD:#}"
    ));
    for path in change.written(&folder) {
        let word = report::MISSING;
        print::line(format_args!("  {GREEN}{word:8}{GREEN:#}{path}"));
    }
    print::line(format_args!("{CYAN}fix:{CYAN:#} {fix}"));
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
