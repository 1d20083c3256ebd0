//! Short texts that are parsed at run time: timestamps and host labels.

use tinsmith_runtime::{host_prefix, timestamp};

use crate::Target;

pub(crate) const TARGET: Target = Target {
    name: "words",
    run,
    tokens: &[
        "2024",
        "-",
        "02",
        "29",
        "T",
        ":",
        "60",
        ".",
        "123456789",
        "Z",
        "z",
        "+05:30",
        "-00:00",
        "+99:99",
        " ",
        "Mon, ",
        "02 Jan 2006",
        " GMT",
        "1e18",
        "1e400",
        "-1",
        "0",
        "9223372036854775807",
        "NaN",
        "inf",
        "Infinity",
        "+",
        "262143",
        "{id}",
        "{",
        "}",
        "a",
        "é",
        "\u{660}",
        "\u{2212}",
    ],
};

fn run(bytes: &[u8]) -> bool {
    if let Some(&bits) = bytes.first_chunk() {
        let _ = timestamp::from_epoch(i64::from_le_bytes(bits));
        if let Some(time) = timestamp::from_epoch_fraction(f64::from_le_bytes(bits)) {
            let _ = (timestamp::to_epoch(time), timestamp::to_http_date(time));
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    if host_prefix::is_label(text) {
        let host = format!("{text}.x-y");
        assert!(host.parse::<http::uri::Authority>().is_ok(), "{host}");
    }
    let Some(time) = timestamp::parse(text) else {
        return false;
    };
    let written = timestamp::to_date_time(time);
    assert_eq!(
        timestamp::parse(&written),
        Some(time),
        "{text} is written as {written}"
    );
    let _ = (timestamp::to_epoch(time), timestamp::to_http_date(time));
    true
}
