//! Real connections: lengths, cuts, slow readers.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tinsmith_runtime::byte_stream::{ByteStream, ByteStreamErrorKind};
use tinsmith_runtime::error::{Cause, Retryable};
use tinsmith_runtime::test_util::Fake;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// The head of a request, in lower case.
struct Head(String);

impl Head {
    async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Self> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(Self(head.to_lowercase()))
    }

    fn content_length(&self) -> Option<usize> {
        let mut lines = self.0.lines();
        lines.find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
    }

    fn is_chunked(&self) -> bool {
        self.0.contains("transfer-encoding: chunked\r\n")
    }
}

/// Reads a body to its end, or until `limit` bytes of it were read; `false` if there was more or it
/// was cut off.
async fn read_body(
    stream: &mut BufReader<TcpStream>,
    head: &Head,
    limit: usize,
    seen: &AtomicUsize,
) -> io::Result<bool> {
    let mut buffer = vec![0; 16 << 10];
    let mut left = limit;
    loop {
        let piece = match head.content_length() {
            Some(length) => length - (limit - left),
            None => {
                let mut size = String::new();
                stream.read_line(&mut size).await?;
                usize::from_str_radix(size.trim(), 16).map_err(|_| ErrorKind::InvalidData)?
            }
        };
        let mut rest = piece;
        while rest > 0 {
            if left == 0 {
                return Ok(false);
            }
            let length = rest.min(left).min(buffer.len());
            let count = stream.read(&mut buffer[..length]).await?;
            if count == 0 {
                return Ok(false);
            }
            seen.fetch_add(count, Ordering::Relaxed);
            rest -= count;
            left -= count;
        }
        if head.content_length().is_some() {
            return Ok(true);
        }
        stream.read_exact(&mut buffer[..2]).await?;
        if piece == 0 {
            return Ok(true);
        }
    }
}

/// A server for the next connections, and its URL.
async fn serve<F>(act: impl Fn(BufReader<TcpStream>) -> F + Send + Sync + 'static) -> String
where
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(act(BufReader::new(stream)));
        }
    });
    url
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

#[tokio::test]
async fn known_lengths_are_sent_and_others_are_chunked() {
    let url = serve(|mut stream| async move {
        let head = Head::read(&mut stream).await?;
        let seen = AtomicUsize::new(0);
        assert!(read_body(&mut stream, &head, usize::MAX, &seen).await?);
        let tag = match head.content_length() {
            Some(length) if !head.is_chunked() => format!("{length} length"),
            _ => "chunked".to_owned(),
        };
        let body = format!("{{\"Tag\":\"{tag} {}\"}}", seen.load(Ordering::Relaxed));
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all((head + &body).as_bytes()).await
    })
    .await;
    let fresh = || zeros(200_000).0;
    let cases = [
        (fresh().with_length(200_000), "200000 length 200000"),
        (fresh(), "chunked 200000"),
        (ByteStream::from(vec![0; 200_000]), "200000 length 200000"),
        (ByteStream::default(), "0 length 0"),
        // Otherwise, it would not be read, and what is in it not be noticed.
        (zeros(0).0.with_length(0), "chunked 0"),
    ];
    for (body, expected) in cases {
        let output = core_at(&url).send::<Put>(PutInput::of(body)).await.unwrap();
        assert_eq!(output.tag.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn request_of_the_wrong_length_is_never_complete() {
    let complete = Arc::new(AtomicUsize::new(0));
    let count = complete.clone();
    let url = serve(move |mut stream| {
        let count = count.clone();
        async move {
            let head = Head::read(&mut stream).await?;
            if read_body(&mut stream, &head, usize::MAX, &AtomicUsize::new(0)).await? {
                count.fetch_add(1, Ordering::Relaxed);
                stream.write_all(OK).await?;
            }
            Ok(())
        }
    })
    .await;
    // The pieces end at 65,536 and 131,072.
    for (length, stated) in [
        (65_536, 65_537),
        (65_537, 65_536),
        (131_072, 65_536),
        (10, 9),
        (9, 10),
        (1, 0),
    ] {
        let body = zeros(length).0.with_length(stated);
        let sent = core_at(&url).send::<Put>(PutInput::of(body)).await;
        let error = sent.map(drop).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("the stream "), "{length} {stated}: {text}");
    }
    assert_eq!(complete.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn response_that_ends_early_is_an_error() {
    for head in ["content-length: 10", "transfer-encoding: chunked"] {
        let url = serve(move |mut stream| async move {
            Head::read(&mut stream).await?;
            let text = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n5\r\nhello\r\n");
            let text = text.replace("h: 10\r\n\r\n5\r\nhello\r\n", "h: 10\r\n\r\nhello");
            stream.write_all(text.as_bytes()).await
        })
        .await;
        let output = core_at(&url).send::<Get>(GetInput::here()).await.unwrap();
        let mut body = output.body;
        assert_eq!(body.next().await.unwrap().unwrap(), "hello");
        let error = body.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ByteStreamErrorKind::Source, "{error}");
        assert!(body.next().await.is_none());
    }
}

/// Waits until a counter stands still, and gives it.
async fn settled(counter: &AtomicUsize) -> usize {
    loop {
        let before = counter.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(150)).await;
        if before > 0 && counter.load(Ordering::Relaxed) == before {
            return before;
        }
    }
}

/// More than the sockets of both sides buffer.
const LARGE: usize = 64 << 20;

#[tokio::test]
async fn slow_reader_holds_back_the_service() {
    let (body, taken) = zeros(LARGE);
    let body = std::sync::Mutex::new(Some(body));
    let fake = Fake::new().on::<Get>(move |_| {
        Ok(GetOutput {
            kind: None,
            body: body.lock().unwrap().take().unwrap(),
        })
    });
    let server = fake.serve("127.0.0.1:0").await.unwrap();
    let core = core_at(&server.url());
    let output = core.send::<Get>(GetInput::here()).await.unwrap();
    let mut body = output.body;
    let mut length = body.next().await.unwrap().unwrap().len();
    let sent = settled(&taken).await;
    assert!(sent < LARGE / 2, "{sent} bytes for a reader of {length}");
    while let Some(piece) = body.next().await {
        length += piece.unwrap().len();
    }
    assert_eq!(length, LARGE);
}

#[tokio::test]
async fn slow_service_holds_back_the_source() {
    let go_on = Arc::new(tokio::sync::Notify::new());
    let wait = go_on.clone();
    let url = serve(move |mut stream| {
        let wait = wait.clone();
        async move {
            let head = Head::read(&mut stream).await?;
            wait.notified().await;
            let seen = AtomicUsize::new(0);
            assert!(read_body(&mut stream, &head, usize::MAX, &seen).await?);
            assert_eq!(seen.load(Ordering::Relaxed), LARGE);
            stream.write_all(OK).await
        }
    })
    .await;
    let (body, taken) = zeros(LARGE);
    let core = core_at(&url);
    let call = tokio::spawn(async move { core.send::<Put>(PutInput::of(body)).await.map(drop) });
    let sent = settled(&taken).await;
    assert!(
        sent < LARGE / 2,
        "{sent} bytes for a service that reads none"
    );
    go_on.notify_one();
    call.await.unwrap().unwrap();
    assert_eq!(taken.load(Ordering::Relaxed), LARGE);
}

/// What a server does with an upload.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    /// Reads a part, then closes the connection.
    Close,
    /// Reads a part, then resets the connection.
    Reset,
    /// Reads a part, then answers with this status and closes the connection.
    Answer(u16),
    /// Reads all of it.
    Read,
}

/// Uploads that are cut at random places: each succeeds or fails with a typed error, and none that
/// cannot be read twice is sent twice.
#[tokio::test]
async fn uploads_cut_at_random_places() {
    let is_long = std::env::var_os("CODEGEN_LONG_TESTS").is_some();
    let count = if is_long { 1_000 } else { 100 };
    let mut random = fastrand::Rng::with_seed(1);
    for number in 0..count {
        let length = random.usize(0..400_000);
        let cut = random.usize(0..=length);
        let act = [
            Act::Close,
            Act::Reset,
            Act::Answer(503),
            Act::Answer(400),
            Act::Read,
        ][random.usize(0..5)];
        let is_known = random.bool();
        let is_once = random.bool();
        let what = format!(
            "upload {number}: {act:?} at {cut} of {length}, known {is_known}, once {is_once}"
        );

        let seen = Arc::new(AtomicUsize::new(0));
        let connections = Arc::new(AtomicUsize::new(0));
        let (bytes, begun) = (seen.clone(), connections.clone());
        let url = serve(move |mut stream| {
            let (bytes, begun) = (bytes.clone(), begun.clone());
            async move {
                let head = Head::read(&mut stream).await?;
                let of_attempt = AtomicUsize::new(0);
                let limit = if act == Act::Read { usize::MAX } else { cut };
                let end = read_body(&mut stream, &head, limit, &of_attempt).await;
                bytes.fetch_add(of_attempt.load(Ordering::Relaxed), Ordering::Relaxed);
                if of_attempt.load(Ordering::Relaxed) > 0 {
                    begun.fetch_add(1, Ordering::Relaxed);
                }
                match act {
                    Act::Close => {}
                    Act::Reset => stream.get_ref().set_zero_linger()?,
                    Act::Answer(status) => {
                        let head = format!(
                            "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
                        );
                        stream.write_all(head.as_bytes()).await?;
                    }
                    Act::Read => {
                        assert!(end?);
                        stream.write_all(OK).await?;
                    }
                }
                Ok(())
            }
        })
        .await;

        let mut body = if is_once {
            zeros(length).0
        } else {
            ByteStream::from_fn(move || Ok(zeros(length).0))
        };
        if is_known {
            body = body.with_length(length as u64);
        }
        let core = core_at(&url);
        let sent = core.send::<Put>(PutInput::of(body));
        let sent = tokio::time::timeout(Duration::from_secs(30), sent).await;
        let sent = sent.unwrap_or_else(|_| panic!("{what}: no end"));
        if is_once {
            assert!(connections.load(Ordering::Relaxed) <= 1, "{what}");
            assert!(seen.load(Ordering::Relaxed) <= length, "{what}");
        }
        match sent {
            Ok(_) => {
                assert_eq!(act, Act::Read, "{what}");
                assert_eq!(seen.load(Ordering::Relaxed), length, "{what}");
            }
            Err(error) => {
                assert_ne!(act, Act::Read, "{what}: {error}");
                match error.cause() {
                    Cause::Transport(cause) => {
                        assert_eq!(
                            cause.retryable(),
                            Some(Retryable::Transient),
                            "{what}: {error}"
                        );
                    }
                    Cause::Service { metadata, .. } => {
                        assert_eq!(act, Act::Answer(metadata.status()), "{what}");
                    }
                    cause => panic!("{what}: {cause:?}"),
                }
                if is_once && error.attempts() == 1 && error.is_retryable() {
                    assert!(
                        error.to_string().contains("read only once"),
                        "{what}: {error}"
                    );
                }
            }
        }
    }
}
