//! Codecs and calls, measured by programs that use `tests/bench/measure`.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::packages::Workspace;
use crate::report::{OFFICIAL, OURS, Row, Target, Unit};
use crate::usage::{self, in_turns, rows};
use crate::{BENCH, Context};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;
use tinsmith_cli::process::{cargo, finish};

pub(crate) const NO_SLOWER: Target = Target::OfOfficial("no slower than official", 1.0);

/// Runs a program that prints rows as JSON.
fn measured(mut program: Command) -> Result<Vec<Row>> {
    let name = program.get_program().to_string_lossy().into_owned();
    let failed = |error: &dyn std::fmt::Display| Error::failure(&name, error);
    let output = program.output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(failed(&format_args!("{}\n{stderr}", output.status)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| failed(&error))
}

/// Reading and writing JSON.
pub(crate) fn codec(context: &Context) -> Result<Vec<Row>> {
    let services = ["codec-codebuild", "codec-dynamodb", "codec-lambda"];
    let read = Target::OfOfficial("≥ 1.4× the speed of official", 1.0 / 1.4);
    codecs(context, &services, read)
}

/// Reading XML, and writing forms.
pub(crate) fn codec_xml(context: &Context, service: &str) -> Result<Vec<Row>> {
    let read = Target::OfOfficial("≥ 2× the speed of official", 1.0 / 2.0);
    codecs(context, &[service], read)
}

/// Time, then allocations, of comparisons of codecs.
fn codecs(context: &Context, services: &[&str], read: Target) -> Result<Vec<Row>> {
    let workspace = Workspace::write(context)?;
    workspace.build(services)?;
    let mut all = Vec::new();
    for quantity in ["time", "allocations"] {
        for service in services {
            let mut program = Command::new(workspace.program(&format!("{service}-{quantity}")));
            program.arg(context.rounds(21).to_string());
            all.extend(measured(program)?);
        }
    }
    for row in &mut all {
        row.target = match row.unit {
            Unit::Seconds if row.name.ends_with("write") => Some(Target::OfOfficial(
                "≥ 1.8× the speed of official",
                1.0 / 1.8,
            )),
            Unit::Seconds => Some(read),
            Unit::Count => Some(Target::OfOfficial("no more than official", 1.0)),
            Unit::Bytes => None,
        };
    }
    Ok(all)
}

/// 1 GiB in each direction on loopback, by both clients and by hyper alone.
pub(crate) fn streams(context: &Context) -> Result<Vec<Row>> {
    const MEBIBYTES: &str = "1024";
    const HYPER: Target = Target::OfSeries("≥ 0.9× the speed of hyper", "hyper", 1.0 / 0.9);
    let workspace = Workspace::write(context)?;
    workspace.build(&["streams"])?;
    let mut program = Command::new(workspace.program("streams"));
    program.args([&context.rounds(7).to_string(), MEBIBYTES]);
    let rows = measured(program)?.into_iter().map(|row| {
        let target = if row.name.ends_with("hyper") {
            HYPER
        } else {
            NO_SLOWER
        };
        row.target(target)
    });
    Ok(rows.collect())
}

/// A large file and many small ones, by ours, by the official transfer manager and by boto3's s3transfer,
/// with a server in another process.
pub(crate) fn transfers(context: &Context) -> Result<Vec<Row>> {
    const BOTO3: Target = Target::OfSeries("faster than boto3", "boto3", 1.0);
    const FASTER: Target = Target::OfOfficial("faster than official", 1.0);
    const LENGTH: u64 = 5 << 30;
    const COUNT: u32 = 10_000;
    let workspace = Workspace::write(context)?;
    workspace.build(&["transfers"])?;
    build_servers(context, &workspace)?;
    let server = Server::start(&workspace.program("transfer_server"))?;
    let mut program = Command::new(workspace.program("transfers"));
    program.args([&context.rounds(3).to_string(), &server.url]);
    program.arg(context.root.join("target/python/bin/python"));
    program.arg(
        context
            .root
            .join(BENCH)
            .join("measure/programs/transfers.py"),
    );
    program.arg(context.files.join("tinsmith-transfers"));
    program.args([LENGTH.to_string(), COUNT.to_string()]);
    let rows = measured(program)?.into_iter().map(|row| {
        let target = if row.name.ends_with("boto3") {
            BOTO3
        } else {
            FASTER
        };
        row.target(target)
    });
    Ok(rows.collect())
}

/// Builds the programs in `measure`: servers and their clients.
pub(crate) fn build_servers(context: &Context, workspace: &Workspace) -> Result<()> {
    print::progress("building the servers and their clients");
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
        .env("CARGO_TARGET_DIR", &workspace.target);
    finish(build, "cargo build")
}

/// A running server; killed on drop.
pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start(program: &Path) -> Result<Self> {
        let failed = |error: std::io::Error| Error::failure("the server", error);
        let mut child = Command::new(program)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut url = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut url).map_err(failed)?;
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

/// Calls of `RetryBuild` on loopback: latency, throughput, and the first call of a process.
pub(crate) fn calls(context: &Context) -> Result<Vec<Row>> {
    let workspace = Workspace::write(context)?;
    let programs = ["program-ours", "program-official"];
    workspace.build_stripped(&programs)?;
    build_servers(context, &workspace)?;
    let server = Server::start(&workspace.program("server"))?;

    let mut calls = Command::new(workspace.program("calls"));
    calls.args([&server.url, &context.rounds(10).to_string(), "1000"]);
    let all = measured(calls)?.into_iter();
    let mut all: Vec<_> = all.map(|row| row.target(NO_SLOWER)).collect();
    let samples = in_turns(context.rounds(30), &programs, |program| {
        let mut command = Command::new(workspace.program(program));
        command.arg("storefront-web:0f1c2d3e");
        command.envs([
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ENDPOINT_URL", &server.url),
            // Ignores the user's configuration.
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ]);
        // The official client ignores it, and ours reads its certificates.
        command.env_remove("AWS_CA_BUNDLE");
        Ok(usage::measure(&command, "the first call")?.0)
    })?;
    all.extend(rows(
        "a new process with one call",
        &[(OURS, &samples[0]), (OFFICIAL, &samples[1])],
        [Some(NO_SLOWER), None],
    ));
    Ok(all)
}
