//! What HTTP allows (RFC 9110).

/// Whether a text is the name of a header.
pub(crate) fn is_header_name(text: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_token)
}

/// Whether a text is a value of a header, without spaces around it.
pub(crate) fn is_header_value(text: &str) -> bool {
    let is_allowed = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    !text.is_empty() && text.trim() == text && text.bytes().all(is_allowed)
}
