//! awsJson 1.0 and 1.1; the runtime implements them in `runtime/src/protocol/aws_json.rs`.

use crate::error::{Problem, ProblemKind};
use crate::ir;
use crate::model::{Protocol, Service};

/// The service's properties for the protocol.
#[derive(Debug)]
pub struct AwsJson<'m> {
    /// Its type, and the content type.
    names: (&'static str, &'static str),
    target_prefix: &'m str,
    is_query_compatible: bool,
}

impl<'m> AwsJson<'m> {
    pub(super) fn of(service: &'m Service, protocol: Protocol) -> Result<Self, Problem> {
        let Some(target_prefix) = service.target_prefix.as_deref() else {
            let message = "required by the protocol awsJson, for `X-Amz-Target`";
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
            names: match protocol {
                Protocol::AwsJson1_0 => ("aws_json::AwsJson1_0", "application/x-amz-json-1.0"),
                _ => ("aws_json::AwsJson1_1", "application/x-amz-json-1.1"),
            },
            target_prefix,
            is_query_compatible: service.is_query_compatible,
        })
    }

    pub(super) fn operation(&self, name: &str) -> ir::Protocol {
        let (ty, document_type) = self.names;
        ir::Protocol {
            ty,
            feature: "aws-json",
            document_type,
            is_query_compatible: self.is_query_compatible,
            address: ir::Address::Target(format!("{}.{name}", self.target_prefix)),
        }
    }
}
