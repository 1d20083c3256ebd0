//! The endpoint rules of a service (`endpoint-rule-set-1.json`) and their partitions.
//!
//! | module | what is in it |
//! |---|---|
//! | [`rules`] | the rules as a tree, resolved |
//! | [`read`] | the file's rules to that tree |
//! | [`expression`] | the arguments of the rules: references, calls of functions, templates |
//! | [`text`] | endpoints and strings with values in them |
//! | [`scope`] | the names that are visible to a rule, their types, whether they may be absent |
//! | [`partitions`] | groups of regions that share domains (`partitions.json`) |
//!
//! A model without rules gets those that most services share, `standard-rule-set.json`; a model without
//! partitions gets `partitions.json` from this folder.

mod expression;
mod partitions;
mod read;
mod rules;
mod scope;
pub mod text;

use std::collections::BTreeMap;

pub use partitions::{DEFAULT as DEFAULT_PARTITION, Output, Partition};
pub use rules::{BuiltIn, Condition, Expression, Outcome, Parameter, Rule, Text, Type};
pub use text::{Part, SchemeValue};

use super::files;
use crate::error::Error;

const RULES: &str = "endpoint-rule-set-1";
const STANDARD_RULES: &str = include_str!("standard-rule-set.json");
const PARTITIONS: &str = "partitions";
const STANDARD_PARTITIONS: &str = include_str!("partitions.json");

#[derive(Clone, Debug)]
pub struct Endpoints {
    /// By their names in the rules.
    pub parameters: indexmap::IndexMap<String, Parameter>,
    /// The first one that matches decides.
    pub rules: Vec<Rule>,
    pub partitions: Vec<Partition>,
}

impl Endpoints {
    /// Whether some endpoints do not accept `SigV4`.
    pub fn want_other_signatures(&self) -> bool {
        wants_other_signatures(&self.rules)
    }
}

fn wants_other_signatures(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| match &rule.outcome {
        Outcome::Endpoint(to) => {
            let mut schemes = to.auth_schemes.iter();
            !to.auth_schemes.is_empty() && schemes.all(|scheme| scheme.name != "sigv4")
        }
        Outcome::Error(_) => false,
        Outcome::Rules(rules) => wants_other_signatures(rules),
    })
}

/// The rules of botocore's files.
pub(super) fn read(files: &BTreeMap<String, Vec<u8>>, prefix: &str) -> Result<Endpoints, Error> {
    let rules = match files::find(files, RULES) {
        Some((name, bytes)) => read::rule_set(name, &files::text(name, bytes)?)?,
        None => standard_rules(prefix)?,
    };
    let partitions = match files::find(files, PARTITIONS) {
        Some((name, bytes)) => partitions::read(name, &files::text(name, bytes)?)?,
        None => standard_partitions()?,
    };
    Ok(endpoints(rules, partitions))
}

/// The rules of a Smithy model, if it has any; `place` is their path.
pub(super) fn of_trait(
    place: &str,
    rules: Option<&serde_json::Value>,
    prefix: &str,
) -> Result<Endpoints, Error> {
    let rules = match rules {
        Some(rules) => read::rule_set(place, rules.to_string().as_bytes())?,
        None => standard_rules(prefix)?,
    };
    Ok(endpoints(rules, standard_partitions()?))
}

type Rules = (indexmap::IndexMap<String, Parameter>, Vec<Rule>);

fn standard_rules(prefix: &str) -> Result<Rules, Error> {
    let rules = STANDARD_RULES.replace("{prefix}", &escaped(prefix));
    read::rule_set("standard-rule-set.json", rules.as_bytes())
}

fn standard_partitions() -> Result<Vec<Partition>, Error> {
    partitions::read("partitions.json", STANDARD_PARTITIONS.as_bytes())
}

fn endpoints((parameters, rules): Rules, partitions: Vec<Partition>) -> Endpoints {
    Endpoints {
        parameters,
        rules,
        partitions,
    }
}

/// A host name's first part, escaped for a template inside JSON.
fn escaped(prefix: &str) -> String {
    let json = serde_json::Value::from(prefix.replace('{', "{{").replace('}', "}}")).to_string();
    // Without its quotes.
    json[1..json.len() - 1].to_owned()
}
