//! JSON documents, in the names and formats of the wire.

use bytes::Bytes;

use super::decode::Decoder;
use super::encode::{Encode, Form};
use crate::core::error::DecodeError;
use crate::core::shape::Shape;

/// Writes the members of a shape that belong into the document.
#[must_use]
pub fn write(shape: &dyn Shape) -> Bytes {
    // Room for the typical request, so that the buffer grows once or not at all.
    let mut document = Vec::with_capacity(1024);
    let form = Form::Wire;
    let encoded = serde_json::to_writer(&mut document, &Encode { shape, form });
    // Neither a vector nor the encoder has errors to report, and map keys are strings.
    debug_assert!(encoded.is_ok(), "{encoded:?}");
    document.into()
}

/// Reads a document into a shape. An empty document, or one of white space only, leaves the shape
/// as it is. Of a member that occurs twice, which no service sends, the last value counts; lists
/// get the items of both, maps and structures are merged.
///
/// # Errors
///
/// If the document is not JSON, or a value does not fit its member. The error names the member's
/// path and the position in the document.
pub fn read(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
    if document.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    let decoder = Decoder::new(Form::Wire);
    // UTF-8 is checked once and not string by string, which takes a fifth of the time of all. If it
    // is none, what comes before is read, which tells the path.
    let (text, is_whole) = match str::from_utf8(document) {
        Ok(text) => (text, true),
        Err(error) => {
            let before = str::from_utf8(&document[..error.valid_up_to()]);
            (before.unwrap_or_default(), false)
        }
    };
    let mut json = serde_json::Deserializer::from_str(text);
    match decoder.read(&mut json, shape).and_then(|()| json.end()) {
        Ok(()) if is_whole => Ok(()),
        Err(error) if is_whole || !error.is_eof() => Err(unreadable(decoder.path(), &error)),
        _ => Err(not_utf8(decoder.path(), text)),
    }
}

fn unreadable(path: String, error: &serde_json::Error) -> DecodeError {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    // serde_json has no other way to its message than the text with the position at its end.
    let position = format!(" at line {line} column {column}");
    let reason = text.strip_suffix(&position).unwrap_or(&text);
    DecodeError::new(path, reason).at(line, column)
}

/// For a document that is not UTF-8, and text only until there.
fn not_utf8(path: String, before: &str) -> DecodeError {
    let last = before.rsplit('\n').next().unwrap_or_default();
    let (line, column) = (before.split('\n').count(), last.len() + 1);
    DecodeError::new(path, "invalid unicode code point").at(line, column)
}
