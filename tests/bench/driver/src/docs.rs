//! The figures in `docs/benchmarks.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::report::Report;
use crate::table;
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;

const PATH: &str = "docs/benchmarks.md";
const BEGIN: &str = "<!-- From here on: written by `cargo xtask bench --write-docs`. -->\n";

/// Replaces the figures, which are the end of the file.
pub(crate) fn write(root: &Path, report: &Report) -> Result<()> {
    let path = root.join(PATH);
    let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, "read it", &error))?;
    let Some((before, _)) = text.split_once(BEGIN) else {
        return Err(Error::usage(PATH, "has no place for figures")
            .hint(format!("put this line into it: {}", BEGIN.trim_end())));
    };
    let text = format!("{before}{BEGIN}{}", figures(report));
    fs::write(&path, text).map_err(|error| Error::io(&path, "write it", &error))?;
    print::line(format_args!("{PATH}: written"));
    Ok(())
}

fn figures(report: &Report) -> String {
    let mut text = String::new();
    for (name, heading) in table::GROUPS {
        let Some(group) = report.groups.get(name) else {
            continue;
        };
        let machine = &group.machine;
        let _ = write!(
            text,
            "\n### {heading}\n\n{}, {} cores, {}, {}; commit {}; {}. Measured {}, load before: {}.\n\n{}",
            machine.processor,
            machine.cores,
            machine.system,
            machine.rustc,
            machine.commit,
            machine.versions.join(", "),
            machine.time,
            machine.load,
            table::of_group(&group.rows),
        );
    }
    text
}
