//! Numbers that arrive as text.
//!
//! If any crate of a program turns on `serde_json/arbitrary_precision`, all numbers but 64-bit
//! integers arrive as maps with one private key, whose value is the number's text. They are
//! converted as `serde_json` would have done without the feature.

use std::sync::LazyLock;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// The private key of `serde_json`.
const KEY: &str = "$serde_json::private::Number";

/// Whether the feature is on: only then does a number keep its text.
static IS_ON: LazyLock<bool> = LazyLock::new(|| {
    let number: Result<serde_json::Number, _> = "1.50".parse();
    number.is_ok_and(|number| number.to_string() == "1.50")
});

/// A number by the type in which `serde_json` visits it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

impl Number {
    /// Parses a decimal number; `None` if it is not one, or infinite as a 64-bit float.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_part = |byte: u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        if !text.bytes().all(is_part) {
            return None;
        }
        // An integer has no negative zero.
        if text != "-0" {
            if let Ok(number) = text.parse() {
                return Some(Self::Signed(number));
            }
            if let Ok(number) = text.parse() {
                return Some(Self::Unsigned(number));
            }
        }
        let number: f64 = text.parse().ok()?;
        number.is_finite().then_some(Self::Float(number))
    }

    /// Reads the value of a map whose first key [`is_key`].
    pub(super) fn of_map<'de, A: MapAccess<'de>>(entries: &mut A) -> Result<Self, A::Error> {
        entries.next_value_seed(NumberText)
    }
}

/// Whether a map that begins with this key is a number.
pub(super) fn is_key(key: &str) -> bool {
    key == KEY && *IS_ON
}

struct NumberText;

impl<'de> DeserializeSeed<'de> for NumberText {
    type Value = Number;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Number, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NumberText {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Number, E> {
        Number::parse(text).ok_or_else(|| E::custom("number out of range"))
    }
}
