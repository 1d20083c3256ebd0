//! Authentication of requests.

pub(super) mod choice;
pub(super) mod credentials;
