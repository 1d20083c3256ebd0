//! An HTTP server that records requests and sends scripted responses.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// The server's action for one request. It closes the connection afterwards.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Sends these bytes as they are.
    Send(Vec<u8>),
    /// Sends nothing and keeps the connection open.
    Hang,
}

impl Answer {
    /// A response with these headers besides `content-length`, a request id and `connection`.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        Self::announcing(body.as_ref().len(), status, headers, body)
    }

    /// A response of the service.
    pub fn json(status: u16, body: &Value) -> Self {
        let headers = [("content-type", "application/x-amz-json-1.1")];
        Self::new(status, &headers, body.to_string())
    }

    /// A response whose `content-length` is not the length of its body.
    pub fn announcing(
        length: usize,
        status: u16,
        headers: &[(&str, &str)],
        body: impl AsRef<[u8]>,
    ) -> Self {
        let mut text = format!(
            "HTTP/1.1 {status} \r\n\
             x-amzn-requestid: r-1\r\n\
             connection: close\r\n\
             content-length: {length}\r\n"
        );
        for (name, value) in headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        Self::Send([text.as_bytes(), b"\r\n", body.as_ref()].concat())
    }

    /// Closes the connection before anything is sent.
    pub fn dropped() -> Self {
        Self::Send(Vec::new())
    }
}

/// A received request.
#[derive(Clone, Debug)]
pub struct Received {
    /// The method.
    pub method: String,
    /// The path, with the query.
    pub path: String,
    /// The headers, with names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

impl Received {
    /// The value of a header.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

/// A running server. It listens until the test's runtime ends.
#[derive(Debug)]
pub struct Server {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Starts a server with one answer per request. Further requests get status 418, which no
    /// client retries.
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("the port's number");
        let received = Arc::<Mutex<Vec<_>>>::default();
        let answers: Vec<_> = answers.into_iter().collect();
        tokio::spawn(serve(listener, answers, received.clone()));
        Self {
            url: format!("http://{address}"),
            received,
        }
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The requests so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("no panic in serve").clone()
    }
}

/// The URL of a port that refuses connections while the socket is alive: it is bound, and nobody
/// listens on it.
pub fn refusing() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().expect("a socket");
    let any = "127.0.0.1:0".parse().expect("an address");
    socket.bind(any).expect("a port");
    let url = format!("http://{}", socket.local_addr().expect("its number"));
    (socket, url)
}

async fn serve(listener: TcpListener, answers: Vec<Answer>, received: Arc<Mutex<Vec<Received>>>) {
    let mut answers = answers.into_iter();
    let mut hanging = Vec::new();
    while let Ok((mut stream, _)) = listener.accept().await {
        let Some(request) = read(&mut stream).await else {
            continue;
        };
        received.lock().expect("no panic in a test").push(request);
        let unexpected = || Answer::new(418, &[], "the script has no answer to this request");
        match answers.next().unwrap_or_else(unexpected) {
            Answer::Send(bytes) => {
                // A client that has given up is no failure of the server.
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
            }
            Answer::Hang => hanging.push(stream),
        }
    }
}

/// The next request of a connection; `None` if it ends before one is complete.
async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    loop {
        if let Some(request) = parse(&bytes) {
            return Some(request);
        }
        if !matches!(stream.read_buf(&mut bytes).await, Ok(1..)) {
            return None;
        }
    }
}

/// The request in these bytes, once they are all there.
fn parse(bytes: &[u8]) -> Option<Received> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let headers: BTreeMap<_, _> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.get("content-length").map_or(Ok(0), |it| it.parse());
    let length: usize = length.ok()?;
    (body.len() >= length).then(|| Received {
        method: first.next().unwrap_or_default().to_owned(),
        path: first.next().unwrap_or_default().to_owned(),
        headers,
        body: body.to_owned(),
    })
}
