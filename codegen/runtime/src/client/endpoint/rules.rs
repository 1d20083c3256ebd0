//! Functions of endpoint rule sets, as AWS specifies them.

use std::net::Ipv6Addr;
use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use crate::core::arn::{Arn, parse_arn};
use crate::core::host_prefix;
pub use crate::core::host_prefix::is_label as is_host_label;

/// The prefix before `-word-number` in a region: `us` for `us-east-1`. Regions of another form,
/// such as `aws-global`, have none.
#[must_use]
pub fn region_prefix(region: &str) -> Option<&str> {
    let (rest, number) = region.rsplit_once('-')?;
    let (prefix, word) = rest.rsplit_once('-')?;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let fits = !word.is_empty()
        && word.bytes().all(is_word)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(prefix)
}

/// Whether the text is one or more host labels, separated by dots.
#[must_use]
pub fn are_host_labels(text: &str) -> bool {
    text.split('.').all(host_prefix::is_label)
}

/// A substring; `None` if the text is too short or not ASCII.
#[must_use]
pub fn substring(text: &str, range: Range<usize>) -> Option<&str> {
    if !text.is_ascii() || range.is_empty() {
        return None;
    }
    text.get(range)
}

/// A substring counted from the end: `0..2` are the last two characters.
#[must_use]
pub fn substring_from_end(text: &str, range: Range<usize>) -> Option<&str> {
    let start = text.len().checked_sub(range.end)?;
    let end = text.len().checked_sub(range.start)?;
    substring(text, start..end)
}

/// An item of a parameter; `None` if the list is too short. Negative indexes count from the end.
#[must_use]
pub fn item(list: &[String], index: isize) -> Option<&str> {
    list.get(position(list.len(), index)?).map(String::as_str)
}

/// An item of the parts of a text; see [`item`].
#[must_use]
pub fn part<'a>(list: &[&'a str], index: isize) -> Option<&'a str> {
    list.get(position(list.len(), index)?).copied()
}

fn position(length: usize, index: isize) -> Option<usize> {
    if index < 0 {
        length.checked_sub(index.unsigned_abs())
    } else {
        usize::try_from(index).ok()
    }
}

/// Splits a text at a delimiter, into at most `limit` parts; 0 is no limit.
#[must_use]
pub fn split<'a>(text: &'a str, delimiter: &str, limit: usize) -> Vec<&'a str> {
    if limit == 0 {
        text.split(delimiter).collect()
    } else {
        text.splitn(limit, delimiter).collect()
    }
}

/// Whether the text is the name of a bucket that can be part of a host name; with `allow_dots`, of
/// several labels.
#[must_use]
pub fn is_virtual_hostable_bucket(text: &str, allow_dots: bool) -> bool {
    let is_label = if allow_dots {
        are_host_labels(text)
    } else {
        is_host_label(text)
    };
    text.len() >= 3
        && is_label
        && !text.bytes().any(|byte| byte.is_ascii_uppercase())
        && !has_form_of_ipv4(text)
}

/// The bytes that RFC 3986 does not call unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes a text.
#[must_use]
pub fn uri_encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The components of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    /// `http` or `https`.
    pub scheme: &'a str,
    /// The host with its port, if it has one.
    pub authority: &'a str,
    /// The path as it is.
    pub path: &'a str,
    /// The path with `/` at both ends.
    pub normalized_path: String,
    /// Whether the host is an IP address.
    pub is_ip: bool,
}

/// Parses a URL; `None` if it has a query, or another scheme than `http` and `https`.
#[must_use]
pub fn parse_url(text: &str) -> Option<Url<'_>> {
    let (scheme, rest) = text.split_once("://")?;
    if !matches!(scheme, "http" | "https") || rest.contains('?') {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = match authority.rsplit_once(':') {
        // A colon inside of an IPv6 address.
        Some((_, port)) if port.ends_with(']') => authority,
        Some((host, port)) => {
            port.parse::<u16>().ok()?;
            host
        }
        None => authority,
    };
    if host.is_empty() {
        return None;
    }
    let is_ipv6 = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|host| host.parse::<Ipv6Addr>().is_ok());
    let end = if path.ends_with('/') { "" } else { "/" };
    Some(Url {
        scheme,
        authority,
        path,
        normalized_path: format!("{path}{end}"),
        is_ip: is_ipv6 || has_form_of_ipv4(host),
    })
}

/// Whether the text is four numbers of up to three digits.
fn has_form_of_ipv4(text: &str) -> bool {
    let is_number = |text: &str| {
        (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.split('.').count() == 4 && text.split('.').all(is_number)
}
