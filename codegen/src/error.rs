//! What can be wrong with a model, an overlay or a selection.

use std::fmt;

/// One or more problems, each with its place in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The path inside the model, such as `shapes.Build.members.id`, with the file in front of it
    /// where it is not `service-2.json`.
    pub path: String,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// What is wrong, in words.
    pub message: String,
    /// What to do about it, if there is something to say.
    pub hint: Option<String>,
}

/// The kinds of problems.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// A file is missing or has bytes that are neither JSON nor gzip.
    Unreadable,
    /// A value has the wrong type, or something required is missing.
    Malformed,
    /// A reference to a shape that does not exist.
    DanglingReference,
    /// A protocol that this generator does not speak.
    UnsupportedProtocol,
    /// A feature of the model that this generator does not know.
    Unsupported,
    /// A selected operation that the model does not have.
    UnknownOperation,
    /// A name to explain that the model does not have.
    UnknownName,
    /// An overlay entry for something that the model does not have, or that changes nothing.
    StaleOverlay,
    /// Two models to compare that are not of one service.
    OtherService,
    /// A name for the crate that Cargo does not take.
    InvalidName,
    /// Two things with the same Rust name.
    NameClash,
    /// A crate that a generated module needs and the user's does not have.
    Dependencies,
    /// A file that cannot be written.
    Unwritable,
    /// The generator wrote text that is not Rust: an error in the generator.
    Internal,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(kind: ProblemKind, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            kind,
            message: message.into(),
            hint: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl Error {
    /// An error of several problems; there is at least one.
    pub fn new(first: Problem, rest: impl IntoIterator<Item = Problem>) -> Self {
        Self {
            problems: std::iter::once(first).chain(rest).collect(),
        }
    }

    /// `Err` with all the problems, if there are any.
    ///
    /// # Errors
    ///
    /// If there are problems.
    pub fn check(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Self { problems })
        }
    }

    /// What is wrong, in the order of the model.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::new(problem, [])
    }
}

/// One line per problem.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
