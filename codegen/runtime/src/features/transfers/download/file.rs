//! An object in a file, whose parts are written where they belong.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio::task::JoinSet;

use super::super::checksum::{Digest, Expected, PartSum, combined, is_combinable};
use super::super::error::TransferError;
use super::super::tasks::joined;
use super::object::Object;
use super::range::RangeReader;
use crate::core::byte_stream::ByteStream;
use crate::features::byte_stream::{Partial, Writer};

/// How much is read at once.
const PIECE: usize = 256 << 10;

/// Writes the content to a file, and returns its length.
pub(super) async fn save(mut object: Object, path: &Path) -> Result<u64, TransferError> {
    let file_error = |error| TransferError::file(path, error);
    let partial = Partial::of(path).map_err(file_error)?;
    let mut body = object.body.take();
    let mut parts = object.parts();
    let object = Arc::new(object);
    let (mut tasks, mut written) = (JoinSet::new(), Vec::new());
    loop {
        while tasks.len() < object.settings.concurrency
            && let Some(range) = parts.next()
        {
            let (object, partial, body) = (object.clone(), partial.clone(), body.take());
            tasks.spawn(async move { write(&object, range, body, &partial).await });
        }
        match tasks.join_next().await {
            None => break,
            Some(part) => written.push(joined(part)??),
        }
    }
    written.sort_by_key(|it| it.start);
    if let Some(expected) = &object.expected {
        let sums: Option<Vec<_>> = written.iter().map(|it| it.sum.as_ref()).collect();
        let whole = sums.and_then(|sums| match &sums[..] {
            [one] => Some((*one).clone()),
            _ => combined(expected.algorithm, sums),
        });
        let whole = match whole {
            Some(whole) => whole,
            None => of_file(expected, partial.hidden())
                .await
                .map_err(file_error)?,
        };
        expected.check(&whole)?;
    }
    let length = written.iter().map(|it| it.length).sum();
    let completed = match written.pop().and_then(|it| it.rest) {
        Some(file) => file.complete().await,
        None => partial.complete().await,
    };
    completed.map_err(file_error)?;
    Ok(length)
}

/// A part that was received.
struct Written {
    start: u64,
    length: u64,
    sum: Option<PartSum>,
    /// What writes the last bytes, if this is the whole object: they are written with its name.
    rest: Option<Writer>,
}

/// Receives a part into its place in the file.
async fn write(
    object: &Object,
    range: Range<u64>,
    body: Option<ByteStream>,
    partial: &Arc<Partial>,
) -> Result<Written, TransferError> {
    let _permit = match body {
        // The first request is over.
        Some(_) => None,
        None => object.settings.permit().await,
    };
    let file_error = |error| TransferError::file(partial.path(), error);
    let is_whole = range.start == 0 && Some(range.end) == object.length;
    let algorithm = object.expected.as_ref().map(|it| it.algorithm);
    let algorithm = algorithm.filter(|it| is_whole || is_combinable(*it));
    let mut digest = algorithm.map(Digest::new);
    let start = range.start;
    let mut file = Writer::new(partial.clone(), start);
    let mut length = 0;
    let mut reader = RangeReader::new(object, range, body);
    while let Some(piece) = reader.next().await? {
        if let Some(digest) = &mut digest {
            digest.update(&piece);
        }
        length += piece.len() as u64;
        file.write(piece).await.map_err(file_error)?;
    }
    let rest = if is_whole {
        Some(file)
    } else {
        file.finish().await.map_err(file_error)?;
        None
    };
    Ok(Written {
        start,
        length,
        sum: digest.map(Digest::finish),
        rest,
    })
}

/// The checksum of a file: one that does not follow from those of parts.
async fn of_file(expected: &Expected, path: &Path) -> std::io::Result<PartSum> {
    let mut digest = Digest::new(expected.algorithm);
    let mut file = File::open(path).await?;
    let mut buffer = vec![0; PIECE];
    loop {
        match file.read(&mut buffer).await? {
            0 => return Ok(digest.finish()),
            length => digest.update(&buffer[..length]),
        }
    }
}
