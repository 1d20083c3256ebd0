//! Timestamp formats (trait `timestampFormat`) and lenient parsing.

use chrono::format::SecondsFormat;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// A timestamp format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Seconds since 1970-01-01T00:00:00Z, as a number (`unixTimestamp`).
    EpochSeconds,
    /// RFC 3339 in UTC, as `2006-01-02T15:04:05Z` (`iso8601`).
    DateTime,
    /// IMF-fixdate of RFC 9110, as `Mon, 02 Jan 2006 15:04:05 GMT` (`rfc822`).
    HttpDate,
}

const HTTP_DATE: &str = "%a, %d %b %Y %H:%M:%S GMT";

/// RFC 3339 in UTC with a fraction of the second only if it is not zero, without trailing zeros.
#[must_use]
pub fn to_date_time(time: DateTime<Utc>) -> String {
    let text = time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    match text.strip_suffix('Z') {
        Some(digits) if digits.contains('.') => format!("{}Z", digits.trim_end_matches('0')),
        _ => text,
    }
}

/// An HTTP date; fractions of a second are truncated.
#[must_use]
pub fn to_http_date(time: DateTime<Utc>) -> String {
    time.format(HTTP_DATE).to_string()
}

/// Whole seconds since the epoch, and the remaining milliseconds (0 to 999).
#[must_use]
pub fn to_epoch(time: DateTime<Utc>) -> (i64, u32) {
    (time.timestamp(), time.timestamp_subsec_millis().min(999))
}

/// A timestamp from seconds since the epoch; `None` beyond about ±262,000 years.
#[must_use]
pub fn from_epoch(seconds: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, 0)
}

/// A timestamp from fractional seconds, as precise as a double of its magnitude: microseconds until
/// the year 2242, milliseconds after that.
#[must_use]
pub fn from_epoch_fraction(seconds: f64) -> Option<DateTime<Utc>> {
    const TWO_POW_33: f64 = 8_589_934_592.0;
    if seconds.is_nan() {
        return None;
    }
    // Whole seconds and fraction are split first, which is exact, unlike multiplying by a million.
    // Values beyond 64 bits saturate and are out of range as well.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let (whole, fraction) = (seconds as i64, seconds - (seconds as i64) as f64);
    #[allow(clippy::cast_possible_truncation)]
    if seconds.abs() < TWO_POW_33 {
        let micros = (fraction * 1_000_000.0).round() as i64;
        DateTime::from_timestamp_micros(whole * 1_000_000 + micros)
    } else {
        let millis = (fraction * 1_000.0).round() as i64;
        DateTime::from_timestamp_millis(whole.checked_mul(1_000)?.checked_add(millis)?)
    }
}

/// Parses a timestamp of any format: a number of seconds, RFC 3339 with any offset and any year
/// (see [`to_date_time`]), an HTTP date with or without a fraction, and the other spellings that
/// services and mock servers use. Without a time zone, it is UTC; a
/// date alone is midnight.
#[must_use]
pub fn parse(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    if let Ok(seconds) = text.parse() {
        return from_epoch(seconds);
    }
    if let Ok(seconds) = text.parse() {
        return from_epoch_fraction(seconds);
    }
    // A comma in front of a fraction, as in ISO 8601.
    let text = without_weekday(text).replace(',', ".");
    let (text, is_utc) = match ZERO_ZONES.iter().find_map(|zone| text.strip_suffix(zone)) {
        Some(text) => (text, true),
        None => (&*text, false),
    };
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(date.and_time(NaiveTime::MIN).and_utc());
    }
    OTHER_FORMATS.iter().find_map(|format| {
        let zoned = || {
            let time = DateTime::parse_from_str(text, &format!("{format}%#z")).ok()?;
            (!is_utc).then(|| time.to_utc())
        };
        let naive = NaiveDateTime::parse_from_str(text, format);
        naive.ok().map(|time| time.and_utc()).or_else(zoned)
    })
}

/// Formats besides RFC 3339, for parsing.
const OTHER_FORMATS: [&str; 9] = [
    "%d %b %Y %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y%m%dT%H%M%S%.f",
    "%d-%b-%y %H:%M:%S",
    "%b %d %H:%M:%S %Y",
    "%b %d %H:%M:%S UTC %Y",
];

const ZERO_ZONES: [&str; 3] = [" GMT", " UTC", " UT"];

/// The text without a day of the week in front, which says nothing that the date does not.
fn without_weekday(text: &str) -> &str {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    if !DAYS.iter().any(|day| text.starts_with(day)) {
        return text;
    }
    let rest = text.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    rest.strip_prefix(',').unwrap_or(rest).trim_start()
}
