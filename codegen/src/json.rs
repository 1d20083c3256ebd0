//! JSON files as types, with errors that carry the path of what does not fit.

use serde::de::{DeserializeOwned, Deserializer};

use crate::error::{Error, Problem, ProblemKind};

/// A type from the text of a file. `place` makes a problem's path of a path in the file; a problem
/// of the whole file has the file's name.
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

/// A type from anything that holds JSON, as [`typed`].
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
        // `.` is how serde_path_to_error names the document itself.
        let path = if path == "." {
            file.to_owned()
        } else {
            place(&path)
        };
        Problem::new(ProblemKind::Malformed, path, error.to_string()).into()
    })
}

/// The problem of a file that is no JSON.
pub(crate) fn not_json(file: &str, error: &serde_json::Error) -> Error {
    Problem::new(ProblemKind::Unreadable, file, format!("not JSON: {error}")).into()
}
