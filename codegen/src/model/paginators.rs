//! Paginators: botocore's `paginators-1.json`, with its `sdk-extras` merged in.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

use super::{LeftOut, Model, files};
use crate::error::{Error, Problem, ProblemKind};
use crate::json::Entry;
use crate::suggest;

const PAGINATORS: &str = "paginators-1";
const EXTRAS: &str = "paginators-1.sdk-extras";

/// How an operation is paginated. All members are `JMESPath` expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paginator {
    /// For problems: `paginators-1.json: pagination.ListBuilds`.
    pub path: String,
    /// The tokens in the input.
    pub input_tokens: Vec<String>,
    /// The tokens in the output, in the same order.
    pub output_tokens: Vec<String>,
    /// The lists in the output; the first one has the items.
    pub result_keys: Vec<String>,
    /// The page size in the input.
    pub limit_key: Option<String>,
    /// The flag in the output for a further page.
    pub more_results: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct RawFile {
    #[serde(default)]
    pagination: IndexMap<String, Entry<RawPaginator>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct RawPaginator {
    #[serde(default)]
    input_token: OneOrMore,
    #[serde(default)]
    output_token: OneOrMore,
    #[serde(default)]
    result_key: OneOrMore,
    limit_key: Option<String>,
    more_results: Option<String>,
    /// Members that are the same on every page.
    #[serde(rename = "non_aggregate_keys")]
    _non_aggregate_keys: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a string or a list of strings")]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Default for OneOrMore {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

impl From<OneOrMore> for Vec<String> {
    fn from(strings: OneOrMore) -> Self {
        match strings {
            OneOrMore::One(string) => vec![string],
            OneOrMore::More(strings) => strings,
        }
    }
}

/// Reads the paginators, if there are any, into their operations; what has no form here is left out.
///
/// # Errors
///
/// If the file cannot be read.
pub(super) fn read(files: &BTreeMap<String, Vec<u8>>, model: &mut Model) -> Result<(), Error> {
    let Some(file @ (name, _)) = files::find(files, PAGINATORS) else {
        return Ok(());
    };
    let place = |path: &str| format!("{name}: {path}");
    let raw: RawFile = files::with_extras(files, file, EXTRAS, place)?;
    for (operation, paginator) in raw.pagination {
        let path = format!("{name}: pagination.{operation}");
        let paginator = paginator.at(&path).and_then(|it| it.into_paginator(path));
        match paginator {
            Err(problem) => model.left_out.push(LeftOut::paginator(&operation, problem)),
            Ok(None) => {}
            Ok(Some(paginator)) => match model.operations.get_mut(&operation) {
                Some(place) => place.paginator = Some(paginator),
                None => {
                    let message = format!("there is no operation `{operation}`");
                    let mut problem =
                        Problem::new(ProblemKind::DanglingReference, paginator.path, message);
                    let names = model.operations.keys().map(String::as_str);
                    problem.hint = suggest::hint(&operation, names);
                    model.left_out.push(LeftOut::paginator(&operation, problem));
                }
            },
        }
    }
    Ok(())
}

impl RawPaginator {
    /// The paginator; `None` without tokens: other generators take such an entry for the name of the
    /// items alone.
    fn into_paginator(self, path: String) -> Result<Option<Paginator>, Problem> {
        let [input_tokens, output_tokens, result_keys] =
            [self.input_token, self.output_token, self.result_key].map(Vec::<String>::from);
        match (input_tokens.len(), output_tokens.len()) {
            (0, 0) => Ok(None),
            (inputs, outputs) if inputs == outputs => Ok(Some(Paginator {
                path,
                input_tokens,
                output_tokens,
                result_keys,
                limit_key: self.limit_key,
                more_results: self.more_results,
            })),
            (inputs, outputs) => {
                let message = format!(
                    "the input has {inputs} tokens and the output {outputs}; they have to be pairs"
                );
                Err(Problem::new(ProblemKind::Malformed, path, message))
            }
        }
    }
}
