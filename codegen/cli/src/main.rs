//! The program `tinsmith`.

use std::process::ExitCode;

use clap::Parser;

/// Generates small, typed Rust clients from AWS service models.
#[derive(Debug, Parser)]
#[command(name = "tinsmith", version)]
struct Arguments {
    #[command(subcommand)]
    command: tinsmith_cli::Command,
}

fn main() -> ExitCode {
    tinsmith_cli::exit_code(Arguments::parse().command.run())
}
