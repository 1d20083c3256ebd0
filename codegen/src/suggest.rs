//! Names that come near to one that is not there.

use strsim::damerau_levenshtein;

use crate::error::Problem;

/// Names that are longer, in bytes, are not compared: it takes the product of two lengths in time
/// and memory.
const LONGEST: usize = 200;

/// So many problems of one kind get hints. Each hint looks at all names there are, and after a few
/// dozen problems it is not the spelling that is wrong.
const MOST: usize = 50;

/// A hint with the nearest names, or `None` if none is near.
pub(crate) fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    if name.len() > LONGEST {
        return None;
    }
    let wanted = name.to_lowercase();
    let limit = (wanted.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = known
        .filter(|candidate| candidate.len() <= LONGEST)
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

/// As [`hint`], for one more problem beside so many.
pub(crate) fn hint_beside<'a>(
    problems: &[Problem],
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<String> {
    if problems.len() < MOST {
        hint(name, known)
    } else {
        None
    }
}
