//! Operations, without I/O.
//!
//! | module | contents |
//! |---|---|
//! | `schema` | static properties of operations |
//! | `protocol` | the trait that protocols implement |
//! | `reader` | decoding of outputs and errors, by a protocol's functions |
//! | `adjusted`, `body_checksum`, `resource_name`, `stated_endpoint` | what operations need besides their protocol |

mod adjusted;
mod body_checksum;
mod protocol;
mod reader;
mod resource_name;
mod schema;
mod stated_endpoint;

use http::{Request, Response};

use super::body::Body;
use super::check;
use super::error::{CallError, InvalidInput, OperationError};
use super::host_prefix;
use super::shape::Shape;

use self::adjusted::Adjusted;
pub use self::adjusted::Adjustment;
pub use self::body_checksum::{BodyChecksum, ChecksumHeader};
pub use self::protocol::{ErrorParts, Fit, InvalidRequest, Protocol};
pub(crate) use self::reader::Reader;
pub use self::resource_name::ResourceName;
pub use self::schema::OperationSchema;

/// An operation: converts its input to an HTTP request, and an HTTP response to its output. It does
/// no I/O, so it works with any HTTP library, blocking or not.
pub trait Operation: Send + Sync + 'static {
    /// Static properties.
    const SCHEMA: &'static OperationSchema;

    /// The service's protocol.
    type Protocol: Protocol;

    /// The input. It is `Clone`, unless it has a stream.
    type Input: Shape + Default + Send + Sync + std::fmt::Debug + 'static;

    /// The output.
    type Output: Shape + Default + Send + Sync + std::fmt::Debug + 'static;

    /// The error enum.
    type Error: OperationError;

    /// Encodes the request.
    ///
    /// # Errors
    ///
    /// If a member cannot be encoded, such as an empty path label.
    fn request(input: &Self::Input) -> Result<Request<Body>, InvalidInput> {
        let schema = Self::SCHEMA;
        let mut request = if schema.adjustments.is_empty() {
            Self::Protocol::request(schema, input)
        } else {
            Self::Protocol::request(schema, &Adjusted::new(input, schema.adjustments))
        }?;
        body_checksum::add(schema.body_checksums, &mut request);
        Ok(request)
    }

    /// The endpoint that the input states: scheme, host and port of a URL. `None` for most operations,
    /// whose endpoint is that of the service.
    ///
    /// # Errors
    ///
    /// If the member is not the URL of an endpoint.
    fn endpoint(input: &Self::Input) -> Result<Option<String>, InvalidInput> {
        if Self::SCHEMA.endpoint_member.is_empty() {
            return Ok(None);
        }
        stated_endpoint::of(Self::SCHEMA, input)
    }

    /// Decodes the output or the error.
    ///
    /// # Errors
    ///
    /// If the status is not 2xx, or the response cannot be decoded.
    fn response(response: &Response<Body>) -> Result<Self::Output, CallError<Self::Error>> {
        let reader = Reader::of::<Self::Protocol>(Self::SCHEMA);
        let mut output = Self::Output::default();
        match reader.output(response, &mut output) {
            Ok(()) => Ok(output),
            Err(failure) => Err(CallError::new(
                Self::SCHEMA.name,
                failure.cause(reader, response),
            )),
        }
    }

    /// Prefix of the endpoint's host name, such as `data-`; `None` for most operations.
    ///
    /// # Errors
    ///
    /// If a member in the prefix is missing or not a valid host label.
    fn host_prefix(input: &Self::Input) -> Result<Option<String>, InvalidInput> {
        host_prefix::expand(Self::SCHEMA.name, Self::SCHEMA.host_prefix, input)
    }

    /// Checks that every required member is set, that every union has a variant that can be sent,
    /// that members that name a resource can be the name of one, and that an endpoint in the input
    /// is a URL.
    ///
    /// # Errors
    ///
    /// Lists all invalid members.
    fn check(input: &Self::Input) -> Result<(), InvalidInput> {
        checked(Self::SCHEMA, input)?;
        Self::endpoint(input)?;
        Ok(())
    }
}

/// Checks an input, except for an endpoint in it.
fn checked(schema: &'static OperationSchema, input: &dyn Shape) -> Result<(), InvalidInput> {
    let as_set = check::required(schema.name, input);
    if as_set.is_err() && !schema.adjustments.is_empty() {
        // A member that is missing may be made from another one.
        check::required(schema.name, &Adjusted::new(input, schema.adjustments))?;
    } else {
        as_set?;
    }
    resource_name::check(schema.name, schema.resource_names, input)
}
