//! Files, lines and bytes of sources, and the binary of a minimal program.

use std::fs;
use std::path::Path;

use crate::packages::{SUBJECTS, Workspace};
use crate::report::{OFFICIAL, OURS, Row, Series, Target, Unit};
use crate::{Context, public_codec};
use tinsmith_cli::error::{Error, Result};

/// Counts; one round is enough.
pub(crate) fn measure(context: &Context) -> Result<Vec<Row>> {
    let workspace = Workspace::write(context)?;
    let mut rows = Vec::new();
    for subject in SUBJECTS {
        let ours = workspace
            .folder
            .join(format!("{}-ours/src", subject.package));
        let official = format!("aws-sdk-{}", subject.service);
        let official = public_codec::source(&context.root, &official)?.join("src");
        let (ours, official) = (count(&ours)?, count(&official)?);
        let quantities = [
            ("source files", Unit::Count),
            ("lines", Unit::Count),
            ("source", Unit::Bytes),
        ];
        for (index, (what, unit)) in quantities.into_iter().enumerate() {
            let series = vec![
                Series::new(OURS, vec![number(ours[index])]),
                Series::new(OFFICIAL, vec![number(official[index])]),
            ];
            let mut row = Row::new(format!("{}: {what}", subject.name), unit, series);
            if (subject.package, what) == ("slice", "lines") {
                row.target = Some(Target::Absolute("≤ 7.8 k", 7_800.0));
            }
            rows.push(row);
        }
    }
    let programs = ["program-ours", "program-official", "program-core"];
    workspace.build_stripped(&programs)?;
    let names = [OURS, OFFICIAL, "ours without a client"].into_iter();
    let series = names.zip(programs);
    let series = series.map(|(name, it)| Ok(Series::new(name, vec![workspace.binary_size(it)?])));
    let series = series.collect::<Result<_>>()?;
    let row = Row::new("minimal program, release, stripped", Unit::Bytes, series);
    rows.push(row.target(Target::OfOfficial("≤ 0.7× official", 0.7)));
    Ok(rows)
}

/// Files, lines and bytes of the Rust files in a folder.
pub(crate) fn count(folder: &Path) -> Result<[u64; 3]> {
    let mut sum = [0; 3];
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |error: std::io::Error| Error::io(&folder, "read it", &error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path);
                let text = text.map_err(|error| Error::io(&path, "read it", &error))?;
                let counts = [1, text.lines().count() as u64, text.len() as u64];
                sum.iter_mut().zip(counts).for_each(|(sum, it)| *sum += it);
            }
        }
    }
    Ok(sum)
}

#[expect(clippy::cast_precision_loss, reason = "sizes are less than 2^53")]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}
