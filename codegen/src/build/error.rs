//! Build errors.

use std::fmt;

use crate::error::{Error, Problem};

/// Why the build failed. `Debug` is the same as `Display`, because it is printed when `main`
/// returns the error.
#[derive(Clone, PartialEq, Eq)]
pub struct BuildError(Error);

impl BuildError {
    /// All problems, each with its path.
    pub fn problems(&self) -> &[Problem] {
        self.0.problems()
    }
}

impl From<Error> for BuildError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_with(f, |problem, f| {
            let advice = problem.advice().replace('\n', "\n    ");
            write!(f, "{problem}\n  hint: {advice}")
        })
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BuildError {}
