//! XML documents: reading, writing, and what is wrong with them.

use std::collections::HashMap;

use bytes::Bytes;
use tinsmith_runtime::codec::{Codec, xml};
use tinsmith_runtime::error::DecodeError;
use tinsmith_runtime::shape::Shape;

use crate::time;
use crate::xml_shapes::{Choice, Everything, Inner, Tree};

pub(crate) fn read(document: impl AsRef<[u8]>) -> Result<Everything, DecodeError> {
    let mut shape = Everything::default();
    xml::read(document.as_ref(), &mut shape)?;
    Ok(shape)
}

/// The members of a document.
fn of(members: &str) -> Everything {
    read(format!("<Root>{members}</Root>")).unwrap_or_else(|error| panic!("{members}: {error}"))
}

/// What is wrong with a document.
fn error(document: impl AsRef<[u8]>) -> String {
    match read(document) {
        Ok(shape) => panic!("{shape:?}"),
        Err(error) => error.to_string(),
    }
}

pub(crate) fn written(shape: &dyn Shape) -> String {
    let document = xml::write(shape).unwrap();
    String::from_utf8(document.to_vec()).unwrap()
}

pub(crate) fn full() -> Everything {
    let inner = Inner {
        kind: Some("a\"b".to_owned()),
        name: "n".to_owned(),
        count: Some(-3),
    };
    let strings = |items: &[&str]| Some(items.iter().map(|it| (*it).to_owned()).collect());
    Everything {
        boolean: Some(true),
        integer: Some(i32::MIN),
        long: Some(i64::MAX),
        float: Some(f32::INFINITY),
        double: Some(1.5e300),
        string: Some(" a<b>&\"c'\r\n\t\u{85}\u{2028}]]> ".to_owned()),
        blob: Some(Bytes::from_static(b"\x00\xFFabc")),
        date_time: Some(time("2026-01-02T03:04:05.006Z")),
        epoch: Some(time("2026-01-02T03:04:05Z")),
        http_date: Some(time("2026-01-02T03:04:05Z")),
        list: strings(&["a", "", "b"]),
        named: strings(&["a"]),
        flat: Some(vec![1, 2, 3]),
        flat_named: Some(vec![inner.clone(), Inner::default()]),
        matrix: Some(vec![vec![1, 2], vec![], vec![3]]),
        map: Some(HashMap::from([("k<".to_owned(), "v&".to_owned())])),
        named_map: Some(HashMap::from([("k".to_owned(), vec!["v".to_owned()])])),
        flat_map: Some(HashMap::from([("k".to_owned(), inner.clone())])),
        inner: Some(inner),
        choice: Some(Choice::Items(vec![4, 5])),
        tree: Some(Box::new(Tree {
            child: Some(Box::default()),
            children: Some(vec![Tree::default(), Tree::default()]),
        })),
        bound: None,
        sparse: None,
    }
}

#[test]
fn writes_every_kind_of_member() {
    assert_eq!(
        written(&full()),
        concat!(
            r#"<Root xmlns="https://example.com/&amp;"><boolean>true</boolean>"#,
            "<integer>-2147483648</integer><long>9223372036854775807</long>",
            "<float>Infinity</float><double>1.5e300</double>",
            "<Text> a&lt;b&gt;&amp;&quot;c'&#xD;&#xA;&#x9;&#x85;&#x2028;]]&gt; </Text>",
            "<blob>AP9hYmM=</blob><dateTime>2026-01-02T03:04:05.006Z</dateTime>",
            "<epoch>1767323045</epoch><httpDate>Fri, 02 Jan 2026 03:04:05 GMT</httpDate>",
            "<list><member>a</member><member></member><member>b</member></list>",
            r#"<named><item xmlns:p="urn:p">a</item></named>"#,
            "<flat>1</flat><flat>2</flat><flat>3</flat>",
            r#"<Inner xmlns="urn:f" xsi:type="a&quot;b"><name>n</name><count>-3</count></Inner>"#,
            r#"<Inner xmlns="urn:f"><name></name></Inner>"#,
            "<matrix><row><cell>1</cell><cell>2</cell></row><row></row><row><cell>3</cell></row></matrix>",
            "<map><entry><key>k&lt;</key><value>v&amp;</value></entry></map>",
            "<namedMap><entry><K>k</K><V><I>v</I></V></entry></namedMap>",
            r#"<flatMap><Name>k</Name><Setting xsi:type="a&quot;b"><name>n</name><count>-3</count></Setting></flatMap>"#,
            r#"<inner xsi:type="a&quot;b"><name>n</name><count>-3</count></inner>"#,
            "<choice><items>4</items><items>5</items></choice>",
            "<tree><child></child><children></children><children></children></tree></Root>",
        )
    );
}

#[test]
fn reads_what_it_writes() {
    let shape = full();
    assert_eq!(read(written(&shape)).unwrap(), shape);
}

#[test]
fn empty_collections_and_texts() {
    let shape = of("<list/><flat>7</flat><map></map><Text/>");
    assert_eq!(shape.list, Some(Vec::new()));
    assert_eq!(shape.map, Some(HashMap::new()));
    assert_eq!(shape.string.as_deref(), Some(""));
    let empty = Everything {
        list: Some(Vec::new()),
        flat: Some(Vec::new()),
        ..Everything::default()
    };
    let document = written(&empty);
    assert!(document.ends_with("<list></list></Root>"), "{document}");
}

#[test]
fn documents_without_members_are_empty() {
    let bound = Everything {
        bound: Some("in a header".to_owned()),
        ..Everything::default()
    };
    assert_eq!(written(&bound), "");
    assert_eq!(read(" \n").unwrap(), Everything::default());
}

#[test]
fn text_is_put_together_from_its_parts() {
    for (text, expected) in [
        ("a&#x62;&#99;&amp;&lt;&gt;&apos;&quot;", "abc&<>'\""),
        ("a<!-- - -->b<![CDATA[<&amp;>]]>c<?pi x?>d", "ab<&amp;>cd"),
        ("a\r\nb\rc", "a\nb\nc"),
        (" keep \t", " keep \t"),
    ] {
        let shape = of(&format!("<Text>{text}</Text>"));
        assert_eq!(shape.string.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn white_space_around_numbers_booleans_timestamps_and_base64() {
    let shape = of(
        "<boolean> true </boolean><integer>\n5\n</integer><double> NaN</double>\
         <dateTime> 2026-01-02T03:04:05Z </dateTime><blob> YW\nI= </blob>",
    );
    assert_eq!(shape.boolean, Some(true));
    assert_eq!(shape.integer, Some(5));
    assert!(shape.double.unwrap().is_nan());
    assert_eq!(shape.date_time, Some(time("2026-01-02T03:04:05Z")));
    assert_eq!(shape.blob.as_deref(), Some(&b"ab"[..]));
}

#[test]
fn names_are_local_and_unknown_elements_are_left_out() {
    let document = r#"<?xml version="1.0" encoding="UTF-8"?><!-- x --><p:Any xmlns:p="urn:p">
        <p:Text xmlns="urn:q">a</p:Text><other><Text>no</Text></other>stray<Text>second</Text>
        </p:Any><!-- after -->"#;
    assert_eq!(read(document).unwrap().string.as_deref(), Some("a"));
    let with_mark = format!("\u{FEFF}{document}");
    assert_eq!(read(with_mark).unwrap().string.as_deref(), Some("a"));
}

#[test]
fn items_of_lists_may_have_any_name() {
    assert_eq!(
        of("<list><x>a</x><member>b</member></list>").list.unwrap(),
        ["a", "b"]
    );
    let between = of("<flat>1</flat><Text>a</Text><flat>2</flat>");
    assert_eq!(between.flat.unwrap(), [1, 2]);
}

#[test]
fn entries_of_maps_in_any_order() {
    let shape = of(
        "<namedMap><entry><V><I>v</I></V><x/><K>k</K></entry></namedMap>\
         <flatMap><Setting><name>n</name></Setting><Name>a</Name></flatMap>\
         <flatMap><Name>b</Name></flatMap>",
    );
    assert_eq!(shape.named_map.unwrap()["k"], ["v"]);
    let flat = shape.flat_map.unwrap();
    assert_eq!((flat["a"].name.as_str(), flat.len()), ("n", 1));
}

#[test]
fn attributes_by_their_local_names() {
    let document = r#"<Root xmlns:i="urn:i"><inner i:type="A&amp;B" xsi:other="x"><name>n</name></inner></Root>"#;
    assert_eq!(
        read(document).unwrap().inner.unwrap().kind.as_deref(),
        Some("A&B")
    );
}

#[test]
fn unions_have_one_member() {
    assert!(of("<choice><text>a</text></choice>").choice == Some(Choice::Text("a".to_owned())));
    let unknown = of("<choice><new><x/></new></choice>").choice;
    assert!(unknown == Some(Choice::UnknownValue("new".to_owned())));
    assert_eq!(
        error("<Root><choice><text>a</text><items>1</items></choice></Root>"),
        "choice: the union Choice has 2 members set, expected one (line 1, column 45)"
    );
}

#[test]
fn errors_have_a_path_and_a_position() {
    for (document, expected) in [
        (
            "<Root>\n<integer>x</integer></Root>",
            "integer: expected a 32-bit integer (line 2, column 1)",
        ),
        (
            "<Root><boolean>yes</boolean></Root>",
            "boolean: expected a boolean (line 1, column 7)",
        ),
        (
            "<Root><integer>3000000000</integer></Root>",
            "integer: expected a 32-bit integer (line 1, column 7)",
        ),
        (
            "<Root><blob>?</blob></Root>",
            "blob: expected base64 (line 1, column 7)",
        ),
        (
            "<Root><dateTime>soon</dateTime></Root>",
            "dateTime: expected a timestamp (line 1, column 7)",
        ),
        (
            "<Root><Text><b/></Text></Root>",
            "string: expected text, found the element \"b\" (line 1, column 13)",
        ),
        (
            "<Root><matrix><row/><row><cell>1</cell><cell/></row></matrix></Root>",
            "matrix[1][1]: expected a 32-bit integer (line 1, column 40)",
        ),
        (
            "<Root><flatMap><Name>k</Name><Setting><count>x</count></Setting></flatMap></Root>",
            "flatMap[\"k\"].count: expected a 32-bit integer (line 1, column 39)",
        ),
        (
            "<Root><map><entry><value>v</value></entry></map></Root>",
            "map: an entry has no \"key\" (line 1, column 12)",
        ),
        (
            "<Root><inner><name>n</inner></Root>",
            "inner.name: expected `</name>`, but `</inner>` was found (line 1, column 21)",
        ),
        (
            "<Root><inner><name>n",
            "inner.name: the document ends too early (line 1, column 21)",
        ),
        (
            "<Root><inner",
            "the document ends too early (line 1, column 7)",
        ),
        ("<Root>", "the document ends too early (line 1, column 7)"),
        (
            "<Root><Text>&nope;</Text></Root>",
            "string: an entity is unknown (line 1, column 13)",
        ),
        (
            "<Root><Text>&#0;</Text></Root>",
            "string: a reference names no character (line 1, column 13)",
        ),
        (
            "<Root/><Root/>",
            "there is more than one root (line 1, column 8)",
        ),
        (
            "<Root/>x",
            "there is text outside of the root (line 1, column 8)",
        ),
        (
            "x<Root/>",
            "there is text outside of the root (line 1, column 1)",
        ),
        (
            "{\"a\": 1}",
            "there is text outside of the root (line 1, column 1)",
        ),
        ("<!-- -->", "the document ends too early (line 1, column 9)"),
        (
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Root/>",
            "its encoding is \"ISO-8859-1\"; only UTF-8 is read (line 1, column 1)",
        ),
    ] {
        assert_eq!(error(document), expected, "{document}");
    }
}

#[test]
fn other_encodings_are_refused() {
    let utf16: Vec<u8> = "<Root/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let expected = "it is encoded as UTF-16 or UTF-32; only UTF-8 is read (line 1, column 1)";
    assert_eq!(error(&utf16), expected);
    assert_eq!(error([&[0xFF, 0xFE][..], &utf16].concat()), expected);
    let latin = b"<Root><inner>\n<name>caf\xE9</name></inner></Root>";
    assert_eq!(
        error(latin),
        "inner.name: it is not UTF-8 (line 2, column 10)"
    );
}

#[test]
fn document_types_and_their_entities_are_refused() {
    let laughs = r#"<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Root><Text>&b;</Text></Root>"#;
    let expected = "it has a document type, which is not read (line 1, column 1)";
    assert_eq!(error(laughs), expected);
    assert_eq!(error("<!DOCTYPE html><html/>"), expected);
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize, name: &str| {
        let (start, end) = (format!("<{name}>"), format!("</{name}>"));
        format!(
            "<Root><tree>{}{}</tree></Root>",
            start.repeat(depth),
            end.repeat(depth)
        )
    };
    assert!(read(nested(126, "child")).is_ok());
    for name in ["child", "children"] {
        let text = error(nested(100_000, name));
        assert!(
            text.contains(": it is nested too deeply (line 1, column "),
            "{text}"
        );
    }
    // What is not read takes no stack.
    assert!(read(nested(100_000, "unknown")).is_ok());
}

/// An algorithm with quadratic time would not end.
#[test]
fn large_documents_take_linear_time() {
    let attributes: String = (0..300_000).map(|n| format!(" a{n}='x'")).collect();
    let document = format!("<Root><inner{attributes}><name>n</name></inner></Root>");
    assert_eq!(read(document).unwrap().inner.unwrap().name, "n");
    let text = "a&amp;".repeat(300_000);
    let read_text = of(&format!("<Text>{text}</Text>")).string.unwrap();
    assert_eq!(read_text.len(), 600_000);
    let items = "<flat>1</flat>".repeat(200_000);
    assert_eq!(of(&items).flat.unwrap().len(), 200_000);
    let unknown = "<x/>".repeat(300_000);
    assert_eq!(of(&unknown), Everything::default());
    let open = "<x>".repeat(300_000);
    assert!(error(format!("<Root>{open}")).contains("ends too early"));
}

#[test]
fn characters_that_xml_cannot_hold_are_errors() {
    for character in ['\0', '\u{1}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
        let shape = Everything {
            matrix: None,
            map: Some(HashMap::from([("k".to_owned(), format!("a{character}"))])),
            ..Everything::default()
        };
        assert_eq!(
            xml::write(&shape).unwrap_err(),
            "map[\"k\"]: the text has a character that XML cannot hold"
        );
    }
}

#[test]
fn missing_members_of_nested_structures() {
    let missing = |members: &str| {
        let document = format!("<Root>{members}</Root>");
        let shape = of(members);
        xml::Xml::ROOT.missing(document.as_bytes(), &shape)
    };
    let none: [&str; 0] = [];
    assert_eq!(missing("<inner><name/></inner>"), none);
    assert_eq!(missing("<inner/>"), ["inner.name"]);
    assert_eq!(
        missing("<Inner><name/></Inner><Inner/>"),
        ["flatNamed[1].name"]
    );
    assert_eq!(
        missing("<flatMap><Name>k</Name><Setting/></flatMap>"),
        ["flatMap[\"k\"].name"]
    );
}

#[test]
fn elements_at_paths() {
    let document = "<R><Meta><Id> 7 </Id></Meta><Result><Text>a</Text></Result><Result><Text>b</Text></Result></R>";
    let mut shape = Everything::default();
    xml::read_within(document.as_bytes(), &["Result"], &mut shape).unwrap();
    assert_eq!(shape.string.as_deref(), Some("a"));
    let mut none = Everything::default();
    xml::read_within(document.as_bytes(), &["Other", "Result"], &mut none).unwrap();
    assert_eq!(none, Everything::default());
    let text = |path: &[&str]| xml::text(document.as_bytes(), path);
    assert_eq!(text(&["Meta", "Id"]).as_deref(), Some(" 7 "));
    assert_eq!(text(&["Meta", "Other"]), None);
    assert!(xml::has(document.as_bytes(), &["Result", "Text"]));
    let cut = &document.as_bytes()[..document.len() - 5];
    let error = xml::read_within(cut, &["Result"], &mut Everything::default());
    assert!(error.unwrap_err().reason().contains("ends too early"));
}
