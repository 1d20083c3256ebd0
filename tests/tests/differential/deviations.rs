//! Intended differences: where botocore behaves differently from services and AWS's other clients,
//! or cannot represent something. In the long form, each has to occur.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde_json::{Map, Value};

use crate::compare::{Case, Difference, FORM};

/// A difference with the reason for it.
pub(crate) struct Deviation<T = fn(&Case, &Difference) -> bool> {
    pub(crate) name: &'static str,
    reason: &'static str,
    pub(crate) applies: T,
}

/// All of them: names and reasons.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let asked = ASKED.iter().map(|it| (it.name, it.reason));
    asked.chain(SEEN.iter().map(|it| (it.name, it.reason)))
}

/// Spellings that botocore cannot read, so that it is given another one.
pub(crate) const ASKED: [Deviation<()>; 3] = [
    Deviation {
        name: "error message in lower case",
        reason: "in XML, botocore looks for `Message` only; members of Route 53 are called `message`",
        applies: (),
    },
    Deviation {
        name: "error code in header",
        reason: "botocore looks for the code in `__type` only; services send `x-amzn-errortype`, too",
        applies: (),
    },
    Deviation {
        name: "error code in code",
        reason: "as before; Smithy has clients read a member `code`",
        applies: (),
    },
];

/// What differs, and where.
pub(crate) const SEEN: [Deviation; 24] = [
    Deviation {
        name: "character set of a form",
        reason: "botocore states it, Smithy does not",
        applies: |case, it| {
            case.kind() == "request"
                && it.path == "headers.content-type"
                && it.ours == Some(FORM.into())
                && it.theirs == Some(format!("{FORM}; charset=utf-8").into())
        },
    },
    Deviation {
        name: "spelling of a number in a form or XML",
        reason: "Python writes `1e-07` and `1e+16` for the same number",
        applies: |case, it| {
            let number = |side: &Option<Value>| {
                let text = side.as_ref()?.as_str()?;
                text.contains(['e', '.'])
                    .then(|| text.parse::<f64>().ok())?
            };
            let (ours, theirs) = (number(&it.ours), number(&it.theirs));
            case.kind() == "request"
                && it.path.starts_with("body.")
                && ours.is_some()
                && ours.map(f64::to_bits) == theirs.map(f64::to_bits)
        },
    },
    Deviation {
        name: "space between the items of a header",
        reason: "botocore puts none behind the comma, Smithy and ours one",
        applies: |case, it| {
            let text =
                |side: &Option<Value>| side.as_ref().and_then(Value::as_str).map(str::to_owned);
            let (Some(ours), Some(theirs)) = (text(&it.ours), text(&it.theirs)) else {
                return false;
            };
            case.kind() == "request"
                && it.path.starts_with("headers.")
                && ours.replace(", ", ",") == theirs.replace(", ", ",")
        },
    },
    Deviation {
        name: "fraction of a second in a header",
        reason: "botocore cuts it, whatever the format",
        applies: |case, it| {
            let (Some(ours), Some(theirs)) = (time(it.ours.as_ref()), time(it.theirs.as_ref()))
            else {
                return false;
            };
            case.kind() == "request"
                && it.path.starts_with("headers.")
                && theirs.timestamp_subsec_nanos() == 0
                && ours.timestamp() == theirs.timestamp()
        },
    },
    Deviation {
        name: "JSON in a header",
        reason: "ours is the text of the JSON, which botocore writes and parses",
        applies: |case, it| {
            let text =
                |side: &Option<Value>| side.as_ref().and_then(Value::as_str).map(str::to_owned);
            let Some(ours) = text(&it.ours) else {
                return false;
            };
            if case.kind() != "request" {
                return serde_json::from_str(&ours).ok() == it.theirs;
            }
            let decoded = |text: &str| String::from_utf8(STANDARD.decode(text).ok()?).ok();
            let theirs = text(&it.theirs).and_then(|it| decoded(&it));
            let theirs = theirs.and_then(|it| serde_json::from_str::<String>(&it).ok());
            it.path.starts_with("headers.") && theirs.is_some() && theirs == decoded(&ours)
        },
    },
    Deviation {
        name: "content type of a payload",
        reason: "botocore sends none with bytes, text and XML; Smithy has clients send one",
        applies: |case, it| {
            case.kind() == "request"
                && it.path == "headers.content-type"
                && it.theirs.is_none()
                && (it.ours == Some("application/octet-stream".into())
                    || it.ours == Some("text/plain".into())
                    || it.ours == Some("application/xml".into()))
        },
    },
    Deviation {
        name: "empty body as a whole",
        reason: "a member that is the body is absent if there is none; botocore's is empty",
        applies: |case, it| {
            let is_empty = |it: &Value| *it == "" || *it == Value::Object(Map::new());
            case.kind() == "response"
                && it.ours.is_none()
                && it.theirs.as_ref().is_some_and(is_empty)
        },
    },
    Deviation {
        name: "no error code",
        reason: "botocore makes the status the code where there is none; ours is absent",
        applies: |case, it| {
            is_at(case, it, "error", "code")
                && it.ours == Some(Value::Null)
                && it.theirs.as_ref().is_some_and(|it| is_status(case, it))
        },
    },
    Deviation {
        name: "error code of a status",
        reason: "without a document, ours is the name of the status, which S3 has modelled errors \
                 for; botocore's is its number",
        applies: |case, it| {
            let name = it.theirs.as_ref().and_then(Value::as_str);
            let name =
                name.and_then(|status| StatusCode::from_str(status).ok()?.canonical_reason());
            is_at(case, it, "error", "code")
                && it.theirs.as_ref().is_some_and(|it| is_status(case, it))
                && it.ours == name.map(|name| name.replace(' ', "").into())
        },
    },
    Deviation {
        name: "no error message",
        reason: "botocore's message is empty where there is none; ours is absent",
        applies: |case, it| {
            is_at(case, it, "error", "message")
                && it.ours == Some(Value::Null)
                && it.theirs == Some("".into())
        },
    },
    Deviation {
        name: "body that is no JSON",
        reason: "botocore makes a message of what it cannot read, and of the status if it is HTML",
        applies: |case, it| {
            is_at(case, it, "error", "message")
                && it.ours == Some(Value::Null)
                && it.theirs.as_ref().is_some_and(Value::is_string)
                && is_status(case, &case.expected()["error"]["Code"])
        },
    },
    Deviation {
        name: "generic error",
        reason: "botocore ignores the headers of a 5xx that is empty or HTML, also the request id",
        applies: |case, it| {
            is_at(case, it, "error", "requestId")
                && it.theirs == Some(Value::Null)
                && case.answer()["error"]["status"].as_u64() >= Some(500)
        },
    },
    Deviation {
        name: "request id of an error in XML",
        reason: "botocore reads none in an error without a wrapper, and with an empty body only the \
                 header of S3",
        applies: |case, it| {
            let is_none = |it: &Value| it.is_null() || *it == "";
            is_at(case, it, "error", "requestId") && it.theirs.as_ref().is_some_and(is_none)
        },
    },
    Deviation {
        name: "last segment of an id",
        reason: "botocore cuts the ids of Route 53 before it writes them; the test `shipped_overlays` \
                 compares it",
        applies: |case, it| {
            let text = |side: &Option<Value>| Some(side.as_ref()?.as_str()?.to_owned());
            let is_it = case.kind() == "request" && case.id().starts_with("route53/");
            let (Some(ours), Some(theirs)) = (text(&it.ours), text(&it.theirs)) else {
                // One that ends in a slash has none.
                let is_refused = |text: String| text.starts_with("missing required member");
                return is_it && it.path == "refusal" && text(&it.ours).is_some_and(is_refused);
            };
            let last = |text: &str, slash: &str| text.rsplit(slash).next().map(str::to_owned);
            let cut = if it.path.starts_with("uri.") {
                let segments = theirs.split('/').filter_map(|it| last(it, "%2F"));
                segments.collect::<Vec<_>>().join("/")
            } else {
                last(&theirs, "/").unwrap_or_default()
            };
            is_it && ours == cut
        },
    },
    Deviation {
        name: "carriage return in XML",
        reason: "botocore writes it as it is, so that it is read as a line feed; ours is a reference",
        applies: |case, it| {
            let text = |side: &Option<Value>| Some(side.as_ref()?.as_str()?.to_owned());
            let (Some(ours), Some(theirs)) = (text(&it.ours), text(&it.theirs)) else {
                return false;
            };
            let as_read = ours.replace("\r\n", "\n").replace('\r', "\n");
            case.kind() == "request" && it.path.starts_with("body.") && as_read == theirs
        },
    },
    Deviation {
        name: "errors of other operations",
        reason: "botocore fills in an error that any operation of the service lists; ours is `Unhandled`",
        applies: |case, it| {
            case.kind() == "error"
                && it.path.starts_with("fields.")
                && it.ours.is_none()
                && !case.is_listed()
                && case.answer()["fields"].is_null()
        },
    },
    Deviation {
        name: "null in a list or map",
        reason: "botocore keeps it, Smithy leaves it out of lists and maps that are not sparse",
        applies: |case, it| {
            case.kind() != "request" && it.ours.is_none() && it.theirs == Some(Value::Null)
        },
    },
    Deviation {
        name: "integer with a fraction of zero",
        reason: "botocore hands `3.0` through as a float where the model says integer",
        applies: |case, it| {
            let ours = it.ours.as_ref().and_then(Value::as_i64);
            let theirs = it.theirs.as_ref().filter(|it| it.is_f64());
            #[allow(clippy::cast_precision_loss, reason = "only sent below 53 bits")]
            let ours = ours.map(|it| it as f64);
            case.kind() != "request" && ours.is_some() && ours == theirs.and_then(Value::as_f64)
        },
    },
    Deviation {
        name: "unknown variant of a union",
        reason: "botocore calls it SDK_UNKNOWN_MEMBER; in the form of `serde`, ours is no member",
        applies: |case, it| {
            case.kind() != "request"
                && it.path.ends_with(".SDK_UNKNOWN_MEMBER")
                && it.ours.is_none()
        },
    },
    Deviation {
        name: "digits of a fraction",
        reason: "to have milliseconds, botocore is told to cut all times to three digits; ours are as \
                 many as are needed",
        applies: |case, it| {
            let text =
                |side: &Option<Value>| side.as_ref().and_then(Value::as_str).map(str::to_owned);
            let (Some(ours), Some(theirs)) = (text(&it.ours), text(&it.theirs)) else {
                return false;
            };
            let (Some((ours, our_digits)), Some((theirs, their_digits))) =
                (ours.split_once('.'), theirs.split_once('.'))
            else {
                return false;
            };
            let three =
                |digits: &str| format!("{:0<3}", digits.trim_end_matches('Z'))[..3].to_owned();
            case.kind() == "request" && ours == theirs && three(our_digits) == three(their_digits)
        },
    },
    Deviation {
        name: "seconds and milliseconds are added as floats",
        reason: "botocore's sum may be the neighbour of the number that is meant: -1.3940000000000001 \
                 for -1.394",
        applies: |case, it| {
            let (Some(ours), Some(theirs)) = (float(it.ours.as_ref()), float(it.theirs.as_ref()))
            else {
                return false;
            };
            case.kind() == "request"
                && (ours - theirs).abs() < 1e-6
                && ((theirs * 1000.0).round() / 1000.0).to_bits() == ours.to_bits()
        },
    },
    Deviation {
        name: "milliseconds beyond 2^33 seconds",
        reason: "before 1697 and after 2242 doubles do not hold microseconds: botocore shows their \
                 noise, ours are milliseconds",
        applies: |case, it| {
            let (Some(ours), Some(theirs)) = (time(it.ours.as_ref()), time(it.theirs.as_ref()))
            else {
                return false;
            };
            case.kind() != "request"
                && ours.timestamp().unsigned_abs() >= 1 << 33
                && ours.timestamp_subsec_micros().is_multiple_of(1000)
                && (ours - theirs).abs() < TimeDelta::microseconds(500)
        },
    },
    Deviation {
        name: "document that is null",
        reason: "in the form of `serde`, a member that is null is one that is not set; only documents \
                 can be null for botocore",
        applies: |case, it| {
            case.kind() == "request" && it.ours.is_none() && it.theirs == Some(Value::Null)
        },
    },
    Deviation {
        name: "version of the API",
        reason: "botocore adds it to questions for endpoints after it has written them; the test \
                 `discovery` compares it",
        applies: |case, it| {
            case.kind() == "request"
                && it.path == "headers.x-amz-api-version"
                && it.ours.is_some()
                && it.theirs.is_none()
        },
    },
];

/// Whether a code is no more than the status in digits.
fn is_status(case: &Case, code: &Value) -> bool {
    let status = &case.answer()["error"]["status"];
    code.as_str() == Some(&status.to_string())
}

fn float(side: Option<&Value>) -> Option<f64> {
    match side? {
        // In XML.
        Value::String(text) => text.parse().ok(),
        number => number.as_f64().filter(|_| number.is_f64()),
    }
}

fn time(side: Option<&Value>) -> Option<DateTime<Utc>> {
    side?.as_str()?.parse().ok()
}

fn is_at(case: &Case, difference: &Difference, kind: &str, path: &str) -> bool {
    case.kind() == kind && difference.path == path
}
