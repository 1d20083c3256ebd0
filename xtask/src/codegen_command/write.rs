//! Writes generated crates into their folders.

use std::collections::BTreeMap;

use codegen::output::{Difference, DifferenceKind, is_ours};

use super::{Generated, Job, summary};
use crate::error::{Error, Result};
use crate::folder::{self, Change, Folder};
use crate::print;

/// Writes what differs, removes what codegen wrote and no longer writes, and says so in a line
/// for each crate.
pub(super) fn write(generated: &[Generated]) -> Result<()> {
    for Generated {
        job,
        output,
        started,
    } in generated
    {
        let folder = Folder::open(&job.folder)?;
        let existing = folder::files(folder.path(), &output.files)?;
        refuse_strangers(job, &existing)?;
        let mut change = Change::default();
        for Difference { path, kind } in output.differences(&existing) {
            match kind {
                DifferenceKind::Changed { new, .. } | DifferenceKind::Missing { new } => {
                    change.write.insert(path, new.into_bytes());
                }
                DifferenceKind::Orphan { .. } => {
                    change.remove.insert(path);
                }
                DifferenceKind::Foreign => print::warning(
                    format_args!("{}/{path}", job.shown),
                    "not written by codegen; left alone",
                ),
            }
        }
        folder.apply(&change)?;
        print::line(format_args!(
            "{}: {} written, {} unchanged, {} removed in {} ms",
            summary(output),
            change.write.len(),
            output.files.len() - change.write.len(),
            change.remove.len(),
            started.elapsed().as_millis(),
        ));
    }
    Ok(())
}

/// Keeps a mistyped `--out` from mixing a crate into someone's folder.
fn refuse_strangers(job: &Job, existing: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    if existing.is_empty() || existing.values().any(|bytes| is_ours(bytes)) {
        return Ok(());
    }
    Err(Error::usage(
        &job.shown,
        "is not empty, and nothing in it was written by codegen",
    )
    .hint("choose an empty folder or one that does not exist yet"))
}
