//! Checksums of requests and responses (traits `httpChecksum` and `httpChecksumRequired`).
//!
//! | module | contents |
//! |---|---|
//! | `algorithm` | algorithms by their names in models and headers |
//! | `request` | checksums of requests, in a header or after the body |
//! | `response` | validation of responses |
//! | `md5` | `Content-MD5` |
//! | `sha512` | SHA-512 |
//! | `slot` | checksums that are put where a transfer finds them |

mod algorithm;
mod md5;
mod request;
mod response;
mod sha512;
mod slot;

use std::sync::Arc;

use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
use http::HeaderName;

pub(super) use self::algorithm::{Algorithm, is_checksum};
#[cfg(feature = "transfers")]
pub(super) use self::algorithm::{COMPOSITE, COVERAGE};
pub use self::md5::ContentMd5;
use self::request::{Placement, RequestChecksum};
use self::response::Validation;
use crate::client::operation::CallFeature;
use crate::client::upload::UploadChecksum;
use crate::client::{Config, Core};
use crate::core::byte_stream::ChecksumSlot;
use crate::core::schema::Location;
use crate::core::shape::{Shape, text_of};
use crate::core::value::ValueRef;

/// The algorithm of requests for which none is chosen.
const DEFAULT: &str = "CRC32";

/// The checksums of a call (trait `httpChecksum`).
#[derive(Clone, Debug, Default)]
pub struct Checksums {
    is_required: bool,
    /// Whether the input has a checksum.
    is_stated: bool,
    /// Whether the stream in the request can be read again, if there is one.
    stream: Option<bool>,
    /// Gets the checksum of that stream.
    slot: Option<ChecksumSlot>,
    request: Option<Choice>,
    response: Option<(Choice, &'static [&'static str])>,
}

/// A member of the input that chooses.
#[derive(Clone, Debug)]
struct Choice {
    /// Its header.
    header: Option<HeaderName>,
    value: Option<String>,
}

impl Choice {
    fn of(input: &dyn Shape, name: &str) -> Self {
        let schema = input.schema();
        let member = schema.position(name).map(|index| &schema.members[index]);
        let header = member.filter(|member| member.location == Location::Header);
        Self {
            header: header.and_then(|it| HeaderName::from_bytes(it.wire.as_bytes()).ok()),
            value: text_of(input, name).map(str::to_owned),
        }
    }
}

impl Checksums {
    /// No checksums, for a call with this input.
    pub fn of(input: &dyn Shape) -> Self {
        let schema = input.schema();
        let mut members = schema.members.iter().enumerate();
        let is_stated =
            members.any(|(index, member)| is_checksum(member) && input.member(index).is_some());
        let member = schema.stream().map(|index| input.member(index));
        let (stream, slot) = match member {
            Some(Some(ValueRef::Stream(stream))) => (
                Some(stream.is_repeatable()),
                stream.checksum_slot().cloned(),
            ),
            _ => (member.map(|_| true), None),
        };
        Self {
            is_stated,
            stream,
            slot,
            ..Self::default()
        }
    }

    /// The request has to have one (`requestChecksumRequired`).
    #[must_use]
    pub fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// The member that chooses the algorithm of the request (`requestAlgorithmMember`).
    #[must_use]
    pub fn request(mut self, input: &dyn Shape, member: &str) -> Self {
        self.request = Some(Choice::of(input, member));
        self
    }

    /// The member that asks for a checksum of the response (`requestValidationModeMember`), and the
    /// algorithms that the response may have (`responseAlgorithms`).
    #[must_use]
    pub fn response(
        mut self,
        input: &dyn Shape,
        member: &str,
        algorithms: &'static [&'static str],
    ) -> Self {
        self.response = Some((Choice::of(input, member), algorithms));
        self
    }

    /// The checksum of the request, which the caller chose or which is sent by default.
    fn of_request(&self, config: &Config) -> Result<Option<RequestChecksum>, String> {
        let calculation = config.request_checksum_calculation();
        let stated = self.request.as_ref().and_then(|it| it.value.as_deref());
        let is_by_default = self.is_required
            || self.request.is_some() && calculation != RequestChecksumCalculation::WhenRequired;
        let name = match stated {
            _ if self.is_stated => return Ok(None),
            Some(name) => name,
            None if is_by_default => DEFAULT,
            None => return Ok(None),
        };
        Ok(Some(RequestChecksum {
            algorithm: Algorithm::named(name)?,
            // The caller's choice is in the header already.
            choice: self.request.as_ref().and_then(|it| it.header.clone()),
            placement: match self.stream {
                None => Placement::Header,
                // Without TLS, the signature has to cover the stream, if it can.
                Some(true) if config.is_plain_http() => Placement::StreamHeader,
                Some(_) => Placement::Trailer,
            },
            slot: self.slot.clone(),
        }))
    }

    fn of_response(&self, validation: ResponseChecksumValidation) -> Option<Validation> {
        let (choice, algorithms) = self.response.as_ref()?;
        let is_asked_for = match &choice.value {
            Some(value) => value == response::ENABLED,
            None => validation != ResponseChecksumValidation::WhenRequired,
        };
        is_asked_for.then(|| Validation {
            header: choice.header.clone(),
            algorithms,
        })
    }
}

impl CallFeature for Checksums {
    fn install(
        self: Arc<Self>,
        core: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String> {
        let config = core.config();
        let request = self.of_request(config)?;
        let response = self.of_response(config.response_checksum_validation());
        let mut components = RuntimeComponentsBuilder::new("checksums");
        if let Some(request) = request {
            components = components.with_interceptor(request);
        }
        if let Some(response) = response {
            components = components.with_interceptor(response);
        }
        let plugin = StaticRuntimePlugin::new().with_runtime_components(components);
        Ok(plugins.with_operation_plugin(plugin))
    }

    fn of_upload(&self, config: &Config) -> UploadChecksum {
        match self.of_request(config) {
            Ok(Some(request)) if request.placement == Placement::Trailer => UploadChecksum::Trailer,
            Ok(Some(request)) if request.placement == Placement::StreamHeader => {
                UploadChecksum::Headers(vec![(request.algorithm.header(), request.digest())])
            }
            // An unknown algorithm is an error already.
            _ => UploadChecksum::None,
        }
    }
}
