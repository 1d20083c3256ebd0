//! Memory stays constant, whatever the length of a stream. A process of its own, whose memory can be
//! measured.

#![cfg(all(feature = "test-util", feature = "byte-stream", feature = "rest-json"))]

use std::fs;
use std::io::Read;

use aws_smithy_http_client::Builder;
use tinsmith_runtime::byte_stream::ByteStream;
use tinsmith_runtime::client::endpoint::{self, EndpointRules};
use tinsmith_runtime::client::{ClientOperation, Config, Core, Service, ServiceCustomization};
use tinsmith_runtime::error::Unmodelled;
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::rest_json::RestJson1;
use tinsmith_runtime::test_util::Fake;

static SERVICE: Service = Service {
    id: "Store",
    slug: "store",
    signing_name: "store",
    auth_schemes: &[&tinsmith_runtime::client::scheme::SIGV4],
    version: "1.0.0",
    endpoint_rules: EndpointRules::PerClient(|params| {
        endpoint::at(params.endpoint.unwrap_or_default())
    }),
    customization: ServiceCustomization::NONE,
};

/// A stream in both directions.
struct Echo;

#[derive(Default)]
struct Message {
    body: ByteStream,
}

tinsmith_runtime::structure! {
    structure("Message") => Message {
        body: "Body".stream_payload();
    }
}

impl Operation for Echo {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Echo")
        .http("PUT", "/")
        .unsigned_payload();
    type Protocol = RestJson1;
    type Input = Message;
    type Output = Message;
    type Error = Unmodelled;
}

impl ClientOperation for Echo {}

/// The most memory that the process ever had, in bytes.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<usize>().unwrap() * 1024
}

const MIB: u64 = 1 << 20;

#[cfg(target_os = "linux")]
#[tokio::test]
async fn memory_is_constant() {
    let is_long = std::env::var_os("CODEGEN_LONG_TESTS").is_some();
    let length = if is_long { 2048 * MIB } else { 128 * MIB };
    // The service sends back what it gets.
    let fake = Fake::new().recording(false).on::<Echo>(Ok::<_, Unmodelled>);
    let server = fake.serve("127.0.0.1:0").await.unwrap();
    let config = Config::for_tests().endpoint_url(server.url());
    let core = Core::new(
        &SERVICE,
        config.http_client(Builder::new().build_http()).build(),
    );

    let zeros =
        move || ByteStream::from_reader(std::io::repeat(0).take(length)).with_length(length);
    let file = tempfile::NamedTempFile::new().unwrap();
    // No memory and no blocks.
    file.as_file().set_len(length).unwrap();
    let bodies = [
        zeros(),
        ByteStream::from_fn(move || Ok(zeros())),
        ByteStream::from_path(file.path()).await.unwrap(),
    ];
    for body in bodies {
        let output = core.send::<Echo>(Message { body }).await.unwrap();
        let mut body = output.body;
        let mut received = 0;
        while let Some(piece) = body.next().await {
            received += piece.unwrap().len() as u64;
        }
        assert_eq!(received, length);
    }
    let peak = peak() as u64;
    assert!(peak < 40 * MIB, "{} MiB", peak / MIB);
}
