//! Transfers of whole objects, if the operations that they need are selected.

use super::Context;
use crate::ir;
use crate::model::{Operation, Transfer};
use crate::names;

impl Context<'_> {
    pub(super) fn transfer(&self, operation: &Operation) -> Option<ir::Transfer> {
        let facts = operation.customization.transfer.as_ref()?;
        let is_listing = matches!(facts, Transfer::Listing(_));
        if is_listing && !self.is_paginated(operation) {
            return None;
        }
        let reference = |(role, name): (&'static str, &str)| {
            let selected = self.selection.operations.get(name)?;
            let [module, ty] = [names::of_module(selected), names::of_type(selected)];
            Some(ir::OperationRole { role, module, ty })
        };
        let operations = facts.operations().into_iter().map(reference);
        let list = facts.list().and_then(|name| {
            let reference = reference(("resume", name))?;
            let operation = self.model.operations.get(name)?;
            self.is_paginated(operation).then_some(reference)
        });
        Some(ir::Transfer {
            operations: operations.collect::<Option<_>>()?,
            list,
            facts: facts.clone(),
        })
    }

    fn is_paginated(&self, operation: &Operation) -> bool {
        matches!(self.paginator(operation), Ok(Some(_)))
    }
}
