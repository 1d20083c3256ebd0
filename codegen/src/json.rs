//! Deserialization of JSON files, with the path of the value in errors.

use serde::de::{DeserializeOwned, Deserializer};

use crate::error::{Error, Problem, ProblemKind};

/// Deserializes a file. `place` converts a path in the file into that of a problem; for the whole
/// file, it is the file's name.
pub(crate) fn typed<T: DeserializeOwned>(
    file: &str,
    text: &[u8],
    place: impl Fn(&str) -> String,
) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_slice(text);
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

/// The error for a file that is not JSON.
pub(crate) fn not_json(file: &str, error: &serde_json::Error) -> Error {
    Problem::new(ProblemKind::Unreadable, file, format!("not JSON: {error}")).into()
}
