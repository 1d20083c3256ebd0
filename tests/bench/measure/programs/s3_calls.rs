//! Calls of S3 with one of the clients, for others to measure: `s3-calls SIDE URL WHAT NUMBER FILE`.
//!
//! | what | number |
//! |---|---|
//! | `up` | bytes to send, from a stream that can be read once |
//! | `file` | bytes of the file to send |
//! | `down` | bytes to receive of what was sent |
//! | `put` | calls that send a kilobyte each |

use aws_sdk_s3::primitives::ByteStream as OfficialStream;
use measure::loopback::{Unencrypted, Zeros, as_if_with_tls, runtime};
use s3_twelve::client::ByteStream;

/// A small object.
static KILOBYTE: [u8; 1_000] = [b'.'; 1_000];

/// The client of a side.
enum Client {
    Ours(s3_twelve::Client),
    Official(aws_sdk_s3::Client),
}

/// The body of an upload.
enum Content<'a> {
    Bytes(&'static [u8]),
    File(&'a str),
    Stream(u64),
}

impl Client {
    async fn up(&self, content: Content<'_>) {
        match self {
            Self::Ours(client) => {
                let body = match content {
                    Content::Bytes(bytes) => ByteStream::from_static(bytes),
                    Content::File(path) => ByteStream::from_path(path).await.expect("a file"),
                    Content::Stream(length) => ByteStream::from_body(Zeros::new(length)),
                };
                let call = client.put_object().bucket("bucket").key("key").body(body);
                call.send().await.expect("an output");
            }
            Self::Official(client) => {
                let body = match content {
                    Content::Bytes(bytes) => OfficialStream::from_static(bytes),
                    Content::File(path) => OfficialStream::from_path(path).await.expect("a file"),
                    Content::Stream(length) => OfficialStream::from_body_1_x(Zeros::new(length)),
                };
                let call = client.put_object().bucket("bucket").key("key").body(body);
                call.send().await.expect("an output");
            }
        }
    }

    /// The number of bytes that came, of which a checksum was told.
    async fn down(&self) -> u64 {
        let mut received = 0;
        match self {
            Self::Ours(client) => {
                let output = client.get_object().bucket("bucket").key("key").send().await;
                let mut output = output.expect("an output");
                assert!(output.checksum_crc32.is_some());
                while let Some(piece) = output.body.next().await {
                    received += piece.expect("a piece").len() as u64;
                }
            }
            Self::Official(client) => {
                let output = client.get_object().bucket("bucket").key("key").send().await;
                let mut output = output.expect("an output");
                assert!(output.checksum_crc32.is_some());
                while let Some(piece) = output.body.next().await {
                    received += piece.expect("a piece").len() as u64;
                }
            }
        }
        received
    }
}

async fn run(side: &str, url: &str, what: &str, number: u64, file: &str) {
    let config = as_if_with_tls(url).await;
    let client = match side {
        "ours" => {
            let config = s3_twelve::config::Builder::from(&config).interceptor(Unencrypted);
            Client::Ours(s3_twelve::Client::from_conf(config.build()))
        }
        _ => {
            let config = aws_sdk_s3::config::Builder::from(&config).interceptor(Unencrypted);
            Client::Official(aws_sdk_s3::Client::from_conf(config.build()))
        }
    };
    match what {
        "up" => client.up(Content::Stream(number)).await,
        "file" => client.up(Content::File(file)).await,
        "down" => assert_eq!(client.down().await, number),
        _ => {
            for _ in 0..number {
                client.up(Content::Bytes(&KILOBYTE)).await;
            }
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, side, url, what, number, file] = &arguments[..] else {
        panic!("usage: s3-calls SIDE URL WHAT NUMBER FILE");
    };
    let number = number.parse().expect("a number");
    runtime().block_on(run(side, url, what, number, file));
}
