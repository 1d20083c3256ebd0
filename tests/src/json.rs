//! Comparing and changing JSON documents.

use serde_json::{Number, Value};

/// Whether two documents have the same value: the order of members does not count, and 3 is 3.0.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => same_number(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// Large integers do not fit an `f64`, so they are compared as integers.
fn same_number(a: &Number, b: &Number) -> bool {
    if a.is_f64() || b.is_f64() {
        a.as_f64() == b.as_f64()
    } else {
        a == b
    }
}

/// An object with another value of a member.
#[must_use]
pub fn with(mut object: Value, key: &str, value: impl Into<Value>) -> Value {
    object[key] = value.into();
    object
}

/// An object with these members set.
#[must_use]
pub fn with_all(mut object: Value, members: &Value) -> Value {
    for (name, value) in members.as_object().expect("an object") {
        object[name] = value.clone();
    }
    object
}

/// Sets the value at a pointer whose parent is an object; `null` removes it.
#[track_caller]
pub fn change(document: &mut Value, pointer: &str, value: &Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = document.pointer_mut(parent).expect("the parent is there");
    let parent = parent.as_object_mut().expect("the parent is an object");
    if value.is_null() {
        parent.remove(key);
    } else {
        parent.insert(key.to_owned(), value.clone());
    }
}

/// Fails with both documents unless they have the same value.
#[track_caller]
pub fn assert_same(found: &Value, expected: &Value, what: &str) {
    assert!(
        same(found, expected),
        "{what}\n   found: {found}\nexpected: {expected}"
    );
}
