//! An operation without I/O.

use bytes::Bytes;

use super::check;
use super::error::{Error, InvalidInput, OperationError};
use super::shape::Shape;

/// An operation of the service: how its input becomes an HTTP request, and an HTTP response its
/// output. Nothing in it does I/O, so it works with any HTTP library, blocking or not.
pub trait Operation: Send + Sync + 'static {
    /// The operation's name in the model.
    const NAME: &'static str;

    /// Whether its requests have to be signed. The few that are not need no credentials.
    const IS_SIGNED: bool = true;

    #[cfg(feature = "request-compression")]
    /// Whether clients compress its requests, unless they are small.
    const IS_COMPRESSED: bool = false;

    /// What the caller sends.
    type Input: Shape + Clone + Default + Send + Sync + std::fmt::Debug + 'static;

    /// What the service answers.
    type Output: Shape + Default + Send + Sync + std::fmt::Debug + 'static;

    /// The errors the service reports.
    type Error: OperationError;

    /// The request: a URI relative to the endpoint, the protocol's headers and the body. It is not
    /// signed and has no `Host`. Members that are not set are left out, required or not:
    /// [`check`](Self::check) tells.
    fn request(input: &Self::Input) -> http::Request<Bytes>;

    /// The output or the error that a response holds.
    ///
    /// # Errors
    ///
    /// If the status is not 2xx, or the response cannot be read.
    fn response(response: &http::Response<Bytes>) -> Result<Self::Output, Error<Self::Error>>;

    /// What stands in front of the endpoint's host name, such as `data-`; nothing for most
    /// operations.
    ///
    /// # Errors
    ///
    /// If a member of the input that is part of it is missing, or may not be part of a host name.
    #[inline]
    fn host_prefix(_input: &Self::Input) -> Result<Option<String>, InvalidInput> {
        Ok(None)
    }

    /// The service's endpoint rules with what the input says of the endpoint, for operations whose
    /// input does.
    #[cfg(feature = "client")]
    #[inline]
    fn endpoint_rules(_input: &Self::Input) -> Option<super::client::endpoint::CallRules> {
        None
    }

    #[cfg(feature = "event-stream")]
    /// The place of the stream in the output, for operations that answer with a stream of events.
    #[cfg(feature = "client")]
    const EVENTS: Option<fn(&mut Self::Output) -> &mut super::client::event_stream::Frames> = None;

    /// Checks that every required member is set, and every union to a variant that can be sent.
    ///
    /// # Errors
    ///
    /// If not; the error lists all such members.
    fn check(input: &Self::Input) -> Result<(), InvalidInput> {
        check::required(Self::NAME, input)
    }
}
