//! Lines, bytes and binaries.

use std::fs;
use std::path::Path;

use crate::project::{Project, SUBJECTS};
use crate::report::{OFFICIAL, OURS, Row, Side, Target, Unit};
use crate::{Context, opened};
use tinsmith_cli::error::{Error, Result};

/// What is in the source files of a crate.
#[derive(Default)]
struct Source {
    files: f64,
    lines: f64,
    bytes: f64,
}

/// Counts. There is nothing that a second round would change.
pub(crate) fn measure(context: &Context) -> Result<Vec<Row>> {
    let project = Project::write(context)?;
    let mut rows = Vec::new();
    for (name, package, service) in SUBJECTS {
        let ours = source(&project.folder.join(format!("{package}-ours/src")))?;
        let official = opened::source(&context.root, &format!("aws-sdk-{service}"))?;
        let official = source(&official.join("src"))?;
        let row = |what: &str, unit, of: fn(&Source) -> f64| {
            let sides = vec![
                Side::new(OURS, vec![of(&ours)]),
                Side::new(OFFICIAL, vec![of(&official)]),
            ];
            Row::new(format!("{name}: {what}"), unit, sides)
        };
        rows.push(row("source files", Unit::Count, |source| source.files));
        rows.push(row("lines", Unit::Count, |source| source.lines));
        rows.push(row("source", Unit::Bytes, |source| source.bytes));
    }
    project.build_stripped(&["program-core", "program-ours", "program-official"])?;
    let binary = |name: &str| {
        let path = project
            .target
            .join("release")
            .join(format!("program-{name}{}", std::env::consts::EXE_SUFFIX));
        let metadata = fs::metadata(&path).map_err(|error| Error::io(&path, "read it", &error))?;
        Ok::<_, Error>(vec![number(metadata.len())])
    };
    let sides = vec![
        Side::new(OURS, binary("ours")?),
        Side::new(OFFICIAL, binary("official")?),
        Side::new("ours without a client", binary("core")?),
    ];
    let target = Target::of_official("≤ 0.7× official", 0.7);
    rows.push(Row::new("minimal program, release, stripped", Unit::Bytes, sides).target(target));
    Ok(rows)
}

fn source(folder: &Path) -> Result<Source> {
    let mut sum = Source::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |error: &std::io::Error| Error::io(&folder, "read it", error);
        for entry in fs::read_dir(&folder).map_err(|error| failed(&error))? {
            let path = entry.map_err(|error| failed(&error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path)
                    .map_err(|error| Error::io(&path, "read it", &error))?;
                sum.files += 1.0;
                sum.lines += number(text.lines().count() as u64);
                sum.bytes += number(text.len() as u64);
            }
        }
    }
    Ok(sum)
}

#[expect(clippy::cast_precision_loss, reason = "sizes are less than 2^53")]
fn number(count: u64) -> f64 {
    count as f64
}
