//! Errors in models, overlays and selections.

use std::fmt;

/// One or more problems, each with its path in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    problems: Vec<Problem>,
}

/// A problem in a model, an overlay or a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Path such as `shapes.Build.members.id`, preceded by the file name if it is not
    /// `service-2.json`.
    pub path: String,
    /// The kind of problem.
    pub kind: ProblemKind,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub hint: Option<String>,
}

/// The kinds of problems.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// A file is missing, or neither JSON nor gzip.
    Unreadable,
    /// A value has the wrong type or is missing.
    Malformed,
    /// A reference to a shape that does not exist.
    DanglingReference,
    /// A protocol that is not supported.
    UnsupportedProtocol,
    /// A feature of the model that is not supported.
    Unsupported,
    /// A selected operation that does not exist.
    UnknownOperation,
    /// A name to explain that does not exist.
    UnknownName,
    /// An overlay entry for something that does not exist, or that changes nothing.
    StaleOverlay,
    /// Two models to compare that are of different services.
    OtherService,
    /// A name that Cargo or the file system does not allow.
    InvalidName,
    /// Two things with the same Rust name.
    NameClash,
    /// A dependency that a generated module needs and the user's crate lacks.
    Dependencies,
    /// A file that cannot be written.
    Unwritable,
    /// A bug of the generator.
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

    /// Adds a hint on how to fix it.
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
    /// An error with at least one problem.
    pub fn new(first: Problem, rest: impl IntoIterator<Item = Problem>) -> Self {
        Self {
            problems: std::iter::once(first).chain(rest).collect(),
        }
    }

    /// `Err` if there are problems.
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

    /// All values, or the problems of all failures.
    pub(crate) fn collect<T, E: Into<Self>, C: FromIterator<T>>(
        results: impl IntoIterator<Item = Result<T, E>>,
    ) -> Result<C, Self> {
        let mut problems = Vec::new();
        let values = results.into_iter().filter_map(|result| {
            result
                .map_err(|error| problems.extend(error.into().problems))
                .ok()
        });
        let values = values.collect();
        Self::check(problems).map(|()| values)
    }

    /// All problems, in the order of the model.
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
