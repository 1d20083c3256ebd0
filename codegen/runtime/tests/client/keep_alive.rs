//! A server that keeps connections open and counts them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The head of a good response; its body is an output of `Start`.
pub(crate) const GOOD: &str =
    "HTTP/1.1 200 OK\r\nx-amzn-requestid: r-1\r\ncontent-length: 12\r\n\r\n{\"id\":\"b:1\"}";

/// A server, and how many connections it was asked for.
pub(crate) struct KeepAlive {
    pub(crate) url: String,
    opened: Arc<AtomicUsize>,
}

impl KeepAlive {
    /// Answers each request, of which `respond` gets the head, with a response as it is sent.
    pub(crate) async fn start<F>(
        respond: impl Fn(String) -> F + Clone + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = String> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let opened = Arc::new(AtomicUsize::new(0));
        let count = opened.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(converse(stream, respond.clone()));
            }
        });
        Self { url, opened }
    }

    /// Answers all requests well.
    pub(crate) async fn good() -> Self {
        Self::start(|_| async { GOOD.to_owned() }).await
    }

    pub(crate) fn opened(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }
}

async fn converse<F>(mut stream: TcpStream, respond: impl Fn(String) -> F)
where
    F: Future<Output = String>,
{
    let mut received = String::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some((head, rest)) = next_request(&received) {
            let (head, rest) = (head.to_owned(), rest.to_owned());
            received = rest;
            let response = respond(head).await;
            if stream.write_all(response.as_bytes()).await.is_err() {
                return;
            }
            continue;
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => received.push_str(std::str::from_utf8(&buffer[..count]).unwrap()),
        }
    }
}

/// The head of the first request, and what follows the request, if it is complete.
fn next_request(received: &str) -> Option<(&str, &str)> {
    let (head, body) = received.split_once("\r\n\r\n")?;
    let length = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.parse().unwrap());
    Some((head, body.get(length..)?))
}
