//! The choice of an authentication scheme.

use indexmap::IndexMap;

use super::endpoints::AuthScheme;
use super::{Auth, Model};

/// The scheme that the client makes.
const SIGV4: &str = "aws.auth#sigv4";

/// The scheme with asymmetric signatures, which the client does not make.
const SIGV4A: &str = "aws.auth#sigv4a";

/// The scheme of unsigned requests.
const NO_AUTH: &str = "smithy.api#noAuth";

/// The scheme of an operation, and one that it prefers and the client does not make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) auth: Auth,
    pub(super) preferred: Option<String>,
}

impl From<Auth> for Choice {
    fn from(auth: Auth) -> Self {
        Self {
            auth,
            preferred: None,
        }
    }
}

/// The first supported one of the schemes that a model lists in its order of preference.
pub(super) fn choose<S: AsRef<str>>(schemes: &[S]) -> Choice {
    let supported = schemes.iter().enumerate().find_map(|(index, scheme)| {
        let auth = match scheme.as_ref() {
            SIGV4 => Auth::SigV4,
            NO_AUTH => Auth::None,
            _ => return None,
        };
        Some((index, auth))
    });
    let first = schemes.first().map(|it| it.as_ref().to_owned());
    match (supported, first) {
        (Some((0, auth)), _) => auth.into(),
        (Some((_, auth)), preferred) => Choice { auth, preferred },
        (None, Some(first)) => Auth::Other(first).into(),
        (None, None) => Auth::None.into(),
    }
}

/// The scheme of botocore's `signatureVersion`; `SigV4` if there is none, which is a warning.
pub(super) fn of_signature_version(version: Option<&str>) -> Auth {
    match version {
        None | Some("v4") => Auth::SigV4,
        Some("none") => Auth::None,
        Some(other) => Auth::Other(other.to_owned()),
    }
}

/// If a service only takes asymmetric signatures, so do its endpoints, unless its rules say
/// otherwise: then calls fail with an error that says so.
pub(super) fn settle(model: &mut Model) {
    let is_asymmetric = |auth: &Auth| matches!(auth, Auth::Other(scheme) if scheme == SIGV4A);
    let mut signed = model.operations.values();
    let is_only = signed.all(|it| it.auth == Auth::None || is_asymmetric(&it.auth));
    if !is_only {
        return;
    }
    let operations = model.operations.values_mut();
    let mut has_any = false;
    for operation in operations.filter(|operation| is_asymmetric(&operation.auth)) {
        operation.auth = Auth::SigV4;
        has_any = true;
    }
    if has_any {
        model.service.endpoints.rules.destinations_mut(&mut |to| {
            if to.auth_schemes.is_empty() {
                to.auth_schemes.push(AuthScheme {
                    name: "sigv4a".to_owned(),
                    properties: IndexMap::new(),
                });
            }
        });
    }
}
