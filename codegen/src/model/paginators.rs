//! Paginators: botocore's `paginators-1.json`, with its `sdk-extras` merged in.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

use super::{Operation, files};
use crate::error::{Error, Problem, ProblemKind};
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
    pagination: IndexMap<String, RawPaginator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct RawPaginator {
    input_token: OneOrMore,
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

/// Reads the paginators, if there are any, into their operations.
///
/// # Errors
///
/// If the file cannot be read, the operation of an entry does not exist, or tokens are not pairs.
pub(super) fn read(
    files: &BTreeMap<String, Vec<u8>>,
    operations: &mut IndexMap<String, Operation>,
) -> Result<(), Error> {
    let Some((name, bytes)) = files::find(files, PAGINATORS) else {
        return Ok(());
    };
    let raw: RawFile = match files::find(files, EXTRAS) {
        None => files::typed_at(name, bytes)?,
        Some((extras_name, extras)) => {
            let mut value = files::value(name, bytes)?;
            files::merge_extras(&mut value, extras_name, extras)?;
            files::typed_value_at(name, value)?
        }
    };
    let mut problems = Vec::new();
    for (operation, paginator) in raw.pagination {
        let path = format!("{name}: pagination.{operation}");
        let paginator = paginator.into_paginator(path);
        let Some(place) = operations.get_mut(&operation) else {
            let message = format!("there is no operation `{operation}`");
            let mut problem = Problem::new(ProblemKind::DanglingReference, paginator.path, message);
            problem.hint =
                suggest::hint_beside(&problems, &operation, operations.keys().map(String::as_str));
            problems.push(problem);
            continue;
        };
        let (inputs, outputs) = (paginator.input_tokens.len(), paginator.output_tokens.len());
        if inputs != outputs || inputs == 0 {
            let message = format!(
                "the input has {inputs} tokens and the output {outputs}; they have to be pairs"
            );
            let problem = Problem::new(ProblemKind::Malformed, paginator.path, message);
            problems.push(problem);
            continue;
        }
        place.paginator = Some(paginator);
    }
    Error::check(problems)
}

impl RawPaginator {
    fn into_paginator(self, path: String) -> Paginator {
        Paginator {
            path,
            input_tokens: self.input_token.into(),
            output_tokens: self.output_token.into(),
            result_keys: self.result_key.into(),
            limit_key: self.limit_key,
            more_results: self.more_results,
        }
    }
}
