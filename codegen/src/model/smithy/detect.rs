//! Which format a file has.

use std::cell::Cell;
use std::fmt;

use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::model::files;

/// Whether a file is a Smithy model: an object with a member `smithy` at its top.
///
/// Only the start of the file is read: Smithy's own tools write the member first, and botocore's models
/// begin with members that no Smithy model has.
pub(crate) fn is_smithy(bytes: &[u8]) -> bool {
    let found = Cell::new(false);
    let mut json = serde_json::Deserializer::from_reader(files::reader(bytes));
    // The visitor fails as soon as the answer is known; other errors are reported when the file is read.
    let _ = json.deserialize_map(Keys(&found));
    found.get()
}

struct Keys<'a>(&'a Cell<bool>);

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a model")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "smithy" => {
                    self.0.set(true);
                    return Err(A::Error::custom("it is one"));
                }
                "version" | "operations" | "documentation" => {
                    return Err(A::Error::custom("it is none"));
                }
                _ => map.next_value::<IgnoredAny>()?,
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::is_smithy;

    #[test]
    fn the_member_tells() {
        for text in [
            r#"{"smithy": "2.0"}"#,
            r#"{"metadata": {"a": [1]}, "shapes": {}, "smithy": 1}"#,
            // The rest is not read.
            r#"{"smithy": "2.0", "shapes": {"#,
        ] {
            assert!(is_smithy(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "[]",
            r#"["smithy"]"#,
            r#"{"metadata": {"smithy": "2.0"}}"#,
            r#"{"version": "2.0", "smithy": "2.0"}"#,
            r#"{"metadata": {}, "operations": {"smithy": {}}, "shapes": {}}"#,
            r#"{"metadata": "#,
        ] {
            assert!(!is_smithy(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn gzip_is_looked_into() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(br#"{"smithy": "2.0"}"#).unwrap();
        assert!(is_smithy(&gzip.finish().unwrap()));
    }
}
