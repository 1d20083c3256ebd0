//! The feature `serde`: model names, RFC 3339 timestamps.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Value as Document, from_str, from_value, json, to_string, to_value};

use super::shapes::{
    Choice, Color, Everything, FetchInput, FetchOutput, Inner, NotFoundException, PingInput, Tree,
    sample,
};
use super::time;

#[test]
fn reads_everything_that_was_written() {
    let sample = Everything {
        etag: Some("outside the body".to_owned()),
        ..sample()
    };
    let read: Everything = from_str(&to_string(&sample).unwrap()).unwrap();
    assert!(read == sample, "{read:?}");
    let read: Everything = from_value(to_value(&sample).unwrap()).unwrap();
    assert!(read == sample, "{read:?}");
}

#[test]
fn json_of_every_kind_of_value() {
    let time = time("2000-01-02T20:34:56.120Z");
    let shape = Everything {
        long: Some(i64::MAX),
        float: Some(0.1),
        double: Some(f64::NEG_INFINITY),
        color: Some(Color::DarkGreen),
        blob: Some(Bytes::from_static(b"a")),
        epoch: Some(time),
        http_date: Some(time),
        http_dates: Some(HashMap::from([("k".to_owned(), time)])),
        sparse_strings: Some(vec![None]),
        choice: Some(Choice::Number(1)),
        tree: Some(Tree::default()),
        renamed: Some("r".to_owned()),
        etag: Some("e".to_owned()),
        password: Some("hunter2".to_owned()),
        ..Everything::default()
    };
    assert_eq!(
        to_string(&shape).unwrap(),
        "{\"long\":9223372036854775807,\"float\":0.1,\"double\":\"-Infinity\",\
         \"color\":\"dark-green\",\"blob\":\"YQ==\",\"epoch\":\"2000-01-02T20:34:56.12Z\",\
         \"httpDate\":\"2000-01-02T20:34:56.12Z\",\"httpDates\":{\"k\":\"2000-01-02T20:34:56.12Z\"},\
         \"sparseStrings\":[null],\"choice\":{\"number\":1},\"tree\":{},\"renamed\":\"r\",\
         \"etag\":\"e\",\"password\":\"hunter2\"}"
    );
}

#[test]
fn timestamps_have_as_many_digits_as_needed() {
    for text in [
        "2000-01-02T20:34:56Z",
        "2000-01-02T20:34:56.1Z",
        "2000-01-02T20:34:56.123Z",
        "2000-01-02T20:34:56.123456Z",
        "2000-01-02T20:34:56.123456789Z",
        "2000-01-02T20:34:56.00000001Z",
        "1901-02-03T04:05:06.7Z",
    ] {
        let shape = Everything {
            epoch: Some(time(text)),
            ..Everything::default()
        };
        let written = to_value(&shape).unwrap();
        assert_eq!(written, json!({ "epoch": text }));
        assert!(from_value::<Everything>(written).unwrap() == shape);
    }
}

#[test]
fn special_floats_are_strings() {
    let shape = Everything {
        float: Some(f32::NAN),
        double: Some(f64::NAN),
        ..Everything::default()
    };
    let written = to_value(&shape).unwrap();
    assert_eq!(written, json!({"float": "NaN", "double": "NaN"}));
    let read: Everything = from_value(written).unwrap();
    assert!(read.float.is_some_and(f32::is_nan) && read.double.is_some_and(f64::is_nan));
}

#[test]
fn inputs_errors_enums_and_unions_implement_serde() {
    assert_eq!(
        to_value(FetchInput::default()).unwrap(),
        Document::Object(serde_json::Map::new())
    );
    assert_eq!(to_string(&PingInput {}).unwrap(), "{}");
    assert!(from_str::<FetchOutput>("{}").unwrap() == FetchOutput::default());

    let error: NotFoundException = from_value(json!({"message": "gone", "code": 7})).unwrap();
    assert_eq!(error.code, Some(7));

    for color in [Color::Red, Color::from("mauve")] {
        let written = to_value(&color).unwrap();
        assert_eq!(written, json!(color.as_str()));
        assert_eq!(from_value::<Color>(written).unwrap(), color);
    }
    assert_eq!(
        from_str::<Color>("1").unwrap_err().to_string(),
        "invalid type: integer `1`, expected a string at line 1 column 1"
    );

    for choice in [Choice::Text("t".to_owned()), Choice::default()] {
        let written = to_value(&choice).unwrap();
        assert_eq!(from_value::<Choice>(written).unwrap(), choice);
    }
    // An unknown variant is read without its value.
    let unknown = Choice::UnknownValue("new".into());
    let read: Choice = from_value(to_value(&unknown).unwrap()).unwrap();
    assert_eq!(read, Choice::default());
}

#[test]
fn required_members_are_always_written() {
    let inner = Inner::default();
    assert_eq!(to_value(&inner).unwrap(), json!({"type": ""}));
    assert_eq!(from_value::<Inner>(json!({})).unwrap(), inner);
}

#[test]
fn reading_is_as_lenient_as_on_the_wire() {
    let shape: Everything = from_value(json!({
        "new": {"deep": [1]},
        "wire-name": "not its name here",
        "integer": 3.0,
        "epoch": 1_474_123_456,
        "string": null,
        "choice": {"number": 1, "text": null},
    }))
    .unwrap();
    let expected = Everything {
        integer: Some(3),
        epoch: Some(time("2016-09-17T14:44:16Z")),
        choice: Some(Choice::Number(1)),
        ..Everything::default()
    };
    assert!(shape == expected, "{shape:?}");
}

#[test]
fn errors_have_the_path() {
    let bad = json!({"inners": {"k": [{}, {"count": "x"}]}});
    let text = "inners[\"k\"][1].count: expected a 32-bit integer, found a string";
    assert_eq!(
        from_value::<Everything>(bad.clone())
            .unwrap_err()
            .to_string(),
        text
    );
    let error = from_str::<Everything>(&bad.to_string()).unwrap_err();
    assert_eq!(error.to_string(), format!("{text} at line 1 column 31"));
    assert_eq!((error.line(), error.column()), (1, 31));

    assert_eq!(
        from_str::<Everything>("[]").unwrap_err().to_string(),
        "expected Everything, found a list at line 1 column 2"
    );
}

#[test]
fn shapes_nest_in_types_of_the_user() {
    let colors = HashMap::from([("a", vec![Color::Red])]);
    assert_eq!(to_value(colors).unwrap(), json!({"a": ["RED"]}));
    let trees: Vec<Tree> = from_value(json!([{"value": "v"}, {"children": [{}]}])).unwrap();
    assert_eq!(trees.len(), 2);
    assert_eq!(trees[1].children, Some(vec![Tree::default()]));
}

/// Formats that have maps, not the letters of JSON.
#[test]
fn binary_formats_round_trip() {
    let sample = Everything {
        document: Some(json!({
            "numbers": [1.5, -1, u64::MAX, i64::MIN, 1e300, -0.0],
            "deep": [[{"a": null, "b": [true, 0.1]}]],
        })),
        ..sample()
    };
    let mut cbor = Vec::new();
    ciborium::into_writer(&sample, &mut cbor).unwrap();
    let read: Everything = ciborium::from_reader(&cbor[..]).unwrap();
    assert!(read == sample, "{read:?}");
    let value: ciborium::Value = ciborium::from_reader(&cbor[..]).unwrap();
    assert!(value.deserialized::<Everything>().unwrap() == sample);

    let messagepack = rmp_serde::to_vec(&sample).unwrap();
    let read: Everything = rmp_serde::from_slice(&messagepack).unwrap();
    assert!(read == sample, "{read:?}");
    // Numbers are those of the format, whatever features `serde_json` has.
    let private: &[u8] = b"serde_json::private";
    for bytes in [cbor, messagepack] {
        let mut windows = bytes.windows(private.len());
        assert!(!windows.any(|window| window == private));
    }
}

#[test]
fn blobs_may_be_bytes() {
    let entries = vec![("blob".into(), ciborium::Value::Bytes(b"a\0\xFF".to_vec()))];
    let read: Everything = ciborium::Value::Map(entries).deserialized().unwrap();
    assert_eq!(read.blob.as_deref(), Some(&b"a\0\xFF"[..]));
    let entries = vec![("string".into(), ciborium::Value::Bytes(b"a".to_vec()))];
    let read = ciborium::Value::Map(entries).deserialized::<Everything>();
    assert!(read.is_err());
}

/// `serde` buffers flattened values, and numbers that arrive as maps with them.
#[test]
fn shapes_can_be_flattened() {
    #[derive(serde::Deserialize, serde::Serialize)]
    struct Flat {
        name: String,
        #[serde(flatten)]
        shape: Everything,
    }

    let text = r#"{"name":"n","double":1.5,"integer":60.0,"epoch":"2000-01-02T20:34:56.5Z"}"#;
    let flat: Flat = from_str(text).unwrap();
    assert_eq!(
        (flat.shape.double, flat.shape.integer),
        (Some(1.5), Some(60))
    );
    let written = r#"{"name":"n","integer":60,"double":1.5,"epoch":"2000-01-02T20:34:56.5Z"}"#;
    assert_eq!(to_string(&flat).unwrap(), written);
    assert_eq!(from_str::<Flat>(written).unwrap().name, "n");
}

#[test]
fn integers_beyond_64_bits_are_like_floats() {
    let large: Document = from_str("123456789012345678901234567890").unwrap();
    let document = from_value::<Everything>(json!({"double": large, "document": [large]}));
    let shape = document.unwrap();
    assert_eq!(shape.double, Some(1.234_567_890_123_456_8e29));
    assert_eq!(shape.document, Some(json!([1.234_567_890_123_456_8e29])));
    let error = from_value::<Everything>(json!({ "long": large })).unwrap_err();
    let text = "long: expected a 64-bit integer, found another number";
    assert_eq!(error.to_string(), text);
}
