//! Wraps lines without starting a block by accident.

/// A space at which a line must not end, inside code spans and links.
pub(super) const FIXED_SPACE: char = '\u{1}';
/// A hard line break.
pub(super) const HARD_BREAK: char = '\u{2}';

/// The lines of a paragraph, each of at most `width` characters where that is possible.
pub(super) fn wrap(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in paragraph.split(HARD_BREAK) {
        let from = lines.len();
        fill(&mut lines, part, width);
        if from > 0 && lines.len() > from {
            lines[from - 1].push('\\');
        }
    }
    lines
}

/// Appends the lines of a paragraph without hard breaks.
fn fill(lines: &mut Vec<String>, text: &str, width: usize) {
    let mut words = text.split(' ').filter(|word| !word.is_empty()).peekable();
    let mut line = String::new();
    let mut length = 0;
    let mut unit = String::new();
    while let Some(word) = words.next() {
        unit.clear();
        match special(word) {
            Some(at) if line.is_empty() => {
                unit.push_str(&word[..at]);
                unit.push('\\');
                unit.push_str(&word[at..]);
            }
            _ => unit.push_str(word),
        }
        // A word that is special at the start of a line stays on the line of the word before.
        while let Some(next) = words.next_if(|next| special(next).is_some()) {
            unit.push(' ');
            unit.push_str(next);
        }
        let unit_length = unit.chars().count();
        if !line.is_empty() && length + 1 + unit_length > width {
            push_line(lines, &line);
            line.clear();
            length = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            length += 1;
        }
        line.push_str(&unit);
        length += unit_length;
    }
    if !line.is_empty() {
        push_line(lines, &line);
    }
}

fn push_line(lines: &mut Vec<String>, line: &str) {
    lines.push(line.replace(FIXED_SPACE, " "));
}

/// The position of the backslash that `word` needs at the start of a line so that it does not begin a
/// list item, heading, quote, table or underline.
fn special(word: &str) -> Option<usize> {
    let mut chars = word.chars();
    let first = chars.next()?;
    let second = chars.next();
    let is_special = match first {
        '#' | '>' | '|' | '=' => true,
        '-' | '+' => second.is_none_or(|c| !c.is_alphanumeric()),
        ':' => matches!(second, Some('-' | '|')),
        '*' | '~' => word.trim_start_matches(first).is_empty(),
        _ => {
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            return (digits > 0 && matches!(&word[digits..], "." | ")")).then_some(digits);
        }
    };
    is_special.then_some(0)
}
