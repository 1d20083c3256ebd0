//! XML that nobody means well with: cut, damaged, wrongly encoded, endless, repeated.

use std::time::Duration;

use cpu_time::ThreadTime;

use tinsmith_runtime::codec::{Codec, xml};
use tinsmith_runtime::error::DecodeError;

use crate::xml::{full, read, written};
use crate::xml_shapes::{Choice, Everything};

/// What is wrong with a document.
fn error(document: impl AsRef<[u8]>) -> String {
    match read(document) {
        Ok(shape) => panic!("{:?}", written(&shape)),
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_beginning_of_a_document_is_an_error_with_a_place() {
    let document = written(&full());
    for length in 1..document.len() {
        let found = read(&document.as_bytes()[..length]);
        let error = found.expect_err("it is not complete").to_string();
        assert!(error.contains("(line 1, column "), "{length}: {error}");
        let is_end = error.contains("ends too early");
        assert!(is_end || error.contains("not UTF-8"), "{length}: {error}");
    }
}

/// What is read can be written, and read again as the same.
#[test]
fn damaged_documents_are_errors_or_values() {
    let document = written(&full());
    let mut values = 0;
    for place in 0..document.len() {
        for byte in *b"<>&;'\"/!?[]=\0\t0A\x7F\xC3\xFF" {
            let mut damaged = document.clone().into_bytes();
            damaged[place] = byte;
            let found: Result<Everything, DecodeError> = read(&damaged);
            let Ok(shape) = found else { continue };
            // Some characters can be read, but not written.
            let Ok(again) = xml::write(&shape) else {
                continue;
            };
            let has_nan = written(&shape).contains("NaN");
            assert!(has_nan || read(&again).expect("it was written") == shape);
            values += 1;
        }
    }
    assert!(values > 1_000, "{values}");
}

/// Of a repeated element that is not flattened, the first counts, whatever comes after it.
#[test]
fn the_first_of_repeated_elements_counts() {
    for (members, expected) in [
        ("<Text>a</Text><Text>b</Text>", "<Text>a</Text>"),
        ("<Text/><Text>b</Text>", "<Text></Text>"),
        (
            "<integer>1</integer><integer>x</integer>",
            "<integer>1</integer>",
        ),
        (
            "<list><member>a</member></list><list><member>b</member></list>",
            "<list><member>a</member></list>",
        ),
        (
            "<inner><name>a</name></inner><Text>t</Text><inner><count>x</count></inner>",
            "<Text>t</Text><inner><name>a</name></inner>",
        ),
        (
            "<map><entry><key>k</key><key>l</key><value>a</value><value>b</value></entry></map>",
            "<map><entry><key>k</key><value>a</value></entry></map>",
        ),
        // Of entries with the same key, the last.
        (
            "<map><entry><key>k</key><value>a</value></entry><entry><key>k</key><value>b</value></entry></map>",
            "<map><entry><key>k</key><value>b</value></entry></map>",
        ),
        (
            "<flat>1</flat><flat>2</flat>",
            "<flat>1</flat><flat>2</flat>",
        ),
        (
            "<choice><text>a</text><text>b</text></choice>",
            "<choice><text>a</text></choice>",
        ),
    ] {
        let shape = read(format!("<Root>{members}</Root>")).expect(members);
        let found = written(&shape);
        let (_, found) = found.split_once('>').expect("a root");
        assert_eq!(found, format!("{expected}</Root>"), "{members}");
    }
    // A structure is none without its elements.
    let shape = read("<Root><choice/></Root>").expect("a document");
    assert!(shape.choice == Some(Choice::UnknownValue(String::new())));
}

#[test]
fn numbers_that_are_none_are_errors() {
    for (element, texts) in [
        (
            "integer",
            &[
                "",
                " ",
                "x",
                "0x10",
                "1_000",
                "1,000",
                "--1",
                "1 2",
                "NaN",
                "2147483648",
                "\u{663}",
                "1e99",
            ][..],
        ),
        ("long", &["9223372036854775808", "", "1L"]),
        ("double", &["", "1,5", "0x1p3", "1.2.3", "e5", "one"]),
        ("float", &["", "1f", "\u{221E}"]),
        ("boolean", &["", "yes", "2", "truee"]),
        ("epoch", &["", "soon", "1e400"]),
        (
            "dateTime",
            &["", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z"],
        ),
        ("httpDate", &["", "Mon, 99 Jan 2026 00:00:00 GMT"]),
    ] {
        for text in texts {
            let document = format!("<Root><{element}>{text}</{element}></Root>");
            let error = error(&document);
            assert!(
                error.starts_with(&format!("{element}: expected a")),
                "{error}"
            );
        }
    }
}

#[test]
fn document_types_are_refused_wherever_they_are() {
    let expected = "it has a document type, which is not read";
    for document in [
        r#"<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Root><Text>&b;</Text></Root>"#,
        r#"<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><Root/>"#,
        r#"<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY % b "<!ENTITY c 'd'>"> %b;]><Root/>"#,
        "<Root><!DOCTYPE a><Text>b</Text></Root>",
        "<Root/><!DOCTYPE a>",
        "<!doctype html><html></html>",
    ] {
        let error = error(document);
        assert!(error.contains(expected), "{document}: {error}");
    }
    let mut nested = "<!DOCTYPE lolz [<!ENTITY l0 'ha'>".to_owned();
    for level in 1..30 {
        let inner = format!("&l{};", level - 1).repeat(10);
        nested += &format!("<!ENTITY l{level} '{inner}'>");
    }
    let laughs = format!("{nested}]><Root><Text>&l29;</Text></Root>");
    assert!(error(laughs).contains(expected));
    // Nothing but the five entities of XML is known in attributes either.
    let attribute = "<Root><inner xsi:type='&l0;'/></Root>";
    assert_eq!(
        error(attribute),
        "inner.kind: the attribute is malformed (line 1, column 7)"
    );
}

#[test]
fn wrong_encodings_are_errors() {
    let text = "<Root><Text>ü</Text></Root>";
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let big: Vec<u8> = utf16.iter().flat_map(|it| it.to_be_bytes()).collect();
    let utf32: Vec<u8> = text
        .chars()
        .flat_map(|it| u32::from(it).to_le_bytes())
        .collect();
    for document in [&big, &[&[0xFE, 0xFF][..], &big].concat(), &utf32] {
        assert!(error(document).starts_with("it is encoded as UTF-16 or UTF-32"));
    }
    for bytes in [
        // Overlong, half of a surrogate pair, beyond Unicode, cut.
        &b"\xC0\xBC"[..],
        b"\xED\xA0\x80",
        b"\xF4\x90\x80\x80",
        b"\xC3",
    ] {
        let document = [b"<Root><Text>a", bytes, b"</Text></Root>"].concat();
        assert_eq!(
            error(&document),
            "string: it is not UTF-8 (line 1, column 14)"
        );
    }
    for name in ["UTF-16", "latin1", "utf-7", "UTF-8\u{663}", ""] {
        let document = format!("<?xml version='1.0' encoding='{name}'?><Root/>");
        let expected = format!("its encoding is {name:?}; only UTF-8 is read (line 1, column 1)");
        assert_eq!(error(document), expected);
    }
    let long = "x".repeat(100_000);
    let error = error(format!("<?xml version='1.0' encoding='{long}'?><Root/>"));
    assert!(error.len() < 200, "{}", error.len());
}

/// Reading takes well below a second of the processor's time. Quadratic time would be minutes.
fn is_linear(name: &str, document: impl Fn(usize) -> String) {
    let document = document(150_000);
    let start = ThreadTime::now();
    let mut shape = Everything::default();
    let codec = xml::Xml::ROOT;
    if codec.read(document.as_bytes(), &mut shape).is_ok() {
        codec.missing(document.as_bytes(), &shape);
    }
    let time = start.elapsed();
    assert!(time < Duration::from_secs(30), "{name}: {time:?}");
}

#[test]
fn time_is_linear() {
    let root = |members: String| format!("<Root>{members}</Root>");
    let times = |count: usize, part: &str| part.repeat(count);
    let numbered =
        |count: usize, part: fn(usize) -> String| (0..count).map(part).collect::<String>();
    is_linear("attributes", |n| {
        root(format!(
            "<inner{}/>",
            numbered(n, |it| format!(" a{it}='&#120;'"))
        ))
    });
    is_linear("one attribute again and again", |n| {
        root(format!("<inner{}/>", times(n, " xsi:type='a'")))
    });
    is_linear("namespaces", |n| {
        root(format!(
            "<inner{}/>",
            numbered(n, |it| format!(" xmlns:a{it}='u'"))
        ))
    });
    is_linear("declaration", |n| {
        format!(
            "<?xml version='1.0'{}?><Root/>",
            numbered(n, |it| format!(" a{it}='x'"))
        )
    });
    is_linear("references", |n| {
        root(format!("<Text>{}</Text>", times(n, "a&#x62;&amp;")))
    });
    is_linear("sections", |n| {
        root(format!("<Text>{}</Text>", times(n, "<![CDATA[a]]>")))
    });
    is_linear("comments", |n| {
        root(format!("<Text>{}</Text>", times(n, "a<!-- -- --><?p?>")))
    });
    is_linear("line breaks", |n| {
        root(format!("<Text>{}</Text>", times(n, "\r\n\r")))
    });
    is_linear("items", |n| root(times(n, "<flat>1</flat>")));
    is_linear("items between others", |n| {
        root(times(n, "<flat>1</flat><x/><Text/>"))
    });
    is_linear("lists of lists", |n| {
        root(format!("<matrix>{}</matrix>", times(n, "<r/>")))
    });
    is_linear("unknown elements", |n| {
        root(numbered(n, |it| format!("<x{it}/>")))
    });
    is_linear("depth that is not read", |n| {
        root(format!("{}{}", times(n, "<x>"), times(n, "</x>")))
    });
    is_linear("entries", |n| {
        let entry = |it| format!("<entry><key>{it}</key><value/></entry>");
        root(format!("<map>{}</map>", numbered(n, entry)))
    });
    is_linear("entries of one key", |n| {
        root(format!(
            "<map>{}</map>",
            times(n, "<entry><key>k</key><value/></entry>")
        ))
    });
    // The values are before the keys, and the names around them are long.
    is_linear("late keys", |n| {
        let name = format!("R{}", times(n, &"name".repeat(20)));
        let entry = |it| format!("<flatMap><Setting><name/></Setting><Name>{it}</Name></flatMap>");
        format!("<{name}>{}</{name}>", numbered(n, entry))
    });
    is_linear("keys between values", |n| {
        let values = times(n, "<value>v</value>");
        root(format!(
            "<map><entry>{values}<key>k</key>{values}</entry></map>"
        ))
    });
    is_linear("variants", |n| {
        root(format!(
            "<choice>{}</choice>",
            numbered(n, |it| format!("<x{it}/>"))
        ))
    });
    is_linear("an error at the end", |n| {
        root(format!("{}<integer>x</integer>", times(n, "<x/>\n")))
    });
    is_linear("open elements", |n| format!("<Root>{}", times(n, "<x>")));
    is_linear("roots", |n| times(n, "<Root/>"));
}
