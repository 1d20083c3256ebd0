//! Suggestions for unknown names.

use strsim::damerau_levenshtein;

use crate::error::Problem;

/// The maximum length of compared names, in bytes: time and memory grow with the product of two
/// lengths.
const MAX_LENGTH: usize = 200;

/// The maximum number of problems with suggestions: each compares all names, and dozens of problems
/// are hardly typos.
pub(crate) const MAX_HINTS: usize = 50;

/// A hint with the most similar names, if there are any.
pub fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    if name.len() > MAX_LENGTH {
        return None;
    }
    let wanted = name.to_lowercase();
    let limit = (wanted.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = known
        .filter(|candidate| candidate.len() <= MAX_LENGTH)
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let distance = damerau_levenshtein(&wanted, &lower);
            (distance <= limit || lower.contains(&wanted)).then_some((distance, candidate))
        })
        .collect();
    near.sort_unstable();
    let names: Vec<_> = near
        .iter()
        .take(3)
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

/// Like [`hint`], unless there are many problems already.
pub(crate) fn hint_beside<'a>(
    problems: &[Problem],
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<String> {
    if problems.len() < MAX_HINTS {
        hint(name, known)
    } else {
        None
    }
}
