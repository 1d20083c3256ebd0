//! Errors of commands, with exit codes.

use std::fmt;
use std::io;
use std::path::Path;

/// The error of a command.
#[derive(Debug)]
pub struct Error {
    /// The exit code of the process.
    pub exit: Exit,
    /// What to print; empty if everything was printed already.
    pub problems: Vec<Problem>,
}

/// Exit codes; they are part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Drift, or a failed subprocess.
    Failure = 1,
    /// Wrong usage, or a file that cannot be read or written.
    Usage = 2,
}

/// A problem, printed as `error: <place>: <message>` and `hint: <hint>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A file, or a path inside a model.
    pub place: String,
    /// The problem.
    pub message: String,
    /// How to fix it.
    pub hint: Option<String>,
}

/// The result of a command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Wrong usage or an unreadable input: exit code 2.
    pub fn usage(place: impl fmt::Display, message: impl fmt::Display) -> Self {
        Self::one(Exit::Usage, place, message)
    }

    /// A failure or drift: exit code 1.
    pub fn failure(place: impl fmt::Display, message: impl fmt::Display) -> Self {
        Self::one(Exit::Failure, place, message)
    }

    /// An I/O error: exit code 2.
    pub fn io(path: &Path, action: &str, error: &io::Error) -> Self {
        Self::usage(path.display(), format_args!("cannot {action}: {error}"))
    }

    /// All problems were printed already: exit code 1.
    pub const fn reported() -> Self {
        Self {
            exit: Exit::Failure,
            problems: Vec::new(),
        }
    }

    fn one(exit: Exit, place: impl fmt::Display, message: impl fmt::Display) -> Self {
        let problem = Problem {
            place: place.to_string(),
            message: message.to_string(),
            hint: None,
        };
        Self {
            exit,
            problems: vec![problem],
        }
    }

    /// Adds a hint to the last problem, unless it has a more specific one.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Some(problem) = self.problems.last_mut() {
            problem.hint.get_or_insert_with(|| hint.into());
        }
        self
    }

    /// Replaces the hint of the last problem.
    #[must_use]
    pub fn hint_instead(mut self, hint: impl Into<String>) -> Self {
        if let Some(problem) = self.problems.last_mut() {
            problem.hint = Some(hint.into());
        }
        self
    }

    /// Combines errors, if there are any.
    ///
    /// # Errors
    ///
    /// That error.
    pub fn all(errors: impl IntoIterator<Item = Self>) -> Result<()> {
        let mut errors = errors.into_iter();
        let Some(mut first) = errors.next() else {
            return Ok(());
        };
        for error in errors {
            first.exit = if error.exit == Exit::Usage {
                error.exit
            } else {
                first.exit
            };
            first.problems.extend(error.problems);
        }
        Err(first)
    }
}

impl From<tinsmith::Error> for Error {
    fn from(error: tinsmith::Error) -> Self {
        Self {
            exit: Exit::Usage,
            problems: error.problems().iter().map(Problem::from).collect(),
        }
    }
}

impl From<&tinsmith::error::Problem> for Problem {
    fn from(problem: &tinsmith::error::Problem) -> Self {
        Self {
            place: problem.path.clone(),
            message: problem.message.clone(),
            hint: Some(problem.advice().to_owned()),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}
