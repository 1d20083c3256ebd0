//! What a client learned, by key.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

use crate::core::lock::lock;

/// The number of values that are kept. All of them can be learned again.
const CAPACITY: usize = 1_000;

/// Values by key; all are forgotten once there are too many.
pub(crate) struct Learned<K, V>(Mutex<HashMap<K, V>>);

impl<K: Eq + Hash, V: Clone> Learned<K, V> {
    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        lock(&self.0).get(key).cloned()
    }

    pub(crate) fn insert(&self, key: K, value: V) {
        insert(&mut lock(&self.0), key, value);
    }
}

#[allow(dead_code, reason = "only used by optional features")]
impl<K: Eq + Hash, V> Learned<K, Arc<V>> {
    /// The value of a key, created on first use.
    pub(crate) fn get_or_create<Q>(&self, key: &Q, create: impl FnOnce() -> V) -> Arc<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        let mut values = lock(&self.0);
        if let Some(value) = values.get(key) {
            return value.clone();
        }
        let value = Arc::new(create());
        insert(&mut values, key.to_owned(), value.clone());
        value
    }

    /// Forgets a value, unless there is a newer one.
    pub(crate) fn forget<Q: Eq + Hash + ?Sized>(&self, key: &Q, value: &Arc<V>)
    where
        K: Borrow<Q>,
    {
        let mut values = lock(&self.0);
        if values.get(key).is_some_and(|it| Arc::ptr_eq(it, value)) {
            values.remove(key);
        }
    }
}

fn insert<K: Eq + Hash, V>(values: &mut HashMap<K, V>, key: K, value: V) {
    if values.len() >= CAPACITY && !values.contains_key(&key) {
        values.clear();
    }
    values.insert(key, value);
}

impl<K, V> Default for Learned<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K, V> fmt::Debug for Learned<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Learned")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_a_bounded_number_of_values() {
        let learned = Learned::default();
        for key in 0..=CAPACITY {
            learned.insert(key, key);
        }
        assert_eq!(lock(&learned.0).len(), 1);
        assert_eq!(learned.get(&CAPACITY), Some(CAPACITY));
    }

    #[test]
    fn replaces_a_value_at_capacity() {
        let learned = Learned::default();
        for key in 0..CAPACITY {
            learned.insert(key, 0);
        }
        learned.insert(0, 1);
        assert_eq!((learned.get(&0), learned.get(&1)), (Some(1), Some(0)));
    }

    #[test]
    fn forgets_only_the_value_that_is_meant() {
        let learned = Learned::<String, Arc<u8>>::default();
        let old = learned.get_or_create("key", || 1);
        assert!(Arc::ptr_eq(&old, &learned.get_or_create("key", || 2)));
        learned.forget("key", &old);
        let new = learned.get_or_create("key", || 2);
        learned.forget("key", &old);
        assert!(Arc::ptr_eq(&new, &learned.get_or_create("key", || 3)));
    }
}
