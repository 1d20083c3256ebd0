//! Reading and writing, by the programs `codec-codebuild` and `codec-dynamodb`.

use std::process::Command;

use crate::Context;
use crate::contest::{self, Contest};
use crate::project::Project;
use crate::report::{Row, Side, Target, Unit};
use tinsmith_cli::error::Result;

/// Measures time, and then counts allocations.
pub(crate) fn measure(context: &Context) -> Result<Vec<Row>> {
    let project = Project::write(context)?;
    let services = ["codec-codebuild", "codec-dynamodb"];
    project.build(&services)?;
    let (mut times, mut allocations) = (Vec::new(), Vec::new());
    for service in services {
        let program =
            |what: &str| Command::new(project.target.join(format!("release/{service}-{what}")));
        let mut timing = program("time");
        timing.arg(context.rounds(21).to_string());
        times.extend(contest::run(timing, service)?);
        allocations.extend(contest::run(program("allocations"), service)?);
    }
    let mut rows: Vec<_> = times.into_iter().map(time).collect();
    rows.extend(allocations.iter().flat_map(allocated));
    Ok(rows)
}

fn time(contest: Contest) -> Row {
    let target = if contest.name.ends_with("write") {
        Target::of_official("≥ 1.8× the speed of official", 1.0 / 1.8)
    } else {
        Target::of_official("≥ 1.4× the speed of official", 1.0 / 1.4)
    };
    let sides = contest
        .sides
        .into_iter()
        .map(|side| Side::new(&side.name, side.seconds));
    Row::new(contest.name, Unit::Seconds, sides.collect()).target(target)
}

fn allocated(contest: &Contest) -> [Row; 2] {
    let counted = contest
        .sides
        .iter()
        .filter_map(|side| Some((&side.name, side.allocations.as_ref()?)));
    let counts = counted
        .clone()
        .map(|(name, counted)| Side::new(name, vec![counted.count]));
    let peaks = counted.map(|(name, counted)| Side::new(name, vec![counted.peak_bytes]));
    let target = Target::of_official("no more than official", 1.0);
    [
        Row::new(
            format!("{}: allocations", contest.name),
            Unit::Count,
            counts.collect(),
        )
        .target(target),
        Row::new(
            format!("{}: peak", contest.name),
            Unit::Bytes,
            peaks.collect(),
        ),
    ]
}
