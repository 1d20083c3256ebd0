//! The same calls of S3 on the peer and on ours, against the same server, with TLS and without: the
//! same requests, and the same outcomes. What differs on purpose is in `differences.rs` and, over
//! plain HTTP, in `plain_http.rs`, each with its reason.

mod differences;
mod outcomes;
mod plain_http;
mod requests;

use aws_types::SdkConfig;
use compare::both::{Both, Run};
use compare::neutral::Outcome;
use compare::s3::{ours, peer};
use compare::server::{Answer, Server};
use compare::{setup, tls};

/// How the server is reached.
#[derive(Clone, Copy)]
enum Transport {
    Plain,
    Tls,
}

impl Transport {
    /// Runs a function of the program with a server of these answers.
    async fn run(self, answers: &[Answer], call: impl AsyncFnOnce(SdkConfig) -> Outcome) -> Run {
        let with_url = async |url: &str| {
            let config = match self {
                Self::Plain => setup::config(url),
                Self::Tls => tls::config(&tls::before(url).await),
            };
            call(config.build()).await
        };
        Run::of(answers, with_url).await
    }

    /// Makes a call of the program on both.
    async fn both(self, call: &str, answers: &[Answer]) -> Both {
        let peer = async |config: SdkConfig| peer::program::call(&config, call).await;
        let ours = async |config: SdkConfig| ours::program::call(&config, call).await;
        Both {
            peer: self.run(answers, peer).await,
            ours: self.run(answers, ours).await,
        }
    }
}

/// Makes a call of the program on both, behind TLS.
async fn both(call: &str, answers: &[Answer]) -> Both {
    Transport::Tls.both(call, answers).await
}

/// Makes a call of the program on both, without TLS.
async fn both_plain(call: &str, answers: &[Answer]) -> Both {
    Transport::Plain.both(call, answers).await
}

/// Clients of both for the same server without TLS; ours first.
async fn clients(answers: &[Answer]) -> (Server, ours::s3::Client, peer::s3::Client) {
    let server = Server::start(answers.to_vec()).await;
    let ours = ours::s3::Client::new(setup::config(server.url()).build());
    let peer = peer::s3::Client::new(&setup::config(server.url()).build());
    (server, ours, peer)
}

/// A response with a document, or with none.
fn xml(status: u16, body: &str) -> Answer {
    let headers = [
        ("content-type", "application/xml"),
        ("x-amz-request-id", "r-1"),
        ("x-amz-id-2", "x-1"),
    ];
    Answer::new(status, &headers, body)
}

/// A response that every call takes.
fn empty() -> Answer {
    Answer::new(200, &[("x-amz-request-id", "r-1")], "")
}

/// An error.
fn error(status: u16, code: &str) -> Answer {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>\
         <Message>What is &lt;wrong&gt;</Message><Resource>/b/k</Resource>\
         <RequestId>r-1</RequestId><HostId>x-1</HostId></Error>"
    );
    xml(status, &body)
}
