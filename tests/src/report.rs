//! Progress of long tests.

use std::fmt::Display;
use std::io::{self, Write as _};

/// Prints a line. Unlike with `eprintln!`, the test harness does not capture it.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}
