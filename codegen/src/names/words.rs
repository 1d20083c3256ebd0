//! Model names in Rust's cases.

use std::borrow::Cow;

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};

pub(super) fn upper_camel(model: &str) -> String {
    start_with_letter(plain(model).to_upper_camel_case(), 'V', "Empty")
}

pub(super) fn snake(model: &str) -> String {
    start_with_letter(plain(model).to_snake_case(), 'v', "empty")
}

/// Crates are named in lower case without word breaks inside of words: `codebuild`.
pub(super) fn kebab(model: &str) -> String {
    start_with_letter(plain(&model.to_lowercase()).to_kebab_case(), 'v', "empty")
}

/// Letters, digits and separators only, with plural acronyms as one word.
fn plain(model: &str) -> Cow<'_, str> {
    let model = lower_plural_acronyms(model);
    if model.chars().any(|c| c.is_ascii_alphanumeric()) {
        // All characters but ASCII letters and digits separate words.
        return model
            .replace(|c: char| !c.is_ascii_alphanumeric(), "_")
            .into();
    }
    // Without any, the name is made of code points.
    model
        .chars()
        .map(|c| format!("u{:x}_", u32::from(c)))
        .collect()
}

/// `KMSKeyARNs` reads as `KMSKeyArns`: an acronym in the plural is one word, not `ar_ns`.
fn lower_plural_acronyms(model: &str) -> Cow<'_, str> {
    let ends_acronym = |part: &[u8]| part[0].is_ascii_uppercase() && part[1] == b's';
    if !model.as_bytes().windows(2).any(ends_acronym) {
        return Cow::Borrowed(model);
    }
    let chars: Vec<char> = model.chars().collect();
    let mut result = String::with_capacity(model.len());
    let mut start = 0;
    while start < chars.len() {
        let capitals = chars[start..]
            .iter()
            .take_while(|c| c.is_ascii_uppercase())
            .count();
        let end = start + capitals;
        let is_plural = capitals >= 2
            && chars.get(end) == Some(&'s')
            && chars
                .get(end + 1)
                .is_none_or(|next| !next.is_ascii_lowercase());
        if is_plural {
            result.push(chars[start]);
            result.extend(chars[start + 1..end].iter().map(char::to_ascii_lowercase));
            result.push('s');
            start = end + 1;
        } else {
            // One more than the capitals, so that there is always progress.
            let end = (start + capitals.max(1)).min(chars.len());
            result.extend(&chars[start..end]);
            start = end;
        }
    }
    Cow::Owned(result)
}

fn start_with_letter(name: String, prefix: char, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}
