//! Host prefixes (trait `endpoint`).

use super::error::InvalidInput;
use super::shape::{Shape, text_of};

/// Expands a host prefix template: `{name}` stands for a member's value.
///
/// # Errors
///
/// If a member is not set or not a valid host label.
pub(crate) fn expand(
    operation: &'static str,
    template: &str,
    input: &dyn Shape,
) -> Result<Option<String>, InvalidInput> {
    if template.is_empty() {
        return Ok(None);
    }
    let mut prefix = String::new();
    let (mut missing, mut invalid) = (Vec::new(), Vec::new());
    let mut parts = template.split('{');
    prefix.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, after) = part.split_once('}').unwrap_or((part, ""));
        match text_of(input, name) {
            None | Some("") => missing.push(name.to_owned()),
            Some(value) if is_label(value) => prefix.push_str(value),
            Some(_) => invalid.push(format!(
                "{name} is not a valid host label: it may have up to 63 letters, digits \
                 and inner hyphens"
            )),
        }
        prefix.push_str(after);
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

/// Whether the text is a valid host label (RFC 1123).
#[must_use]
pub fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}
