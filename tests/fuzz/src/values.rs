//! JSON documents made from the member table of a shape: mostly valid, with odd values in between.

use std::fmt::Write as _;

use arbitrary::{Result, Unstructured};
use codebuild::operation;

use crate::{Target, odd, responses, shapes};

pub(crate) const TARGET: Target = Target {
    name: "values",
    run: |bytes| try_document(&mut Unstructured::new(bytes)).unwrap_or(false),
    tokens: &[],
};

fn try_document(u: &mut Unstructured<'_>) -> Result<bool> {
    let mut text = String::new();
    Ok(match u.int_in_range(0..=5)? {
        0..=2 => {
            documents::structure(&mut shapes::Everything::default(), u, 0, &mut text)?;
            responses::everything(text.as_bytes())
        }
        3 => {
            let mut output = operation::retry_build::RetryBuildOutput::default();
            documents::structure(&mut output, u, 0, &mut text)?;
            responses::exchange::<operation::retry_build::RetryBuild>(200, None, text.as_bytes())
        }
        4 => {
            let mut output = operation::batch_get_projects::BatchGetProjectsOutput::default();
            documents::structure(&mut output, u, 0, &mut text)?;
            responses::exchange::<operation::batch_get_projects::BatchGetProjects>(
                200,
                None,
                text.as_bytes(),
            )
        }
        _ => {
            let mut input = operation::start_build::StartBuildInput::default();
            documents::structure(&mut input, u, 0, &mut text)?;
            responses::exchange::<operation::start_build::StartBuild>(400, None, text.as_bytes())
        }
    })
}

/// The text of a string, sometimes with unusual escapes.
fn string(text: &str, u: &mut Unstructured<'_>) -> Result<String> {
    Ok(match u.int_in_range(0..=15)? {
        0 => "\"\\ud800\"".to_owned(),
        1 => {
            text.encode_utf16().fold("\"".to_owned(), |mut all, unit| {
                // Writing to a string cannot fail.
                let _ = write!(all, "\\u{unit:04x}");
                all
            }) + "\""
        }
        _ => serde_json::to_string(text).unwrap_or_default(),
    })
}

/// Texts that are valid for some kind of value.
const FITTING: &[&str] = &[
    "2024-02-29T23:59:60Z",
    "2024-02-29T12:00:00.123456789+05:30",
    "-9999-01-01T00:00:00Z",
    "Mon, 02 Jan 2006 15:04:05 GMT",
    "1e18",
    "-1",
    "1474123456.789",
    "NaN",
    "Infinity",
    "-Infinity",
    "aGk=",
    "aGk",
    "RED",
    "SUCCEEDED",
    "",
];

/// Spellings of numbers.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-0.0",
    "1",
    "-1",
    "3.0",
    "0.1",
    "1e2",
    "1E+2",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "1e308",
    "1e309",
    "-1e400",
    "5e-324",
    "1e-400",
    "123456789012345678901234567890.123456789",
    "1474123456.789",
    "8210298412799.999",
    "-8334601228800",
    "01",
    "1.",
    ".5",
    "+1",
    "0x1",
    "NaN",
    "1e",
    "--1",
];

mod documents {
    use arbitrary::{Result, Unstructured};
    use tinsmith_runtime::shape::Shape;
    use tinsmith_runtime::value::ValueMut;

    use super::{FITTING, NUMBERS, odd, string};

    /// Writes an object with members of the shape, some of them twice, and others.
    pub(super) fn structure(
        shape: &mut dyn Shape,
        u: &mut Unstructured<'_>,
        depth: usize,
        text: &mut String,
    ) -> Result<()> {
        let members = shape.schema().members;
        let count = u.int_in_range(0..=if depth == 0 { 8 } else { 3 })?;
        text.push('{');
        for number in 0..count {
            if number > 0 {
                text.push(',');
            }
            if members.is_empty() || u.ratio(1, 10)? {
                let name = odd::text(u)?;
                let value = odd::value(u)?;
                text.push_str(&format!("{}:{value}", string(&name, u)?));
                continue;
            }
            let index = u.choose_index(members.len())?;
            text.push_str(&string(members[index].wire, u)?);
            text.push(':');
            match shape.member_mut(index) {
                Some(place) => value(place, u, depth + 1, text)?,
                None => text.push_str("null"),
            }
        }
        text.push('}');
        Ok(())
    }

    fn value(
        place: ValueMut<'_>,
        u: &mut Unstructured<'_>,
        depth: usize,
        text: &mut String,
    ) -> Result<()> {
        match u.int_in_range(0..=19)? {
            0 => text.push_str("null"),
            1 => text.push_str(&odd::value(u)?.to_string()),
            2 => text.push_str(u.choose(NUMBERS)?),
            3 => {
                let deep = u.int_in_range(1..=200)?;
                text.push_str(&"[".repeat(deep));
                text.push_str(&"]".repeat(deep));
            }
            _ => fitting(place, u, depth, text)?,
        }
        Ok(())
    }

    fn fitting(
        place: ValueMut<'_>,
        u: &mut Unstructured<'_>,
        depth: usize,
        text: &mut String,
    ) -> Result<()> {
        match place {
            ValueMut::Boolean(_) => text.push_str("true"),
            ValueMut::Integer(_) | ValueMut::Long(_) => text.push_str(u.choose(NUMBERS)?),
            ValueMut::Float(_) | ValueMut::Double(_) | ValueMut::Timestamp(_) => {
                let is_text = u.ratio(1, 3)?;
                let found = *u.choose(if is_text { FITTING } else { NUMBERS })?;
                if is_text {
                    text.push_str(&string(found, u)?);
                } else {
                    text.push_str(found);
                }
            }
            ValueMut::String(_)
            | ValueMut::Enumeration(_)
            | ValueMut::Blob(_)
            | ValueMut::Stream(_) => {
                let found = if u.arbitrary()? {
                    (*u.choose(FITTING)?).to_owned()
                } else {
                    odd::text(u)?
                };
                text.push_str(&string(&found, u)?);
            }
            ValueMut::Document(_) => text.push_str(&odd::value(u)?.to_string()),
            ValueMut::List(list) => {
                text.push('[');
                for number in 0..u.int_in_range(0..=3)? {
                    if number > 0 {
                        text.push(',');
                    }
                    value(list.push(), u, depth + 1, text)?;
                }
                text.push(']');
            }
            ValueMut::Map(map) => {
                text.push('{');
                for number in 0..u.int_in_range(0..=3)? {
                    if number > 0 {
                        text.push(',');
                    }
                    let key = odd::text(u)?;
                    text.push_str(&string(&key, u)?);
                    text.push(':');
                    value(map.insert("key"), u, depth + 1, text)?;
                }
                text.push('}');
            }
            ValueMut::Shape(_) if depth > 60 => text.push_str("{}"),
            ValueMut::Shape(shape) => structure(shape, u, depth, text)?,
        }
        Ok(())
    }
}
