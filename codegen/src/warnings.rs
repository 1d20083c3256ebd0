//! What a generated client does not do, or does without being told.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::error::{Problem, ProblemKind};
use crate::ir;
use crate::model::Model;
use crate::refused;

/// The warnings for a crate.
pub(crate) fn of(model: &Model, krate: &ir::Crate) -> Vec<Problem> {
    let service = &model.service;
    let mut warnings = service.endpoints.warnings.clone();
    if service.is_auth_assumed {
        let name = &service.full_name;
        let message = format!("the model does not say how requests to {name} are signed");
        let problem = unsupported("metadata.signatureVersion", message);
        warnings.push(problem.hint("they are signed with SigV4, as those of most services"));
    }
    warnings.extend(preferences(model, krate));
    warnings.extend(other_signatures(model, krate));
    warnings
}

/// Why operations are not in the crate, if all were asked for.
pub(crate) fn left_out<'m>(
    model: &'m Model,
    krate: &'m ir::Crate,
) -> impl Iterator<Item = Problem> + 'm {
    let operations = krate.operations.iter();
    let present: HashSet<_> = operations.map(|it| it.model_name.as_str()).collect();
    let names = model.operations.keys();
    let absent = names.filter(move |name| !present.contains(name.as_str()));
    absent.filter_map(|name| {
        let reason = refused::reasons(model, name).into_iter().next()?;
        let message = format!("{name} is left out: {}", reason.message);
        Some(Problem::new(reason.kind, reason.path, message))
    })
}

/// Schemes that operations prefer to the one that they get.
fn preferences(model: &Model, krate: &ir::Crate) -> Vec<Problem> {
    let mut schemes: IndexMap<&str, (&str, usize)> = IndexMap::new();
    for operation in &krate.operations {
        let name = operation.model_name.as_str();
        if let Some(scheme) = &model.operations[name].preferred_auth {
            schemes.entry(scheme).or_insert((name, 0)).1 += 1;
        }
    }
    let warnings = schemes.into_iter().map(|(scheme, (first, count))| {
        let more = match count {
            1 => String::new(),
            count => format!(" (and {} others)", count - 1),
        };
        let message = format!(
            "it prefers the authentication scheme `{scheme}`{more}, which the client does not support"
        );
        unsupported(&format!("operations.{first}.auth"), message)
            .hint("the next scheme of its list is used that the client supports")
    });
    warnings.collect()
}

/// Endpoints that accept none of the schemes that the client has.
fn other_signatures(model: &Model, krate: &ir::Crate) -> Option<Problem> {
    if krate.operations.is_empty() {
        return None;
    }
    let own = krate.auth_schemes();
    let own = own.iter().map(|scheme| scheme.name());
    let session = krate.session().map(|it| it.signature.scheme.as_str());
    let own: Vec<_> = own.chain(session).collect();
    let service = &model.service;
    let mut others: Vec<&str> = Vec::new();
    service.endpoints.rules.destinations(&mut |to| {
        let names = to.auth_schemes.iter().map(|scheme| scheme.name.as_str());
        let is_own = |name| own.contains(&name);
        if !names.clone().any(is_own) {
            others.extend(names);
        }
    });
    others.sort_unstable();
    others.dedup();
    if others.is_empty() {
        return None;
    }
    let message = format!(
        "some endpoints of {} require signatures that the client does not support ({})",
        service.full_name,
        others.join(", ")
    );
    let problem = unsupported("endpoint-rule-set-1", message);
    Some(problem.hint("calls to such an endpoint fail with an error that says so"))
}

fn unsupported(path: &str, message: String) -> Problem {
    Problem::new(ProblemKind::Unsupported, path, message)
}
