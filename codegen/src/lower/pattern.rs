//! Texts that match the regular expressions of models.

use std::cell::OnceCell;

use regex_automata::meta::Regex;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};

/// What people like to read, in this order.
const LIKED: &str = "aA1-_./: ";
/// How often the repetitions of a pattern are made longer to reach a length.
const LONGEST: u32 = 256;
/// How many of a pattern's alternatives are tried.
const ALTERNATIVES: usize = 4;
/// How many texts of the right length are held against the pattern.
const TRIES: usize = 64;
/// How many parts are written for a pattern, all tries together: repetitions in repetitions multiply.
const STEPS: u32 = 1 << 20;

/// A regular expression that a whole text has to match.
///
/// Models write them in Java's dialect or something close to it. Most can be read.
pub(super) struct Pattern {
    parts: Hir,
    /// What it is for texts in ASCII: nearly all that are asked about. Letters of all languages,
    /// times the length of a text, are most of what a pattern takes to compile.
    ascii: Regex,
    /// What it is for others, once there is one.
    unicode: OnceCell<Option<Regex>>,
}

impl Pattern {
    /// Reads a pattern; `None` if that cannot be done.
    pub(super) fn read(pattern: &str) -> Option<Self> {
        let parts = regex_syntax::parse(pattern).ok()?;
        Some(Self {
            ascii: whole(ascii(&parts))?,
            unicode: OnceCell::new(),
            parts,
        })
    }

    /// Whether the text matches, from its first to its last character.
    pub(super) fn is_match(&self, text: &str) -> bool {
        if text.is_ascii() {
            return self.ascii.is_match(text);
        }
        let unicode = self.unicode.get_or_init(|| whole(self.parts.clone()));
        unicode.as_ref().is_some_and(|it| it.is_match(text))
    }

    /// A text that matches and has so many characters; the shortest that is found.
    pub(super) fn sample(&self, min: usize, max: usize) -> Option<String> {
        let mut writer = Writer {
            text: String::new(),
            // In bytes, which are at least as many as characters.
            most: max.saturating_mul(4),
            steps: STEPS,
        };
        let mut tries = TRIES;
        for more in 0..LONGEST {
            for choice in 0..ALTERNATIVES {
                writer.text.clear();
                if writer.write(&self.parts, more, choice).is_none() {
                    continue;
                }
                let text = &writer.text;
                if !(min.max(1)..=max).contains(&text.chars().count()) {
                    continue;
                }
                if self.is_match(text) {
                    return Some(writer.text);
                }
                tries -= 1;
                if tries == 0 {
                    return None;
                }
            }
        }
        None
    }
}

/// The pattern from the first to the last character of a text.
fn whole(pattern: Hir) -> Option<Regex> {
    let whole = Hir::concat(vec![Hir::look(Look::Start), pattern, Hir::look(Look::End)]);
    Regex::builder().build_from_hir(&whole).ok()
}

/// The part of a pattern that texts in ASCII can match.
fn ascii(pattern: &Hir) -> Hir {
    let all = |parts: &[Hir]| parts.iter().map(ascii).collect();
    match pattern.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            let mut class = class.clone();
            class.intersect(&ClassUnicode::new([ClassUnicodeRange::new('\0', '\x7f')]));
            Hir::class(Class::Unicode(class))
        }
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            sub: Box::new(ascii(&repetition.sub)),
            ..*repetition
        }),
        HirKind::Capture(capture) => ascii(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
        HirKind::Empty
        | HirKind::Literal(_)
        | HirKind::Look(_)
        | HirKind::Class(Class::Bytes(_)) => pattern.clone(),
    }
}

/// A text that is being written.
struct Writer {
    text: String,
    /// How many bytes it may have.
    most: usize,
    /// How many more parts are written.
    steps: u32,
}

impl Writer {
    /// Writes what a part of a pattern matches, with each repetition `more` times longer than it has
    /// to be; `None` if there is no such text, or it gets too long.
    fn write(&mut self, part: &Hir, more: u32, choice: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(1)?;
        match part.kind() {
            // Whether the assertion holds is seen when the text is complete.
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                self.text.push_str(std::str::from_utf8(&literal.0).ok()?);
            }
            HirKind::Class(Class::Unicode(class)) => {
                let ranges = class.ranges();
                let is_in = |c: &char| ranges.iter().any(|it| (it.start()..=it.end()).contains(c));
                let first = ranges.first()?.start();
                self.text.push(LIKED.chars().find(is_in).unwrap_or(first));
            }
            HirKind::Class(Class::Bytes(_)) => return None,
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(u32::MAX);
                for _ in 0..repetition.min.saturating_add(more).min(most) {
                    self.write(&repetition.sub, more, choice)?;
                    if self.text.len() > self.most {
                        return None;
                    }
                }
            }
            HirKind::Capture(capture) => self.write(&capture.sub, more, choice)?,
            HirKind::Concat(parts) => {
                for part in parts {
                    self.write(part, more, choice)?;
                }
            }
            HirKind::Alternation(parts) => {
                self.write(parts.get(choice % parts.len())?, more, choice)?;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, min: usize, max: usize, expected: &str) {
        let pattern = Pattern::read(pattern).expect("a pattern");
        assert_eq!(pattern.sample(min, max).as_deref(), Some(expected));
    }

    #[test]
    fn samples() {
        check(r"[A-Za-z0-9][A-Za-z0-9\-_]{1,149}", 2, 150, "aa");
        check(r"^([\p{L}\p{Z}\p{N}_.:/=@+\-]*)$", 0, 255, "a");
        check(
            r"^arn:aws[a-z-]*:iam::\d{12}:role/.+$",
            20,
            2048,
            "arn:aws:iam::111111111111:role/a",
        );
        check(
            r"[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}",
            36,
            36,
            "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa",
        );
        check(r".*\S.*", 1, 5, "a");
        check(r"\S+@\S+", 0, 9, "a@a");
        check("(|a|b)", 1, 1, "a");
        check("[ä-ü]+", 3, 3, "äää");
        check("x*", 40, 40, &"x".repeat(40));
        check("(a{0,9}b){0,9}", 5, 6, "aabaab");
    }

    #[test]
    fn texts_in_ascii_and_others() {
        let pattern = Pattern::read(r"^[^a]{2}(?:\w{2})?$").unwrap();
        for text in ["bb", "bbcc", "bä", "ääcc", "bbcä"] {
            assert!(pattern.is_match(text), "{text}");
        }
        for text in ["ab", "b", "bbc", "aä", "ä", "bbcc\n", "bbää-"] {
            assert!(!pattern.is_match(text), "{text}");
        }
    }

    #[test]
    fn nothing_matches() {
        assert!(Pattern::read("(?!aws)a").is_none(), "an assertion of Java");
        assert!(Pattern::read("[").is_none());
        let pattern = Pattern::read("[a-z]{3}").unwrap();
        assert_eq!(pattern.sample(4, 9), None);
        assert_eq!(pattern.sample(1, 2), None);
        assert!(!pattern.is_match("abcd") && pattern.is_match("abc"));
        let pattern = Pattern::read("[a&&b]").unwrap();
        assert_eq!(pattern.sample(0, 9), None);
        let endless = Pattern::read("((a{900}){900}){900}");
        assert!(endless.is_none_or(|pattern| pattern.sample(0, 9).is_none()));
        // Nothing is written, a power of 256 times.
        let empty = Pattern::read(r"((((((\b)*)*)*)*)*)*").expect("a pattern");
        assert_eq!(empty.sample(1, 9), None);
    }
}
