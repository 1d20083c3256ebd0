//! Operations that this version does not generate, because of what they need.

use crate::error::{Problem, ProblemKind};
use crate::model::auth::Auth;
use crate::model::{Kind, Location, Member, Model};
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
    // References to missing shapes are reported elsewhere.
    let Some((input, structure)) = operation.input.as_ref().zip(model.input(operation)) else {
        return Vec::new();
    };
    let unsupported = |member: &str, message: &str| {
        let path = format!("shapes.{input}.members.{member}");
        Problem::new(ProblemKind::Unsupported, path, message).hint(CHOOSE_OTHERS)
    };
    let members = structure.members.iter();
    let streams = members.filter(|(_, member)| is_event_stream(model, member));
    let streams =
        streams.map(|(name, _)| unsupported(name, "sending event streams is not supported yet"));
    let first = protocol::label_in_endpoint(model, name);
    let members = structure.members.iter();
    let in_hosts =
        members.filter(|(name, member)| is_in_host(model, member) && Some(name.as_str()) != first);
    let in_hosts = in_hosts.map(|(name, _)| {
        let message = "it is in the path, but not its first segment, and by the endpoint rules in the \
                       host, too: nothing says that it must not be in both";
        unsupported(name, message)
    });
    streams.chain(in_hosts).collect()
}

/// Whether a member is a label that sets a parameter which the endpoint rules put into the URL.
fn is_in_host(model: &Model, member: &Member) -> bool {
    let parameter = member.context_param.as_deref();
    member.location == Some(Location::Label)
        && parameter.is_some_and(|it| model.service.endpoints.has_in_url(it))
}

fn is_event_stream(model: &Model, member: &Member) -> bool {
    let target = model.shapes.get(&member.target);
    target.is_some_and(|target| matches!(target.kind, Kind::EventStream(_)))
}
