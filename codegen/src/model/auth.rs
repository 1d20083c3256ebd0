//! The choice of an authentication scheme.

use super::Auth;

/// The schemes with AWS signatures. Generation warns where only the second one is listed.
const SIGNED: [&str; 2] = ["aws.auth#sigv4", "aws.auth#sigv4a"];

/// The scheme of unsigned requests.
const NO_AUTH: &str = "smithy.api#noAuth";

/// The scheme to use of those that a model lists in its order of preference; `SigV4` if it lists none,
/// because that is the default of AWS.
pub(super) fn choose<S: AsRef<str>>(schemes: &[S]) -> Auth {
    let mut schemes = schemes.iter().map(AsRef::as_ref);
    let Some(first) = schemes.clone().next() else {
        return Auth::SigV4;
    };
    if schemes.clone().any(|scheme| SIGNED.contains(&scheme)) {
        return Auth::SigV4;
    }
    if schemes.any(|scheme| scheme == NO_AUTH) {
        return Auth::None;
    }
    Auth::Other(first.to_owned())
}
