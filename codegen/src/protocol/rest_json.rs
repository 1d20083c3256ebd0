//! restJson1; the runtime implements it in `runtime/src/protocol/rest_json.rs`.

use super::rest;
use crate::error::Problem;
use crate::ir;
use crate::model::Model;

/// The protocol's properties of an operation.
pub(super) fn operation(model: &Model, name: &str) -> Result<ir::Protocol, Problem> {
    Ok(ir::Protocol {
        ty: "rest_json::RestJson1",
        feature: "rest-json",
        document_type: "application/json",
        is_query_compatible: false,
        address: rest::address(model, name)?,
    })
}
