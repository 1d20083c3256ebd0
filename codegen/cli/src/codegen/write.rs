//! Writes generated crates into their folders.

use std::collections::BTreeMap;

use tinsmith::Crate;
use tinsmith::output::{Difference, DifferenceKind, is_generated};

use super::report::{self, Report, WrittenCrate, WrittenRuntime};
use super::runtime::SharedRuntime;
use super::{Generated, Job, collect, runtime, summary};
use crate::error::{Error, Result};
use crate::folder::{self, Change};
use crate::print::{self, Format};

/// Writes changed files, removes orphans, and reports on each crate.
pub(super) fn write(generated: &[Generated], format: Format) -> Result<()> {
    let changes = collect(generated.iter().map(change))?;
    let runtimes = runtime::shared(generated.iter().map(|it| &it.job.runtime))?;
    let all = runtimes.iter().map(|it| &it.change).chain(&changes);
    folder::apply(&all.collect::<Vec<_>>())?;
    if format == Format::Json {
        let crates = generated.iter().zip(&changes).map(|(it, change)| {
            WrittenCrate::new(report::Generated::new(&it.job, &it.output), change)
        });
        let report = Report {
            crates: crates.collect(),
            runtimes: runtimes.iter().map(WrittenRuntime::new).collect(),
        };
        return print::json(report::FORMAT, &report);
    }
    for runtime in &runtimes {
        print::done(runtime_done(runtime));
    }
    for (krate, change) in generated.iter().zip(&changes) {
        print::done(done(krate, change));
    }
    Ok(())
}

/// A line about a runtime that was written.
pub(crate) fn runtime_done(SharedRuntime { shown, change, .. }: &SharedRuntime) -> String {
    let (written, removed) = (change.write.len(), change.remove.len());
    let mut text = format!(
        "{shown}: the runtime, {} written",
        print::count(written, "file")
    );
    if removed != 0 {
        text.push_str(&format!(", {removed} removed"));
    }
    text
}

/// The change of a crate's folder.
///
/// # Errors
///
/// If the folder cannot be read, or contains files of others.
pub(crate) fn change(generated: &Generated) -> Result<Change> {
    let Generated { job, output, .. } = generated;
    let mut change = Change::new(&job.folder)?;
    let existing = folder::files(change.folder(), &output.files)?;
    refuse_foreign_folder(job, output, &existing)?;
    let differences = runtime::differences(output, &existing, &job.shown)?;
    for Difference { path, kind } in &differences {
        if matches!(kind, DifferenceKind::Foreign) {
            print::warning(format_args!("{}/{path}", job.shown), "not generated; kept");
        }
    }
    change.settle(&differences);
    Ok(change)
}

/// The result as a line.
pub(crate) fn done(generated: &Generated, change: &Change) -> String {
    let output = &generated.output;
    format!(
        "{}: {} written, {} unchanged, {} removed in {} ms",
        summary(output),
        change.write.len(),
        output.files.len() - change.write.len(),
        change.remove.len(),
        generated.started.elapsed().as_millis(),
    )
}

/// Prevents writing into another crate or a folder with other files, for example after a mistyped
/// `--out`.
fn refuse_foreign_folder(
    job: &Job,
    output: &Crate,
    existing: &BTreeMap<String, Vec<u8>>,
) -> Result<()> {
    let refuse = |problem: String| {
        let hint = "choose an empty folder or one that does not exist yet";
        Err(Error::usage(&job.shown, problem).hint(hint))
    };
    let manifest = existing.get(MANIFEST).filter(|bytes| is_generated(bytes));
    // A configured folder is ours even if its manifest was lost.
    if existing.is_empty()
        || (job.is_configured && existing.values().any(|bytes| is_generated(bytes)))
    {
        return Ok(());
    }
    match manifest {
        None => refuse("is not empty, and not a generated crate".to_owned()),
        Some(manifest) => match runtime::name_and_version(manifest).0 {
            Some(name) if name != output.name => refuse(format!(
                "contains the crate {name}, but this one is named {}",
                output.name
            )),
            _ => Ok(()),
        },
    }
}

const MANIFEST: &str = "Cargo.toml";
