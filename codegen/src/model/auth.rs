//! Which of the ways to say who sends a request is taken.

use super::Auth;

/// The schemes with a signature of AWS. Where only the second is listed, generation warns, or the
/// endpoint says so.
const SIGNED: [&str; 2] = ["aws.auth#sigv4", "aws.auth#sigv4a"];

/// The scheme for requests that say nothing of their sender.
const NO_AUTH: &str = "smithy.api#noAuth";

/// One of the schemes that a model lists, in its order of preference; a signature if it lists none,
/// because that is what AWS's services want.
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
