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
    /// How to fix this problem, if there is more to say than for every problem of its kind; see
    /// [`advice`](Self::advice).
    pub hint: Option<String>,
}

/// The number of problems that are displayed; of the others, the number is.
pub const MAX_SHOWN: usize = 20;

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

impl ProblemKind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::Unreadable,
        Self::Malformed,
        Self::DanglingReference,
        Self::UnsupportedProtocol,
        Self::Unsupported,
        Self::UnknownOperation,
        Self::UnknownName,
        Self::StaleOverlay,
        Self::OtherService,
        Self::InvalidName,
        Self::NameClash,
        Self::Dependencies,
        Self::Unwritable,
        Self::Internal,
    ];

    /// What to do about a problem of this kind.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "replace the file by a complete copy, or remove it if it is optional"
            }
            Self::Malformed => {
                "correct it in the model, or leave out the operations that need it: choose the \
                 others with `operations`"
            }
            Self::DanglingReference => {
                "add the shape to the model, or choose the operations that do without it with \
                 `operations`"
            }
            Self::UnsupportedProtocol => {
                "this version supports awsJson 1.0 and 1.1, restJson1, restXml, awsQuery and ec2Query"
            }
            Self::Unsupported => "choose the operations that do without it with `operations`",
            Self::UnknownOperation => {
                "names are those of the model, in its spelling; without `operations`, all of them \
                 are generated"
            }
            Self::UnknownName => "names are those of the model or of the generated code",
            Self::StaleOverlay => "remove the entry from the overlay, or adapt it to the model",
            Self::OtherService => "compare two models of one service",
            Self::InvalidName => "choose another name, for a shape in overlay.json (`rename`)",
            Self::NameClash => {
                "rename one of them in overlay.json (`rename`), or choose operations that need only \
                 one with `operations`"
            }
            Self::Dependencies => "add the dependency to Cargo.toml",
            Self::Unwritable => "check the permissions of the folder and the space on the disk",
            Self::Internal => "this is a bug of tinsmith: please report it with the model",
        }
    }
}

impl Problem {
    /// A problem without a hint of its own.
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

    /// What to do about it: its hint, or that for its kind.
    pub fn advice(&self) -> &str {
        match &self.hint {
            Some(hint) => hint,
            None => self.kind.advice(),
        }
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

    /// The problems to display, and the number of the others.
    pub fn shown(&self) -> (&[Problem], usize) {
        let shown = self.problems.len().min(MAX_SHOWN);
        (&self.problems[..shown], self.problems.len() - shown)
    }

    /// Formats up to [`MAX_SHOWN`] problems with `format`, and the number of the others.
    pub(crate) fn fmt_with(
        &self,
        f: &mut fmt::Formatter<'_>,
        format: impl Fn(&Problem, &mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        let (shown, more) = self.shown();
        for (index, problem) in shown.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            format(problem, f)?;
        }
        if more > 0 {
            write!(f, "\nand {more} more")?;
        }
        Ok(())
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::new(problem, [])
    }
}

/// One line per problem, up to [`MAX_SHOWN`].
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_with(f, fmt::Display::fmt)
    }
}

impl std::error::Error for Error {}
