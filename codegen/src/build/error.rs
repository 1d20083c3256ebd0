//! What is wrong, for people.

use std::fmt;

use crate::error::{Error, Problem};

/// Why nothing was built. `Debug` is as readable as `Display`, because that is what is printed when
/// `main` returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct BuildError(Error);

impl BuildError {
    /// What is wrong, each with its place.
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
        for (index, problem) in self.problems().iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
            if let Some(hint) = &problem.hint {
                write!(f, "\n  hint: {}", hint.replace('\n', "\n    "))?;
            }
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
