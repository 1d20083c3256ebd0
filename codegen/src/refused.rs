//! Operations that this version does not generate, because of what they need.

use crate::error::{Problem, ProblemKind};
use crate::model::{Auth, Kind, Model, Structure};
use crate::protocol::{self, Chosen};

pub(crate) const CHOOSE_OTHERS: &str = "choose the other operations with `operations`";

/// Why an operation is not generated; empty if it is.
pub(crate) fn reasons(model: &Model, name: &str) -> Vec<Problem> {
    let auth = match &model.operations[name].auth {
        Auth::Other(scheme) => Some(format!(
            "`{scheme}` is not supported: requests are signed with SigV4 or not at all"
        )),
        Auth::SigV4 | Auth::None => None,
    };
    let auth = auth.map(|message| {
        let path = format!("operations.{name}.auth");
        Problem::new(ProblemKind::Unsupported, path, message).hint(CHOOSE_OTHERS)
    });
    auth.into_iter().chain(needs(model, name)).collect()
}

/// What an operation needs and does not get, besides its authentication.
pub(crate) fn needs(model: &Model, name: &str) -> Vec<Problem> {
    let operation = &model.operations[name];
    let mut problems = Vec::new();
    let mut unsupported = |path: String, message: &str| {
        let problem = Problem::new(ProblemKind::Unsupported, path, message);
        problems.push(problem.hint(CHOOSE_OTHERS));
    };
    let is_rest = matches!(protocol::choose(&model.service), Ok(Chosen::RestJson));
    for (root, is_input) in [(&operation.input, true), (&operation.output, false)] {
        let Some(root) = root.as_deref() else {
            continue;
        };
        for (member, kind) in streams(model, root) {
            let message = match (kind, is_input) {
                (Stream::Events, true) => "sending event streams is not supported yet",
                (Stream::Events, false) if is_rest => {
                    "event streams over REST protocols are not supported yet"
                }
                _ => continue,
            };
            unsupported(format!("shapes.{root}.members.{member}"), message);
        }
    }
    problems
}

enum Stream {
    Events,
    Bytes,
}

/// The members of an input or output that are streams. References to missing shapes are reported
/// elsewhere.
fn streams<'m>(model: &'m Model, root: &str) -> impl Iterator<Item = (&'m str, Stream)> {
    let structure: Option<&Structure> = model.shapes.get(root).and_then(|it| it.structure());
    let members = structure.into_iter().flat_map(|it| &it.members);
    members.filter_map(|(name, member)| {
        let target = model.shapes.get(&member.target)?;
        let kind = match target.kind {
            Kind::EventStream(_) => Stream::Events,
            Kind::Blob if member.is_streaming || target.is_streaming => Stream::Bytes,
            _ => return None,
        };
        Some((name.as_str(), kind))
    })
}
