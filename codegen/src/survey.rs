//! What can be generated of a model, without generating it.

use std::collections::HashSet;

use crate::error::{Error, Problem};
use crate::model::Model;
use crate::{Input, lower, names, pipeline, refused, select};

/// A service, and what can be generated of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// The service's id, such as `DynamoDB`.
    pub id: String,
    /// Such as `Amazon DynamoDB`.
    pub full_name: String,
    /// The version of its API, usually a date.
    pub api_version: String,
    /// The default name of its crate.
    pub crate_name: String,
    /// Its protocols by Smithy's names, in the order of the model.
    pub protocols: Vec<&'static str>,
    /// Its operations, in model order.
    pub operations: Vec<SurveyedOperation>,
    /// Why nothing can be generated with all operations; some of them may do without.
    pub problems: Vec<Problem>,
}

/// An operation of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedOperation {
    /// Its name.
    pub name: String,
    /// Why it cannot be generated, if it cannot.
    pub problem: Option<Problem>,
}

/// Reads a model, and tries to lower it with all operations.
///
/// # Errors
///
/// If the model cannot be read, or the overlay does not apply.
pub fn survey(input: &Input) -> Result<Survey, Error> {
    let (model, _) = pipeline::read(input)?;
    let attempt = select::select(&model, None);
    let attempt = attempt.and_then(|selection| {
        let lowered = lower::lower(&model, &selection, &input.config)?;
        let operations = lowered.krate.operations.into_iter();
        Ok(operations.map(|it| it.model_name).collect())
    });
    let (generated, problems) = match attempt {
        Ok(generated) => (generated, Vec::new()),
        Err(error) => (HashSet::new(), error.problems().to_vec()),
    };
    let service = &model.service;
    Ok(Survey {
        id: service.id.clone(),
        full_name: lower::prose::one_line(&service.full_name),
        api_version: service.api_version.clone(),
        crate_name: names::of_crate(&service.id),
        protocols: service.protocols.iter().map(|it| it.name()).collect(),
        operations: operations(&model, &generated),
        problems,
    })
}

fn operations(model: &Model, generated: &HashSet<String>) -> Vec<SurveyedOperation> {
    let readable = model.operations.keys().map(|name| SurveyedOperation {
        problem: (!generated.contains(name))
            .then(|| refused::reasons(model, name).into_iter().next())
            .flatten(),
        name: name.clone(),
    });
    let unreadable = model.unreadable.operations.iter();
    let unreadable = unreadable.map(|(name, problems)| SurveyedOperation {
        name: name.clone(),
        problem: problems.first().cloned(),
    });
    readable.chain(unreadable).collect()
}
