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
        let list = facts.list().filter(|name| {
            let list = self.model.operations.get(*name);
            list.is_some_and(|it| self.is_paginated(it))
        });
        Some(ir::Transfer {
            operations: operations.collect::<Option<_>>()?,
            list: list.and_then(|name| reference(("resume", name))),
            facts: facts.clone(),
        })
    }

    fn is_paginated(&self, operation: &Operation) -> bool {
        matches!(self.paginator(operation), Ok(Some(_)))
    }
}
