//! Authentication of requests.

pub(super) mod choice;
pub(crate) mod credentials;
