//! Credentials of signed requests.

pub(super) mod credentials;
