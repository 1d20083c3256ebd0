//! Protocol-specific parts of lowering.

mod aws_json;

use crate::error::Problem;
use crate::ir;
use crate::model;

/// A supported protocol, with the service's properties for it.
#[derive(Debug)]
pub enum Chosen<'m> {
    /// awsJson 1.0 or 1.1.
    AwsJson(aws_json::AwsJson<'m>),
}

/// The first supported protocol of the model.
///
/// # Errors
///
/// If there is none.
pub fn choose(service: &model::Service) -> Result<Chosen<'_>, Problem> {
    for protocol in &service.protocols {
        if let model::Protocol::AwsJson1_0 | model::Protocol::AwsJson1_1 = protocol {
            return aws_json::AwsJson::of(service, *protocol).map(Chosen::AwsJson);
        }
    }
    Err(model::unsupported_protocol(
        &service.full_name,
        &service.protocols,
    ))
}

impl Chosen<'_> {
    /// The protocol's properties of an operation.
    pub fn operation(&self, name: &str) -> ir::Protocol {
        match self {
            Chosen::AwsJson(protocol) => protocol.operation(name),
        }
    }

    /// The timestamp format in a member table; `None` for the protocol's default.
    pub fn timestamp_format(&self, format: model::TimestampFormat) -> Option<ir::TimestampFormat> {
        match self {
            Chosen::AwsJson(_) => aws_json::timestamp_format(format),
        }
    }
}
