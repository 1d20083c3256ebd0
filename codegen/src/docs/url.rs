//! URLs: which ones become links, and where one ends in running text.

use std::fmt::Write as _;

/// A URL in running text.
pub(super) enum Found<'t> {
    /// A plain address, fit for `<…>`.
    Address(&'t str),
    /// An address with placeholders (`https://{bucket}.s3.amazonaws.com`), fit for a code span.
    Pattern(&'t str),
}

/// The address to link to, if `href` is one that documentation may link to: `http` or `https`,
/// and everything that Markdown could misread percent-encoded.
pub(super) fn destination(href: &str) -> Option<String> {
    let href = href.trim();
    let schemes = [
        ("https://", "https://"),
        ("http://", "http://"),
        ("//", "https://"),
    ];
    let (scheme, rest) = schemes.iter().find_map(|(prefix, scheme)| {
        let (start, rest) = href.split_at_checked(prefix.len())?;
        start
            .eq_ignore_ascii_case(prefix)
            .then_some((*scheme, rest))
    })?;
    if !rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let mut url = String::from(scheme);
    for c in rest.chars() {
        match c {
            // `&copy;` would be decoded.
            ';' => url.push_str("%3B"),
            '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | ',' | '-' | '.' | '/' | ':' | '='
            | '?' | '@' | '_' | '~' => url.push(c),
            c if c.is_alphanumeric() => url.push(c),
            c if c.is_control() || c.is_whitespace() && c != ' ' => {}
            c => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a `String` does not fail.
                    let _ = write!(url, "%{byte:02X}");
                }
            }
        }
    }
    Some(url)
}

/// Whether `text` as a whole can be written as `<text>`.
pub(super) fn is_plain(text: &str) -> bool {
    scheme(text).is_some_and(|n| text.len() > n) && text.bytes().all(is_plain_byte)
}

/// The first address in `text`: the byte where it starts, and the address.
pub(super) fn find(text: &str) -> Option<(usize, Found<'_>)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("http") {
        let start = from + at;
        let rest = &text[start..];
        if let Some(found) = scheme(rest).and_then(|n| read(rest, n)) {
            return Some((start, found));
        }
        from = start + "http".len();
    }
    None
}

/// The length of the scheme and its slashes.
fn scheme(text: &str) -> Option<usize> {
    ["https://", "http://"]
        .iter()
        .find_map(|s| text.starts_with(s).then_some(s.len()))
}

/// Reads the address at the start of `text`, whose scheme has `scheme` bytes.
fn read(text: &str, scheme: usize) -> Option<Found<'_>> {
    let plain = text
        .bytes()
        .position(|b| !is_plain_byte(b))
        .unwrap_or(text.len());
    if text[plain..].starts_with(['{', '<', '[', '|']) {
        let word = &text[..text.find(' ').unwrap_or(text.len())];
        let word = trim(word);
        // The parts between `<` and `>` may not be a placeholder at all: `https://a.b</p>`.
        if word.len() > plain {
            return Some(Found::Pattern(word));
        }
    }
    let address = trim(&text[..plain]);
    (address.len() > scheme).then_some(Found::Address(address))
}

/// Without the punctuation that ends the sentence rather than the address.
fn trim(mut address: &str) -> &str {
    let (mut open, mut close) = (0_usize, 0_usize);
    for byte in address.bytes() {
        open += usize::from(byte == b'(');
        close += usize::from(byte == b')');
    }
    loop {
        let end =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', '*', '_', '~', '&']);
        if end.ends_with(')') && close > open {
            close -= 1;
            address = &end[..end.len() - 1];
        } else if end.len() == address.len() {
            return address;
        } else {
            address = end;
        }
    }
}

fn is_plain_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte)
}
