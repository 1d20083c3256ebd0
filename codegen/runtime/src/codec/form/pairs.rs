//! The parameters of a form as a tree of the parts of their keys.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::codec::percent;
use crate::core::error::DecodeError;

/// The most parts that a key may have. No service comes close, and the tree is walked recursively.
const DEEPEST: usize = 128;

/// How much of a key is shown in errors.
const SHOWN: usize = 80;

/// The value at a key, and what is at longer keys.
#[derive(Default)]
pub(super) struct Node {
    pub(super) value: Option<String>,
    pub(super) parts: HashMap<String, Node>,
}

impl Node {
    /// The tree of several forms as one: those of a query and of a body.
    pub(super) fn parse(forms: &[&[u8]]) -> Result<Self, DecodeError> {
        let mut root = Self::default();
        for form in forms {
            for pair in pairs(form) {
                let (key, value) = pair?;
                root.insert(&key, value)?;
            }
        }
        Ok(root)
    }

    fn insert(&mut self, key: &str, value: Cow<'_, str>) -> Result<(), DecodeError> {
        let mut node = self;
        for (depth, part) in key.split('.').enumerate() {
            if depth == DEEPEST {
                let reason = format!("{} has more than {DEEPEST} parts", shown(key));
                return Err(DecodeError::new("", reason));
            }
            node = node.parts.entry(part.to_owned()).or_default();
        }
        if node.value.is_some() {
            let reason = format!("{} occurs more than once", shown(key));
            return Err(DecodeError::new("", reason));
        }
        node.value = Some(value.into_owned());
        Ok(())
    }
}

/// The value of the first parameter with a key; `None` if there is none before a malformed one.
#[must_use]
pub fn value<'f>(form: &'f [u8], key: &str) -> Option<Cow<'f, str>> {
    let mut pairs = pairs(form).map_while(Result::ok);
    pairs.find_map(|(it, value)| (it == key).then_some(value))
}

type Pair<'f> = (Cow<'f, str>, Cow<'f, str>);

/// The parameters, decoded. Empty ones are skipped.
fn pairs(form: &[u8]) -> impl Iterator<Item = Result<Pair<'_>, DecodeError>> {
    let mut start = 0;
    form.split(|byte| *byte == b'&').filter_map(move |pair| {
        let column = start + 1;
        start += pair.len() + 1;
        if pair.is_empty() {
            return None;
        }
        let malformed = |reason| DecodeError::new("", reason).at(1, column);
        Some(
            str::from_utf8(pair)
                .map_err(|_| malformed(NOT_UTF8))
                .and_then(|pair| {
                    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                    let decoded = |text| decoded(text).map_err(malformed);
                    Ok((decoded(key)?, decoded(value)?))
                }),
        )
    })
}

const NOT_UTF8: &str = "a parameter is not UTF-8";

fn decoded(text: &str) -> Result<Cow<'_, str>, &'static str> {
    let escapes = text.split('%').skip(1);
    let is_escape = |it: &str| {
        let digits = it.as_bytes().get(..2);
        digits.is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit))
    };
    if !escapes.into_iter().all(is_escape) {
        return Err("a parameter has a % without two hexadecimal digits");
    }
    if text.contains('+') {
        let text = text.replace('+', " ");
        let decoded = percent::decoded(&text).map(Cow::into_owned);
        return decoded.map(Cow::Owned).ok_or(NOT_UTF8);
    }
    percent::decoded(text).ok_or(NOT_UTF8)
}

/// The beginning of a key, in quotation marks.
pub(super) fn shown(key: &str) -> String {
    match key.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}…", &key[..end]),
        None => format!("{key:?}"),
    }
}
