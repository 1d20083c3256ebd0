//! Operations that this version does not generate, because of what they need.

use crate::error::{Problem, ProblemKind};
use crate::model::auth::Auth;
use crate::model::{Kind, Location, Model};
use crate::protocol;

pub(crate) const CHOOSE_OTHERS: &str = "choose the other operations with `operations`";

/// Why an operation is not generated; empty if it is.
pub(crate) fn reasons(model: &Model, name: &str) -> Vec<Problem> {
    let mut reasons = own_reasons(model, name);
    reasons.extend(endpoint_operation(model, name));
    reasons
}

/// Why the operation that returns the endpoint of this one is not generated.
fn endpoint_operation(model: &Model, name: &str) -> Option<Problem> {
    if !model.operations[name].needs_endpoint_discovery {
        return None;
    }
    let (other, _) = model
        .operations
        .get_key_value(&model.service.discovery.as_ref()?.operation)?;
    let reason = own_reasons(model, other).into_iter().next()?;
    let path = format!("operations.{name}.endpointdiscovery");
    let message = format!(
        "its endpoint is discovered with `{other}`, which is refused: {}",
        reason.message
    );
    Some(Problem::new(ProblemKind::Unsupported, path, message).hint(CHOOSE_OTHERS))
}

/// Why an operation is not generated, whatever is said of others.
fn own_reasons(model: &Model, name: &str) -> Vec<Problem> {
    let auth = match &model.operations[name].auth {
        Auth::Other(scheme) => Some(scheme_of(name, scheme, "")),
        Auth::Schemes(_) | Auth::None => None,
    };
    auth.into_iter().chain(needs(model, name)).collect()
}

/// An authentication scheme that clients do not have.
pub(crate) fn scheme_of(operation: &str, scheme: &str, others: &str) -> Problem {
    let message = format!(
        "`{scheme}`{others} is not supported: requests have a signature of SigV4 or SigV4a, a \
         bearer token or no authentication"
    );
    let path = format!("operations.{operation}.auth");
    Problem::new(ProblemKind::Unsupported, path, message).hint(CHOOSE_OTHERS)
}

/// What an operation needs and does not get, besides its authentication.
pub(crate) fn needs(model: &Model, name: &str) -> Vec<Problem> {
    let operation = &model.operations[name];
    let mut problems = Vec::new();
    let mut unsupported = |path: String, message: &str| {
        let problem = Problem::new(ProblemKind::Unsupported, path, message);
        problems.push(problem.hint(CHOOSE_OTHERS));
    };
    for (input, member) in event_streams(model, operation.input.as_deref()) {
        let path = format!("shapes.{input}.members.{member}");
        unsupported(path, "sending event streams is not supported yet");
    }
    let first = protocol::label_in_endpoint(model, name);
    let in_hosts = names_in_hosts(model, operation.input.as_deref());
    for (input, member) in in_hosts.filter(|(_, member)| Some(*member) != first) {
        let path = format!("shapes.{input}.members.{member}");
        let message = "it is in the path, but not its first segment, and by the endpoint rules in the \
                       host, too: nothing says that it must not be in both";
        unsupported(path, message);
    }
    problems
}

/// The labels of an input that set a parameter which the endpoint rules put into the URL, with the
/// input's name.
fn names_in_hosts<'m>(
    model: &'m Model,
    input: Option<&'m str>,
) -> impl Iterator<Item = (&'m str, &'m str)> {
    let shape = input.and_then(|input| Some((input, model.shapes.get(input)?.structure()?)));
    shape.into_iter().flat_map(move |(input, structure)| {
        let members = structure.members.iter();
        let labels = members.filter(|(_, member)| {
            let parameter = member.context_param.as_deref();
            member.location == Some(Location::Label)
                && parameter.is_some_and(|it| model.service.endpoints.has_in_url(it))
        });
        labels.map(move |(name, _)| (input, name.as_str()))
    })
}

/// The members of an input that are event streams, with the input's name. References to missing
/// shapes are reported elsewhere.
fn event_streams<'m>(
    model: &'m Model,
    input: Option<&'m str>,
) -> impl Iterator<Item = (&'m str, &'m str)> {
    let shape = input.and_then(|input| Some((input, model.shapes.get(input)?.structure()?)));
    shape.into_iter().flat_map(|(input, structure)| {
        let members = structure.members.iter();
        let streams = members.filter(|(_, member)| {
            let target = model.shapes.get(&member.target);
            target.is_some_and(|target| matches!(target.kind, Kind::EventStream(_)))
        });
        streams.map(move |(name, _)| (input, name.as_str()))
    })
}
