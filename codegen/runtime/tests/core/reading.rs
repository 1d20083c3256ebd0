//! Reading JSON documents into shapes: values, leniency, errors with paths.

use std::collections::HashMap;
use std::iter;

use bytes::Bytes;
use serde_json::json;
use tinsmith_runtime::error::DecodeError;

use super::shapes::{Build, Choice, Color, Everything, FetchOutput, Inner, Phase, Tree, sample};
use super::{read, time, write};

/// Reads a document with a single member.
#[track_caller]
fn member(name: &str, value: &str) -> Everything {
    let document = format!("{{\"{name}\":{value}}}");
    read(&document).unwrap_or_else(|error| panic!("{document}: {error}"))
}

/// The error of reading a document.
#[track_caller]
fn error(document: impl AsRef<[u8]>) -> DecodeError {
    let document = document.as_ref();
    match read::<Everything>(document) {
        Ok(shape) => panic!("{}: {shape:?}", String::from_utf8_lossy(document)),
        Err(error) => error,
    }
}

#[test]
fn reads_everything_that_was_written() {
    let sample = sample();
    let read: Everything = read(write(&sample)).unwrap();
    assert!(read == sample, "{read:?}\n{sample:?}");
}

#[test]
fn empty_documents_leave_everything_unset() {
    for document in ["", " ", "\r\n\t ", "{}", " { } ", "null"] {
        let shape: Everything = read(document).unwrap();
        assert!(shape == Everything::default(), "{document:?}: {shape:?}");
    }
}

#[test]
fn null_members_are_unset() {
    let names = tinsmith_runtime::shape::Shape::schema(&Everything::default()).members;
    for name in names {
        let shape = member(name.wire, "null");
        assert!(shape == Everything::default(), "{shape:?}");
    }
    // A required member keeps its default.
    let shape = member("inner", r#"{"type":null,"count":null}"#);
    assert_eq!(shape.inner, Some(Inner::default()));
}

#[test]
fn unknown_members_are_skipped() {
    let shape: Everything = read(
        r#"{
            "new": {"string": "no", "deep": [[{"string": "no"}], 1e999, "\ud800"]},
            "string": "yes",
            "renamed": "this is its name in the model",
            "etag": "this one is not in the body",
            "String": "case counts",
            "": [],
            "inner": {"new": null, "type": "RED", "newer": {}}
        }"#,
    )
    .unwrap();
    let expected = Everything {
        string: Some("yes".to_owned()),
        inner: Some(Inner::new(Color::Red)),
        ..Everything::default()
    };
    assert!(shape == expected, "{shape:?}");
}

#[test]
fn members_come_in_any_order() {
    let expected = Everything {
        boolean: Some(true),
        long: Some(1),
        renamed: Some("r".to_owned()),
        ..Everything::default()
    };
    let [a, b, c] = [r#""boolean":true"#, r#""long":1"#, r#""wire-name":"r""#];
    for order in [
        [a, b, c],
        [a, c, b],
        [b, a, c],
        [b, c, a],
        [c, a, b],
        [c, b, a],
    ] {
        let shape: Everything = read(format!("{{{}}}", order.join(","))).unwrap();
        assert!(shape == expected, "{shape:?}");
    }
}

#[test]
fn duplicate_members_are_merged_or_the_last_wins() {
    let shape: Everything = read(
        r#"{
            "string": "a", "string": "b", "string": null,
            "document": {"a": 1}, "document": {"b": 1},
            "strings": ["a"], "strings": ["b"],
            "tags": {"a": "1", "b": "1", "b": "2"}, "tags": {"c": "1"},
            "inner": {"type": "RED"}, "inner": {"count": 1}
        }"#,
    )
    .unwrap();
    let entry = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let expected = Everything {
        string: Some("b".to_owned()),
        document: Some(json!({"b": 1})),
        strings: Some(vec!["a".to_owned(), "b".to_owned()]),
        tags: Some(HashMap::from([
            entry("a", "1"),
            entry("b", "2"),
            entry("c", "1"),
        ])),
        inner: Some(Inner {
            r#type: Color::Red,
            count: Some(1),
        }),
        ..Everything::default()
    };
    assert!(shape == expected, "{shape:?}");
}

#[test]
fn reads_integers() {
    for (text, value) in [
        ("3", 3),
        ("-0", 0),
        ("3.0", 3),
        ("1e3", 1000),
        ("-2147483648", i32::MIN),
        ("2147483647.0", i32::MAX),
    ] {
        assert_eq!(member("integer", text).integer, Some(value), "{text}");
    }
    for (text, value) in [
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("9007199254740993", 9_007_199_254_740_993),
        ("1e18", 1_000_000_000_000_000_000),
        // The largest double below 2^63.
        ("9223372036854774784.0", 9_223_372_036_854_774_784),
    ] {
        assert_eq!(member("long", text).long, Some(value), "{text}");
    }
    for text in [
        "3.5",
        "1e-3",
        "2147483648",
        "-2147483649",
        "2147483648.0",
        "9223372036854775808",
        "1e300",
        r#""three""#,
        r#""""#,
        r#""3.5""#,
        r#""NaN""#,
        "true",
        "[]",
        "{}",
    ] {
        assert_eq!(error(format!(r#"{{"integer":{text}}}"#)).path(), "integer");
    }
    for text in [
        "3.5",
        "9223372036854775808",
        "9223372036854775808.0",
        "-9223372036854775809",
        "18446744073709551616",
        "1e300",
        r#""18446744073709551616""#,
    ] {
        assert_eq!(error(format!(r#"{{"long":{text}}}"#)).path(), "long");
    }
}

#[test]
fn reads_floats() {
    for (text, value) in [
        ("3", 3.0),
        ("0.1", 0.1),
        ("-1e3", -1000.0),
        ("18446744073709551615", 1.844_674_407_370_955_2e19),
        ("1.7976931348623157e308", f64::MAX),
        ("5e-324", 5e-324),
        ("1e-400", 0.0),
        (r#""Infinity""#, f64::INFINITY),
        (r#""-Infinity""#, f64::NEG_INFINITY),
    ] {
        assert_eq!(member("double", text).double, Some(value), "{text}");
    }
    for (text, value) in [
        ("0.1", 0.1),
        ("16777217", 16_777_216.0),
        // Differs in the last bit if it is rounded to 64 bits first.
        ("7.038531e-26", 7.038_531e-26),
        ("3.4028235e38", f32::MAX),
        (r#""-Infinity""#, f32::NEG_INFINITY),
    ] {
        assert_eq!(member("float", text).float, Some(value), "{text}");
    }
    assert!(member("float", r#""NaN""#).float.is_some_and(f32::is_nan));
    assert!(member("double", r#""NaN""#).double.is_some_and(f64::is_nan));
    for text in [
        r#""one""#,
        r#""1e400""#,
        r#""nan""#,
        r#""inf""#,
        r#""+Infinity""#,
        r#""""#,
        "NaN",
        "1e400",
        "true",
    ] {
        error(format!(r#"{{"double":{text}}}"#));
        error(format!(r#"{{"float":{text}}}"#));
    }
}

#[test]
fn reads_strings() {
    for (text, value) in [
        (r#""""#, ""),
        (r#""\"\\\/\b\f\n\r\t\u00fc""#, "\"\\/\u{8}\u{c}\n\r\tü"),
        (r#""\ud83c\udf43""#, "\u{1F343}"),
        ("\"\u{1F343}\u{7f}\"", "\u{1F343}\u{7f}"),
    ] {
        assert_eq!(member("string", text).string.as_deref(), Some(value));
    }
    for text in [
        "1",
        "true",
        "[]",
        "{}",
        r#""\ud83""#,
        r#""\ud800\u12""#,
        r#""\u12""#,
        r#""\u+123""#,
        r#""\x""#,
        "\"\n\"",
    ] {
        assert_eq!(error(format!(r#"{{"string":{text}}}"#)).path(), "string");
    }
    // Not UTF-8, as a value and as a name.
    assert_eq!(error(b"{\"string\":\"\xff\"}").path(), "string");
    assert_eq!(error(b"{\"\xc3\x28\":1}").path(), "");
}

/// Services cut texts in UTF-16. botocore keeps the half, which no Rust string can hold.
#[test]
fn half_surrogate_pairs_are_replaced() {
    for (text, value) in [
        (r"\ud83d", "\u{fffd}"),
        (r"cut \ud83d", "cut \u{fffd}"),
        (r"\uDE00 cut", "\u{fffd} cut"),
        (r"\udc00\ud800", "\u{fffd}\u{fffd}"),
        (r"\ud800\u0041", "\u{fffd}A"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1F600}"),
        (r"\ud83d\n\ude00", "\u{fffd}\n\u{fffd}"),
        (r"\\ud83d\\\ud83d", "\\ud83d\\\u{fffd}"),
    ] {
        let quoted = format!("\"{text}\"");
        let string = member("string", &quoted).string;
        assert_eq!(string.as_deref(), Some(value), "{text}");
        let color = member("color", &quoted).color;
        assert_eq!(color, Some(Color::from(value)), "{text}");
        let tags = member("tags", &format!("{{{quoted}:{quoted}}}")).tags;
        let expected = HashMap::from([(value.to_owned(), value.to_owned())]);
        assert_eq!(tags, Some(expected), "{text}");
        let document = member("document", &format!("{{{quoted}:[{quoted}]}}")).document;
        assert_eq!(document, Some(json!({ value: [value] })), "{text}");
        // The name of an unknown member, and of a union's variant.
        let document = format!(r#"{{{quoted}:1,"choice":{{{quoted}:1}}}}"#);
        let choice = read::<Everything>(&document).unwrap().choice;
        assert_eq!(choice, Some(Choice::UnknownValue(value.into())), "{text}");
    }
    // Positions stay.
    assert_eq!(
        error(r#"{"string":"\ud83d","integer":true}"#).to_string(),
        "integer: expected a 32-bit integer, found a boolean (line 1, column 33)"
    );
}

#[test]
fn byte_order_mark_is_skipped() {
    let shape: Everything = read("\u{feff}{\"string\":\"s\"}").unwrap();
    assert_eq!(shape.string.as_deref(), Some("s"));
}

/// botocore hands such texts on as they are.
#[test]
fn texts_of_numbers_and_booleans_are_converted() {
    for (text, value) in [(r#""5""#, 5), (r#""-5.0""#, -5), (r#""1e3""#, 1000)] {
        assert_eq!(member("integer", text).integer, Some(value), "{text}");
        assert_eq!(member("long", text).long, Some(value.into()), "{text}");
    }
    for (text, value) in [(r#""1.5""#, 1.5), (r#""-2""#, -2.0), (r#""1E2""#, 100.0)] {
        assert_eq!(member("double", text).double, Some(value), "{text}");
        assert_eq!(member("float", text).float.map(f64::from), Some(value));
    }
    for (text, value) in [(r#""true""#, true), (r#""False""#, false)] {
        assert_eq!(member("boolean", text).boolean, Some(value), "{text}");
    }
    error(r#"{"boolean":"yes"}"#);
}

#[test]
fn refuses_invalid_utf8() {
    for (document, text) in [
        (
            &b"{\"inner\":\n {\"type\":\"\xc3\xbc\xff\"}}"[..],
            "inner.type: invalid unicode code point (line 2, column 13)",
        ),
        (
            b"{\"inner\":{\"unknown\":[\xff]}}",
            "inner: invalid unicode code point (line 1, column 22)",
        ),
        (
            b"{\"string\":\"a\xc3\"}",
            "string: invalid unicode code point (line 1, column 13)",
        ),
        (b"\xff", "invalid unicode code point (line 1, column 1)"),
        (b"{}\xff", "invalid unicode code point (line 1, column 3)"),
        (
            b"{\"integer\":\"x\",\"string\":\"\xff\"}",
            "integer: expected a 32-bit integer, found a string (line 1, column 14)",
        ),
    ] {
        assert_eq!(error(document).to_string(), text);
    }
}

#[test]
fn reads_enums() {
    for (text, value) in [
        (r#""RED""#, Color::Red),
        (r#""red""#, Color::UnknownValue("red".into())),
        (r#""""#, Color::default()),
    ] {
        assert_eq!(member("color", text).color, Some(value));
    }
    error(r#"{"color":1}"#);
}

#[test]
fn reads_blobs() {
    for (text, value) in [
        (r#""""#, &b""[..]),
        (r#""YQ==""#, b"a"),
        (r#""++\/\/""#, &[0xfb, 0xef, 0xff]),
        // Line breaks, no padding, bits after the last byte.
        (r#""YWJj\nZGVm""#, b"abcdef"),
        (r#"" YWJj\r\nZGU=\n""#, b"abcde"),
        (r#""YQ""#, b"a"),
        (r#""YWI""#, b"ab"),
        (r#""YR==""#, b"a"),
        (r#""YQ=\n=""#, b"a"),
        (r#""YWJj====""#, b"abc"),
    ] {
        assert_eq!(
            member("blob", text).blob,
            Some(Bytes::copy_from_slice(value))
        );
    }
    for text in [r#""Y""#, r#""Y!==""#, r#""--__""#, r#""Y=Q=""#, "1", "[]"] {
        assert_eq!(error(format!(r#"{{"blob":{text}}}"#)).path(), "blob");
    }
}

#[test]
fn timestamps_in_any_format_for_any_member() {
    let expected = Some(time("2016-09-17T14:44:16.789Z"));
    for text in [
        "1474123456.789",
        "1.474123456789e9",
        r#""1474123456.789""#,
        r#""2016-09-17T14:44:16.789Z""#,
        r#""2016-09-17T16:44:16.789+02:00""#,
        r#""Sat, 17 Sep 2016 14:44:16.789 GMT""#,
    ] {
        assert_eq!(member("epoch", text).epoch, expected, "{text}");
        assert_eq!(member("dateTime", text).date_time, expected, "{text}");
        assert_eq!(member("httpDate", text).http_date, expected, "{text}");
    }
    for (text, value) in [
        ("0", "1970-01-01T00:00:00Z"),
        ("-1.5", "1969-12-31T23:59:58.5Z"),
        (r#""Sat, 17 Sep 2016 14:44:16 GMT""#, "2016-09-17T14:44:16Z"),
    ] {
        assert_eq!(member("epoch", text).epoch, Some(time(value)), "{text}");
    }
    for text in [
        r#""""#,
        r#""soon""#,
        "1e300",
        "9223372036854775807",
        "true",
        "[]",
        "{}",
    ] {
        assert_eq!(error(format!(r#"{{"epoch":{text}}}"#)).path(), "epoch");
    }
}

#[test]
fn reads_lists() {
    assert_eq!(member("strings", "[]").strings, Some(Vec::new()));
    assert_eq!(
        member("matrix", "[[1,2],[],[3]]").matrix,
        Some(vec![vec![1, 2], Vec::new(), vec![3]])
    );
    error(r#"{"strings":"a"}"#);
    error(r#"{"strings":{}}"#);
}

#[test]
fn reads_maps() {
    assert_eq!(member("tags", "{}").tags, Some(HashMap::new()));
    assert_eq!(
        member("byColor", r#"{"RED":{"type":"RED"},"mauve":{}}"#).by_color,
        Some(HashMap::from([
            (Color::Red, Inner::new(Color::Red)),
            (Color::from("mauve"), Inner::default()),
        ]))
    );
    error(r#"{"tags":[]}"#);
    error(r#"{"tags":"a"}"#);
}

#[test]
fn nulls_are_kept_in_sparse_collections_only() {
    let b = || "b".to_owned();
    assert_eq!(
        member("strings", r#"[null,"b",null]"#).strings,
        Some(vec![b()])
    );
    assert_eq!(
        member("sparseStrings", r#"[null,"b",null]"#).sparse_strings,
        Some(vec![None, Some(b()), None])
    );
    assert_eq!(
        member("matrix", "[null,[null,1]]").matrix,
        Some(vec![vec![1]])
    );
    assert_eq!(
        member("tags", r#"{"a":null,"k":"b"}"#).tags,
        Some(HashMap::from([("k".to_owned(), b())]))
    );
    assert_eq!(
        member("sparseTags", r#"{"a":null,"k":1}"#).sparse_tags,
        Some(HashMap::from([
            ("a".to_owned(), None),
            ("k".to_owned(), Some(1))
        ]))
    );
    assert_eq!(
        member("byColor", r#"{"RED":null}"#).by_color,
        Some(HashMap::new())
    );
    assert_eq!(member("choices", "[null]").choices, Some(Vec::new()));
    // Null is a document.
    assert_eq!(
        member("documents", "[null,1]").documents,
        Some(vec![json!(null), json!(1)])
    );
}

#[test]
fn reads_any_json_as_document() {
    for value in [
        json!(false),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(-0.1),
        json!("text"),
        json!([]),
        json!({"__type": "t", "a": [null, {"b": [1.5]}]}),
    ] {
        let shape = member("document", &value.to_string());
        assert_eq!(shape.document, Some(value));
    }
    error(r#"{"document":[1,]}"#);
    error(r#"{"document":{"a":1e400}}"#);
}

#[test]
fn reads_unions() {
    for (text, value) in [
        (r#"{"text":"a"}"#, Choice::Text("a".to_owned())),
        (r#"{"wire-number":3.0}"#, Choice::Number(3)),
        (
            r#"{"__type":"aws#Choice","text":null,"numbers":[],"new":null}"#,
            Choice::Numbers(Vec::new()),
        ),
        (
            r#"{"again":{"again":{"text":""}}}"#,
            Choice::Again(Box::new(Choice::Again(Box::new(Choice::Text(
                String::new(),
            ))))),
        ),
        (
            r#"{"new":{"deep":[1]}}"#,
            Choice::UnknownValue("new".into()),
        ),
        // Names of the model are not names on the wire.
        (r#"{"number":1}"#, Choice::UnknownValue("number".into())),
        // A union without a member is the unknown variant, not an error.
        ("{}", Choice::default()),
        (r#"{"text":null,"__type":"t"}"#, Choice::default()),
    ] {
        assert_eq!(member("choice", text).choice, Some(value), "{text}");
    }
    for text in [
        r#"{"text":"a","wire-number":1}"#,
        r#"{"text":"a","new":1}"#,
        r#"{"text":"a","text":"b"}"#,
        r#"{"text":1}"#,
        r#""text""#,
        "[]",
    ] {
        assert!(
            error(format!(r#"{{"choice":{text}}}"#))
                .path()
                .starts_with("choice")
        );
    }
}

#[test]
fn errors_have_path_and_reason() {
    for (document, text) in [
        (
            r#"{"integer":"x"}"#,
            "integer: expected a 32-bit integer, found a string (line 1, column 14)",
        ),
        (
            r#"{"integer":3.5}"#,
            "integer: expected a 32-bit integer, found another number \
             (line 1, column 14)",
        ),
        (
            "{\"integer\":\n  2147483648}",
            "integer: the number does not fit 32 bits (line 2, column 12)",
        ),
        (
            r#"{"long":9223372036854775808}"#,
            "long: expected a 64-bit integer, found an integer \
             (line 1, column 27)",
        ),
        (
            r#"{"double":"x"}"#,
            "double: expected a number, NaN, Infinity or -Infinity, found a string \
             (line 1, column 13)",
        ),
        (
            r#"{"blob":"Y!=="}"#,
            "blob: the string is not base64 (line 1, column 14)",
        ),
        (
            r#"{"epochs":[0,"soon"]}"#,
            "epochs[1]: expected a timestamp, found another string (line 1, column 19)",
        ),
        (
            r#"{"epoch":1e300}"#,
            "epoch: the number is beyond what a timestamp can hold (line 1, column 14)",
        ),
        (
            r#"{"matrix":[[1],[2,true]]}"#,
            "matrix[1][1]: expected a 32-bit integer, found a boolean \
             (line 1, column 22)",
        ),
        (
            r#"{"inners":{"a \"b\"":[{},{"count":[]}]}}"#,
            "inners[\"a \\\"b\\\"\"][1].count: expected a 32-bit integer, found a list \
             (line 1, column 36)",
        ),
        (
            r#"{"inner":"text"}"#,
            "inner: expected Inner, found a string (line 1, column 15)",
        ),
        (
            r#"{"wire-name":1}"#,
            "renamed: expected a string, found an integer (line 1, column 14)",
        ),
        (
            r#"{"choice":{"text":"a","wire-number":1}}"#,
            "choice: the union Choice has 2 members set, expected one (line 1, column 38)",
        ),
        (
            r#"{"choices":[{"again":{"wire-number":"x"}}]}"#,
            "choices[0].again.number: expected a 64-bit integer, found a string \
             (line 1, column 39)",
        ),
        ("[]", "expected Everything, found a list (line 1, column 2)"),
        ("<html>", "expected value (line 1, column 1)"),
        ("{} x", "trailing characters (line 1, column 4)"),
        (
            r#"{"string":"a""#,
            "EOF while parsing an object (line 1, column 13)",
        ),
        (
            r#"{"strings":["a","b"#,
            "strings[1]: EOF while parsing a string (line 1, column 18)",
        ),
    ] {
        assert_eq!(error(document).to_string(), text, "{document}");
    }
}

#[test]
fn errors_give_path_and_reason_separately() {
    let document = r#"{"build": {"phases": [
        {"startTime": 1}, {}, {},
        {"startTime": "never"}
    ]}}"#;
    let error = read::<FetchOutput>(document).unwrap_err();
    assert_eq!(error.path(), "build.phases[3].startTime");
    assert_eq!((error.line(), error.column()), (3, 29));
    assert_eq!(error.reason(), "expected a timestamp, found another string");

    let fixed: FetchOutput = read(document.replace("\"never\"", "null")).unwrap();
    let phases = fixed.build.and_then(|build: Build| build.phases);
    assert_eq!(phases.map(|phases: Vec<Phase>| phases.len()), Some(4));
}

#[test]
fn truncated_document_is_an_error() {
    let document = write(&sample());
    for end in 1..document.len() {
        error(&document.as_bytes()[..end]);
    }
}

#[test]
fn trailing_characters_are_an_error() {
    for rest in ["{}", ",", "}", "\0", "null", "\u{feff}"] {
        assert_eq!(error(format!("{{}}{rest}")).path(), "");
    }
    assert!(read::<Everything>("{} \n").is_ok());
}

#[test]
fn nesting_depth_is_limited() {
    let nested = |count: usize, open: &str, close: &str| {
        let parts: Vec<_> = iter::repeat_n(open, count)
            .chain(iter::repeat_n(close, count))
            .collect();
        parts.concat()
    };

    let tree = nested(100, r#"{"next":"#, "}").replace(":}", ":{}}");
    let shape: Tree = read(tree).unwrap();
    let depth = iter::successors(Some(&shape), |tree| tree.next.as_deref()).count();
    assert_eq!(depth, 101);

    for (path, document) in [
        ("tree.next.next.", nested(200, r#"{"next":"#, "}")),
        ("tree.children[0].", nested(200, r#"{"children":["#, "]}")),
        ("choice.again.again.", nested(200, r#"{"again":"#, "}")),
        ("document", nested(100_000, "[", "]")),
        ("document", nested(100_000, r#"{"a":"#, "}")),
    ] {
        let name = path.split('.').next().unwrap();
        let error = error(format!(r#"{{"{name}":{document}}}"#));
        assert_eq!(error.reason(), "recursion limit exceeded");
        assert!(error.path().starts_with(path), "{error}");
    }

    // Skipped members use no stack.
    let skipped = format!(r#"{{"new":{},"string":"s"}}"#, nested(100_000, "[", "]"));
    let shape: Everything = read(skipped).unwrap();
    assert_eq!(shape.string.as_deref(), Some("s"));
}

/// Keys of a sensitive map are sensitive, like its values.
#[test]
fn paths_hide_sensitive_keys() {
    let error = error(r#"{"passwords":{"hunter2":["a",1]}}"#);
    assert_eq!(error.path(), r#"passwords["(redacted)"][1]"#);
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

/// `serde_json/arbitrary_precision` hands numbers over as maps with a private key: also where no
/// number is expected, and where no number is.
#[test]
fn numbers_are_numbers_whatever_features_serde_json_has() {
    for (text, value) in [("0.5", 0.5), ("1E2", 100.0), ("-0", -0.0), ("1.50", 1.5)] {
        let document = member("document", &format!("[{text}]")).document;
        assert_eq!(document, Some(json!([value])), "{text}");
        let number = member("double", text).double.map(f64::to_bits);
        assert_eq!(number, Some(f64::to_bits(value)), "{text}");
    }
    for (name, expected) in [
        ("inner", "Inner"),
        ("choice", "Choice"),
        ("tags", "a map"),
        ("strings", "a list"),
        ("boolean", "a boolean"),
        ("color", "a string"),
        ("blob", "a base64 string"),
    ] {
        let error = error(format!(r#"{{"{name}":1.5}}"#));
        assert_eq!(error.path(), name);
        let reason = format!("expected {expected}, found another number");
        assert_eq!(error.reason(), reason);
    }
    assert_eq!(
        error("1.5").to_string(),
        "expected Everything, found another number (line 1, column 3)"
    );
    for name in ["double", "document", "new"] {
        let result = read::<Everything>(format!(r#"{{"{name}":1e400}}"#));
        assert_eq!(result.is_ok(), name == "new", "{name}");
    }
    // An object with that key in front of others is none.
    let key = "$serde_json::private::RawValue";
    let document = member("document", &format!(r#"{{"{key}":"[1]"}}"#)).document;
    assert_eq!(document, Some(json!({ key: "[1]" })));
}
