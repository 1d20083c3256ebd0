//! Building the smallest programs with nothing built.

use std::fs;

use crate::Context;
use crate::project::Project;
use crate::report::{OFFICIAL, OURS, Row, Side, Unit};
use crate::usage::Usage;
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;

/// Builds each program in a target folder of its own.
pub(crate) fn measure(context: &Context) -> Result<Vec<Row>> {
    let mut project = Project::write(context)?;
    project.target = context.folder.join("cold");
    let mut usages = [const { Vec::new() }; 3];
    let rounds = context.rounds(1);
    for round in 1..=rounds {
        for (name, usages) in ["core", "ours", "official"].iter().zip(&mut usages) {
            print::progress(format_args!("program-{name}, round {round} of {rounds}"));
            clear(&project)?;
            let mut build = project.cargo("build");
            build.args(["--offline", "--package", &format!("program-{name}")]);
            usages.push(project.usage(&build, "cargo build")?);
        }
    }
    clear(&project)?;
    let [core, ours, official] = usages;
    let side = |name: &str, usages: &[Usage], of: fn(&Usage) -> f64| {
        Side::new(name, usages.iter().map(of).collect())
    };
    let rows = |what: &str, of: fn(&Usage) -> f64| {
        let client = vec![side(OURS, &ours, of), side(OFFICIAL, &official, of)];
        let core = vec![side(OURS, &core, of)];
        [
            Row::new(
                format!("dev build of a program with a client: {what}"),
                Unit::Seconds,
                client,
            ),
            Row::new(
                format!("dev build of a program on the core: {what}"),
                Unit::Seconds,
                core,
            ),
        ]
    };
    let mut all = rows("wall", |usage| usage.wall).to_vec();
    all.extend(rows("CPU", |usage| usage.cpu));
    Ok(all)
}

fn clear(project: &Project) -> Result<()> {
    let folder = &project.target;
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| Error::io(folder, "clear it away", &error))?;
    }
    Ok(())
}
