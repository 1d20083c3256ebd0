//! Members of inputs and outputs, by their names in the model.

use crate::core::byte_stream::ByteStream;
use crate::core::shape::{List, Shape};
use crate::core::value::{ValueMut, ValueRef};

pub(super) use crate::core::shape::{set_text, text_of};

/// The value of a member, if it is set.
pub(super) fn get<'s>(shape: &'s dyn Shape, name: &str) -> Option<ValueRef<'s>> {
    shape.member(shape.schema().position(name)?)
}

/// The number in a member.
pub(super) fn number_of(shape: &dyn Shape, name: &str) -> Option<u64> {
    match get(shape, name)? {
        ValueRef::Integer(number) => number.try_into().ok(),
        _ => None,
    }
}

/// The list in a member.
pub(super) fn list_of<'s>(shape: &'s dyn Shape, name: &str) -> Option<&'s dyn List> {
    match get(shape, name)? {
        ValueRef::List(list) => Some(list),
        _ => None,
    }
}

/// The shapes in the list that a member is.
pub(super) fn shapes_of<'s>(
    shape: &'s dyn Shape,
    name: &str,
) -> impl Iterator<Item = &'s dyn Shape> {
    let list = list_of(shape, name);
    let items = list
        .into_iter()
        .flat_map(|list| (0..list.len()).map(|index| list.item(index)));
    items.filter_map(|item| match item {
        Some(ValueRef::Shape(shape)) => Some(shape),
        _ => None,
    })
}

/// Access to a member; `None` if there is none of this name.
pub(super) fn get_mut<'s>(shape: &'s mut dyn Shape, name: &str) -> Option<ValueMut<'s>> {
    let index = shape.schema().position(name)?;
    shape.member_mut(index)
}

/// Sets a member that is a number.
pub(super) fn set_number(shape: &mut dyn Shape, name: &str, number: u64) {
    if let Some(member) = get_mut(shape, name) {
        assign(member, ValueRef::Integer(number.cast_signed()));
    }
}

/// Sets the stream of an input or output.
pub(super) fn set_stream(shape: &mut dyn Shape, stream: ByteStream) {
    if let Some(index) = shape.schema().stream()
        && let Some(ValueMut::Stream(member)) = shape.member_mut(index)
    {
        *member = stream;
    }
}

/// Takes the stream of an input or output.
pub(super) fn take_stream(shape: &mut dyn Shape) -> ByteStream {
    let index = shape.schema().stream();
    match index.and_then(|index| shape.member_mut(index)) {
        Some(ValueMut::Stream(stream)) => std::mem::take(stream),
        _ => ByteStream::default(),
    }
}

/// Sets the members that both have to the values of the first; streams stay where they are.
pub(super) fn pass_on(from: &dyn Shape, to: &mut dyn Shape, except: &[&str]) {
    for (index, member) in from.schema().members.iter().enumerate() {
        if let Some(value) = from.member(index)
            && !matches!(value, ValueRef::Stream(_))
            && !except.contains(&member.name)
            && let Some(place) = get_mut(to, member.name)
        {
            assign(place, value);
        }
    }
}

/// Sets a value of the same type, or of another number or text type.
fn assign(place: ValueMut<'_>, value: ValueRef<'_>) {
    match (place, value) {
        (ValueMut::Boolean(place), ValueRef::Boolean(value)) => *place = value,
        (ValueMut::Integer(place), ValueRef::Integer(value)) => {
            *place = value.try_into().unwrap_or(i32::MAX);
        }
        (ValueMut::Long(place), ValueRef::Integer(value)) => *place = value,
        (ValueMut::Float(place), ValueRef::Float(value)) => *place = value,
        (ValueMut::Double(place), ValueRef::Double(value)) => *place = value,
        (ValueMut::String(place), ValueRef::String(text) | ValueRef::Enumeration(text)) => {
            text.clone_into(place);
        }
        (ValueMut::Enumeration(place), ValueRef::String(text) | ValueRef::Enumeration(text)) => {
            place.set(text);
        }
        (ValueMut::Timestamp(place), ValueRef::Timestamp(value)) => *place = value,
        (ValueMut::Blob(place), ValueRef::Blob(value)) => *place = value.to_vec().into(),
        (ValueMut::Document(place), ValueRef::Document(value)) => *place = value.clone(),
        (ValueMut::List(place), ValueRef::List(list)) => {
            for index in 0..list.len() {
                match list.item(index) {
                    Some(item) => assign(place.push(), item),
                    None => place.push_null(),
                }
            }
        }
        (ValueMut::Map(place), ValueRef::Map(map)) => {
            for (key, value) in map.entries() {
                match value {
                    Some(value) => assign(place.insert(key), value),
                    None => place.insert_null(key),
                }
            }
        }
        (ValueMut::Shape(place), ValueRef::Shape(shape)) => pass_on(shape, place, &[]),
        _ => {}
    }
}
