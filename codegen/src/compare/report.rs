//! What a comparison says.

use serde::Serialize;

use super::verdict::Verdict;

/// How two models differ, for the users of the crate that is generated from them.
///
/// As JSON, it is what the fields here say, in `camelCase`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The service's id, as the new model has it.
    pub service: String,
    /// The name of the old revision, as the caller gave it.
    pub old: String,
    /// The name of the new revision, as the caller gave it.
    pub new: String,
    /// The operations that were compared, in the order of the new model; the ones that only the
    /// old revision has come last.
    pub operations: Vec<String>,
    /// The changes: of the service, then operation by operation, then shape by shape.
    pub changes: Vec<Change>,
    /// What a maintainer should know besides: what could not be compared, what is not selected.
    pub notes: Vec<String>,
    /// What to release.
    pub verdict: Verdict,
    /// The entry for the changelog, in Markdown; empty if nothing changed.
    pub changelog: String,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What it is a change of.
    pub subject: Subject,
    /// Its place in the model, such as `shapes.Build.members.id`: of the new one, and of the old
    /// one for what is gone.
    pub path: String,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// Severity.
    pub class: Class,
    /// What changed in the model, in a few words.
    pub model: String,
    /// What it does to the Rust API, if anything; a sentence.
    pub rust: Option<String>,
    /// What it does to requests and responses, if anything; a sentence.
    pub wire: Option<String>,
    /// Whether the generated crate is another one by it. It is not where the service changes its
    /// documentation and the overlay has words of ours for the same thing, or where the service
    /// learns a protocol that the crate does not use.
    pub reaches_users: bool,
    /// The item that a change adds or removes; several of one owner make one line of a changelog.
    #[serde(skip)]
    pub(super) item: Option<Item>,
}

/// What a change adds to something or takes from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The Rust name of what has it.
    pub(super) owner: String,
    /// The item, as code.
    pub(super) text: String,
}

/// What a change belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Subject {
    /// The service as a whole.
    Service,
    /// An operation with its input, output and errors.
    Operation {
        /// Its name in the model.
        name: String,
    },
    /// A shape.
    #[serde(rename_all = "camelCase")]
    Shape {
        /// Its name in the model.
        name: String,
        /// The operations whose requests have it in them.
        sent_by: Vec<String>,
        /// The operations whose responses or errors have it in them.
        read_by: Vec<String>,
    },
}

/// Severity of a change, the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// Code that uses the crate may no longer compile, or means something else.
    Breaking,
    /// There is something new; code that does not use it stays as it is.
    Additive,
    /// The same code compiles and may do something else: a check, a header, what `Debug` hides.
    Behaviour,
    /// Nothing but what people read.
    Documentation,
}

impl Class {
    /// All of them, the most severe first.
    pub const ALL: [Self; 4] = [
        Self::Breaking,
        Self::Additive,
        Self::Behaviour,
        Self::Documentation,
    ];

    /// The class of a change with several effects. What is new and changes what existing code does
    /// is more than new.
    pub(super) fn joined(classes: impl Iterator<Item = Self>) -> Option<Self> {
        classes.min_by_key(|class| match class {
            Self::Breaking => 0,
            Self::Behaviour => 1,
            Self::Additive => 2,
            Self::Documentation => 3,
        })
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Behaviour => "behaviour",
            Self::Documentation => "documentation",
        }
    }
}

/// The kinds of changes.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// A fact about the service as a whole, such as its name in signatures.
    Service,
    /// The protocols of the service, or the one of an operation.
    Protocol,
    /// Where requests go: the rules for host names, or whether the endpoint has to be asked for.
    Endpoint,
    /// Whether the requests of an operation are signed, or compressed.
    Request,
    /// An operation is there that was not.
    OperationAdded,
    /// An operation is not there any more.
    OperationRemoved,
    /// An operation lists an error that it did not.
    ErrorAdded,
    /// An operation does not list an error any more.
    ErrorRemoved,
    /// The code of an error on the wire.
    ErrorCode,
    /// The HTTP status of an error.
    ErrorStatus,
    /// Whether a structure is an error.
    ErrorTrait,
    /// Whether an error may be answered with another attempt.
    Retry,
    /// How an operation answers in pages.
    Pagination,
    /// What can be waited for.
    Waiter,
    /// A type is there that was not.
    TypeAdded,
    /// A type is not there any more.
    TypeRemoved,
    /// A type has another name.
    TypeRenamed,
    /// A structure became an enum, or the like.
    TypeKind,
    /// A member is there that was not.
    MemberAdded,
    /// A member is not there any more.
    MemberRemoved,
    /// The type of a member.
    MemberType,
    /// A member is required that was not, or the other way around.
    MemberRequired,
    /// Whether a required text may be empty.
    MemberEmpty,
    /// The order of required members, which is that of the parameters of `new`.
    ParameterOrder,
    /// The Rust name of something whose name in the model is the same.
    RustName,
    /// The name of a member on the wire.
    WireName,
    /// How a timestamp is written.
    TimestampFormat,
    /// Whether the client fills a member in.
    IdempotencyToken,
    /// Which part of an event's message has a member.
    Location,
    /// Whether `Debug` hides something.
    Sensitivity,
    /// A value of an enum is there that was not.
    ValueAdded,
    /// A value of an enum is not there any more.
    ValueRemoved,
    /// What values the service accepts.
    Constraint,
    /// Whether, or why, something should not be used any more.
    Deprecation,
    /// What something is for, in words.
    Documentation,
}

impl Report {
    /// How many changes there are of a class.
    pub fn count(&self, class: Class) -> usize {
        let changes = self.changes.iter();
        changes.filter(|change| change.class == class).count()
    }

    /// The numbers of changes by class, in words.
    pub fn summary(&self) -> String {
        if self.changes.is_empty() {
            return "no changes".to_owned();
        }
        let counts = Class::ALL.iter().map(|&class| (class, self.count(class)));
        let parts: Vec<_> = counts
            .filter(|(_, count)| *count > 0)
            .map(|(class, count)| format!("{count} {}", class.as_str()))
            .collect();
        let many = if self.changes.len() == 1 { "" } else { "s" };
        format!("{} change{many}: {}", self.changes.len(), parts.join(", "))
    }
}
