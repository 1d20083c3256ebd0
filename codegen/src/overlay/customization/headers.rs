//! Headers in entries.

use indexmap::IndexMap;

use crate::http;
use crate::overlay::problems::Problems;

/// Headers with their lower-case names, without those that are switched off.
pub(super) fn constant(
    entries: &IndexMap<String, Option<String>>,
    path: &str,
    problems: &mut Problems,
) -> IndexMap<String, String> {
    let mut headers = IndexMap::new();
    for (name, value) in entries {
        let Some(value) = value else { continue };
        let path = format!("{path}.{name}");
        if !http::is_header_value(value) {
            problems.malformed(&path, format!("{value:?} is not the value of a header"));
        } else if let Some(name) = self::name(name, &path, problems) {
            headers.insert(name, value.clone());
        }
    }
    headers
}

/// The name of a header in lower case.
pub(super) fn name(name: &str, path: &str, problems: &mut Problems) -> Option<String> {
    let is_valid = http::is_header_name(name);
    if !is_valid {
        problems.malformed(path, format!("{name:?} is not the name of a header"));
    }
    is_valid.then(|| name.to_ascii_lowercase())
}
