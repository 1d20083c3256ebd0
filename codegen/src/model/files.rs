//! The files of a model as JSON.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Problem, ProblemKind};
use crate::json;

/// Finds a file by its name without endings: `service-2` for `service-2.json.gz`.
pub(crate) fn find<'a>(
    files: &'a BTreeMap<String, Vec<u8>>,
    stem: &str,
) -> Option<(&'a str, &'a [u8])> {
    files.iter().find_map(|(name, bytes)| {
        let rest = name.strip_prefix(stem)?;
        matches!(rest, ".json" | ".json.gz").then_some((name.as_str(), bytes.as_slice()))
    })
}

/// The file with the service: `service-2`, or the only file there is.
pub(crate) fn service(files: &BTreeMap<String, Vec<u8>>) -> Result<(&str, &[u8]), Error> {
    if let Some(found) = find(files, "service-2") {
        return Ok(found);
    }
    match files.first_key_value() {
        Some((name, bytes)) if files.len() == 1 => Ok((name, bytes)),
        _ => Err(Problem::new(
            ProblemKind::Unreadable,
            "service-2.json",
            "there is no such file in the model",
        )
        .hint(
            "a model is a botocore service directory, one service-2.json, or one Smithy model \
             (each .json or .json.gz)",
        )
        .into()),
    }
}

/// The contents of a file, unpacked while they are read.
pub(crate) fn reader(bytes: &[u8]) -> Box<dyn Read + '_> {
    if !is_gzip(bytes) {
        return Box::new(json::without_mark(bytes));
    }
    // A few bytes can unpack to more than the memory.
    let mut unpacked = MultiGzDecoder::new(bytes).take(MAX_SIZE);
    let mut start = Vec::new();
    // An error is found again when the file is read.
    let _ = unpacked.by_ref().take(3).read_to_end(&mut start);
    let start = json::without_mark(&start).to_vec();
    Box::new(Cursor::new(start).chain(unpacked))
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The limit for an unpacked file in bytes; EC2's, the largest, has 4 MiB.
const MAX_SIZE: u64 = 256 << 20;

/// The contents of a file without a byte order mark, unpacked if it is gzip, whatever its name.
///
/// # Errors
///
/// If it is not a complete gzip file, or larger than 256 MiB when unpacked.
pub fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, Error> {
    if !is_gzip(bytes) {
        return Ok(Cow::Borrowed(json::without_mark(bytes)));
    }
    let mut unpacked = Vec::new();
    let mut limited = MultiGzDecoder::new(bytes).take(MAX_SIZE + 1);
    limited.read_to_end(&mut unpacked).map_err(|error| {
        Problem::new(
            ProblemKind::Unreadable,
            name,
            format!("not a complete gzip file: {error}"),
        )
    })?;
    if unpacked.len() as u64 > MAX_SIZE {
        let message = format!("it is larger than {} MiB when unpacked", MAX_SIZE >> 20);
        return Err(Problem::new(ProblemKind::Unreadable, name, message).into());
    }
    if json::without_mark(&unpacked).len() < unpacked.len() {
        unpacked.drain(..3);
    }
    Ok(Cow::Owned(unpacked))
}

/// Any JSON value.
pub(crate) fn value(name: &str, bytes: &[u8]) -> Result<Value, Error> {
    let text = text(name, bytes)?;
    serde_json::from_slice(&text).map_err(|error| json::not_json(name, &error))
}

/// A type, straight from the file; errors carry the path of what does not fit.
pub(crate) fn typed<T: DeserializeOwned>(name: &str, bytes: &[u8]) -> Result<T, Error> {
    json::typed(name, &text(name, bytes)?, str::to_owned)
}

/// As [`typed`], with the file's name in front of the path.
pub(crate) fn typed_at<T: DeserializeOwned>(name: &str, bytes: &[u8]) -> Result<T, Error> {
    json::typed(name, &text(name, bytes)?, |path| format!("{name}: {path}"))
}

/// A type from a file with its `sdk-extras`, if there are any, merged in. `place` converts a path in
/// the file into that of a problem.
pub(crate) fn with_extras<T: DeserializeOwned>(
    files: &BTreeMap<String, Vec<u8>>,
    (name, bytes): (&str, &[u8]),
    extras: &str,
    place: impl Fn(&str) -> String,
) -> Result<T, Error> {
    let Some((extras_name, extras)) = find(files, extras) else {
        return json::typed(name, &text(name, bytes)?, place);
    };
    let mut value = value(name, bytes)?;
    merge_extras(&mut value, extras_name, extras)?;
    json::read(name, value, place)
}

/// Merges the `sdk-extras` of a file into it.
fn merge_extras(base: &mut Value, name: &str, extras: &[u8]) -> Result<(), Error> {
    let Value::Object(mut extras) = value(name, extras)? else {
        let message = "expected an object with a member `merge`";
        return Err(Problem::new(ProblemKind::Malformed, name, message).into());
    };
    if let Some(extras) = extras.remove("merge") {
        merge(base, extras);
    }
    Ok(())
}

/// Merges as botocore does: objects member by member, everything else is replaced.
pub(crate) fn merge(base: &mut Value, extra: Value) {
    match (base, extra) {
        (Value::Object(base), Value::Object(extra)) => {
            for (key, value) in extra {
                match base.get_mut(&key) {
                    Some(place) => merge(place, value),
                    None => {
                        base.insert(key, value);
                    }
                }
            }
        }
        (base, extra) => *base = extra,
    }
}
