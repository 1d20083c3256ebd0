//! Numbers that have no digits.

/// The text of NaN or an infinity.
pub(super) fn special(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}
