//! `partitions.json`: the groups of regions that share domains.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::functions::PARTITION;
use crate::error::{Error, Problem, ProblemKind};
use crate::json;

/// A group of regions that share domains.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    pub id: String,
    /// The prefixes of its regions: `us` for `us-east-1`.
    pub prefixes: Vec<String>,
    /// Its regions with other prefixes.
    pub others: Vec<String>,
    pub outputs: Outputs,
}

/// The attributes of a partition. Old files do not have all of them.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Outputs {
    name: Option<String>,
    dns_suffix: Option<String>,
    dual_stack_dns_suffix: Option<String>,
    implicit_global_region: Option<String>,
    supports_dual_stack: Option<bool>,
    #[serde(rename = "supportsFIPS")]
    supports_fips: Option<bool>,
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output<'a> {
    Text(&'a str),
    Flag(bool),
}

impl Outputs {
    /// By the attribute's name in the rules.
    pub fn get(&self, attribute: &str) -> Option<Output<'_>> {
        match attribute {
            "name" => self.name.as_deref().map(Output::Text),
            "dnsSuffix" => self.dns_suffix.as_deref().map(Output::Text),
            "dualStackDnsSuffix" => self.dual_stack_dns_suffix.as_deref().map(Output::Text),
            "implicitGlobalRegion" => self.implicit_global_region.as_deref().map(Output::Text),
            "supportsDualStack" => self.supports_dual_stack.map(Output::Flag),
            "supportsFIPS" => self.supports_fips.map(Output::Flag),
            _ => None,
        }
    }
}

/// The attributes that all partitions have, which are those that rules can ask for.
pub(super) type Attributes = Vec<&'static str>;

/// The attributes that all of these partitions have.
pub(super) fn attributes(partitions: &[Partition]) -> Attributes {
    let names = PARTITION.iter().map(|(name, _)| *name);
    let is_everywhere = |name: &&'static str| {
        partitions
            .iter()
            .all(|partition| partition.outputs.get(name).is_some())
    };
    names.filter(is_everywhere).collect()
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `partitions`")]
struct RawPartitions {
    partitions: Vec<RawPartition>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct RawPartition {
    id: String,
    region_regex: String,
    #[serde(default)]
    regions: IndexMap<String, IgnoredAny>,
    outputs: Outputs,
}

/// The partition of regions that match none.
pub const DEFAULT: &str = "aws";

/// The partitions of a file, and what of it is not supported.
pub(super) fn read(file: &str, text: &[u8]) -> Result<(Vec<Partition>, Vec<Problem>), Error> {
    let raw: RawPartitions = json::typed(file, text, |path| format!("{file}: {path}"))?;
    let mut partitions = Vec::new();
    let mut unsupported = Vec::new();
    // Of two partitions with the same prefix, the first one has it.
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (index, raw) in raw.partitions.iter().enumerate() {
        let Some(prefixes) = prefixes(&raw.region_regex) else {
            let path = format!("{file}: partitions[{index}].regionRegex");
            let message = format!(
                "the pattern {:?} is not supported: only the regions that are listed belong to `{}`",
                raw.region_regex, raw.id
            );
            let problem = Problem::new(ProblemKind::Unsupported, path, message);
            unsupported.push(problem.hint(r"patterns have the form `^(one|other)\-\w+\-\d+$`"));
            continue;
        };
        for prefix in prefixes {
            owners.entry(prefix).or_insert(index);
        }
    }
    let mut prefixes = vec![Vec::new(); raw.partitions.len()];
    for (prefix, &owner) in &owners {
        prefixes[owner].push(prefix.clone());
    }
    for (index, raw) in raw.partitions.into_iter().enumerate() {
        let mut others = Vec::new();
        for region in raw.regions.into_keys() {
            match prefix(&region).and_then(|prefix| owners.get(prefix)) {
                Some(&owner) if owner == index => {}
                Some(_) => {
                    let path = format!("{file}: partitions[{index}].regions.{region}");
                    let message = "its name matches the pattern of another partition";
                    return Err(Problem::new(ProblemKind::Unsupported, path, message).into());
                }
                None => others.push(region),
            }
        }
        let mut prefixes = std::mem::take(&mut prefixes[index]);
        prefixes.sort();
        let mut outputs = raw.outputs;
        outputs.name.get_or_insert_with(|| raw.id.clone());
        partitions.push(Partition {
            id: raw.id,
            prefixes,
            others,
            outputs,
        });
    }
    if partitions.iter().all(|partition| partition.id != DEFAULT) {
        let path = format!("{file}: partitions");
        let message = format!("there is no partition `{DEFAULT}`, which unknown regions belong to");
        return Err(Problem::new(ProblemKind::Malformed, path, message).into());
    }
    Ok((partitions, unsupported))
}

/// The most prefixes of a pattern; groups multiply them.
const MAX_PREFIXES: usize = 1000;

/// The prefixes of a pattern: texts, hyphens and groups of alternatives, then `\-\w+\-\d+`.
fn prefixes(pattern: &str) -> Option<Vec<String>> {
    // Hyphens need no backslash.
    let pattern = pattern.replace(r"\-", "-");
    let mut rest = pattern
        .strip_prefix('^')?
        .strip_suffix(r"-\w+-\d+$")
        .filter(|rest| !rest.is_empty())?;
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut prefixes = vec![String::new()];
    while !rest.is_empty() {
        let (alternatives, after) = if let Some(group) = rest.strip_prefix('(') {
            let (group, after) = group.split_once(')')?;
            (group.split('|').collect(), after)
        } else if let Some(after) = rest.strip_prefix('-') {
            (vec!["-"], after)
        } else {
            let end = rest.find(['(', '-']).unwrap_or(rest.len());
            (vec![&rest[..end]], &rest[end..])
        };
        let is_allowed = |text: &&str| *text == "-" || (!text.is_empty() && is_plain(text));
        let is_small = prefixes.len().saturating_mul(alternatives.len()) <= MAX_PREFIXES;
        if !is_small || !alternatives.iter().all(is_allowed) {
            return None;
        }
        prefixes = prefixes
            .iter()
            .flat_map(|start| alternatives.iter().map(move |end| format!("{start}{end}")))
            .collect();
        rest = after;
    }
    Some(prefixes)
}

/// The part of a region's name before `-word-number`; as `region_prefix` of the runtime.
fn prefix(region: &str) -> Option<&str> {
    let (rest, number) = region.rsplit_once('-')?;
    let (prefix, word) = rest.rsplit_once('-')?;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let fits = !word.is_empty()
        && word.bytes().all(is_word)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(prefix)
}
