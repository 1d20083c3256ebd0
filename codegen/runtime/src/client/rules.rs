//! Functions of endpoint rule sets, as AWS specifies them.

use std::ops::Range;

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

/// An item of a list; `None` if the list is too short.
#[must_use]
pub fn item<T: AsRef<str>>(list: &[T], index: usize) -> Option<&str> {
    list.get(index).map(AsRef::as_ref)
}

/// The components of an ARN: `arn:partition:service:region:account:resource`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    /// The partition.
    pub partition: &'a str,
    /// The service.
    pub service: &'a str,
    /// The region; may be empty.
    pub region: &'a str,
    /// The account; may be empty.
    pub account_id: &'a str,
    /// The resource, split at `:` and `/`.
    pub resource_id: Vec<&'a str>,
}

/// Parses an ARN.
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
