//! The program `tinsmith`.

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use tinsmith_cli::{print, repository};

/// Generates small, typed Rust clients from AWS service models.
#[derive(Debug, Parser)]
#[command(name = "tinsmith", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Print results, warnings and errors only.
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Repository(Box<repository::Command>),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.quiet {
        print::quiet();
    }
    tinsmith_cli::exit_code(match arguments.command {
        Command::Repository(command) => command.run(),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "tinsmith", &mut script);
            print::block(String::from_utf8_lossy(&script));
            Ok(())
        }
    })
}
