//! Labels in the path.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::located;
use crate::codec::percent::{RESERVED, decoded};
use crate::codec::text;
use crate::core::error::{DecodeError, InvalidInput};
use crate::core::schema::Location;
use crate::core::shape::Shape;
use crate::core::timestamp::Format;

/// In labels of several segments.
const RESERVED_BUT_SLASH: &AsciiSet = &RESERVED.remove(b'/');

/// A segment of a template.
enum Segment<'t> {
    Literal(&'t str),
    Label(&'t str),
    /// A label of one or more segments.
    Greedy(&'t str),
}

impl<'t> Segment<'t> {
    fn of(text: &'t str) -> Self {
        let label = text.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        match label.map(|it| (it, it.strip_suffix('+'))) {
            None => Self::Literal(text),
            Some((_, Some(name))) => Self::Greedy(name),
            Some((name, None)) => Self::Label(name),
        }
    }
}

/// Appends the path with the values of its labels. Those that are not set or empty are missing.
pub(super) fn write(uri: &mut String, template: &str, input: &dyn Shape, found: &mut InvalidInput) {
    for (index, segment) in template.split('/').map(Segment::of).enumerate() {
        if index > 0 {
            uri.push('/');
        }
        let (name, reserved) = match segment {
            Segment::Literal(text) => {
                uri.push_str(text);
                continue;
            }
            Segment::Label(name) => (name, RESERVED),
            Segment::Greedy(name) => (name, RESERVED_BUT_SLASH),
        };
        let mut members = located(input, Location::Label);
        let member = members.find(|(_, member)| member.name == name);
        let value = member.and_then(|(index, member)| {
            let format = member.format.unwrap_or(Format::DateTime);
            text::write(input.member(index)?, format)
        });
        match value.filter(|value| !value.is_empty()) {
            Some(value) => uri.extend(utf8_percent_encode(&value, reserved)),
            None => found.missing.push(name.to_owned()),
        }
    }
}

/// What follows the first segment of a path.
pub(super) fn without_first_segment(path: &str) -> &str {
    let rest = path.strip_prefix('/').unwrap_or(path);
    rest.find('/').map_or("/", |slash| &rest[slash..])
}

/// How well a path fits a template: literal segments count more than labels, and these more than
/// labels of several segments.
pub(super) fn matches(template: &str, path: &str) -> Option<usize> {
    bind(template, path).map(|bound| bound.weight)
}

/// Reads the labels into the members of the same names.
pub(super) fn read(template: &str, path: &str, input: &mut dyn Shape) -> Result<(), DecodeError> {
    let labels = bind(template, path).map_or_else(Vec::new, |bound| bound.labels);
    for (index, member) in located(input, Location::Label) {
        let label = labels.iter().find(|(name, _)| *name == member.name);
        let Some((label, place)) = label.zip(input.member_mut(index)) else {
            continue;
        };
        let text = decoded(&label.1).ok_or("the label is not UTF-8");
        text.and_then(|text| text::read(&text, place))
            .map_err(|reason| DecodeError::new(member.name, reason))?;
    }
    Ok(())
}

#[derive(Default)]
struct Bound<'t> {
    /// The labels' names and their encoded values.
    labels: Vec<(&'t str, String)>,
    weight: usize,
}

/// The labels of a path; `None` if it does not fit the template.
fn bind<'t>(template: &'t str, path: &str) -> Option<Bound<'t>> {
    let segments: Vec<_> = path.split('/').collect();
    let mut rest = &segments[..];
    let mut bound = Bound::default();
    let mut template: std::collections::VecDeque<_> =
        template.split('/').map(Segment::of).collect();
    while let Some(segment) = template.pop_front() {
        let count = match segment {
            Segment::Greedy(_) => rest.len().checked_sub(template.len())?,
            _ => 1,
        };
        let (taken, others) = rest.split_at_checked(count).filter(|_| count > 0)?;
        rest = others;
        let text = taken.join("/");
        match segment {
            Segment::Literal(literal) if decoded(&text)? == decoded(literal)? => {
                bound.weight += 4;
            }
            Segment::Label(name) if !text.is_empty() => {
                bound.weight += 2;
                bound.labels.push((name, text));
            }
            Segment::Greedy(name) if !text.is_empty() => bound.labels.push((name, text)),
            _ => return None,
        }
    }
    rest.is_empty().then_some(bound)
}
