//! Whether the endpoints of a service follow the rules that most services share.
//!
//! `standard-rule-set.json` has these rules, with `{prefix}` in place of the host name's first part.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files;
use crate::error::Error;

const RULES: &str = "endpoint-rule-set-1";
const STANDARD: &str = include_str!("standard-rule-set.json");

/// Whether the rules of a model are others than the standard ones; they are not if it has none.
pub(super) fn are_special(files: &BTreeMap<String, Vec<u8>>, prefix: &str) -> Result<bool, Error> {
    let Some((name, bytes)) = files::find(files, RULES) else {
        return Ok(false);
    };
    Ok(differ(files::value(name, bytes)?, prefix))
}

/// Whether rules are others than the standard ones.
pub(super) fn differ(mut rules: Value, prefix: &str) -> bool {
    for parameter in rules
        .get_mut("parameters")
        .into_iter()
        .filter_map(Value::as_object_mut)
    {
        for parameter in parameter.values_mut().filter_map(Value::as_object_mut) {
            parameter.remove("documentation");
        }
    }
    let standard = STANDARD.replace("{prefix}", prefix);
    serde_json::from_str::<Value>(&standard).ok().as_ref() != Some(&rules)
}
