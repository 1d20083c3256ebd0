//! Output to stdout and stderr, coloured only on terminals and without `NO_COLOR`.
//!
//! Write errors are ignored: a closed pipe (`… | head`) must not stop a command that writes files.

use std::fmt::Display;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::error::{Error, Result};

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

/// Prints all problems of an error to stderr.
pub fn error(error: &Error) {
    let style = RED.bold();
    for problem in &error.problems {
        let _ = writeln!(anstream::stderr(), "{style}error:{style:#} {problem}");
        if let Some(text) = &problem.hint {
            hint(text);
        }
    }
}
