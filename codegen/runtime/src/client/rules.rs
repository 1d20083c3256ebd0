//! The functions of endpoint rules. What they do is fixed by AWS, down to what is no answer.

use std::ops::Range;

use crate::core::host_prefix;
pub use crate::core::host_prefix::is_label as is_host_label;

/// What stands before `-word-number` in the name of a region: `us` for `us-east-1`. Names of
/// another form, such as `aws-global`, have none.
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

/// Whether the text may be several parts of a host name, with dots in between.
#[must_use]
pub fn are_host_labels(text: &str) -> bool {
    text.split('.').all(host_prefix::is_label)
}

/// Some characters of a text, counted from its start. A text that has not so many of them, or one
/// that is not ASCII, gives nothing.
#[must_use]
pub fn substring(text: &str, range: Range<usize>) -> Option<&str> {
    if !text.is_ascii() || range.is_empty() {
        return None;
    }
    text.get(range)
}

/// Some characters of a text, counted from its end: `0..2` are the last two.
#[must_use]
pub fn substring_from_end(text: &str, range: Range<usize>) -> Option<&str> {
    let start = text.len().checked_sub(range.end)?;
    let end = text.len().checked_sub(range.start)?;
    substring(text, start..end)
}

/// An item of a list, if it has so many.
#[must_use]
pub fn item<T: AsRef<str>>(list: &[T], index: usize) -> Option<&str> {
    list.get(index).map(AsRef::as_ref)
}

/// The parts of an ARN: `arn:partition:service:region:account:resource`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    /// The partition.
    pub partition: &'a str,
    /// The service.
    pub service: &'a str,
    /// The region; empty for what is in none.
    pub region: &'a str,
    /// The account; empty for what is in none.
    pub account_id: &'a str,
    /// The resource, in parts: it is divided at `:` and `/`.
    pub resource_id: Vec<&'a str>,
}

/// The parts of an ARN, if the text is one.
#[must_use]
pub fn parse_arn(text: &str) -> Option<Arn<'_>> {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next();
    if next()? != "arn" {
        return None;
    }
    let (partition, service, region, account_id, resource) =
        (next()?, next()?, next()?, next()?, next()?);
    if partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    Some(Arn {
        partition,
        service,
        region,
        account_id,
        resource_id: resource.split([':', '/']).collect(),
    })
}
