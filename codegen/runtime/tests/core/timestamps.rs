//! Timestamp formats.

use chrono::{DateTime, Utc};
use tinsmith_runtime::timestamp::{
    from_epoch, from_epoch_fraction, parse, to_date_time, to_epoch, to_http_date,
};

use super::time;

#[test]
fn date_times_have_as_many_digits_as_needed() {
    for text in [
        "2000-01-02T20:34:56Z",
        "2000-01-02T20:34:50Z",
        "2000-01-02T20:34:56.1Z",
        "2000-01-02T20:34:56.012Z",
        "2000-01-02T20:34:56.0001Z",
        "2000-01-02T20:34:56.123456Z",
        "2000-01-02T20:34:56.000000001Z",
        "1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2016-12-31T23:59:60Z",
    ] {
        assert_eq!(to_date_time(time(text)), text);
        assert_eq!(parse(text), Some(time(text)), "{text}");
    }
}

#[test]
fn years_outside_rfc_3339_round_trip() {
    for time in [
        DateTime::<Utc>::MIN_UTC,
        DateTime::<Utc>::MAX_UTC,
        from_epoch(253_402_300_800).unwrap(),
        from_epoch(-62_167_219_201).unwrap(),
    ] {
        assert_eq!(parse(&to_date_time(time)), Some(time), "{time:?}");
    }
}

#[test]
fn reads_every_format() {
    for (text, expected) in [
        ("2000-01-02T20:34:56+00:00", "2000-01-02T20:34:56Z"),
        ("2000-01-02T20:34:56-00:00", "2000-01-02T20:34:56Z"),
        ("2000-01-02T20:34:56.789+05:30", "2000-01-02T15:04:56.789Z"),
        ("2000-01-02T20:34:56-0800", "2000-01-03T04:34:56Z"),
        ("2000-01-02t20:34:56z", "2000-01-02T20:34:56Z"),
        ("Sun, 02 Jan 2000 20:34:56 GMT", "2000-01-02T20:34:56Z"),
        (
            "Sun, 02 Jan 2000 20:34:56.456 GMT",
            "2000-01-02T20:34:56.456Z",
        ),
        (
            "Tue, 29 Apr 2014 18:30:38.000000001 GMT",
            "2014-04-29T18:30:38.000000001Z",
        ),
        ("1474123456", "2016-09-17T14:44:16Z"),
        ("1474123456.789", "2016-09-17T14:44:16.789Z"),
        ("-1.5", "1969-12-31T23:59:58.5Z"),
        ("1.577836800e9", "2020-01-01T00:00:00Z"),
        (" 0 ", "1970-01-01T00:00:00Z"),
        // Digits are seconds, also where they look like a date.
        ("20000102", "1970-08-20T11:35:02Z"),
    ] {
        assert_eq!(parse(text), Some(time(expected)), "{text}");
    }
}

/// What services and mock servers send, as botocore reads it.
#[test]
fn reads_other_spellings() {
    for text in [
        "2000-01-02T20:34:56",
        "2000-01-02 20:34:56",
        "2000-01-02 20:34:56Z",
        "2000-01-02 20:34:56 UTC",
        "2000-01-02 20:34:56 GMT",
        "2000-01-02T20:34:56 +0000",
        "2000-01-02T21:34:56+01",
        "20000102T203456Z",
        "20000102T203456",
        "20000102T153456-0500",
        "Sun, 02 Jan 2000 20:34:56",
        "Sun, 02 Jan 2000 20:34:56 +0000",
        "Sun, 02 Jan 2000 15:34:56 -0500",
        "Sun, 02 Jan 2000 20:34:56 UTC",
        "Sun, 2 Jan 2000 20:34:56 GMT",
        "02 Jan 2000 20:34:56 GMT",
        "Sunday, 02-Jan-00 20:34:56 GMT",
        "Sun Jan  2 20:34:56 2000",
        "Sun Jan 02 20:34:56 UTC 2000",
        // The day of the week is wrong.
        "Mon, 02 Jan 2000 20:34:56 GMT",
    ] {
        assert_eq!(parse(text), Some(time("2000-01-02T20:34:56Z")), "{text}");
    }
    for (text, expected) in [
        ("2000-01-02", "2000-01-02T00:00:00Z"),
        ("2000-01-02T20:34", "2000-01-02T20:34:00Z"),
        ("2000-01-02T20:34Z", "2000-01-02T20:34:00Z"),
        ("2000-01-02T20:34:56.178871", "2000-01-02T20:34:56.178871Z"),
        ("2000-01-02 20:34:56.5", "2000-01-02T20:34:56.5Z"),
        ("2000-01-02T20:34:56,178Z", "2000-01-02T20:34:56.178Z"),
    ] {
        assert_eq!(parse(text), Some(time(expected)), "{text}");
    }
}

#[test]
fn refuses_anything_else() {
    for text in [
        "",
        " ",
        "yesterday",
        "NaN",
        "inf",
        "1e300",
        "9223372036854775807",
        "2000-02-30",
        "2000-01-02T",
        "2000-02-30T00:00:00",
        "2000-02-30T00:00:00Z",
        "2000-01-02T24:00:00Z",
        "Sun, 02 Jan 2000 20:34:56 CET",
        "2000-01-02T20:34:56 UTC UTC",
        "2000-01-02 20:34:56+01:00 GMT",
        "Sun",
        "1474123456 s",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn http_dates_have_no_fraction() {
    assert_eq!(
        to_http_date(time("2000-01-02T20:34:56.999Z")),
        "Sun, 02 Jan 2000 20:34:56 GMT"
    );
}

#[test]
fn fractional_seconds_are_exact_to_f64() {
    for (seconds, expected) in [
        (1_474_123_456.789_012, "2016-09-17T14:44:16.789012Z"),
        (-0.001, "1969-12-31T23:59:59.999Z"),
        (-1.5, "1969-12-31T23:59:58.5Z"),
        (0.999_999_6, "1970-01-01T00:00:01Z"),
        (-0.999_999_6, "1969-12-31T23:59:59Z"),
        (4_294_967_296.237, "2106-02-07T06:28:16.237Z"),
        // This far from the epoch, an f64 has no microseconds.
        (253_402_300_799.999, "9999-12-31T23:59:59.999Z"),
        (-62_135_596_799.999, "0001-01-01T00:00:00.001Z"),
    ] {
        assert_eq!(from_epoch_fraction(seconds), Some(time(expected)));
    }
    for seconds in [f64::NAN, f64::INFINITY, f64::MIN, 9e12, -9e12, 8.3e12] {
        assert_eq!(from_epoch_fraction(seconds), None, "{seconds}");
    }
}

#[test]
fn milliseconds_count_forward_from_whole_seconds() {
    assert_eq!(to_epoch(time("1969-12-31T23:59:58.5Z")), (-2, 500));
    assert_eq!(to_epoch(time("1970-01-01T00:00:00.999999Z")), (0, 999));
    assert_eq!(from_epoch(i64::MAX), None);
    assert_eq!(from_epoch(i64::MIN), None);
}
