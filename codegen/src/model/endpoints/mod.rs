//! The endpoint rules of a service (`endpoint-rule-set-1.json`) and their partitions.
//!
//! | module | what is in it |
//! |---|---|
//! | [`rules`] | the rules, resolved: a tree, or a diagram; [`walk`] looks at everything in them |
//! | [`raw`] | the rules of a file; [`read`]: to a tree; [`diagram`]: to a diagram |
//! | [`parameters`], [`destination`] | parameters; endpoints |
//! | [`expression`] | the arguments of the rules: references and templates; [`functions`]: calls |
//! | [`text`] | endpoints and strings with values in them |
//! | [`scope`] | the names that are visible to a rule, their types, whether they may be absent |
//! | [`partitions`] | groups of regions that share domains (`partitions.json`) |
//!
//! A model without rules gets those that most services share, `standard-rule-set.json`, with a warning; a
//! model without partitions gets `partitions.json` from this folder. What is not supported is an error of
//! the calls that get there, and a warning.

mod destination;
mod diagram;
mod expression;
mod functions;
mod parameters;
mod partitions;
mod raw;
mod read;
mod rules;
mod scope;
pub mod text;
mod walk;

use std::collections::BTreeMap;

use indexmap::IndexMap;

pub use partitions::{DEFAULT as DEFAULT_PARTITION, Output, Partition};
pub use rules::{
    Absence, BuiltIn, Condition, Diagram, Expression, Next, Node, Operand, Outcome, Parameter,
    Rule, Rules, Text, Type,
};
pub use text::{Part, SchemeValue};

use super::{Operation, files};
use crate::error::{Error, Problem, ProblemKind};
use read::RuleSet;

const RULES: &str = "endpoint-rule-set-1";
const STANDARD_RULES: &str = include_str!("standard-rule-set.json");
const PARTITIONS: &str = "partitions";
const STANDARD_PARTITIONS: &str = include_str!("partitions.json");

#[derive(Clone, Debug)]
pub struct Endpoints {
    /// By their names in the rules.
    pub parameters: IndexMap<String, Parameter>,
    pub rules: Rules,
    pub partitions: Vec<Partition>,
    /// What is not supported, and what is not in the model.
    pub warnings: Vec<Problem>,
}

impl Endpoints {
    /// Makes parameters settings of the client (`clientContextParams`, which have that path). Clients
    /// have booleans only: others are warnings, unless all operations set them.
    pub(super) fn set_client_context<'a>(
        &mut self,
        path: &str,
        names: impl Iterator<Item = &'a String>,
        operations: &IndexMap<String, Operation>,
    ) {
        for name in names {
            let Some(parameter) = self.parameters.get_mut(name) else {
                // The rules do not have to use it.
                continue;
            };
            match (parameter.ty, parameter.built_in) {
                (_, Some(_)) => {}
                (Type::Boolean, None) => parameter.built_in = Some(BuiltIn::Setting),
                (_, None) => {
                    let mut operations = operations.values();
                    if operations.all(|it| it.static_context.contains_key(name)) {
                        continue;
                    }
                    let message = "clients have no such setting, because it is not a boolean: the \
                                   endpoint rules apply as if it was not set";
                    let path = format!("{path}.{name}");
                    let problem = Problem::new(ProblemKind::Unsupported, path, message);
                    let hint = "calls that need it can set `endpoint_url`";
                    self.warnings.push(problem.hint(hint));
                }
            }
        }
    }

    /// Whether the URL of an endpoint has the value of a parameter in it.
    pub fn has_in_url(&self, parameter: &str) -> bool {
        let mut is_there = false;
        self.rules.destinations(&mut |to| {
            let mut values = text::values(&to.url);
            is_there |=
                values.any(|it| matches!(it, Expression::Reference(name) if name == parameter));
        });
        is_there
    }
}

/// The endpoint rules of a model as they are in its files.
pub(super) struct Source<'a> {
    /// The rules and their place, if there are any.
    pub(super) rules: Option<(String, Vec<u8>)>,
    /// The partitions and their place, if there are any.
    pub(super) partitions: Option<(String, Vec<u8>)>,
    /// Where rules would be.
    pub(super) place: &'a str,
    /// The service's part of host names (`endpointPrefix`).
    pub(super) prefix: &'a str,
    /// The host of a service for all regions, if the model states it.
    pub(super) global_host: Option<&'a str>,
}

impl<'a> Source<'a> {
    /// The rules in botocore's files.
    pub(super) fn of_files(
        files: &BTreeMap<String, Vec<u8>>,
        prefix: &'a str,
        global_host: Option<&'a str>,
    ) -> Result<Self, Error> {
        let read = |stem: &str| {
            let found = files::find(files, stem);
            let text = found.map(|(name, bytes)| {
                Ok::<_, Error>((name.to_owned(), files::text(name, bytes)?.into_owned()))
            });
            text.transpose()
        };
        Ok(Self {
            rules: read(RULES)?,
            partitions: read(PARTITIONS)?,
            place: RULES,
            prefix,
            global_host,
        })
    }

    /// Reads the rules.
    pub(super) fn read(&self) -> Result<Endpoints, Error> {
        let (partitions, mut warnings) = match &self.partitions {
            Some((name, text)) => partitions::read(name, text)?,
            None => partitions::read("partitions.json", STANDARD_PARTITIONS.as_bytes())?,
        };
        let attributes = partitions::attributes(&partitions);
        let rules = match &self.rules {
            Some((name, text)) => read::rule_set(name, text, &attributes)?,
            None => {
                warnings.push(self.no_rules());
                let rules = STANDARD_RULES.replace("{prefix}", &escaped(self.prefix));
                read::rule_set("standard-rule-set.json", rules.as_bytes(), &attributes)?
            }
        };
        let RuleSet {
            parameters,
            rules,
            unsupported,
            ignored,
        } = rules;
        warnings.extend(by_message(unsupported, ": calls that get there fail"));
        warnings.extend(by_message(ignored, ""));
        Ok(Endpoints {
            parameters,
            rules,
            partitions,
            warnings,
        })
    }

    /// The warning for a model without rules.
    fn no_rules(&self) -> Problem {
        let prefix = self.prefix;
        let global = match self.global_host {
            Some(host) => format!(", although it says that all regions have the host {host}"),
            None => String::new(),
        };
        let message = format!(
            "the model has no endpoint rules, so the endpoints are those of most services, \
             https://{prefix}.us-east-1.amazonaws.com for example{global}"
        );
        Problem::new(ProblemKind::Unsupported, self.place, message).hint(
            "they are wrong if the service has one endpoint for all regions, as IAM and \
             Organizations do: take a newer model, or set `endpoint_url` and the region that signs",
        )
    }
}

/// One problem of several with the same message, with their number and what comes of it.
fn by_message(problems: Vec<Problem>, result: &'static str) -> impl Iterator<Item = Problem> {
    let mut counted: IndexMap<String, (Problem, usize)> = IndexMap::new();
    for problem in problems {
        let entry = counted.entry(problem.message.clone());
        entry.or_insert((problem, 0)).1 += 1;
    }
    counted.into_values().map(move |(problem, count)| {
        let places = match count {
            1 => String::new(),
            count => format!(" (in {count} places)"),
        };
        let message = format!("{}{places}{result}", problem.message);
        Problem { message, ..problem }
    })
}

/// A host name's first part, escaped for a template inside JSON.
fn escaped(prefix: &str) -> String {
    let json = serde_json::Value::from(prefix.replace('{', "{{").replace('}', "}}")).to_string();
    // Without its quotes.
    json[1..json.len() - 1].to_owned()
}
