//! What to release.

use std::fmt;

use serde::Serialize;

use super::report::{Change, Class};

/// What the changes mean for the version of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Which number of the version to raise.
    #[serde(rename = "step")]
    pub bump: Bump,
    /// The version before.
    pub from: String,
    /// The version to release; `None` if there is nothing to release, or `from` is no version of
    /// three numbers.
    pub to: Option<String>,
}

/// Which number of a version is raised, in the terms of semantic versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Bump {
    /// Nothing to release.
    None,
    /// Only documentation changed.
    Patch,
    /// Something is new, or done in another way.
    Minor,
    /// Users may have to change their code.
    Major,
}

impl Bump {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// What a change of the class asks for. What the same code does is not changed by a
    /// patch.
    fn of(class: Class) -> Self {
        match class {
            Class::Breaking => Self::Major,
            Class::Additive | Class::Behaviour => Self::Minor,
            Class::Documentation => Self::Patch,
        }
    }
}

impl Verdict {
    /// The verdict on some changes.
    pub(super) fn of(changes: &[Change], version: &str) -> Self {
        let changes = changes.iter().filter(|change| change.reaches_users);
        let bumps = changes.map(|change| Bump::of(change.class));
        let bump = bumps.max().unwrap_or(Bump::None);
        Self {
            bump,
            from: version.to_owned(),
            to: next(version, bump),
        }
    }
}

/// The version after a release, by Cargo's rules: the first number that is not zero says what is
/// compatible.
fn next(version: &str, bump: Bump) -> Option<String> {
    let numbers: Vec<u64> = version
        .split('.')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let &[major, minor, patch] = &numbers[..] else {
        return None;
    };
    let (major, minor, patch) = match (bump, major, minor) {
        (Bump::None, ..) => return None,
        (Bump::Major, 0, 0) | (Bump::Minor, 0, _) | (Bump::Patch, ..) => {
            (major, minor, patch.checked_add(1)?)
        }
        (Bump::Major, 0, _) | (Bump::Minor, ..) => (major, minor.checked_add(1)?, 0),
        (Bump::Major, ..) => (major.checked_add(1)?, 0, 0),
    };
    Some(format!("{major}.{minor}.{patch}"))
}

/// `major, 0.1.0 → 0.2.0`, with a word about Cargo's rules where they may surprise.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bump, from) = (self.bump.as_str(), &self.from);
        match (self.bump, &self.to) {
            (Bump::None, _) => return write!(f, "nothing to release, {from} stays"),
            (_, Some(to)) => write!(f, "{bump}, {from} → {to}")?,
            (_, None) => write!(f, "{bump}, from {from}")?,
        }
        match (self.bump, from.starts_with("0.")) {
            (Bump::Major, true) => {
                f.write_str(" (before 1.0, a breaking change raises the minor version)")
            }
            (Bump::Minor, true) => {
                f.write_str(" (before 1.0, a minor change raises the patch version)")
            }
            _ => Ok(()),
        }
    }
}
