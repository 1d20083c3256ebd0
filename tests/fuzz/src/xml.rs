//! XML documents, read as the shape of the runtime's own tests that has all that they can have.

use tinsmith_runtime::codec::{Codec, xml};

use crate::Target;
use crate::xml_shapes::Everything;

pub(crate) const TARGET: Target = Target {
    name: "xml",
    run,
    tokens: &[
        "<Root>",
        "</Root>",
        "<Root xmlns='https://example.com'>",
        "<Root/>",
        "<Text>",
        "</Text>",
        "<Text/>",
        "<integer>1</integer>",
        "<integer>",
        "</integer>",
        "<double>NaN</double>",
        "<boolean>true</boolean>",
        "<dateTime>2026-01-02T03:04:05Z</dateTime>",
        "<blob>YQ==</blob>",
        "<list>",
        "</list>",
        "<member>",
        "</member>",
        "<flat>1</flat>",
        "<flat>",
        "<Inner i:type='x'>",
        "</Inner>",
        "<inner xsi:type=\"&lt;\">",
        "</inner>",
        "<name>n</name>",
        "<map>",
        "</map>",
        "<entry>",
        "</entry>",
        "<key>k</key>",
        "<value>v</value>",
        "<flatMap><Name>k</Name><Setting><name/></Setting></flatMap>",
        "<matrix><row><cell>1</cell></row></matrix>",
        "<choice><text>a</text></choice>",
        "<choice><items>1</items><items>2</items></choice>",
        "<tree><child><children/><children/></child></tree>",
        "<!-- -->",
        "<![CDATA[",
        "]]>",
        "<?pi ?>",
        "<?xml version='1.0' encoding='UTF-8'?>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "&amp;",
        "&#x41;",
        "&#0;",
        "&b;",
        "&",
        "<",
        ">",
        "/>",
        "text",
        "\r\n",
        "\u{FEFF}",
        "\0",
    ],
};

/// What is read is written, and read again as the same. The first byte says how the document begins.
fn run(bytes: &[u8]) -> bool {
    let Some((&which, rest)) = bytes.split_first() else {
        return false;
    };
    let whole = [b"<Root>", rest, b"</Root>"].concat();
    let document = if which < 0xC0 { &whole } else { rest };
    let mut shape = Everything::default();
    let read = xml::read(document, &mut shape);
    let _ = (
        xml::text(document, &["inner", "name"]),
        xml::has(document, &["list", "member"]),
        xml::Xml::ROOT.missing(document, &shape),
    );
    if let Err(error) = read {
        let _ = (format!("{error}"), format!("{error:?}"));
        return false;
    }
    let _ = format!("{shape:?}");
    // Texts may have what the writer refuses: readers take more than the standard has.
    let Ok(written) = xml::write(&shape) else {
        return true;
    };
    let mut again = Everything::default();
    xml::read(&written, &mut again).expect("it is what we write");
    let (one, two) = (xml::write(&shape), xml::write(&again));
    let length = |document: Result<bytes::Bytes, String>| document.map(|it| it.len());
    // Maps have no order.
    assert_eq!(length(one), length(two));
    true
}
