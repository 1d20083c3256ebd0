//! Prints the differences between the files of crates and their models.

use tinsmith::Crate;
use tinsmith::output::{Difference, DifferenceKind};
use tinsmith_runtime::source::VERSION;

use super::report::{self, Checked, CheckedCrate, CheckedRuntime};
use super::runtime::{self, SharedRuntime};
use super::{Generated, Job, summary};
use crate::diff;
use crate::error::{Error, Result};
use crate::folder;
use crate::print::{self, BOLD, CYAN, Format, GREEN, RED, YELLOW};

/// Prints all differences of all crates, and folders that are left of others, without changing anything.
pub(super) fn check(generated: &[Generated], leftovers: &[String], format: Format) -> Result<()> {
    let found = generated.iter().map(|it| Ok((it, differences(it)?)));
    let found = found.collect::<Result<Vec<_>>>()?;
    let runtimes = runtime::shared(generated.iter().map(|it| &it.job.runtime))?.into_iter();
    let runtimes = runtimes.map(|it| SharedRuntime {
        differences: placed(&it.shown, it.differences),
        ..it
    });
    let runtimes: Vec<_> = runtimes.collect();
    let is_up_to_date = runtimes.is_empty()
        && leftovers.is_empty()
        && found.iter().all(|(_, differences)| differences.is_empty());
    // One command writes all.
    let fix = generated.first().map_or("", |it| it.job.command.as_str());
    match format {
        Format::Text => {
            for (it, differences) in &found {
                text(it, differences);
            }
            for it in &runtimes {
                runtime_text(it, fix);
            }
            for folder in leftovers {
                print::line(format_args!(
                    "\n{BOLD}{folder}: was generated, and belongs to no service of tinsmith.toml{BOLD:#}\n\
                     {CYAN}fix:{CYAN:#} remove the folder, or configure the service"
                ));
            }
        }
        Format::Json => {
            let crates = found.iter().map(|(it, differences)| CheckedCrate {
                generated: report::Generated::new(&it.job, &it.output),
                differences: differences.iter().map(report::Difference::new).collect(),
                fix: &it.job.command,
            });
            let runtimes = runtimes.iter().map(|it| CheckedRuntime::new(it, fix));
            print::json(
                report::FORMAT,
                &Checked {
                    is_up_to_date,
                    crates: crates.collect(),
                    runtimes: runtimes.collect(),
                    leftovers,
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

/// Prints the files of a runtime that differ, without diffs: their text says nothing about the model.
fn runtime_text(
    SharedRuntime {
        shown, differences, ..
    }: &SharedRuntime,
    fix: &str,
) {
    let files = print::count(differences.len(), "file");
    print::line(format_args!(
        "\n{BOLD}{shown}: {files} of the runtime differ from that of tinsmith {VERSION}:{BOLD:#}"
    ));
    for difference in differences {
        line(difference);
    }
    print::line(format_args!("{CYAN}fix:{CYAN:#} {fix}"));
}

/// Prints how a file differs.
fn line(Difference { path, kind }: &Difference) {
    let style = match kind {
        DifferenceKind::Changed { .. } => YELLOW,
        DifferenceKind::Missing { .. } => GREEN,
        DifferenceKind::Orphan { .. } | DifferenceKind::Foreign => RED,
    };
    let word = report::word(kind);
    let remark = match kind {
        DifferenceKind::Foreign => " (not generated: move it away)",
        _ => "",
    };
    print::line(format_args!("  {style}{word:8}{style:#}{path}{remark}"));
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
    for difference in differences {
        line(difference);
    }
    let is_foreign = |it: &Difference| matches!(it.kind, DifferenceKind::Foreign);
    if !differences.iter().all(is_foreign) {
        print::line(format_args!("{CYAN}fix:{CYAN:#} {}", job.command));
    }
    if differences.iter().any(is_foreign) {
        print::line(format_args!(
            "{CYAN}fix:{CYAN:#} move the foreign files away; codegen never removes them"
        ));
    }
}
