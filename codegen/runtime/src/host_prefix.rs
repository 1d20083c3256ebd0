//! What stands in front of the endpoint's host name for some operations: `data-`, or a label that
//! the input says.

use super::error::InvalidInput;

/// The prefix of an operation: the template with `{name}` replaced by the member of that name.
///
/// # Errors
///
/// If a member is not set, or its value may not be part of a host name.
pub fn expand(
    operation: &'static str,
    template: &str,
    members: &[(&str, Option<&str>)],
) -> Result<Option<String>, InvalidInput> {
    let mut prefix = template.to_owned();
    let (mut missing, mut invalid) = (Vec::new(), Vec::new());
    for &(name, value) in members {
        match value {
            None | Some("") => missing.push(name.to_owned()),
            Some(value) if is_label(value) => {
                prefix = prefix.replace(&format!("{{{name}}}"), value);
            }
            Some(_) => invalid.push(format!(
                "{name} becomes a part of the host name, and cannot: it may have letters, digits \
                 and hyphens inside, and at most 63 of them"
            )),
        }
    }
    if missing.is_empty() && invalid.is_empty() {
        return Ok(Some(prefix));
    }
    Err(InvalidInput {
        operation,
        missing,
        invalid,
    })
}

/// Whether the text may stand between two dots of a host name (RFC 1123).
pub fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}
