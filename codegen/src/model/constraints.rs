//! What values shapes take.

use std::fmt;

use serde::Deserialize;
use serde_json::Number;

/// What values a shape takes. They are for documentation and fixtures: the service checks them, and
/// models are known to be wrong about some.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// The least length, number of items, or value.
    pub min: Option<Bound>,
    /// The greatest length, number of items, or value.
    pub max: Option<Bound>,
    /// A regular expression.
    pub pattern: Option<String>,
    /// A text that matches the pattern, from the overlay.
    pub sample: Option<String>,
}

impl Constraints {
    /// The least and the greatest length.
    pub fn lengths(&self) -> (usize, usize) {
        (
            self.min.map_or(0, Bound::length),
            self.max.map_or(usize::MAX, Bound::length),
        )
    }
}

/// The least or the greatest length or value.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(from = "Number")]
pub enum Bound {
    /// A whole number of 64 bits, with or without a sign.
    Whole(i128),
    /// Any other.
    Other(f64),
}

impl Bound {
    /// The bound as a length: not negative, and whole.
    fn length(self) -> usize {
        match self {
            Self::Whole(value) => usize::try_from(value.max(0)).unwrap_or(usize::MAX),
            Self::Other(value) => saturated(value),
        }
    }

    /// The next whole number of 64 bits.
    pub fn ceil(self) -> i64 {
        match self {
            Self::Whole(value) => {
                let value = value.clamp(i64::MIN.into(), i64::MAX.into());
                i64::try_from(value).unwrap_or_default()
            }
            #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
            Self::Other(value) => value.ceil() as i64,
        }
    }

    /// The nearest number with a fraction.
    pub fn to_f64(self) -> f64 {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "the nearest one is asked for")]
            Self::Whole(value) => value as f64,
            Self::Other(value) => value,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths are whole and not negative; a cast saturates"
)]
fn saturated(value: f64) -> usize {
    value as usize
}

impl From<Number> for Bound {
    fn from(number: Number) -> Self {
        if let Some(whole) = number.as_i128() {
            return Self::Whole(whole);
        }
        let value = number.as_f64().unwrap_or_default();
        // Such as `3.0`: what has no more digits is exact.
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
        if value.fract() == 0.0 && value.abs() <= 9e15 {
            Self::Whole(value as i128)
        } else {
            Self::Other(value)
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(value) => value.fmt(f),
            Self::Other(value) => value.fmt(f),
        }
    }
}
