//! XML documents: of rest-xml, and the responses of awsQuery and ec2Query (feature `xml`).
//!
//! | module | contents |
//! |---|---|
//! | `tokens` | tags and text, over `quick-xml` |
//! | `read` | documents into shapes |
//! | `find` | texts at paths, for what is not a member |
//! | `missing` | required members that a document lacks |
//! | `write` | shapes as documents |

mod find;
mod missing;
mod read;
mod tokens;
mod write;

use bytes::Bytes;

use self::read::Decoder;
use self::tokens::{Fault, decoded};
use super::Codec;
use crate::core::error::DecodeError;
use crate::core::schema::Member;
use crate::core::shape::Shape;

pub use self::find::{has, is_root, is_whole, text};
pub use self::write::{Invalid, Writer, write};

/// The content type of a document.
pub const CONTENT_TYPE: &str = "application/xml";

/// XML as a [`Codec`]: where in a document the members of a shape are that is read.
#[derive(Clone, Copy, Debug)]
pub enum Xml {
    /// In the element at a path of names below the root.
    Within(&'static [&'static str]),
    /// The root is a member, if it has the member's name. Otherwise, they are in the root.
    Unwrapped,
}

impl Xml {
    /// In the root.
    pub const ROOT: Self = Self::Within(&[]);
}

impl Codec for Xml {
    fn content_type(&self) -> &'static str {
        CONTENT_TYPE
    }

    fn write(&self, shape: &dyn Shape) -> Result<Bytes, String> {
        write(shape)
    }

    fn write_payload(&self, member: &'static Member, shape: &dyn Shape) -> Result<Bytes, String> {
        write::payload(member, shape)
    }

    fn unset(&self) -> &'static str {
        ""
    }

    fn read(&self, document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
        match self {
            Self::Within(path) => read_within(document, path, shape),
            Self::Unwrapped => read_unwrapped(document, shape),
        }
    }

    fn missing(&self, document: &[u8], shape: &dyn Shape) -> Vec<String> {
        missing::missing(document, shape)
    }
}

/// Decodes a document into a shape; the root may have any name. An empty or white-space document
/// leaves the shape unchanged.
///
/// # Errors
///
/// If the document is malformed, or a value has the wrong type. The error contains the member's path
/// and the position in the document.
pub fn read(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
    read_within(document, &[], shape)
}

/// Decodes the element at a path of names below the root, the first of each name; without one, the
/// shape is left unchanged.
///
/// # Errors
///
/// As [`read`].
pub fn read_within(
    document: &[u8],
    path: &[&str],
    shape: &mut dyn Shape,
) -> Result<(), DecodeError> {
    if document.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    if let [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, ..] | [_, 0, ..] = document {
        let reason = "it is encoded as UTF-16 or UTF-32; only UTF-8 is read";
        return Err(DecodeError::new("", reason).at(1, 1));
    }
    // If it is UTF-8 only in part, that part is decoded to find the path.
    let (text, is_whole) = match decoded(document) {
        Ok(text) => (text, true),
        Err(before) => (before, false),
    };
    let mut decoder = Decoder::new(text);
    let read = decoder.read(path, shape);
    let fault = match read {
        Ok(()) if is_whole => return Ok(()),
        Err(fault) if is_whole || !fault.is_end => fault,
        _ => Fault::new("it is not UTF-8".to_owned(), text.len()),
    };
    let (line, column) = position(text, fault.offset);
    Err(DecodeError::new(decoder.path.text(), fault.reason).at(line, column))
}

/// Decodes a document whose root may be a member.
fn read_unwrapped(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
    let members = shape.schema().members;
    let member = members.iter().position(|it| is_root(document, it.wire));
    match (member, text(document, &[])) {
        (Some(index), Some(text)) if !text.is_empty() => {
            let place = shape.member_mut(index);
            place
                .map_or(Ok(()), |place| super::text::read(&text, place))
                .map_err(|reason| DecodeError::new(members[index].name, reason))
        }
        (Some(_), Some(_)) => Ok(()),
        _ => read(document, shape),
    }
}

/// The line and the column of an offset, in bytes from 1.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let lines = memchr::memchr_iter(b'\n', before).count();
    (lines + 1, before.len() - line_start + 1)
}
