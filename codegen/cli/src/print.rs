//! Output to stdout and stderr, coloured only on terminals and without `NO_COLOR`.
//!
//! Write errors are ignored: a closed pipe (`… | head`) must not stop a command that writes files.

use std::fmt::Display;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use tinsmith::error::MAX_SHOWN;

use crate::error::{Error, Problem, Result};

/// Removed lines, errors and what failed.
pub const RED: Style = AnsiColor::Red.on_default();
/// Added lines and what succeeded.
pub const GREEN: Style = AnsiColor::Green.on_default();
/// Warnings.
pub const YELLOW: Style = AnsiColor::Yellow.on_default();
/// Positions in a diff, and hints.
pub const CYAN: Style = AnsiColor::Cyan.on_default();
/// Headings.
pub const BOLD: Style = Style::new().bold();

/// A number with a noun.
pub fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The output format of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For programs: one object, whose keys are in camel case.
    Json,
}

static IS_QUIET: AtomicBool = AtomicBool::new(false);

/// Leaves out what was done, progress and hints; results, warnings and errors are printed.
pub fn quiet() {
    IS_QUIET.store(true, Ordering::Relaxed);
}

fn is_quiet() -> bool {
    IS_QUIET.load(Ordering::Relaxed)
}

/// Prints a line about what was done to stdout.
pub fn done(text: impl Display) {
    if !is_quiet() {
        line(text);
    }
}

/// Prints a line to stdout.
pub fn line(text: impl Display) {
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// Prints text with its own line ends to stdout.
pub fn block(text: impl Display) {
    let _ = write!(anstream::stdout(), "{text}");
}

/// Prints a value as JSON to stdout, with the version of its format, which is incremented on
/// incompatible changes.
///
/// # Errors
///
/// If it cannot be serialized.
pub fn json(format: u32, value: &impl Serialize) -> Result<()> {
    #[derive(Serialize)]
    struct Versioned<'a, T> {
        format: u32,
        #[serde(flatten)]
        value: &'a T,
    }
    let text = serde_json::to_string_pretty(&Versioned { format, value });
    line(text.map_err(|error| Error::failure("the output", error))?);
    Ok(())
}

/// Prints the current step to stderr.
pub fn progress(text: impl Display) {
    if is_quiet() {
        return;
    }
    let _ = writeln!(anstream::stderr(), "{BOLD}{text}{BOLD:#}");
}

/// Prints a warning to stderr.
pub fn warning(place: impl Display, message: impl Display) {
    let style = YELLOW.bold();
    let _ = writeln!(
        anstream::stderr(),
        "{style}warning:{style:#} {place}: {message}"
    );
}

/// Prints a hint to stderr.
pub fn hint(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{CYAN}hint:{CYAN:#} {text}");
}

/// Prints what to do next to stderr.
pub fn next(text: impl Display) {
    if !is_quiet() {
        hint(text);
    }
}

/// Prints the problems of an error to stderr.
pub fn error(error: &Error) {
    problems("error", RED, &error.problems);
}

/// Prints warnings to stderr.
pub fn warnings(warnings: &[Problem]) {
    problems("warning", YELLOW, warnings);
}

/// Prints the first problems, and the number of the others. A hint that problems in a row share is
/// printed once.
fn problems(label: &str, color: Style, problems: &[Problem]) {
    let style = color.bold();
    let (shown, more) = problems.split_at(problems.len().min(MAX_SHOWN));
    for (index, problem) in shown.iter().enumerate() {
        let _ = writeln!(anstream::stderr(), "{style}{label}:{style:#} {problem}");
        let next = shown.get(index + 1).and_then(|next| next.hint.as_deref());
        let is_own = |text: &&String| !next.is_some_and(|next| next.starts_with(text.as_str()));
        problem.hint.iter().filter(is_own).for_each(hint);
    }
    if !more.is_empty() {
        let _ = writeln!(
            anstream::stderr(),
            "{style}{label}:{style:#} and {} more",
            more.len()
        );
    }
}
