//! An object in a file, whose parts are written where they belong.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio_util::sync::CancellationToken;

use super::super::checksum::{Digest, Expected, PartSum, combined, is_combinable};
use super::super::error::{TransferError, TransferErrorKind};
use super::super::retry::Attempts;
use super::super::tasks::{Group, race};
use super::object::Object;
use super::range::RangeReader;
use crate::core::byte_stream::ByteStream;
use crate::features::byte_stream::{Partial, Writer};

/// How much is read at once.
const PIECE: usize = 256 << 10;

/// Writes the content to a file, unless it is to stop before, and returns its length.
pub(super) async fn save(
    mut object: Object,
    path: &Path,
    stop: &CancellationToken,
) -> Result<u64, TransferError> {
    let file_error = |error| TransferError::file(path, error);
    let partial = Partial::of(path).map_err(file_error)?;
    let mut body = object.body.take();
    let mut parts = object.parts();
    let object = Arc::new(object);
    let (mut tasks, mut written) = (Group::new(stop), Vec::new());
    loop {
        while tasks.len() < object.settings.concurrency
            && let Some(range) = parts.next()
        {
            let (object, partial, body) = (object.clone(), partial.clone(), body.take());
            tasks.spawn(|stop| async move { write(&object, range, body, &partial, &stop).await });
        }
        match tasks.next().await? {
            None => break,
            Some(part) => written.push(part),
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
    mut body: Option<ByteStream>,
    partial: &Arc<Partial>,
    stop: &CancellationToken,
) -> Result<Written, TransferError> {
    let _permit = match body {
        // The first request is over.
        Some(_) => None,
        None => object.settings.permit().await,
    };
    let is_whole = range.start == 0 && Some(range.end) == object.length;
    let progress = object.progress.of_part();
    let mut attempts = Attempts::new(object.settings.attempts);
    let (file, length, sum) = loop {
        let mut file = Writer::new(partial.clone(), range.start);
        let reader = RangeReader::new(object, range.clone(), body.take(), progress.clone());
        let received = race(receive(reader, is_whole, &mut file), stop.cancelled()).await;
        let error = match received {
            Some(Ok((length, sum))) => break (file, length, sum),
            Some(Err(error)) => error,
            None => TransferErrorKind::Cancelled.into(),
        };
        file.stop().await;
        if !object.repeats(&error) {
            return Err(error);
        }
        attempts.after(error).await?;
    };
    let rest = if is_whole {
        Some(file)
    } else {
        let finished = file.finish().await;
        finished.map_err(|error| TransferError::file(partial.path(), error))?;
        None
    };
    Ok(Written {
        start: range.start,
        length,
        sum,
        rest,
    })
}

/// Receives a part, and returns its length and its checksum, if that is of use.
async fn receive(
    mut reader: RangeReader<'_>,
    is_whole: bool,
    file: &mut Writer,
) -> Result<(u64, Option<PartSum>), TransferError> {
    let algorithm = reader.object.expected.as_ref().map(|it| it.algorithm);
    let algorithm = algorithm.filter(|it| is_whole || is_combinable(*it));
    let mut digest = algorithm.map(Digest::new);
    let mut length = 0;
    while let Some(piece) = reader.next().await? {
        if let Some(digest) = &mut digest {
            digest.update(&piece);
        }
        length += piece.len() as u64;
        let written = file.write(piece).await;
        written.map_err(|error| TransferError::file(file.path(), error))?;
    }
    Ok((length, digest.map(Digest::finish)))
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
