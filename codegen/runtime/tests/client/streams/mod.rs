//! Operations with streams, written as they would be generated.
//!
//! | module | contents |
//! |---|---|
//! | `calls` | calls of a fake: retries, signatures, time limits |
//! | `connections` | real connections: lengths, cuts, slow readers |
//! | `files` | files and readers |

mod calls;
mod connections;
mod files;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_smithy_http_client::Builder;
use tinsmith_runtime::byte_stream::ByteStream;
use tinsmith_runtime::client::{ClientOperation, Config, Core};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::rest_json::RestJson1;

use crate::operation::{SERVICE, StartError};

#[derive(Default)]
pub(crate) struct PutInput {
    pub(crate) path: Option<String>,
    pub(crate) hash: Option<String>,
    pub(crate) body: Option<ByteStream>,
}

tinsmith_runtime::structure! {
    structure("PutInput") => PutInput {
        path: "Path".label().required();
        hash: "Hash".header("X-Amz-Content-Sha256");
        body: "Body".stream_payload().required();
    }
}

#[derive(Default)]
pub(crate) struct PutOutput {
    pub(crate) tag: Option<String>,
}

tinsmith_runtime::structure! {
    structure("PutOutput") => PutOutput {
        tag: "Tag";
    }
}

#[derive(Clone, Default)]
pub(crate) struct GetInput {
    pub(crate) path: Option<String>,
}

tinsmith_runtime::structure! {
    structure("GetInput") => GetInput {
        path: "Path".label().required();
    }
}

#[derive(Default)]
pub(crate) struct GetOutput {
    pub(crate) kind: Option<String>,
    pub(crate) body: ByteStream,
}

tinsmith_runtime::structure! {
    structure("GetOutput") => GetOutput {
        kind: "Kind".header("Content-Type");
        body: "Body".stream_payload();
    }
}

macro_rules! operation {
    ($name:ident: $input:ident => $output:ident, $schema:expr) => {
        pub(crate) struct $name;

        impl Operation for $name {
            const SCHEMA: &'static OperationSchema = &$schema;
            type Protocol = RestJson1;
            type Input = $input;
            type Output = $output;
            type Error = StartError;
        }

        impl ClientOperation for $name {}
    };
}

operation!(Put: PutInput => PutOutput,
    OperationSchema::new("Put").http("PUT", "/{Path+}").unsigned_payload());
operation!(PutSigned: PutInput => PutOutput,
    OperationSchema::new("PutSigned").http("POST", "/{Path+}"));
operation!(Get: GetInput => GetOutput,
    OperationSchema::new("Get").http("GET", "/{Path+}"));

impl PutInput {
    pub(crate) fn of(body: impl Into<ByteStream>) -> Self {
        Self {
            path: Some("a/b".to_owned()),
            hash: None,
            body: Some(body.into()),
        }
    }
}

impl GetInput {
    pub(crate) fn here() -> Self {
        Self {
            path: Some("a/b".to_owned()),
        }
    }
}

/// A client over real connections.
pub(crate) fn core_at(url: &str) -> Core {
    let http_client = Builder::new().build_http();
    let config = Config::for_tests().endpoint_url(url);
    Core::new(&SERVICE, config.http_client(http_client).build())
}

/// A stream of zeros that can be read once, in pieces of 64 KiB, and the number of bytes that were
/// taken from it.
pub(crate) fn zeros(length: usize) -> (ByteStream, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let reader = Zeros {
        left: length,
        taken: taken.clone(),
    };
    (ByteStream::from_reader(reader), taken)
}

struct Zeros {
    left: usize,
    taken: Arc<AtomicUsize>,
}

impl std::io::Read for Zeros {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.left.min(buffer.len());
        buffer[..length].fill(0);
        self.left -= length;
        self.taken.fetch_add(length, Ordering::Relaxed);
        Ok(length)
    }
}
