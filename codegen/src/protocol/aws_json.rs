//! awsJson 1.0 and 1.1; the runtime implements them in `runtime/src/protocol/aws_json.rs`.

use crate::error::{Problem, ProblemKind};
use crate::ir;
use crate::model::{Protocol, Service, TimestampFormat};

/// The service's properties for the protocol.
#[derive(Debug)]
pub struct AwsJson<'m> {
    minor: u8,
    target_prefix: &'m str,
    is_query_compatible: bool,
}

impl<'m> AwsJson<'m> {
    pub(super) fn of(service: &'m Service, protocol: Protocol) -> Result<Self, Problem> {
        let Some(target_prefix) = service.target_prefix.as_deref() else {
            let message = "a service that speaks awsJson needs one, for `X-Amz-Target`";
            return Err(Problem::new(
                ProblemKind::Malformed,
                "metadata.targetPrefix",
                message,
            ));
        };
        // A header value.
        if !target_prefix.bytes().all(|byte| byte.is_ascii_graphic()) {
            let message = format!("{target_prefix:?} cannot stand in a header");
            return Err(Problem::new(
                ProblemKind::Malformed,
                "metadata.targetPrefix",
                message,
            ));
        }
        Ok(Self {
            minor: u8::from(protocol == Protocol::AwsJson1_1),
            target_prefix,
            is_query_compatible: service.is_query_compatible,
        })
    }

    pub(super) fn operation(&self, name: &str) -> ir::Protocol {
        ir::Protocol::AwsJson {
            minor: self.minor,
            target: format!("{}.{name}", self.target_prefix),
            is_query_compatible: self.is_query_compatible,
        }
    }
}

pub(super) fn timestamp_format(format: TimestampFormat) -> Option<TimestampFormat> {
    match format {
        TimestampFormat::EpochSeconds => None,
        stated => Some(stated),
    }
}
