//! Comparison of enum values.

use std::collections::HashSet;

use super::shapes::Color;

/// An unknown value with the text of a known one.
fn unnamed(text: &str) -> Color {
    Color::UnknownValue(text.into())
}

#[test]
fn equality_is_by_text() {
    assert_eq!(unnamed("RED"), Color::Red);
    assert_ne!(unnamed("red"), Color::Red);
    assert_eq!(HashSet::from([Color::Red, unnamed("RED")]).len(), 1);
}

#[test]
fn order_is_by_text() {
    let mut colors = [unnamed("mauve"), Color::DarkGreen, unnamed(""), Color::Red];
    colors.sort();
    let texts = colors.each_ref().map(Color::as_str);
    assert_eq!(texts, ["", "RED", "dark-green", "mauve"]);
}
