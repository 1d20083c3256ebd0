//! Writes scalars into members, and converts them by the member's type.

use serde_core::de::{Error, MapAccess};
use serde_json::Value as Document;

use crate::codec::number::Number;
use crate::core::timestamp;
use crate::core::value::ValueMut;

/// Writes an integer.
#[inline]
pub(super) fn put_signed<E: Error>(place: Option<ValueMut<'_>>, value: i64) -> Result<(), E> {
    // Large integers are rounded, as the model declares `float`.
    #[allow(clippy::cast_precision_loss)]
    match place {
        Some(ValueMut::Integer(place)) => match i32::try_from(value) {
            Ok(value) => *place = value,
            Err(_) => return Err(E::custom("the number does not fit 32 bits")),
        },
        Some(ValueMut::Long(place)) => *place = value,
        Some(ValueMut::Float(place)) => *place = value as f32,
        Some(ValueMut::Double(place)) => *place = value as f64,
        Some(ValueMut::Timestamp(place)) => {
            *place = timestamp::from_epoch(value).ok_or_else(out_of_range)?;
        }
        Some(ValueMut::Document(place)) => *place = Document::from(value),
        place => return Err(mismatch(place, "an integer")),
    }
    Ok(())
}

/// Writes an integer beyond `i64`.
#[inline]
pub(super) fn put_unsigned<E: Error>(place: Option<ValueMut<'_>>, value: u64) -> Result<(), E> {
    // Rounded, as the model declares `float`.
    #[allow(clippy::cast_precision_loss)]
    match place {
        Some(ValueMut::Float(place)) => *place = value as f32,
        Some(ValueMut::Double(place)) => *place = value as f64,
        Some(ValueMut::Document(place)) => *place = Document::from(value),
        place => return Err(mismatch(place, "an integer")),
    }
    Ok(())
}

/// Writes any other number.
#[inline]
pub(super) fn put_float<E: Error>(place: Option<ValueMut<'_>>, value: f64) -> Result<(), E> {
    const TWO_POW_63: f64 = 9_223_372_036_854_775_808.0;
    // Integers are checked to be whole and in range; a `float` is rounded.
    #[allow(clippy::cast_possible_truncation)]
    match place {
        // Via its digits, because rounding to 64 bits and then to 32 bits may differ by one
        // bit, as for 7.038531e-26.
        Some(ValueMut::Float(place)) => {
            *place = value.to_string().parse().unwrap_or(value as f32);
        }
        Some(ValueMut::Double(place)) => *place = value,
        Some(ValueMut::Integer(place))
            if value.fract() == 0.0
                && (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&value) =>
        {
            *place = value as i32;
        }
        // Excludes -2^63: integers beyond 64 bits are rounded to it.
        Some(ValueMut::Long(place)) if value.fract() == 0.0 && value.abs() < TWO_POW_63 => {
            *place = value as i64;
        }
        Some(ValueMut::Timestamp(place)) => {
            *place = timestamp::from_epoch_fraction(value).ok_or_else(out_of_range)?;
        }
        Some(ValueMut::Document(place)) => *place = Document::from(value),
        place => return Err(mismatch(place, "another number")),
    }
    Ok(())
}

/// Writes a boolean or a number that is spelled as a string.
pub(super) fn put_text<E: Error>(place: Option<ValueMut<'_>>, text: &str) -> Result<(), E> {
    match place {
        Some(ValueMut::Boolean(place)) if text.eq_ignore_ascii_case("true") => *place = true,
        Some(ValueMut::Boolean(place)) if text.eq_ignore_ascii_case("false") => *place = false,
        Some(
            place @ (ValueMut::Integer(_)
            | ValueMut::Long(_)
            | ValueMut::Float(_)
            | ValueMut::Double(_)),
        ) => match number(text) {
            Some(number) => return put_number(place, number),
            None => return Err(mismatch(Some(place), "a string")),
        },
        place => return Err(mismatch(place, "a string")),
    }
    Ok(())
}

/// A number in a string, including those that JSON has no numbers for.
fn number(text: &str) -> Option<Number> {
    match text {
        "NaN" => Some(Number::Float(f64::NAN)),
        "Infinity" => Some(Number::Float(f64::INFINITY)),
        "-Infinity" => Some(Number::Float(f64::NEG_INFINITY)),
        _ => Number::parse(text),
    }
}

/// Writes a number.
fn put_number<E: Error>(place: ValueMut<'_>, number: Number) -> Result<(), E> {
    match number {
        Number::Signed(value) => put_signed(Some(place), value),
        Number::Unsigned(value) => put_unsigned(Some(place), value),
        Number::Float(value) => put_float(Some(place), value),
    }
}

/// Writes a number that arrives as a map; its key was read.
pub(super) fn put_number_of_map<'de, A: MapAccess<'de>>(
    place: ValueMut<'_>,
    mut entries: A,
) -> Result<(), A::Error> {
    put_number(place, Number::of_map(&mut entries)?)
}

fn out_of_range<E: Error>() -> E {
    E::custom("the number is beyond what a timestamp can hold")
}

/// The error for a value of the wrong type. It does not quote the value, which may be sensitive.
pub(super) fn mismatch<E: Error>(place: Option<ValueMut<'_>>, found: &str) -> E {
    let Some(place) = place else {
        return E::custom("the member table and the type do not match");
    };
    let expected = match place {
        ValueMut::Boolean(_) => "a boolean",
        ValueMut::Integer(_) => "a 32-bit integer",
        ValueMut::Long(_) => "a 64-bit integer",
        ValueMut::Float(_) | ValueMut::Double(_) => "a number, NaN, Infinity or -Infinity",
        ValueMut::String(_) | ValueMut::Enumeration(_) => "a string",
        ValueMut::Timestamp(_) => "a timestamp",
        ValueMut::Blob(_) | ValueMut::Stream(_) => "a base64 string",
        ValueMut::Document(_) => "a document",
        ValueMut::List(_) => "a list",
        ValueMut::Map(_) => "a map",
        ValueMut::Shape(shape) => shape.schema().name,
    };
    E::custom(format_args!("expected {expected}, found {found}"))
}
