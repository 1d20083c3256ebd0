//! Halves of surrogate pairs in the escapes of JSON.

use std::borrow::Cow;

/// Replaces each half of a surrogate pair, such as `\ud83d` without a second half, by U+FFFD.
/// Services that cut a text in UTF-16 send them, and no Rust string can hold them.
///
/// Positions in the document stay as they are.
pub(super) fn replace_halves(document: &[u8]) -> Cow<'_, [u8]> {
    let mut document = Cow::Borrowed(document);
    let mut at = 0;
    // A backslash is always the start of an escape, because valid JSON has them in strings only.
    while let Some(found) = memchr::memchr(b'\\', document.get(at..).unwrap_or_default()) {
        let start = at + found;
        let is_half = match code_unit(&document, start) {
            // The escape of one character, such as `\n`.
            None => {
                at = start + 2;
                continue;
            }
            Some(0xD800..=0xDBFF) => match code_unit(&document, start + 6) {
                Some(0xDC00..=0xDFFF) => {
                    at = start + 12;
                    continue;
                }
                _ => true,
            },
            Some(unit) => (0xDC00..=0xDFFF).contains(&unit),
        };
        if is_half {
            document.to_mut()[start..start + 6].copy_from_slice(b"\\ufffd");
        }
        at = start + 6;
    }
    document
}

/// The code unit of an escape `\uXXXX` at a position.
fn code_unit(document: &[u8], start: usize) -> Option<u16> {
    let digits = document.get(start..start + 6)?.strip_prefix(b"\\u")?;
    let digits = str::from_utf8(digits).ok()?;
    // `from_str_radix` takes a sign.
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}
