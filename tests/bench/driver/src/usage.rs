//! Resource usage of commands.
//!
//! The system counts the memory of a process from before `exec` (on Linux, that of the parent), so each
//! command is started by a fresh process of this program (hidden option `--usage-of`).

use std::env;
use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

use crate::report::{Row, Series, Target, Unit};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;

/// Resource usage of a command and its child processes.
#[derive(Clone, Copy)]
pub(crate) struct Usage {
    /// Elapsed seconds.
    wall: f64,
    /// User and system seconds.
    cpu: f64,
    /// Peak memory of the largest process.
    peak: f64,
}

/// Runs a command, and returns its usage and its stderr.
///
/// # Errors
///
/// If it fails.
pub(crate) fn measure(command: &Command, name: &str) -> Result<(Usage, String)> {
    let failed = |error: &dyn std::fmt::Display| Error::failure(name, error);
    let program = env::current_exe().map_err(|error| failed(&error))?;
    let mut measured = Command::new(program);
    measured.arg("--usage-of").arg(command.get_program());
    measured.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => measured.env(name, value),
            None => measured.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        measured.current_dir(folder);
    }
    let output = measured.stdin(Stdio::null()).output();
    let output = output.map_err(|error| failed(&error))?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let numbers = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<f64> = numbers
        .split(' ')
        .flat_map(|it| it.trim().parse())
        .collect();
    match numbers[..] {
        [wall, cpu, peak] if output.status.success() => Ok((Usage { wall, cpu, peak }, stderr)),
        _ => Err(failed(&format_args!("failed\n{stderr}"))),
    }
}

/// Runs the command of `--usage-of`, and prints its usage.
///
/// # Errors
///
/// If it fails.
pub(crate) fn print(command: &[OsString]) -> Result<()> {
    let [program, arguments @ ..] = command else {
        return Err(Error::usage("--usage-of", "needs a command"));
    };
    let failed = |error: &dyn std::fmt::Display| Error::failure(program.display(), error);
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null());
    let mut child = command.spawn().map_err(|error| failed(&error))?;
    let ended = child.wait4().map_err(|error| failed(&error))?;
    let wall = start.elapsed().as_secs_f64();
    if !ended.status.success() {
        return Err(failed(&ended.status));
    }
    let cpu = ended.rusage.utime + ended.rusage.stime;
    let (cpu, peak) = (cpu.as_secs_f64(), ended.rusage.maxrss);
    print::line(format_args!("{wall} {cpu} {peak}"));
    Ok(())
}

/// Samples each subject once per round, in alternating order.
///
/// # Errors
///
/// The first error.
pub(crate) fn in_turns<S, T>(
    rounds: u32,
    subjects: &[S],
    mut measure: impl FnMut(&S) -> Result<T>,
) -> Result<Vec<Vec<T>>> {
    let mut samples: Vec<_> = subjects.iter().map(|_| Vec::new()).collect();
    let mut order: Vec<_> = (0..subjects.len()).collect();
    for _ in 0..rounds {
        for index in &order {
            samples[*index].push(measure(&subjects[*index])?);
        }
        order.reverse();
    }
    Ok(samples)
}

/// Rows for wall time, CPU time and peak memory; targets are for the first two.
pub(crate) fn rows(
    name: &str,
    series: &[(&str, &[Usage])],
    targets: [Option<Target>; 2],
) -> Vec<Row> {
    let [wall, cpu] = targets;
    let row = |quantity: &str, unit, target, of: fn(&Usage) -> f64| {
        let series = series.iter();
        let series =
            series.map(|(name, usages)| Series::new(name, usages.iter().map(of).collect()));
        Row {
            target,
            ..Row::new(format!("{name}: {quantity}"), unit, series.collect())
        }
    };
    vec![
        row("wall", Unit::Seconds, wall, |usage| usage.wall),
        row("CPU", Unit::Seconds, cpu, |usage| usage.cpu),
        row("peak memory", Unit::Bytes, None, |usage| usage.peak),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_alternates() {
        let mut order = Vec::new();
        let samples = in_turns(3, &['a', 'b'], |subject| {
            order.push(*subject);
            Ok(order.len())
        });
        assert_eq!(samples.unwrap(), [[1, 4, 5], [2, 3, 6]]);
    }
}
