//! Deserialization of JSON files, with the path of the value in errors.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::value::RawValue;

use crate::error::{Error, Problem, ProblemKind};

/// A text without the byte order mark that some editors write at its start.
pub(crate) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)
}

/// Deserializes a file. `place` converts a path in the file into that of a problem; for the whole
/// file, it is the file's name.
pub(crate) fn typed<T: DeserializeOwned>(
    file: &str,
    text: &[u8],
    place: impl Fn(&str) -> String,
) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_slice(without_mark(text));
    let value = read(file, &mut json, place)?;
    json.end().map_err(|error| not_json(file, &error))?;
    Ok(value)
}

/// Like [`typed`], from any JSON deserializer.
pub(crate) fn read<'de, T: DeserializeOwned>(
    file: &str,
    json: impl Deserializer<'de, Error = serde_json::Error>,
    place: impl Fn(&str) -> String,
) -> Result<T, Error> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        let path = error.path().to_string();
        let error = error.inner();
        if error.is_syntax() || error.is_eof() {
            return not_json(file, error);
        }
        // serde_path_to_error's name for the document.
        let path = if path == "." {
            file.to_owned()
        } else {
            place(&path)
        };
        Problem::new(ProblemKind::Malformed, path, error.to_string()).into()
    })
}

/// An entry of a table in a file: what is wrong with one is no error of the others.
#[derive(Clone, Debug)]
pub(crate) struct Entry<T>(Result<T, Invalid>);

/// Why an entry does not have its type.
#[derive(Clone, Debug)]
struct Invalid {
    /// The path in the entry; `None` for the entry itself.
    path: Option<String>,
    message: String,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self::parse(text.get()))
    }
}

impl<T: DeserializeOwned> Entry<T> {
    /// The entry with this JSON.
    pub(crate) fn parse(text: &str) -> Self {
        let mut json = serde_json::Deserializer::from_str(text);
        Self(
            serde_path_to_error::deserialize(&mut json).map_err(|error| {
                let path = error.path().to_string();
                let error = error.into_inner();
                // The place in the entry is not that in the file.
                let place = format!(" at line {} column {}", error.line(), error.column());
                let message = error.to_string();
                Invalid {
                    path: (path != ".").then_some(path),
                    message: message.strip_suffix(&place).unwrap_or(&message).to_owned(),
                }
            }),
        )
    }
}

impl<T> Entry<T> {
    /// The value, or the problem with it; `path` is that of the entry.
    pub(crate) fn at(self, path: &str) -> Result<T, Problem> {
        self.0.map_err(|invalid| {
            let path = match invalid.path {
                None => path.to_owned(),
                Some(inner) if inner.starts_with('[') => format!("{path}{inner}"),
                Some(inner) => format!("{path}.{inner}"),
            };
            Problem::new(ProblemKind::Malformed, path, invalid.message)
        })
    }

    /// The value, if it is valid.
    pub(crate) fn valid(&self) -> Option<&T> {
        self.0.as_ref().ok()
    }
}

/// The error for a file that is not JSON.
pub(crate) fn not_json(file: &str, error: &serde_json::Error) -> Error {
    Problem::new(ProblemKind::Unreadable, file, format!("not JSON: {error}")).into()
}
