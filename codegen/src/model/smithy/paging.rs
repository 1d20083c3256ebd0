//! Paginators: the trait `paginated`, with the defaults of the service.

use super::ast;
use super::traits::{Paginated, Traits};
use crate::error::{Problem, ProblemKind};
use crate::model::Paginator;

/// The paginator of an operation, if it has one.
pub(super) fn read(
    id: &str,
    operation: &Traits,
    service: &Traits,
) -> Result<Option<Paginator>, Problem> {
    let Some(own) = &operation.paginated else {
        return Ok(None);
    };
    let path = format!("{}.traits.smithy.api#paginated", ast::path(id));
    let own = own.as_ref().clone().at(&path)?;
    // What is wrong with the service's is missing here.
    let default = service.paginated.as_ref().and_then(|it| it.valid());
    let either = |field: fn(&Paginated) -> &Option<String>| {
        let default = default.and_then(|default| field(default).clone());
        field(&own).clone().or(default)
    };
    let token = |name: &str, value: Option<String>| {
        let message = format!("neither the operation nor the service has an `{name}`");
        value.ok_or_else(|| Problem::new(ProblemKind::Malformed, &path, message))
    };
    Ok(Some(Paginator {
        input_tokens: vec![token("inputToken", either(|it| &it.input_token))?],
        output_tokens: vec![token("outputToken", either(|it| &it.output_token))?],
        result_keys: either(|it| &it.items).into_iter().collect(),
        limit_key: either(|it| &it.page_size),
        more_results: None,
        path,
    }))
}
