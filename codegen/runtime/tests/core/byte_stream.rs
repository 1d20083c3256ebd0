//! Byte streams: sources, lengths, reading once and again.

use std::io::{self, Cursor, Read};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::Body as _;
use tinsmith_runtime::byte_stream::{ByteStream, ByteStreamError, ByteStreamErrorKind};

/// The result of a future that is never pending.
fn now<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it is pending"),
    }
}

/// A reader that gives these pieces, one for each call.
struct Pieces(Vec<io::Result<&'static [u8]>>);

impl Pieces {
    fn of(pieces: &[&'static str]) -> ByteStream {
        let pieces = pieces.iter().rev().map(|piece| Ok(piece.as_bytes()));
        ByteStream::from_reader(Self(pieces.collect()))
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.pop() {
            Some(piece) => piece?.read(buffer),
            None => Ok(0),
        }
    }
}

fn pieces(stream: &mut ByteStream) -> Vec<Result<Bytes, ByteStreamErrorKind>> {
    let mut pieces = Vec::new();
    while let Some(piece) = now(stream.next()) {
        pieces.push(piece.map_err(|error: ByteStreamError| error.kind()));
        assert!(pieces.len() < 10, "it does not end");
    }
    pieces
}

#[test]
fn bytes_in_memory_are_one_piece() {
    let mut stream = ByteStream::from("text");
    assert_eq!(stream.length(), Some(4));
    assert_eq!(stream.bytes(), Some(&Bytes::from("text")));
    assert_eq!(pieces(&mut stream), [Ok(Bytes::from("text"))]);
    assert_eq!(now(stream.next()).map(drop_error), None);
    assert_eq!(pieces(&mut ByteStream::default()), []);
}

fn drop_error(piece: Result<Bytes, ByteStreamError>) -> Option<Bytes> {
    piece.ok()
}

#[test]
fn readers_are_read_in_pieces() {
    let bytes: Vec<u8> = (0..200_000u32).map(|it| it.to_le_bytes()[0]).collect();
    let stream = ByteStream::from_reader(Cursor::new(bytes.clone()));
    assert_eq!(stream.length(), None);
    assert_eq!(stream.bytes(), None);
    assert_eq!(now(stream.collect()).unwrap(), bytes);
}

#[test]
fn any_body_is_a_source() {
    let stream = ByteStream::from_body(ByteStream::from("text"));
    assert_eq!(stream.length(), Some(4), "its size hint is exact");
    assert!(!stream.is_repeatable());
    assert_eq!(now(stream.collect()).unwrap(), "text");
}

#[test]
fn stream_that_ends_early_is_an_error() {
    let mut stream = Pieces::of(&["abc", "de"]).with_length(6);
    let short = ByteStreamErrorKind::TooShort {
        length: 6,
        received: 5,
    };
    let expected = [Ok(Bytes::from("abc")), Ok(Bytes::from("de")), Err(short)];
    assert_eq!(pieces(&mut stream), expected, "an error, then the end");
    let error = now(Pieces::of(&["ab"]).with_length(3).collect()).unwrap_err();
    assert_eq!(error.to_string(), "the stream ended after 2 of 3 bytes");
    assert_eq!(io::Error::from(error).kind(), io::ErrorKind::UnexpectedEof);
    let memory = ByteStream::from("abc").with_length(4);
    assert!(now(memory.collect()).is_err());
}

#[test]
fn stream_that_is_too_long_is_an_error_before_its_last_byte() {
    // The end of a piece is at the stated length.
    let mut stream = Pieces::of(&["ab", "cd", "e"]).with_length(4);
    let long = ByteStreamErrorKind::TooLong { length: 4 };
    assert_eq!(pieces(&mut stream), [Ok(Bytes::from("ab")), Err(long)]);
    // It is inside a piece.
    let mut stream = Pieces::of(&["ab", "cde"]).with_length(4);
    assert_eq!(pieces(&mut stream), [Ok(Bytes::from("ab")), Err(long)]);
    let mut stream = ByteStream::from("abcde").with_length(4);
    assert_eq!(pieces(&mut stream), [Err(long)]);
    let mut stream = Pieces::of(&["a"]).with_length(0);
    let long = ByteStreamErrorKind::TooLong { length: 0 };
    assert_eq!(pieces(&mut stream), [Err(long)]);
}

#[test]
fn empty_pieces_are_skipped() {
    let body = ByteStream::from_body(ByteStream::default());
    assert_eq!(pieces(&mut { body }), []);
    let mut stream = Pieces::of(&["ab", "cd"]).with_length(4);
    assert_eq!(pieces(&mut stream), [Ok("ab".into()), Ok("cd".into())]);
}

#[test]
fn failure_of_the_source_is_the_error() {
    let failure = io::Error::new(io::ErrorKind::PermissionDenied, "no permission");
    let reader = Pieces(vec![Err(failure), Ok(b"ab")]);
    let mut stream = ByteStream::from_reader(reader);
    assert!(now(stream.next()).unwrap().is_ok());
    let error = now(stream.next()).unwrap().unwrap_err();
    assert_eq!(error.kind(), ByteStreamErrorKind::Source);
    assert_eq!(error.to_string(), "the stream broke off: no permission");
    let error = io::Error::from(error);
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    assert!(now(stream.next()).is_none());
}

#[test]
fn interrupted_reads_are_repeated() {
    let interrupted = io::Error::from(io::ErrorKind::Interrupted);
    let reader = Pieces(vec![Ok(b"ab"), Err(interrupted)]);
    assert_eq!(
        now(ByteStream::from_reader(reader).collect()).unwrap(),
        "ab"
    );
}

#[test]
fn function_opens_the_stream_each_time() {
    let opened = Arc::new(AtomicUsize::new(0));
    let count = opened.clone();
    let stream = ByteStream::from_fn(move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        match number {
            0 | 1 => Ok(ByteStream::from_reader(Cursor::new("text"))),
            _ => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    });
    assert!(stream.is_repeatable());
    let clones = [(); 3].map(|()| stream.try_clone().unwrap());
    assert_eq!(opened.load(Ordering::Relaxed), 0, "not before it is read");
    let [first, second, third] = clones.map(|stream| now(stream.collect()));
    assert_eq!(first.unwrap(), "text");
    assert_eq!(second.unwrap(), "text");
    let error = io::Error::from(third.unwrap_err());
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
}

#[test]
fn stream_that_was_begun_cannot_be_repeated() {
    assert!(Pieces::of(&["ab"]).try_clone().is_none());
    let mut stream = ByteStream::from_fn(|| Ok("text".into()));
    assert!(now(stream.next()).is_some());
    assert!(stream.try_clone().is_none());
    let mut stream = ByteStream::from("text");
    assert!(now(stream.next()).is_some());
    assert!(stream.try_clone().is_none());
}

#[test]
fn size_hint_is_what_is_left() {
    let mut stream = Pieces::of(&["ab", "cd"]).with_length(4);
    assert_eq!(stream.size_hint().exact(), Some(4));
    now(stream.next());
    assert_eq!(stream.size_hint().exact(), Some(2));
    assert!(!stream.is_end_stream());
    now(stream.next());
    assert!(stream.is_end_stream(), "known without another read");
    assert_eq!(Pieces::of(&["ab"]).size_hint().exact(), None);
    assert_eq!(ByteStream::from("text").size_hint().exact(), Some(4));
    assert!(ByteStream::default().is_end_stream());
}

#[test]
fn progress_has_the_bytes_so_far_and_the_total() {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let seen = reports.clone();
    let report = move |sent, total| seen.lock().unwrap().push((sent, total));
    let stream = Pieces::of(&["ab", "cd"]).with_length(4);
    now(stream.on_progress(report.clone()).collect()).unwrap();
    let expected = [(2, Some(4)), (4, Some(4))];
    assert_eq!(*reports.lock().unwrap(), expected);
    reports.lock().unwrap().clear();
    now(Pieces::of(&["ab"]).on_progress(report.clone()).collect()).unwrap();
    assert_eq!(*reports.lock().unwrap(), [(2, None)]);
    reports.lock().unwrap().clear();
    let memory = ByteStream::from(vec![0; 150_000]);
    now(memory.on_progress(report).collect()).unwrap();
    let expected = [65_536, 131_072, 150_000].map(|sent| (sent, Some(150_000)));
    assert_eq!(*reports.lock().unwrap(), expected);
}

#[test]
fn debug_shows_the_length_only() {
    let shown = |stream: ByteStream| format!("{stream:?}");
    assert_eq!(shown("hunter2".into()), "ByteStream(7 bytes)");
    assert_eq!(shown(Pieces::of(&["a"])), "ByteStream(unknown length)");
    let stream = Pieces::of(&["a"]).with_length(1);
    assert_eq!(shown(stream), "ByteStream(1 bytes)");
}

#[test]
fn streams_are_send_and_sync() {
    fn check<T: Send + Sync + Unpin + 'static>() {}
    check::<ByteStream>();
    check::<ByteStreamError>();
}
