//! Protocol-specific parts of lowering.

mod aws_json;
mod bindings;
mod presigning;
mod query;
mod rest;

use crate::error::{Error, Problem};
use crate::ir;
use crate::model::{self, Model, TimestampFormat};

pub use self::rest::Rest;
pub(crate) use self::rest::label_in_endpoint;

/// A supported protocol, with the service's properties for it.
#[derive(Debug)]
pub enum Chosen<'m> {
    /// awsJson 1.0 or 1.1.
    AwsJson(aws_json::AwsJson<'m>),
    /// restJson1 or restXml.
    Rest(Rest),
    /// awsQuery or ec2Query.
    Query(query::Query),
}

/// The protocol that clients speak.
///
/// # Errors
///
/// If there is none.
pub fn choose(service: &model::Service) -> Result<Chosen<'_>, Problem> {
    use model::Protocol;
    let protocols = &service.protocols;
    match Protocol::spoken(protocols) {
        Some(protocol @ (Protocol::AwsJson1_0 | Protocol::AwsJson1_1)) => {
            aws_json::AwsJson::of(service, protocol).map(Chosen::AwsJson)
        }
        Some(Protocol::RestJson) => Ok(Chosen::Rest(Rest::Json)),
        Some(Protocol::RestXml) => Ok(Chosen::Rest(Rest::Xml)),
        Some(Protocol::Query) => Ok(Chosen::Query(query::Query::Aws)),
        Some(Protocol::Ec2) => Ok(Chosen::Query(query::Query::Ec2)),
        Some(Protocol::Cbor) | None => {
            let name = &service.full_name;
            Err(model::unsupported_protocol(name, protocols))
        }
    }
}

impl Chosen<'_> {
    /// The protocol's properties of an operation.
    ///
    /// # Errors
    ///
    /// If its URI is malformed.
    pub fn operation(&self, model: &Model, name: &str) -> Result<ir::Protocol, Problem> {
        match self {
            Chosen::AwsJson(protocol) => Ok(protocol.operation(name)),
            Chosen::Rest(protocol) => protocol.operation(model, name),
            Chosen::Query(protocol) => Ok(protocol.operation(model, name)),
        }
    }

    /// Checks what the protocol does with the members of an input, output or error.
    ///
    /// # Errors
    ///
    /// If a member cannot be where the model has it.
    pub fn check(&self, model: &Model, shape: &str) -> Result<(), Error> {
        match self {
            Chosen::AwsJson(_) => Ok(()),
            Chosen::Rest(_) => bindings::check(model, shape),
            Chosen::Query(protocol) => protocol.check(model, shape),
        }
    }

    /// The part of a message that holds a member of an input, output, error or event.
    pub fn location(&self, model: &Model, member: &model::Member) -> ir::Location {
        match (self, member.location) {
            (Chosen::AwsJson(_) | Chosen::Query(_), _) | (_, None) => ir::Location::Document,
            (Chosen::Rest(_), Some(location)) => bindings::location(model, member, location),
        }
    }

    /// Whether members are elements of XML or parts of forms, so that these have names and namespaces.
    pub fn has_elements(&self) -> bool {
        match self {
            Chosen::AwsJson(_) | Chosen::Rest(Rest::Json) => false,
            Chosen::Rest(Rest::Xml) | Chosen::Query(_) => true,
        }
    }

    /// Whether the element that a document is has a name and a namespace from the model.
    pub fn names_documents(&self) -> bool {
        matches!(self, Chosen::Rest(Rest::Xml))
    }

    /// Whether members have names of their own in requests.
    pub fn has_query_names(&self) -> bool {
        matches!(self, Chosen::Query(query::Query::Ec2))
    }

    /// The timestamp format in a member table; `None` for the default of protocol and location.
    pub fn timestamp_format(
        &self,
        stated: TimestampFormat,
        location: ir::Location,
    ) -> Option<TimestampFormat> {
        let in_documents = match self {
            Chosen::AwsJson(_) | Chosen::Rest(Rest::Json) => TimestampFormat::EpochSeconds,
            Chosen::Rest(Rest::Xml) | Chosen::Query(_) => TimestampFormat::DateTime,
        };
        let default = match location {
            ir::Location::Label | ir::Location::Query | ir::Location::QueryParams => {
                TimestampFormat::DateTime
            }
            ir::Location::Header | ir::Location::PrefixHeaders => TimestampFormat::HttpDate,
            _ => in_documents,
        };
        (stated != default).then_some(stated)
    }
}
