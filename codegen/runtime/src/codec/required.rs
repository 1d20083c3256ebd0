//! Required members that a JSON document lacks, on the service's side: those of nested structures
//! always have a value in Rust.

use std::fmt::Write;

use serde_json::Value as Document;

use crate::core::schema::Flags;
use crate::core::shape::Shape;
use crate::core::value::ValueRef;

/// The paths of the required members of a shape that the document it was decoded from lacks. A
/// document that is not JSON lacks nothing: decoding it is an error.
#[must_use]
pub fn missing(document: &[u8], shape: &dyn Shape) -> Vec<String> {
    let document = match document.trim_ascii() {
        [] => Document::Object(serde_json::Map::new()),
        document => serde_json::from_slice(document).unwrap_or_default(),
    };
    let mut missing = Vec::new();
    find(
        ValueRef::Shape(shape),
        &document,
        &mut String::new(),
        &mut missing,
    );
    missing
}

/// Null counts as absent.
fn find(value: ValueRef<'_>, document: &Document, path: &mut String, missing: &mut Vec<String>) {
    let length = path.len();
    match (value, document) {
        (ValueRef::Shape(shape), Document::Object(object)) => {
            for (index, member) in shape.schema().members.iter().enumerate() {
                if !member.is_in_document() {
                    continue;
                }
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(member.name);
                let found = object.get(member.wire).filter(|found| !found.is_null());
                match (shape.member(index), found) {
                    (_, None) if member.is(Flags::REQUIRED) => missing.push(path.clone()),
                    (Some(value), Some(found)) => find(value, found, path, missing),
                    _ => {}
                }
                path.truncate(length);
            }
        }
        (ValueRef::List(list), Document::Array(items)) => {
            // Dense lists drop nulls.
            let items = items
                .iter()
                .filter(|item| items.len() == list.len() || !item.is_null());
            for (index, item) in items.enumerate() {
                if let Some(value) = list.item(index) {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "[{index}]");
                    find(value, item, path, missing);
                    path.truncate(length);
                }
            }
        }
        (ValueRef::Map(map), Document::Object(object)) => {
            for (key, value) in map.entries() {
                if let (Some(value), Some(found)) = (value, object.get(key)) {
                    let _ = write!(path, "[{key:?}]");
                    find(value, found, path, missing);
                    path.truncate(length);
                }
            }
        }
        _ => {}
    }
}
