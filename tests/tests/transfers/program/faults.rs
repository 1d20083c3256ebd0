//! Transfers through a proxy that injects faults: each object is right, or there is a typed error.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use s3::Client;
use s3::client::{ByteStream, TransferError};
use tempfile::tempdir;
use tinsmith_runtime::client::config::RetryConfig;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::http::{self, Head};
use crate::support::{MIB, bytes, checksum, config, content, stream, with_bucket};

const BUCKET: &str = "faults";

/// One of so many requests has a fault.
const RATE: u32 = 10;

/// What is damaged: what the server checks, or what it tells a checksum of.
#[derive(Clone, Copy, PartialEq)]
pub enum Damaged {
    Requests,
    Responses,
}

/// The kinds of faults.
const KINDS: [&str; 7] = ["reset", "lost response", "500", "503", "truncated", "slow", "damaged"];

struct Proxy {
    upstream: String,
    damaged: Damaged,
    random: Mutex<fastrand::Rng>,
    injected: Mutex<Vec<&'static str>>,
}

impl Proxy {
    /// Starts it before a server, and returns its URL.
    async fn start(upstream: &str, damaged: Damaged, seed: u64) -> (String, Arc<Self>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("its number"));
        let proxy = Arc::new(Self {
            upstream: upstream.trim_start_matches("http://").to_owned(),
            damaged,
            random: Mutex::new(fastrand::Rng::with_seed(seed)),
            injected: Mutex::default(),
        });
        let accepting = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let proxy = accepting.clone();
                tokio::spawn(async move { proxy.serve(client).await });
            }
        });
        (url, proxy)
    }

    /// The fault of the next request.
    fn fault(&self) -> Option<&'static str> {
        let mut random = self.random.lock().expect("no panic");
        if random.u32(0..RATE) > 0 {
            return None;
        }
        let fault = KINDS[random.usize(0..KINDS.len())];
        self.injected.lock().expect("no panic").push(fault);
        Some(fault)
    }

    /// One request per connection.
    async fn serve(&self, client: TcpStream) -> io::Result<()> {
        let mut client = BufReader::new(client);
        let Some(head) = Head::read(&mut client).await? else {
            return Ok(());
        };
        let fault = self.fault();
        if fault == Some("reset") {
            return Ok(());
        }
        let mut sent = http::body(&mut client, head.length().unwrap_or(0)).await?;
        if let Some(status @ ("500" | "503")) = fault {
            let code = if status == "500" { "InternalError" } else { "SlowDown" };
            let body = format!("<Error><Code>{code}</Code><Message>injected</Message></Error>");
            let length = body.len();
            let head = format!("HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
            client.write_all((head + &body).as_bytes()).await?;
            return client.shutdown().await;
        }
        if fault == Some("damaged") && self.damaged == Damaged::Requests && head.method() == "PUT" {
            damage(&mut sent);
        }
        let mut server = BufReader::new(TcpStream::connect(&self.upstream).await?);
        server.write_all(&head.closing()).await?;
        server.write_all(&sent).await?;
        let Some(mut answer) = Head::read(&mut server).await? else {
            return Ok(());
        };
        let mut received = Vec::new();
        server.read_to_end(&mut received).await?;
        if answer.header("content-range").is_some() {
            answer.set("x-amz-checksum-crc32", checksum(&received));
        }
        // A server that broke off is none of ours.
        match fault {
            Some("lost response") => return Ok(()),
            Some("truncated") => received.truncate(received.len() / 2),
            Some("damaged") if self.damaged == Damaged::Responses && head.method() == "GET" => {
                // Only objects have one.
                if answer.header("etag").is_some() {
                    damage(&mut received);
                }
            }
            _ => {}
        }
        client.write_all(&answer.closing()).await?;
        let pieces = if fault == Some("slow") { 10 } else { 1 };
        for piece in received.chunks((received.len() / pieces).max(1)) {
            if pieces > 1 {
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            client.write_all(piece).await?;
        }
        client.shutdown().await
    }
}

fn damage(bytes: &mut [u8]) {
    let middle = bytes.len() / 2;
    if let Some(byte) = bytes.get_mut(middle) {
        *byte ^= 1;
    }
}

/// Transfers `count` objects up and down.
pub async fn run(url: &str, damaged: Damaged, count: u64) {
    let direct = with_bucket(url, BUCKET).await;
    let (proxied, proxy) = Proxy::start(url, damaged, 1).await;
    let config = config(&proxied).retry_config(RetryConfig::standard().with_max_attempts(2));
    let client = Client::from_conf(config.build());
    let folder = tempdir().expect("a folder");
    let failed = Arc::new(AtomicU64::new(0));
    let mut tasks = JoinSet::new();
    for number in 0..count {
        if tasks.len() == 4 {
            tasks.join_next().await.expect("a task").expect("no panic");
        }
        let (direct, client, failed) = (direct.clone(), client.clone(), failed.clone());
        let folder = folder.path().to_owned();
        tasks.spawn(async move {
            if let Err(error) = there_and_back(&direct, &client, &folder, number).await {
                println!("{number}: {error}");
                failed.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.expect("no panic");
    }
    let injected = proxy.injected.lock().expect("no panic").clone();
    let failed = failed.load(Ordering::Relaxed);
    println!("{count} objects, {failed} failed, {} faults", injected.len());
    for kind in KINDS {
        let times = injected.iter().filter(|it| **it == kind).count();
        println!("{times} {kind}");
        assert!(times > 0, "no {kind}");
    }
    // Attempts make most of them right.
    assert!(failed * 10 <= count, "{failed} of {count}");
    // A creation whose response is lost leaves an upload, but no part.
    assert_eq!(crate::support::parts(&direct, BUCKET).await, 0);
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Sends an object, looks at it past the proxy, and receives it.
async fn there_and_back(
    direct: &Client,
    client: &Client,
    folder: &Path,
    number: u64,
) -> Result<(), TransferError> {
    let length = match number % 4 {
        0 => 11 * MIB + number as usize,
        1 => 1_000_000,
        _ => 10_000 + number as usize,
    };
    let (key, expected) = (format!("object-{number}"), bytes(length, number));
    let path = folder.join(&key);
    let body = match number % 3 {
        0 => ByteStream::from(expected.clone()),
        1 => stream(expected.clone()),
        _ => {
            std::fs::write(&path, &expected).expect("a file");
            ByteStream::from_path(&path).await.expect("a file")
        }
    };
    let call = client.put_object().bucket(BUCKET).key(&key).body(body);
    let upload = call.into_upload().threshold(6 * MIB as u64).part_size(5 * MIB as u64);
    let sent = upload.send().await;
    let _ = std::fs::remove_file(&path);
    sent?;
    assert!(content(direct, BUCKET, &key).await == expected, "{key} is wrong");
    let download = || {
        let download = client.get_object().bucket(BUCKET).key(&key).into_download();
        download.threshold(2 * MIB as u64).part_size(2 * MIB as u64)
    };
    if number % 2 == 0 {
        download().save(&path).await?;
        let saved = std::fs::read(&path).expect("a file");
        std::fs::remove_file(&path).expect("a file");
        assert!(saved == expected, "{key} was saved wrong");
    } else {
        let mut written = Vec::new();
        download().write_to(&mut written).await?;
        assert!(written == expected, "{key} was written wrong");
    }
    Ok(())
}
