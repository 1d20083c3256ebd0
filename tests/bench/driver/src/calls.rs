//! Calls of `RetryBuild` on loopback: latency, throughput, and the first one of a process.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::BENCH;
use crate::Context;
use crate::contest;
use crate::project::Project;
use crate::report::{OFFICIAL, OURS, Row, Side, Target, Unit};
use crate::usage::{self, Usage};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;
use tinsmith_cli::process::{cargo, finish};

/// The server, which ends with this.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(program: &Path) -> Result<Self> {
        let failed = |error: &dyn std::fmt::Display| Error::failure("the server", error);
        let mut child = Command::new(program)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&error))?;
        let mut url = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output)
                .read_line(&mut url)
                .map_err(|error| failed(&error))?;
        }
        let url = url.trim().to_owned();
        Ok(Self { child, url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Measures calls with both clients at one server, which is another process.
pub(crate) fn measure(context: &Context) -> Result<Vec<Row>> {
    let project = Project::write(context)?;
    project.build_stripped(&["program-ours", "program-official"])?;
    print::progress("building the server and its callers");
    let mut build = cargo(&context.root.join(BENCH));
    build.args([
        "build",
        "--quiet",
        "--release",
        "--package",
        "measure",
        "--bins",
    ]);
    build
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", &project.target);
    finish(build, "cargo build")?;
    let programs = project.target.join("release");
    let server = Server::start(&programs.join("server"))?;

    let mut calls = Command::new(programs.join("calls"));
    calls.args([&server.url, &context.rounds(10).to_string(), "1000"]);
    let no_slower = || Target::of_official("no slower than official", 1.0);
    let mut rows: Vec<_> = contest::run(calls, "calls")?
        .into_iter()
        .map(|contest| {
            let sides = contest
                .sides
                .into_iter()
                .map(|side| Side::new(&side.name, side.seconds));
            Row::new(contest.name, Unit::Seconds, sides.collect()).target(no_slower())
        })
        .collect();

    let (mut ours, mut official) = (Vec::new(), Vec::new());
    for _ in 0..context.rounds(30) {
        ours.push(first_call(
            &programs.join("program-ours"),
            &server.url,
            &project,
        )?);
        official.push(first_call(
            &programs.join("program-official"),
            &server.url,
            &project,
        )?);
    }
    let row = |what: &str, of: fn(&Usage) -> f64| {
        let side = |name, usages: &[Usage]| Side::new(name, usages.iter().map(of).collect());
        let name = format!("a fresh process calls once and ends: {what}");
        Row::new(
            name,
            Unit::Seconds,
            vec![side(OURS, &ours), side(OFFICIAL, &official)],
        )
    };
    rows.push(row("wall", |usage| usage.wall).target(no_slower()));
    rows.push(row("CPU", |usage| usage.cpu));
    Ok(rows)
}

/// What a program takes that makes one call.
fn first_call(program: &Path, url: &str, project: &Project) -> Result<Usage> {
    let mut command = Command::new(program);
    command.arg("storefront-web:0f1c2d3e");
    command.envs([
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ENDPOINT_URL", url),
        // Nothing of the user's.
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
    ]);
    usage::of(&command, "the first call", &project.folder)
}
