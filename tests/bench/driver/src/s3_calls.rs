//! Calls of S3, measured from outside: each side is a process of its own.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use crate::Context;
use crate::packages::Workspace;
use crate::programs::{NO_SLOWER, Server, build_servers};
use crate::report::{OFFICIAL, OURS, Row, Series, Target, Unit};
use crate::usage::{self, in_turns, rows};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;

const PROGRAM: &str = "s3-calls";

const SIDES: [&str; 2] = [OURS, OFFICIAL];

/// The program, and the server that it calls.
struct Calls {
    workspace: Workspace,
    server: Server,
}

impl Calls {
    fn new(context: &Context) -> Result<Self> {
        let workspace = Workspace::write(context)?;
        workspace.build(&[PROGRAM])?;
        build_servers(context, &workspace)?;
        let server = Server::start(&workspace.program("transfer_server"))?;
        Ok(Self { workspace, server })
    }

    /// The arguments of the program, and itself before them.
    fn line(&self, side: &str, what: &str, number: u64, file: &Path) -> Vec<String> {
        let program = self.workspace.program(PROGRAM);
        let (program, file) = (program.to_string_lossy(), file.to_string_lossy());
        let number = number.to_string();
        let line = [&*program, side, &*self.server.url, what, &*number, &*file];
        line.map(str::to_owned).into()
    }
}

fn command(line: &[String]) -> Command {
    let mut command = Command::new(&line[0]);
    command.args(&line[1..]);
    // Ignores the user's configuration.
    command.envs([
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
    ]);
    command
}

/// 1 GiB in each direction in one call, with checksums.
pub(crate) fn streams(context: &Context) -> Result<Vec<Row>> {
    const LENGTH: u64 = 1 << 30;
    const LESS: Target = Target::OfOfficial("less than official", 1.0);
    let calls = Calls::new(context)?;
    let file = context.folder.join("s3-streams");
    let written = File::create(&file).and_then(|it| it.set_len(LENGTH));
    written.map_err(|error| Error::io(&file, "write it", &error))?;
    let mut all = Vec::new();
    for (what, name) in [
        ("up", "S3 PutObject of 1 GiB from a stream"),
        ("file", "S3 PutObject of 1 GiB from a file"),
        ("down", "S3 GetObject of 1 GiB"),
    ] {
        print::progress(name);
        let samples = in_turns(context.rounds(5), &SIDES, |side| {
            let command = command(&calls.line(side, what, LENGTH, &file));
            Ok(usage::measure(&command, PROGRAM)?.0)
        })?;
        let series: [(&str, &[usage::Usage]); 2] = [(OURS, &samples[0]), (OFFICIAL, &samples[1])];
        let mut rows = rows(name, &series, [Some(NO_SLOWER), None]);
        if let Some(peak) = rows.last_mut() {
            peak.target = Some(LESS);
        }
        all.extend(rows);
    }
    fs::remove_file(&file).map_err(|error| Error::io(&file, "remove it", &error))?;
    Ok(all)
}

/// Instructions of an upload of a kilobyte: those of many less those of few, so that the start of the
/// process and its first call are not counted.
pub(crate) fn instructions(context: &Context) -> Result<Vec<Row>> {
    const FEW: u32 = 100;
    const MANY: u32 = 600;
    let calls = Calls::new(context)?;
    let samples = in_turns(context.rounds(3), &SIDES, |side| {
        let count = |number: u32| {
            print::progress(format_args!("{side}: {number} calls"));
            instructions_of(&calls.line(side, "put", number.into(), Path::new("")))
        };
        Ok((count(MANY)? - count(FEW)?) / f64::from(MANY - FEW))
    })?;
    let series = SIDES.into_iter().zip(samples);
    let series = series.map(|(side, samples)| Series::new(side, samples));
    let row = Row::new(
        "S3 PutObject of 1 kB: instructions",
        Unit::Count,
        series.collect(),
    );
    Ok(vec![
        row.target(Target::OfOfficial("no more than official", 1.0)),
    ])
}

/// The instructions of a process, counted by callgrind.
fn instructions_of(line: &[String]) -> Result<f64> {
    let callgrind = [
        "valgrind",
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
    ];
    let callgrind = [&callgrind.map(str::to_owned), line].concat();
    let output = command(&callgrind).output().map_err(|error| {
        Error::usage("valgrind", error).hint("install it: it is the package valgrind of Debian")
    })?;
    let report = String::from_utf8_lossy(&output.stderr);
    let counted = report
        .lines()
        .find_map(|line| line.split_once("Collected :"));
    let counted = counted.and_then(|(_, number)| number.trim().parse().ok());
    match counted {
        Some(number) if output.status.success() => Ok(number),
        _ => Err(Error::failure("valgrind", report)),
    }
}
