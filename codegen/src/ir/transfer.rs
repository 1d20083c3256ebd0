//! Transfers of whole objects.

use crate::model;
use crate::names::Name;

/// What makes an operation transfer objects.
#[derive(Debug)]
pub struct Transfer {
    pub facts: model::Transfer,
    /// The other operations that it needs.
    pub operations: Vec<OperationRole>,
    /// The operation by which it can be resumed.
    pub list: Option<OperationRole>,
}

/// An operation, and the part it plays.
#[derive(Debug)]
pub struct OperationRole {
    pub role: &'static str,
    pub module: Name,
    pub ty: Name,
}
