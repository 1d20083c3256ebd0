//! Everything that is printed. Colours go to terminals only, and `NO_COLOR` is honoured.
//!
//! A reader that has gone away (`… | head`) is no reason to stop writing files, so failures to
//! print are ignored.

use std::fmt::Display;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};

use crate::error::Error;

/// Removed lines, errors and what failed.
pub const RED: Style = AnsiColor::Red.on_default();
/// Added lines and what succeeded.
pub const GREEN: Style = AnsiColor::Green.on_default();
/// Warnings.
pub const YELLOW: Style = AnsiColor::Yellow.on_default();
/// Places in a diff, and hints.
pub const CYAN: Style = AnsiColor::Cyan.on_default();
/// Headings.
pub const BOLD: Style = Style::new().bold();

/// A number of things.
pub fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A line of the result, to stdout.
pub fn line(text: impl Display) {
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// A part of the result, to stdout, with line ends of its own.
pub fn block(text: impl Display) {
    let _ = write!(anstream::stdout(), "{text}");
}

/// What is being done now, to stderr.
pub fn progress(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{BOLD}{text}{BOLD:#}");
}

/// Something that the user should know and that stops nothing, to stderr.
pub fn warning(place: impl Display, message: impl Display) {
    let style = YELLOW.bold();
    let _ = writeln!(
        anstream::stderr(),
        "{style}warning:{style:#} {place}: {message}"
    );
}

/// What to do, to stderr.
pub fn hint(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{CYAN}hint:{CYAN:#} {text}");
}

/// All the problems of an error, to stderr.
pub fn error(error: &Error) {
    let style = RED.bold();
    for problem in &error.problems {
        let _ = writeln!(anstream::stderr(), "{style}error:{style:#} {problem}");
        if let Some(text) = &problem.hint {
            hint(text);
        }
    }
}
