//! Large objects in little memory: a server that generates and checks, and a client whose memory is measured.

use std::collections::BTreeMap;
use std::io;
use std::pin::Pin;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use crc32fast::Hasher;
use s3::Client;
use s3::client::ByteStream;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;

use crate::http::{self, Head};
use crate::support::{MIB, config};

/// The largest resident memory of the client.
const LIMIT: usize = 64 * MIB;

/// A block of the content, which begins with its number.
fn block(number: u64) -> Vec<u8> {
    let mut block = vec![number as u8; BLOCK];
    block[..8].copy_from_slice(&number.to_be_bytes());
    block
}

const BLOCK: usize = 64 << 10;

/// The content, as a stream.
struct Generated {
    position: u64,
    length: u64,
    hasher: Arc<Mutex<Hasher>>,
}

impl AsyncRead for Generated {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let block = block(self.position / BLOCK as u64);
        let block = &block[(self.position % BLOCK as u64) as usize..];
        let rest = usize::try_from(self.length - self.position).expect("64 bits");
        let length = block.len().min(buffer.remaining()).min(rest);
        buffer.put_slice(&block[..length]);
        self.hasher.lock().expect("no panic").update(&block[..length]);
        self.position += length as u64;
        Poll::Ready(Ok(()))
    }
}

/// Computes the checksum of what is written.
struct Hashing(Hasher, u64);

impl AsyncWrite for Hashing {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.update(bytes);
        self.1 += bytes.len() as u64;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Sends and receives an object of so many MiB.
pub async fn run(mebibytes: u64) {
    let length = mebibytes * MIB as u64;
    let mut server = Command::new(std::env::current_exe().expect("this program"))
        .args(["generate", &length.to_string()])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the server starts");
    let output = server.stdout.take().expect("it is piped");
    let url = BufReader::new(output).lines().next_line().await.expect("a line").expect("a URL");
    let client = Client::from_conf(config(&url).build());

    println!("before: {} MiB resident at most", peak() / MIB);
    let hasher = Arc::<Mutex<Hasher>>::default();
    let body = Generated { position: 0, length, hasher: hasher.clone() };
    let call = client.put_object().bucket("b").key("k").body(ByteStream::from_async_read(body));
    call.into_upload().send().await.expect("an upload");
    let (sent, up) = (hasher.lock().expect("no panic").clone().finalize(), peak());
    println!("up: {} MiB resident at most", up / MIB);
    let mut writer = Hashing(Hasher::new(), 0);
    let download = client.get_object().bucket("b").key("k").into_download();
    download.write_to(&mut writer).await.expect("a download");
    println!("down: {} MiB resident at most", peak() / MIB);
    assert_eq!((writer.1, writer.0.finalize()), (length, sent));
    assert!(peak() < LIMIT, "{} MiB", peak() / MIB);
}

/// The most memory that this process had.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a peak");
    let kibibytes = line.split_whitespace().nth(1).expect("a number");
    kibibytes.parse::<usize>().expect("a number") << 10
}

/// What the server knows of the object.
#[derive(Default)]
struct Received {
    /// Checksums and lengths of parts.
    parts: BTreeMap<u32, Hasher>,
    whole: Option<u32>,
}

/// The server of an object of one length.
pub async fn serve(length: u64) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("http://{}", listener.local_addr().expect("its number"));
    let received = Arc::<Mutex<Received>>::default();
    while let Ok((connection, _)) = listener.accept().await {
        let received = received.clone();
        tokio::spawn(async move {
            let mut connection = BufReader::new(connection);
            while let Ok(Some(head)) = Head::read(&mut connection).await {
                if answer(&head, &mut connection, &received, length).await.is_err() {
                    break;
                }
            }
        });
    }
}

async fn answer(
    head: &Head,
    connection: &mut BufReader<TcpStream>,
    received: &Mutex<Received>,
    length: u64,
) -> io::Result<()> {
    let mut hasher = Hasher::new();
    let mut rest = head.length().unwrap_or(0);
    let mut buffer = vec![0; BLOCK];
    while rest > 0 {
        let count = rest.min(BLOCK);
        connection.read_exact(&mut buffer[..count]).await?;
        hasher.update(&buffer[..count]);
        rest -= count;
    }
    let stated = head.header("x-amz-checksum-crc32").map(str::to_owned);
    let number = head.parameter("partNumber").and_then(|it| it.parse().ok());
    match (head.method(), number) {
        ("PUT", Some(number)) => {
            let checksum = base64(hasher.clone().finalize());
            assert_eq!(stated.as_deref(), Some(&*checksum), "the checksum of part {number}");
            received.lock().expect("no panic").parts.insert(number, hasher);
            let headers = format!("etag: \"{number}\"\r\nx-amz-checksum-crc32: {checksum}\r\n");
            send(connection, 200, &headers, "").await
        }
        ("POST", _) if head.parameter("uploads").is_some() => {
            let created = "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
            send(connection, 200, "", created).await
        }
        ("POST", _) => {
            {
                let mut received = received.lock().expect("no panic");
                let mut whole = Hasher::new();
                received.parts.values().for_each(|part| whole.combine(part));
                let whole = whole.finalize();
                assert_eq!(stated, Some(base64(whole)), "the checksum of the object");
                received.whole = Some(whole);
            }
            let completed = "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>";
            send(connection, 200, "", completed).await
        }
        ("GET", _) => {
            let whole = received.lock().expect("no panic").whole.expect("an object");
            let range = head.header("range").map(|range| {
                let (first, last) = http::range(range);
                (first, last + 1)
            });
            let (start, end) = range.unwrap_or((0, length));
            let mut headers = format!("etag: \"e\"\r\ncontent-length: {}\r\n", end - start);
            match range {
                Some(_) => headers += &format!("content-range: bytes {start}-{}/{length}\r\n", end - 1),
                None => headers += &format!("x-amz-checksum-crc32: {}\r\n", base64(whole)),
            }
            let status = if range.is_some() { 206 } else { 200 };
            connection.write_all(format!("HTTP/1.1 {status} x\r\n{headers}\r\n").as_bytes()).await?;
            let mut position = start;
            while position < end {
                let block = block(position / BLOCK as u64);
                let block = &block[(position % BLOCK as u64) as usize..];
                let count = block.len().min(usize::try_from(end - position).expect("64 bits"));
                connection.write_all(&block[..count]).await?;
                position += count as u64;
            }
            Ok(())
        }
        _ => send(connection, 404, "", "").await,
    }
}

async fn send(connection: &mut BufReader<TcpStream>, status: u16, headers: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    let text = format!("HTTP/1.1 {status} x\r\n{headers}content-length: {length}\r\n\r\n{body}");
    connection.write_all(text.as_bytes()).await
}

/// A checksum as in a header.
pub fn base64(checksum: u32) -> String {
    use base64::Engine;
    base64::prelude::BASE64_STANDARD.encode(checksum.to_be_bytes())
}
