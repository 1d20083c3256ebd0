//! Plain text → Markdown that renders as that text.
//!
//! Only characters that would be markup are escaped, so that the source stays readable. Those that are
//! special only at the start of a line are left to `wrap`.

/// Whether `c` is allowed in documentation; white space is handled elsewhere.
///
/// Control characters have no meaning in Markdown (`inline` uses two of them); rustc and clippy refuse
/// invisible characters and those that change the direction of text.
pub(super) fn is_allowed(c: char) -> bool {
    !(c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'))
}

/// Appends `text` to `to`, in which every run of white space is one space and only characters
/// that [`is_allowed`] are left.
pub(super) fn clean_into(to: &mut String, text: &str) {
    let mut rest = text;
    loop {
        // Nearly all text is printable ASCII, where only double spaces matter.
        let mut after_space = to.ends_with(' ');
        let plain = rest.bytes().position(|byte| {
            let was_space = std::mem::replace(&mut after_space, byte == b' ');
            !matches!(byte, b' '..=b'~') || was_space && after_space
        });
        let (plain, odd) = rest.split_at(plain.unwrap_or(rest.len()));
        to.push_str(plain);
        let mut odd = odd.chars();
        match odd.next() {
            None => return,
            Some(c) if c.is_whitespace() => {
                if !to.ends_with(' ') {
                    to.push(' ');
                }
            }
            Some(c) if is_allowed(c) => to.push(c),
            Some(_) => {}
        }
        rest = odd.as_str();
    }
}

/// Appends `text`, escaped, to `to`, assuming the worst about the text around it, except for
/// `link_follows`.
pub(super) fn escape_into(to: &mut String, text: &str, link_follows: bool) {
    let mut at = 0;
    while let Some(plain) = text[at..].bytes().position(is_markup) {
        to.push_str(&text[at..at + plain]);
        at += plain;
        // For `*`, `_`, `~` the characters around the whole run count.
        let c = text.as_bytes()[at];
        let run = match c {
            b'*' | b'_' | b'~' => text[at..].bytes().take_while(|&next| next == c).count(),
            _ => 1,
        };
        let before = text[..at].chars().next_back();
        let after = text[at + run..].chars().next();
        let is_plain = match c {
            b'_' => {
                before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(char::is_alphanumeric)
            }
            b'*' | b'~' => before == Some(' ') && after == Some(' '),
            // A backslash before a letter is itself; before a line end it would break the line.
            b'\\' => after.is_some_and(char::is_alphanumeric),
            b'<' => match after {
                Some(' ') => true,
                Some('=' | '0'..='9') => !is_mail(&text[at + 1..]),
                _ => false,
            },
            b'&' => !is_entity(&text[at + 1..]),
            // `--` would be shown as a dash.
            b'-' => after != Some('-'),
            // `![` starts an image.
            b'!' => after.is_some() || !link_follows,
            // `*/` could end a comment.
            b'/' => before != Some('*'),
            _ => false,
        };
        for _ in 0..run {
            if !is_plain {
                to.push('\\');
            }
            to.push(char::from(c));
        }
        at += run;
    }
    to.push_str(&text[at..]);
}

/// Whether `byte` can be markup inside a line.
fn is_markup(byte: u8) -> bool {
    b"`[]\\_*~<&-!/".contains(&byte)
}

/// Whether `rest` begins, or may begin, like a mail address, which would be a link between `<` and `>`.
fn is_mail(rest: &str) -> bool {
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b);
    let end = rest.bytes().find(|&b| !is_name(b));
    end.is_none_or(|b| b == b'@')
}

/// Whether an `&` before `rest` is, or may be, an entity.
fn is_entity(rest: &str) -> bool {
    let mut bytes = rest.bytes().enumerate();
    let end =
        bytes.find(|&(at, b)| !(b.is_ascii_alphanumeric() || b == b'#' && at == 0) || at > 40);
    end.is_none_or(|(at, b)| at > 0 && b == b';')
}
