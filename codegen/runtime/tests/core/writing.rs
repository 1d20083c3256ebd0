//! Writing shapes as JSON.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Value as Document, json};

use super::shapes::{Choice, Color, Everything, Inner, Secret, Tree};
use super::{time, write};

/// Writes a structure with one member set, and returns the JSON of its value.
#[track_caller]
fn member(name: &str, set: impl FnOnce(&mut Everything)) -> String {
    let mut shape = Everything::default();
    set(&mut shape);
    let text = write(&shape);
    let value = text
        .strip_prefix(&format!("{{\"{name}\":"))
        .and_then(|text| text.strip_suffix('}'));
    value.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[test]
fn unset_members_are_omitted() {
    assert_eq!(write(&Everything::default()), "{}");
    assert_eq!(
        write(&Tree {
            next: Some(Box::default()),
            ..Tree::default()
        }),
        r#"{"next":{}}"#
    );
}

#[test]
fn members_are_in_model_order() {
    let shape = Everything {
        string: Some("s".to_owned()),
        integer: Some(1),
        boolean: Some(false),
        ..Everything::default()
    };
    assert_eq!(
        write(&shape),
        r#"{"boolean":false,"integer":1,"string":"s"}"#
    );
}

#[test]
fn wire_names_are_used_and_members_outside_the_body_omitted() {
    let shape = Everything {
        renamed: Some("r".to_owned()),
        etag: Some("not in the body".to_owned()),
        ..Everything::default()
    };
    assert_eq!(write(&shape), r#"{"wire-name":"r"}"#);
}

#[test]
fn integers_are_exact() {
    for (value, text) in [
        (i64::MAX, "9223372036854775807"),
        (i64::MIN, "-9223372036854775808"),
        (0, "0"),
    ] {
        assert_eq!(member("long", |e| e.long = Some(value)), text);
    }
    assert_eq!(
        member("integer", |e| e.integer = Some(i32::MIN)),
        "-2147483648"
    );
}

#[test]
fn floats_are_shortest_and_special_ones_strings() {
    for (value, text) in [
        (0.1, "0.1"),
        (-0.0, "-0.0"),
        (3.0, "3.0"),
        (f32::MAX, "3.4028235e+38"),
        (f32::NAN, r#""NaN""#),
        (f32::INFINITY, r#""Infinity""#),
        (f32::NEG_INFINITY, r#""-Infinity""#),
    ] {
        assert_eq!(member("float", |e| e.float = Some(value)), text);
    }
    for (value, text) in [
        (0.1, "0.1"),
        (f64::MAX, "1.7976931348623157e+308"),
        (5e-324, "5e-324"),
        (-f64::NAN, r#""NaN""#),
        (f64::INFINITY, r#""Infinity""#),
        (f64::NEG_INFINITY, r#""-Infinity""#),
    ] {
        assert_eq!(member("double", |e| e.double = Some(value)), text);
    }
}

#[test]
fn strings_are_escaped_where_needed() {
    for (value, text) in [
        ("", r#""""#),
        ("\"\\/", r#""\"\\/""#),
        ("\n\r\t\u{8}\u{c}\0\u{1f}", r#""\n\r\t\b\f\u0000\u001f""#),
        ("\u{7f}ü\u{2028}\u{1F343}", "\"\u{7f}ü\u{2028}\u{1F343}\""),
    ] {
        assert_eq!(
            member("string", |e| e.string = Some(value.to_owned())),
            text
        );
    }
}

#[test]
fn enums_are_written_as_text() {
    for (value, text) in [
        (Color::DarkGreen, r#""dark-green""#),
        (Color::from("mauve"), r#""mauve""#),
    ] {
        assert_eq!(member("color", |e| e.color = Some(value)), text);
    }
}

#[test]
fn blobs_are_base64_with_padding() {
    for (value, text) in [
        (&b""[..], r#""""#),
        (b"a", r#""YQ==""#),
        (b"ab", r#""YWI=""#),
        (&[0xfb, 0xef, 0xff], r#""++//""#),
    ] {
        let value = Bytes::copy_from_slice(value);
        assert_eq!(member("blob", |e| e.blob = Some(value)), text);
    }
    // They are encoded in pieces of 768 bytes.
    for length in [767, 768, 769, 770, 1_536, 2_000] {
        let value: Vec<_> = (0..=u8::MAX).cycle().take(length).collect();
        let text = format!("{:?}", base64_simd::STANDARD.encode_to_string(&value));
        assert_eq!(member("blob", |e| e.blob = Some(value.into())), text);
    }
}

#[test]
fn timestamps_in_seconds() {
    for (value, text) in [
        ("1970-01-01T00:00:00Z", "0"),
        ("2020-01-01T00:00:00Z", "1577836800"),
        ("2016-09-17T14:44:16.789Z", "1474123456.789"),
        ("2016-09-17T14:44:16.5Z", "1474123456.5"),
        // At most milliseconds.
        ("2016-09-17T14:44:16.789999Z", "1474123456.789"),
        ("2016-09-17T14:44:16.000999Z", "1474123456"),
        ("1969-12-31T23:59:59Z", "-1"),
        ("1969-12-31T23:59:58.5Z", "-1.5"),
        ("1969-12-31T23:59:59.999Z", "-0.001"),
        ("0001-01-01T00:00:00Z", "-62135596800"),
        ("9999-12-31T23:59:59.999Z", "253402300799.999"),
        // A leap second.
        ("2016-12-31T23:59:60.5Z", "1483228799.999"),
    ] {
        let value = time(value);
        assert_eq!(member("epoch", |e| e.epoch = Some(value)), text);
        assert_eq!(
            member("epochs", |e| e.epochs = Some(vec![value])),
            format!("[{text}]")
        );
    }
}

#[test]
fn timestamps_as_strings() {
    let value = time("2000-01-02T20:34:56.120Z");
    assert_eq!(
        member("dateTime", |e| e.date_time = Some(value)),
        r#""2000-01-02T20:34:56.12Z""#
    );
    assert_eq!(
        member("dateTimes", |e| e.date_times = Some(vec![value; 2])),
        r#"["2000-01-02T20:34:56.12Z","2000-01-02T20:34:56.12Z"]"#
    );
    assert_eq!(
        member("httpDate", |e| e.http_date = Some(value)),
        r#""Sun, 02 Jan 2000 20:34:56 GMT""#
    );
    let dates = HashMap::from([("k".to_owned(), value)]);
    assert_eq!(
        member("httpDates", |e| e.http_dates = Some(dates)),
        r#"{"k":"Sun, 02 Jan 2000 20:34:56 GMT"}"#
    );
}

#[test]
fn writes_lists() {
    assert_eq!(member("strings", |e| e.strings = Some(Vec::new())), "[]");
    let sparse = vec![None, Some(String::new()), None];
    assert_eq!(
        member("sparseStrings", |e| e.sparse_strings = Some(sparse)),
        r#"[null,"",null]"#
    );
    let matrix = vec![vec![1, 2], Vec::new(), vec![3]];
    assert_eq!(
        member("matrix", |e| e.matrix = Some(matrix)),
        "[[1,2],[],[3]]"
    );
}

#[test]
fn writes_maps() {
    assert_eq!(member("tags", |e| e.tags = Some(HashMap::new())), "{}");
    let tags = HashMap::from([("a \"b\"".to_owned(), "c".to_owned())]);
    assert_eq!(
        member("tags", |e| e.tags = Some(tags)),
        r#"{"a \"b\"":"c"}"#
    );
    let sparse = HashMap::from([("k".to_owned(), None)]);
    assert_eq!(
        member("sparseTags", |e| e.sparse_tags = Some(sparse)),
        r#"{"k":null}"#
    );
    // Maps have no order.
    let by_color = HashMap::from([
        (Color::Red, Inner::new(Color::Red)),
        (Color::from("mauve"), Inner::new(Color::DarkGreen)),
    ]);
    let text = member("byColor", |e| e.by_color = Some(by_color));
    assert_eq!(
        serde_json::from_str::<Document>(&text).unwrap(),
        json!({"RED": {"type": "RED"}, "mauve": {"type": "dark-green"}})
    );
}

#[test]
fn documents_are_inline() {
    for value in [
        json!(null),
        json!(1.5),
        json!("text"),
        json!([]),
        json!({"a": [null, {"b": u64::MAX}]}),
    ] {
        let text = value.to_string();
        assert_eq!(member("document", |e| e.document = Some(value)), text);
    }
}

#[test]
fn unions_have_one_member() {
    for (value, text) in [
        (Choice::Text(String::new()), r#"{"text":""}"#),
        (Choice::Number(1), r#"{"wire-number":1}"#),
        (Choice::Numbers(Vec::new()), r#"{"numbers":[]}"#),
        (
            Choice::Again(Box::new(Choice::Inner(Inner::new(Color::Red)))),
            r#"{"again":{"inner":{"type":"RED"}}}"#,
        ),
        // An unknown variant has no value to write.
        (Choice::UnknownValue("new".into()), "{}"),
    ] {
        assert_eq!(member("choice", |e| e.choice = Some(value)), text);
    }
}

#[test]
fn sensitive_members_are_written() {
    let shape = Everything {
        password: Some("hunter2".to_owned()),
        secret: Some(Secret {
            key: Some("k-1".to_owned()),
        }),
        ..Everything::default()
    };
    assert_eq!(
        write(&shape),
        r#"{"password":"hunter2","secret":{"key":"k-1"}}"#
    );
}
