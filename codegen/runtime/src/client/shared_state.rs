//! State of optional features, shared between all clients with one configuration.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex};

use crate::core::lock::lock;

/// One value of each type; clones share them.
#[derive(Clone, Default)]
#[allow(dead_code, reason = "only used by optional features")]
pub(crate) struct SharedState(Arc<Mutex<Vec<Arc<dyn Any + Send + Sync>>>>);

#[allow(dead_code, reason = "only used by optional features")]
impl SharedState {
    /// The value of a type, created on first use.
    pub(crate) fn get<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut values = lock(&self.0);
        let found = values.iter().find_map(|it| it.clone().downcast().ok());
        found.unwrap_or_else(|| {
            let value = Arc::<T>::default();
            values.push(value.clone());
            value
        })
    }
}

impl fmt::Debug for SharedState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedState")
    }
}
