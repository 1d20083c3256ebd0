//! Authentication schemes: which ones requests may have.

use std::fmt;

use super::Model;

/// The `signatureVersion`s of signatures before `SigV4`, and the one of S3 since.
const OLD_SIGNATURES: [&str; 3] = ["v2", "s3", "s3v4"];

/// The authentication of an operation's requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    None,
    /// Supported schemes, preferred ones first.
    Schemes(Vec<Scheme>),
    /// An unsupported scheme.
    Other(String),
}

/// A supported authentication scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    SigV4,
    /// Asymmetric signatures, which clients make with a feature of their crate.
    SigV4a,
    Bearer,
    /// No authentication, for requests that lack an identity for the schemes before.
    None,
}

impl Auth {
    /// The supported schemes; none if requests are not authenticated.
    pub fn schemes(&self) -> &[Scheme] {
        match self {
            Self::Schemes(schemes) => schemes,
            Self::None | Self::Other(_) => &[],
        }
    }
}

impl From<Scheme> for Auth {
    fn from(scheme: Scheme) -> Self {
        match scheme {
            Scheme::None => Self::None,
            scheme => Self::Schemes(vec![scheme]),
        }
    }
}

impl Scheme {
    /// The name in endpoints and in the runtime.
    pub fn name(self) -> &'static str {
        match self {
            Self::SigV4 => "sigv4",
            Self::SigV4a => "sigv4a",
            Self::Bearer => "httpBearerAuth",
            Self::None => "noAuth",
        }
    }

    /// Whether requests have a signature.
    pub fn is_signature(self) -> bool {
        matches!(self, Self::SigV4 | Self::SigV4a)
    }

    fn by_id(id: &str) -> Option<Self> {
        Some(match id {
            "aws.auth#sigv4" => Self::SigV4,
            "aws.auth#sigv4a" => Self::SigV4a,
            "smithy.api#httpBearerAuth" => Self::Bearer,
            "smithy.api#noAuth" => Self::None,
            _ => return None,
        })
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SigV4 => "SigV4",
            Self::SigV4a => "SigV4a",
            Self::Bearer => "a bearer token",
            Self::None => "nothing",
        })
    }
}

/// The schemes of an operation, and one that it prefers and the client does not make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) auth: Auth,
    pub(super) preferred: Option<String>,
}

impl<A: Into<Auth>> From<A> for Choice {
    fn from(auth: A) -> Self {
        Self {
            auth: auth.into(),
            preferred: None,
        }
    }
}

/// The supported ones of the schemes that a model lists in its order of preference. Nothing follows
/// requests without authentication, which are always possible.
pub(super) fn choose<S: AsRef<str>>(schemes: &[S]) -> Choice {
    let Some(first) = schemes.first() else {
        return Auth::None.into();
    };
    let first = first.as_ref();
    let mut supported: Vec<_> = schemes
        .iter()
        .filter_map(|scheme| Scheme::by_id(scheme.as_ref()))
        .collect();
    if let Some(end) = supported.iter().position(|it| *it == Scheme::None) {
        supported.truncate(end + 1);
    }
    let auth = match supported[..] {
        [] => return Auth::Other(first.to_owned()).into(),
        [Scheme::None] => Auth::None,
        _ => Auth::Schemes(supported),
    };
    let preferred = Scheme::by_id(first).is_none().then(|| first.to_owned());
    Choice { auth, preferred }
}

/// The scheme of botocore's `signatureVersion` or `authtype`; `SigV4` if there is none, which is a
/// warning.
pub(super) fn of_signature_version(version: Option<&str>) -> Auth {
    match version {
        None | Some("v4" | "v4-unsigned-body") => Scheme::SigV4.into(),
        Some("bearer") => Scheme::Bearer.into(),
        Some("none") => Auth::None,
        Some(other) => Auth::Other(other.to_owned()),
    }
}

/// Services that once took older signatures and have endpoints for `SigV4` take the latter.
pub(super) fn replace_old_signatures(model: &mut Model) {
    let sigv4 = Scheme::SigV4.name();
    let mut takes_sigv4 = false;
    model.service.endpoints.rules.destinations(&mut |to| {
        takes_sigv4 |= to.auth_schemes.iter().any(|it| it.name == sigv4);
    });
    let is_old =
        |auth: &Auth| matches!(auth, Auth::Other(scheme) if OLD_SIGNATURES.contains(&&**scheme));
    let operations = model.operations.values_mut();
    for operation in operations.filter(|it| takes_sigv4 && is_old(&it.auth)) {
        operation.auth = Scheme::SigV4.into();
    }
}
