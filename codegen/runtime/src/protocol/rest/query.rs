//! Parameters of the query.

use std::borrow::Cow;

use super::located;
use crate::codec::percent::{decoded, push_encoded};
use crate::codec::text;
use crate::core::error::DecodeError;
use crate::core::schema::{Location, Member};
use crate::core::shape::Shape;
use crate::core::timestamp::Format;
use crate::core::value::{ValueMut, ValueRef};

/// Appends the query: the literal parameters of the template, then the members in model order. A
/// parameter that is bound to a member or literal wins over one of the same name in a map.
pub(super) fn write(uri: &mut String, literal: &str, input: &dyn Shape) {
    let mut query = Query {
        uri,
        is_empty: true,
    };
    for parameter in parts(literal) {
        query.separate();
        query.uri.push_str(parameter);
    }
    for (index, member) in input.schema().members.iter().enumerate() {
        let Some(value) = input.member(index) else {
            continue;
        };
        match (member.location, value) {
            (Location::Query, value) => query.values(member.wire, member, value),
            (Location::QueryParams, ValueRef::Map(map)) => {
                let mut entries: Vec<_> = map
                    .entries()
                    .filter(|(key, _)| !is_literal(literal, key) && !is_bound(input, key))
                    .collect();
                entries.sort_by_key(|(key, _)| *key);
                for (key, value) in entries {
                    if let Some(value) = value {
                        query.values(key, member, value);
                    }
                }
            }
            _ => {}
        }
    }
}

struct Query<'a> {
    uri: &'a mut String,
    is_empty: bool,
}

impl Query<'_> {
    fn separate(&mut self) {
        self.uri.push(if self.is_empty { '?' } else { '&' });
        self.is_empty = false;
    }

    /// A value, or each of several.
    fn values(&mut self, name: &str, member: &Member, value: ValueRef<'_>) {
        if let ValueRef::List(list) = value {
            for item in (0..list.len()).filter_map(|index| list.item(index)) {
                self.value(name, member, item);
            }
        } else {
            self.value(name, member, value);
        }
    }

    fn value(&mut self, name: &str, member: &Member, value: ValueRef<'_>) {
        let format = member.format.unwrap_or(Format::DateTime);
        if let Some(text) = text::write(value, format) {
            self.separate();
            push_encoded(self.uri, name);
            self.uri.push('=');
            push_encoded(self.uri, &text);
        }
    }
}

/// Whether a member that is set is bound to the parameter.
fn is_bound(input: &dyn Shape, key: &str) -> bool {
    located(input, Location::Query)
        .any(|(index, member)| member.wire == key && input.member(index).is_some())
}

fn is_literal(literal: &str, key: &str) -> bool {
    parts(literal).any(|it| pair(it).is_some_and(|(name, _)| name == key))
}

/// The parameters of a query.
fn parts(query: &str) -> impl Iterator<Item = &str> + Clone {
    query.split('&').filter(|it| !it.is_empty())
}

/// The name and the value of a parameter; `None` if they are not UTF-8. An absent value and an empty
/// one mean the same.
fn pair(parameter: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    decoded(name).zip(decoded(value))
}

/// Whether a query has a parameter of this name.
pub(super) fn has(query: &str, name: &str) -> bool {
    parts(query).any(|it| pair(it).is_some_and(|(it, _)| it == name))
}

/// The number of literal parameters; `None` if the query lacks one.
pub(super) fn matches(literal: &str, query: &str) -> Option<usize> {
    let mut wanted = parts(literal);
    let count = wanted.clone().count();
    let has = |wanted: &str| parts(query).any(|it| pair(it) == pair(wanted));
    wanted.all(has).then_some(count)
}

/// Reads the parameters into members. A map gets those that are not literal and belong to no other
/// member.
pub(super) fn read(literal: &str, query: &str, input: &mut dyn Shape) -> Result<(), DecodeError> {
    let mut parameters = Vec::new();
    for parameter in parts(query) {
        parameters
            .push(pair(parameter).ok_or_else(|| DecodeError::new("", "the query is not UTF-8"))?);
    }
    for (index, member) in located(input, Location::Query) {
        let values = values(&parameters, member.wire);
        if values.clone().next().is_some()
            && let Some(place) = input.member_mut(index)
        {
            read_values(values, member, place)?;
        }
    }
    let members = input.schema().members.iter();
    let bound = members.filter(|it| it.location == Location::Query);
    parameters.retain(|(name, _)| {
        !is_literal(literal, name) && bound.clone().all(|member| member.wire != name)
    });
    for (index, member) in located(input, Location::QueryParams) {
        for (position, (name, _)) in parameters.iter().enumerate() {
            let is_first = parameters[..position].iter().all(|(it, _)| it != name);
            if is_first && let Some(ValueMut::Map(map)) = input.member_mut(index) {
                read_values(values(&parameters, name), member, map.insert(name))?;
            }
        }
    }
    Ok(())
}

/// The values of a parameter.
fn values<'p>(
    parameters: &'p [(Cow<'_, str>, Cow<'_, str>)],
    name: &'p str,
) -> impl Iterator<Item = &'p str> + Clone {
    let parameters = parameters.iter().filter(move |(it, _)| it == name);
    parameters.map(|(_, value)| &**value)
}

/// Reads all values into a list, or the last one.
fn read_values<'p>(
    values: impl Iterator<Item = &'p str>,
    member: &Member,
    place: ValueMut<'_>,
) -> Result<(), DecodeError> {
    let read = match place {
        ValueMut::List(list) => {
            let mut values = values;
            values.try_for_each(|value| text::read(value, list.push()))
        }
        place => text::read(values.last().unwrap_or_default(), place),
    };
    read.map_err(|reason| DecodeError::new(member.name, reason))
}
