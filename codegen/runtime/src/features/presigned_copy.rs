//! Copies from other regions: their requests have a member with the URL of a presigned request, by which
//! the service gets the source from its region.

use std::fmt;
use std::time::Duration;

use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_types::region::Region;
use http::Request;

use super::presigning::{self, Purpose};
use crate::client::endpoint::uri_encode;
use crate::client::erased::{ErasedOperation, RequestResult};
use crate::client::operation::Step;
use crate::client::{ClientOperation, Core};
use crate::core::body::Body;
use crate::core::error::{CallError, Cause, InvalidInput};
use crate::core::operation::Protocol as _;
use crate::core::shape::{set_text, text_of};

/// How long the URL is valid.
const EXPIRES_IN: Duration = Duration::from_hours(1);

/// The members of such a request, by their names in the model.
#[derive(Clone, Copy, Debug)]
pub struct PresignedCopy {
    /// The member with the region of the source. If it is not set, there is no URL.
    pub source_region: &'static str,
    /// The parameter of the presigned request with the region of the client.
    pub destination_region: &'static str,
    /// The member with the URL. If it is set, it is sent as it is.
    pub url: &'static str,
    /// Whether both regions are members, and sent. Otherwise, the operation's schema leaves out that of the
    /// source.
    pub sends_regions: bool,
}

/// Sets the member with the URL; `None` if there is nothing to do.
pub fn complete<'a, O: ClientOperation>(
    core: &'a Core,
    input: &'a mut O::Input,
    copy: &'static PresignedCopy,
) -> Option<Step<'a, CallError<O::Error>>> {
    if text_of(input, copy.url).is_some() {
        return None;
    }
    let source = Region::new(text_of(input, copy.source_region)?.to_owned());
    let destination = core.config().region()?.as_ref();
    Some(Box::pin(async move {
        if copy.sends_regions {
            set_text(input, copy.destination_region, destination);
        }
        let request = request::<O>(input, copy, destination)
            .map_err(|error| CallError::new(O::SCHEMA.name, Cause::Input(error)))?;
        let core = core.customized(|config| config.region(source));
        let target = core.prepare::<O>(input)?;
        let operation = ErasedOperation::of::<O>(false).with_request(Presigned::request);
        let request = Input::erase(Presigned(request));
        let signed = presigning::sign(
            &core,
            Purpose::Request,
            operation,
            target,
            Vec::new(),
            request,
            EXPIRES_IN,
        )
        .await?;
        set_text(input, copy.url, signed.uri());
        Ok(())
    }))
}

/// The request to presign.
fn request<O: ClientOperation>(
    input: &O::Input,
    copy: &PresignedCopy,
    destination: &str,
) -> Result<Request<()>, InvalidInput> {
    let parameter = (!copy.sends_regions)
        .then(|| format!("{}={}", copy.destination_region, uri_encode(destination)));
    let request = O::request(input)?;
    let as_query = |body: &[u8]| {
        let query = O::Protocol::as_query(body)?;
        let parts = Some(query).into_iter().chain(parameter);
        Some(parts.collect::<Vec<_>>().join("&"))
    };
    let request = presigning::without_body(O::SCHEMA.name, as_query, request)?;
    Ok(request.map(|_| ()))
}

/// A request that is not of the input.
struct Presigned(Request<()>);

impl Presigned {
    fn request(input: &Input) -> Option<RequestResult> {
        let Self(request) = input.downcast_ref()?;
        Some(Ok(request.clone().map(|()| Body::default())))
    }
}

/// The query may have what is sensitive.
impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Presigned")
    }
}
