//! JSON documents in wire form.

use std::borrow::Cow;
use std::io;
use std::mem::MaybeUninit;

use base64_simd::{AsOut as _, STANDARD};
use bytes::Bytes;
use serde_core::Serialize as _;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::decode::Decoder;
use super::encode::{Encode, Form};
use super::{Codec, required, surrogates};
use crate::core::error::DecodeError;
use crate::core::shape::Shape;

/// The content type of a JSON document.
pub const CONTENT_TYPE: &str = "application/json";

/// JSON as a [`Codec`].
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl Codec for Json {
    fn content_type(&self) -> &'static str {
        CONTENT_TYPE
    }

    fn write(&self, shape: &dyn Shape) -> Result<Bytes, String> {
        Ok(write(shape))
    }

    fn unset(&self) -> &'static str {
        "{}"
    }

    fn read(&self, document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
        read(document, shape)
    }

    fn missing(&self, document: &[u8], shape: &dyn Shape) -> Vec<String> {
        required::missing(document, shape)
    }
}

/// Encodes the members of a document.
#[must_use]
pub fn write(shape: &dyn Shape) -> Bytes {
    // Enough for a typical request.
    let mut document = Vec::with_capacity(1024);
    let form = Form::Wire;
    let mut serializer = Serializer::with_formatter(&mut document, Compact);
    let encoded = Encode { shape, form }.serialize(&mut serializer);
    // Writing to a vector cannot fail, and map keys are strings.
    debug_assert!(encoded.is_ok(), "{encoded:?}");
    document.into()
}

/// The bytes that are encoded at once, without an allocation. Of whole groups of three, only the last
/// piece has padding.
const PIECE: usize = 3 << 8;

/// JSON without white space, with bytes in base64, which needs no escapes.
struct Compact;

impl Formatter for Compact {
    fn write_byte_array<W>(&mut self, writer: &mut W, value: &[u8]) -> io::Result<()>
    where
        W: io::Write + ?Sized,
    {
        self.begin_string(writer)?;
        let mut encoded = [MaybeUninit::uninit(); PIECE / 3 * 4];
        for piece in value.chunks(PIECE) {
            writer.write_all(STANDARD.encode(piece, encoded.as_mut_slice().as_out()))?;
        }
        self.end_string(writer)
    }
}

/// Decodes a document into a shape. An empty or white-space document leaves the shape unchanged. If
/// a member occurs twice, which no service does, the last value wins; list items are concatenated,
/// maps and structures merged.
///
/// # Errors
///
/// If the document is not JSON, or a value has the wrong type. The error contains the member's path
/// and the position in the document.
pub fn read(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
    if document.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    let document = &*tidy(document);
    let decoder = Decoder::new(Form::Wire);
    // UTF-8 is checked once for the whole document, which is a fifth faster than for each string.
    // If the check fails, the valid prefix is decoded to find the path.
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

/// The document without a byte order mark and with U+FFFD for each half of a surrogate pair, which
/// `serde_json` refuses.
pub(crate) fn tidy(document: &[u8]) -> Cow<'_, [u8]> {
    surrogates::replace_halves(document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(document))
}

fn unreadable(path: String, error: &serde_json::Error) -> DecodeError {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    // serde_json has no accessor for the message without the position.
    let position = format!(" at line {line} column {column}");
    let reason = text.strip_suffix(&position).unwrap_or(&text);
    DecodeError::new(path, reason).at(line, column)
}

/// The error for a document that is UTF-8 only up to `before`.
fn not_utf8(path: String, before: &str) -> DecodeError {
    let last = before.rsplit('\n').next().unwrap_or_default();
    let (line, column) = (before.split('\n').count(), last.len() + 1);
    DecodeError::new(path, "invalid unicode code point").at(line, column)
}
