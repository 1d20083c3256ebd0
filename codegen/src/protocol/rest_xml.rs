//! restXml; the runtime implements it in `runtime/src/protocol/rest_xml.rs`.

use super::rest;
use crate::error::Problem;
use crate::ir;
use crate::model::Model;

/// The protocol's properties of an operation.
pub(super) fn operation(model: &Model, name: &str) -> Result<ir::Protocol, Problem> {
    Ok(ir::Protocol {
        ty: "rest_xml::RestXml",
        feature: "rest-xml",
        document_type: "application/xml",
        is_query_compatible: false,
        address: rest::address(model, name)?,
    })
}
