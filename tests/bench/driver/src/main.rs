//! `cargo xtask bench`: speed and size of generation, generated crates and their builds, compared with
//! the official crates in the same run.
//!
//! | group | module | what is measured |
//! |---|---|---|
//! | `generation` | [`generation`] | the generator, in this process |
//! | `touch`, `check`, `dev`, `release`, `sagemaker-…`, `lambda-release`, `apigateway-release`, `sts-release`, `iam-release`, `s3-release`, `ec2-…`, `rest`, `services`, `cold` | [`build`] | cargo and the compiler, in the workspace of [`packages`] |
//! | `size` | [`size`] | sources and a minimal program |
//! | `codec`, `codec-ec2`, `codec-s3`, `calls`, `streams`, `transfers` | [`programs`] | programs that use `tests/bench/measure` |
//! | `s3-streams`, `s3-instructions` | [`s3_calls`] | calls of S3 by one of them |
//!
//! [`usage`] measures a command. A group returns the rows of a [`report`], which is written to
//! `target/benchmarks/results`.

mod build;
mod crates;
mod derived;
mod generation;
mod packages;
mod programs;
mod public_codec;
mod report;
mod s3_calls;
mod size;
mod usage;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser as _, ValueEnum};

use report::{Report, Row};
use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::print;
use tinsmith_cli::workspace;

/// Measures generation, builds, codecs and calls against the official crates.
#[derive(Debug, clap::Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench", version)]
struct Arguments {
    /// Measure these groups only; results of the others are kept. Groups of EC2 are measured only if
    /// they are named here: its official crate takes ten minutes and 8 GB to build. So is
    /// `s3-instructions`, which needs valgrind.
    #[arg(long, value_name = "GROUPS", value_enum, value_delimiter = ',')]
    only: Vec<Group>,
    /// Number of samples for each side; the default depends on the group.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,
    /// Folder for the files of `transfers`, such as /dev/shm, which is in memory; by default
    /// target/benchmarks.
    #[arg(long, value_name = "FOLDER")]
    files: Option<PathBuf>,
    /// Print the results in target/benchmarks/results without measuring.
    #[arg(long, conflicts_with_all = ["only", "rounds"])]
    show: bool,
    /// Write the results in target/benchmarks/results to docs/benchmarks.md without measuring.
    #[arg(long, conflicts_with_all = ["only", "rounds", "show"])]
    write_docs: bool,
    /// Internal: run a command and print its resource usage.
    #[arg(
        long,
        hide = true,
        exclusive = true,
        num_args = 1..,
        allow_hyphen_values = true,
        value_name = "COMMAND"
    )]
    usage_of: Vec<OsString>,
}

/// The workspace of this program.
const BENCH: &str = "tests/bench";

/// A set of rows that is measured and reported together, in the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Group {
    /// Generating crates.
    Generation,
    /// `cargo check` of the committed crate after a change.
    Touch,
    /// `cargo check` of the committed crate and of the whole `CodeBuild`.
    Check,
    /// Dev builds of the same.
    Dev,
    /// Release builds of the same.
    Release,
    /// `cargo check` of the whole `SageMaker`.
    SagemakerCheck,
    /// Its dev build.
    SagemakerDev,
    /// Its release build.
    SagemakerRelease,
    /// The release build of the whole Lambda.
    LambdaRelease,
    /// The release build of the whole API Gateway.
    ApigatewayRelease,
    /// The release build of the whole STS.
    StsRelease,
    /// The release build of the whole IAM.
    IamRelease,
    /// Release builds of the whole S3 and of twelve operations.
    S3Release,
    /// `cargo check` of the whole EC2 and of twelve operations.
    Ec2Check,
    /// Release builds of the same.
    Ec2Release,
    /// The operations of the committed crate over REST: lines and release build.
    Rest,
    /// A program with clients of four services: release build and binary.
    Services,
    /// Sources, and the binary of a minimal program.
    Size,
    /// Reading and writing documents.
    Codec,
    /// Reading and writing messages of EC2.
    CodecEc2,
    /// Reading pages of S3.
    CodecS3,
    /// Calls on loopback.
    Calls,
    /// Byte streams on loopback.
    Streams,
    /// Objects of 1 GiB in one call of S3, with checksums.
    S3Streams,
    /// Instructions of a small upload to S3.
    S3Instructions,
    /// Transfers of objects on loopback.
    Transfers,
    /// Dev builds of minimal programs in an empty target folder.
    Cold,
}

/// Options and folders of a run.
struct Context {
    /// The root of the repository.
    root: PathBuf,
    /// The folder of everything that is generated and built.
    folder: PathBuf,
    rounds: Option<u32>,
    /// The folder of the files to transfer.
    files: PathBuf,
}

impl Context {
    /// The number of rounds, with the default of the group.
    fn rounds(&self, default: u32) -> u32 {
        self.rounds.unwrap_or(default)
    }
}

impl Group {
    /// The name on the command line.
    fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether it is measured only if it is named.
    const fn is_on_request(self) -> bool {
        matches!(
            self,
            Self::Ec2Check | Self::Ec2Release | Self::CodecEc2 | Self::S3Instructions
        )
    }

    /// The heading in the report.
    const fn heading(self) -> &'static str {
        match self {
            Self::Generation => "Generation",
            Self::Touch => "Check after a change",
            Self::Check => "CodeBuild: cargo check",
            Self::Dev => "CodeBuild: dev build",
            Self::Release => "CodeBuild: release build",
            Self::SagemakerCheck => "SageMaker: cargo check",
            Self::SagemakerDev => "SageMaker: dev build",
            Self::SagemakerRelease => "SageMaker: release build",
            Self::LambdaRelease => "Lambda: release build",
            Self::ApigatewayRelease => "API Gateway: release build",
            Self::StsRelease => "STS: release build",
            Self::IamRelease => "IAM: release build",
            Self::S3Release => "S3: release build",
            Self::Ec2Check => "EC2: cargo check",
            Self::Ec2Release => "EC2: release build",
            Self::Rest => "REST and awsJson",
            Self::Services => "A program with four services",
            Self::Size => "Size",
            Self::Codec => "Reading and writing",
            Self::CodecEc2 => "Reading and writing EC2",
            Self::CodecS3 => "Reading S3",
            Self::Calls => "Calls",
            Self::Streams => "Byte streams",
            Self::S3Streams => "S3: byte streams",
            Self::S3Instructions => "S3: instructions",
            Self::Transfers => "Transfers",
            Self::Cold => "Cold build of a minimal program",
        }
    }

    fn measure(self, context: &Context) -> Result<Vec<Row>> {
        match self {
            Self::Generation => generation::measure(context),
            Self::Touch => build::touch(context),
            Self::Check => build::service(context, "codebuild", &build::CHECK),
            Self::Dev => build::service(context, "codebuild", &build::DEV),
            Self::Release => build::service(context, "codebuild", &build::RELEASE),
            Self::SagemakerCheck => build::service(context, "sagemaker", &build::CHECK),
            Self::SagemakerDev => build::service(context, "sagemaker", &build::DEV),
            Self::SagemakerRelease => build::service(context, "sagemaker", &build::RELEASE),
            Self::LambdaRelease => build::service(context, "lambda", &build::RELEASE),
            Self::ApigatewayRelease => build::service(context, "apigateway", &build::RELEASE),
            Self::StsRelease => build::service(context, "sts", &build::RELEASE),
            Self::IamRelease => build::service(context, "iam", &build::RELEASE),
            Self::S3Release => build::s3(context),
            Self::Ec2Check => build::ec2(context, &build::CHECK),
            Self::Ec2Release => build::ec2(context, &build::RELEASE),
            Self::Rest => build::rest(context),
            Self::Services => build::services(context),
            Self::Size => size::measure(context),
            Self::Codec => programs::codec(context),
            Self::CodecEc2 => programs::codec_xml(context, "codec-ec2"),
            Self::CodecS3 => programs::codec_xml(context, "codec-s3"),
            Self::Calls => programs::calls(context),
            Self::Streams => programs::streams(context),
            Self::S3Streams => s3_calls::streams(context),
            Self::S3Instructions => s3_calls::instructions(context),
            Self::Transfers => programs::transfers(context),
            Self::Cold => build::cold(context),
        }
    }
}

fn main() -> ExitCode {
    tinsmith_cli::exit_code(run(&Arguments::parse()))
}

/// Runs the command.
///
/// # Errors
///
/// Exit code 1 if a measured command fails, 2 if a prerequisite is missing. A missed target is not an
/// error.
fn run(arguments: &Arguments) -> Result<()> {
    if !arguments.usage_of.is_empty() {
        return usage::print(&arguments.usage_of);
    }
    let root = workspace::root()?;
    let folder = root.join("target/benchmarks");
    let context = Context {
        files: arguments.files.clone().unwrap_or_else(|| folder.clone()),
        folder,
        rounds: arguments.rounds,
        root,
    };
    let report = Report::new(&context);
    if arguments.write_docs {
        return report.write_docs();
    }
    if arguments.show {
        print::block(report.text(Group::value_variants())?);
        return Ok(());
    }
    let mut groups = arguments.only.clone();
    if groups.is_empty() {
        let all = Group::value_variants().iter().copied();
        groups = all.filter(|group| !group.is_on_request()).collect();
    }
    groups.sort();
    groups.dedup();
    let (mut measured, mut errors) = (Vec::new(), Vec::new());
    for group in groups {
        let name = group.name();
        print::progress(format_args!("measuring {name}"));
        let (conditions, started) = (report.conditions(), Instant::now());
        match group.measure(&context) {
            Ok(rows) => {
                let seconds = started.elapsed().as_secs();
                print::progress(format_args!("{name} took {seconds} s"));
                report.save(group, &conditions, &rows)?;
                measured.push(group);
            }
            Err(error) => {
                print::error(&error);
                errors.push(Error::failure(name, "was not measured"));
            }
        }
    }
    print::block(report.text(&measured)?);
    Error::all(errors)
}
