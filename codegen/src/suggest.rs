//! Names that come near to one that is not there.

use strsim::damerau_levenshtein;

/// A hint with the nearest names, or `None` if none is near.
pub(crate) fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted = name.to_lowercase();
    let limit = (wanted.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = known
        .map(|candidate| {
            (
                damerau_levenshtein(&wanted, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| {
            *distance <= limit || candidate.to_lowercase().contains(&wanted)
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
