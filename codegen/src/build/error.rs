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
        let (shown, more) = self.0.shown();
        for (index, problem) in shown.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
            write!(f, "\n  hint: {}", problem.advice().replace('\n', "\n    "))?;
        }
        if more > 0 {
            write!(f, "\nand {more} more")?;
        }
        Ok(())
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BuildError {}
