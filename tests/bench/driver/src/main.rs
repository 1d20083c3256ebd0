//! `cargo xtask bench`: how fast and how big, ours and theirs measured in the same run, in turns.
//!
//! | group | module | what it runs |
//! |---|---|---|
//! | `generation` | [`generation`] | codegen, in this process |
//! | `build` | [`building`] | cargo, on [`packages`] in a [`project`] |
//! | `size` | [`size`] | – |
//! | `codec` | [`codec`] | programs on `tests/bench/measure` |
//! | `calls` | [`calls`] | a server and both clients, from `tests/bench/measure` |
//! | `cold` | [`cold`] | cargo, with nothing built |
//!
//! [`derived`] makes types with serde's derives, [`opened`] an official crate with a public codec.
//! [`usage`] runs a command and says what it took. A group gives [`report`] rows; [`store`] keeps
//! them in `target/bench.json` beside those of other groups, and [`table`] and [`docs`] show them.

mod building;
mod calls;
mod codec;
mod cold;
mod contest;
mod derived;
mod docs;
mod generation;
mod machine;
mod opened;
mod packages;
mod project;
mod report;
mod services;
mod size;
mod store;
mod table;
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

/// Measures generation, building, codecs and calls, ours and theirs in the same run.
#[derive(Debug, clap::Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench", version)]
struct Arguments {
    /// Measure these groups only; the others stay in target/bench.json as they were.
    #[arg(long, value_name = "GROUPS", value_enum, value_delimiter = ',')]
    only: Vec<Group>,
    /// How often each side has its turn; by default, as often as there is time for.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,
    /// Measure nothing; print what is in target/bench.json.
    #[arg(long, conflicts_with_all = ["only", "rounds"])]
    show: bool,
    /// Measure nothing; write what is in target/bench.json into docs/benchmarks.md.
    #[arg(long, conflicts_with_all = ["only", "rounds", "show"])]
    write_docs: bool,
    /// Run a command and print what it takes; for this program itself.
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

/// The workspace that this program is in, and the comparisons.
const BENCH: &str = "tests/bench";

/// What is measured together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Group {
    /// Generating crates.
    Generation,
    /// Building generated crates.
    Build,
    /// Lines, bytes and binaries.
    Size,
    /// Reading and writing.
    Codec,
    /// Calls on loopback.
    Calls,
    /// Building a program with nothing built.
    Cold,
}

/// Where and how to measure.
struct Context {
    /// The workspace.
    root: PathBuf,
    /// Where everything goes that is made.
    folder: PathBuf,
    rounds: Option<u32>,
}

impl Context {
    /// How often each side has its turn, if not told otherwise.
    fn rounds(&self, usually: u32) -> u32 {
        self.rounds.unwrap_or(usually)
    }
}

impl Group {
    /// The name in the report.
    fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    fn measure(self, context: &Context) -> Result<Vec<Row>> {
        match self {
            Self::Generation => generation::measure(context),
            Self::Build => building::measure(context),
            Self::Size => size::measure(context),
            Self::Codec => codec::measure(context),
            Self::Calls => calls::measure(context),
            Self::Cold => cold::measure(context),
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
/// Exit code 1 if something that is measured fails, 2 if something that it needs cannot be had. A
/// target that is missed is no error.
fn run(arguments: &Arguments) -> Result<()> {
    if !arguments.usage_of.is_empty() {
        return usage::print(&arguments.usage_of);
    }
    let root = workspace::root()?;
    if arguments.write_docs {
        return docs::write(&root, &store::read(&root)?);
    }
    if arguments.show {
        print::block(table::text(&store::read(&root)?));
        return Ok(());
    }
    let mut groups = arguments.only.clone();
    if groups.is_empty() {
        groups = Group::value_variants().to_vec();
    }
    groups.sort();
    groups.dedup();
    let context = Context {
        folder: root.join("target/benchmarks"),
        rounds: arguments.rounds,
        root,
    };
    let mut measured = Report::default();
    let mut errors = Vec::new();
    for group in groups {
        let name = group.name();
        print::progress(format_args!("measuring {name}"));
        let (machine, started) = (machine::here(&context.root), Instant::now());
        match group.measure(&context) {
            Ok(rows) => {
                let seconds = started.elapsed().as_secs();
                print::progress(format_args!("{name} took {seconds} s"));
                let result = report::Group { machine, rows };
                store::merge(&context.root, &name, &result)?;
                measured.groups.insert(name, result);
            }
            Err(error) => {
                print::error(&error);
                errors.push(Error::failure(name, "was not measured"));
            }
        }
    }
    print::block(table::text(&measured));
    Error::all(errors)
}
