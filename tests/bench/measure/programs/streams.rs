//! Sends and receives byte streams with both clients and with hyper alone, in turns:
//! `streams ROUNDS MEBIBYTES`. Prints seconds as JSON.

use std::thread;
use std::time::Instant;

use aws_smithy_types::byte_stream::ByteStream as OfficialStream;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use measure::comparison::{self, Row};
use measure::loopback::{Zeros, configuration, runtime};
use mediastore_data_ours::client::ByteStream;
use tokio::net::{TcpListener, TcpStream};

/// Sends as many bytes as the path says, and reads what it gets.
async fn answer(request: Request<Incoming>) -> Result<Response<Zeros>, hyper::Error> {
    let length = match *request.method() {
        Method::GET => request.uri().path()[1..].parse().unwrap_or_default(),
        _ => 0,
    };
    let mut body = request.into_body();
    while let Some(frame) = body.frame().await {
        frame?;
    }
    Ok(Response::new(Zeros::new(length)))
}

/// Serves in a thread of its own, and returns the port.
fn serve() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("an option");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        runtime().block_on(async move {
            let listener = TcpListener::from_std(listener).expect("a listener");
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                stream.set_nodelay(true).expect("an option");
                let server = hyper::server::conn::http1::Builder::new();
                let connection = server.serve_connection(TokioIo::new(stream), service_fn(answer));
                tokio::spawn(connection);
            }
        });
    });
    port
}

enum Client {
    Ours(mediastore_data_ours::Client),
    Official(aws_sdk_mediastoredata::Client),
    Hyper(SendRequest<Zeros>),
}

impl Client {
    /// Receives this many bytes.
    async fn down(&mut self, length: u64) {
        let mut received = 0;
        let path = length.to_string();
        match self {
            Self::Ours(client) => {
                let output = client.get_object().path(path).send().await;
                let mut body = output.expect("an output").body;
                while let Some(piece) = body.next().await {
                    received += piece.expect("a piece").len() as u64;
                }
            }
            Self::Official(client) => {
                let output = client.get_object().path(path).send().await;
                let mut body = output.expect("an output").body;
                while let Some(piece) = body.next().await {
                    received += piece.expect("a piece").len() as u64;
                }
            }
            Self::Hyper(client) => {
                let request = Request::get(format!("/{path}")).body(Zeros::new(0));
                client.ready().await.expect("a connection");
                let response = client.send_request(request.expect("a request")).await;
                let mut body = response.expect("a response").into_body();
                while let Some(frame) = body.frame().await {
                    let piece = frame.expect("a piece").into_data();
                    received += piece.map_or(0, |it| it.len()) as u64;
                }
            }
        }
        assert_eq!(received, length);
    }

    /// Sends this many bytes.
    async fn up(&mut self, length: u64) {
        let body = Zeros::new(length);
        match self {
            Self::Ours(client) => {
                let body = ByteStream::from_body(body);
                let call = client.put_object().path("up").body(body);
                call.send().await.expect("an output");
            }
            Self::Official(client) => {
                let body = OfficialStream::from_body_1_x(body);
                let call = client.put_object().path("up").body(body);
                call.send().await.expect("an output");
            }
            Self::Hyper(client) => {
                let request = Request::put("/up").body(body).expect("a request");
                client.ready().await.expect("a connection");
                client.send_request(request).await.expect("a response");
            }
        }
    }
}

async fn plain(port: u16) -> SendRequest<Zeros> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
    stream.set_nodelay(true).expect("an option");
    let client = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (client, connection) = client.expect("a client");
    tokio::spawn(connection);
    client
}

async fn measure(rounds: usize, mebibytes: u64) -> Vec<Row> {
    let port = serve();
    let url = format!("http://127.0.0.1:{port}");
    let mut clients = [
        Client::Ours(mediastore_data_ours::Client::new(&configuration(&url).await)),
        Client::Official(aws_sdk_mediastoredata::Client::new(&configuration(&url).await)),
        Client::Hyper(plain(port).await),
    ];
    let mut rows = Vec::new();
    for is_up in [false, true] {
        let mut samples = [const { Vec::new() }; 3];
        let mut order = [0, 1, 2];
        // The first round is not counted.
        for round in 0..=rounds {
            for index in order {
                let (client, start) = (&mut clients[index], Instant::now());
                if is_up {
                    client.up(mebibytes << 20).await;
                } else {
                    client.down(mebibytes << 20).await;
                }
                if round > 0 {
                    samples[index].push(start.elapsed().as_secs_f64());
                }
            }
            order.reverse();
        }
        let [ours, official, hyper] = samples;
        let direction = if is_up { "up" } else { "down" };
        let others = vec![("official", official), ("hyper", hyper)];
        rows.extend(comparison::against(&format!("{mebibytes} MiB {direction}"), &ours, others));
    }
    rows
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, rounds, mebibytes] = &arguments[..] else {
        panic!("usage: streams ROUNDS MEBIBYTES");
    };
    let rounds = rounds.parse().expect("a number of rounds");
    let mebibytes = mebibytes.parse().expect("a number of mebibytes");
    comparison::print(&runtime().block_on(measure(rounds, mebibytes)));
}
