//! Request compression: which requests are compressed, their headers, and how fakes read them.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use flate2::read::GzDecoder;
use tinsmith_runtime::client::config::{RetryConfig, SdkConfig};
use tinsmith_runtime::client::operation::CallFeature;
use tinsmith_runtime::client::{ClientOperation, Config, ConfigBuilder, Core};
use tinsmith_runtime::features::request_compression::{self as compression, RequestCompression};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::test_util::{Fake, Fault, StaticReplayClient};

use crate::operation::*;

/// `Start`, compressed.
struct Put;

impl Operation for Put {
    const SCHEMA: &'static OperationSchema = Start::SCHEMA;
    as_start!();
}

impl ClientOperation for Put {
    fn features(_: &StartInput) -> Vec<Arc<dyn CallFeature>> {
        vec![Arc::new(RequestCompression)]
    }
}

/// An input whose request body has this many bytes.
fn of_size(bytes: usize) -> StartInput {
    let mut input = StartInput::named("");
    input.token = Some("t".to_owned());
    let rest = bytes - body(&input).len();
    input.name = Some("n".repeat(rest));
    input
}

/// The body of the request, not compressed.
fn body(input: &StartInput) -> Bytes {
    let request = Start::request(input).unwrap();
    request.into_body().into_bytes().unwrap()
}

async fn send<O>(config: ConfigBuilder, bytes: usize) -> StaticReplayClient
where
    O: ClientOperation<Input = StartInput, Output = StartOutput, Error = StartError>,
{
    let service = service(vec![ok()]);
    let core = Core::new(&SERVICE, config.http_client(service.clone()).build());
    core.send::<O>(of_size(bytes)).await.unwrap();
    service
}

/// The content encoding of the request, after checking that its body has it.
fn encoding(service: &StaticReplayClient, bytes: usize) -> String {
    let expected = body(&of_size(bytes));
    let request = service.actual_requests().next().unwrap();
    let body = request.body().bytes().unwrap();
    let encoding = headers(service, "content-encoding").remove(0);
    match &encoding[..] {
        "gzip" => {
            let mut plain = Vec::new();
            GzDecoder::new(body).read_to_end(&mut plain).unwrap();
            assert_eq!(plain, expected);
            assert!(body.len() < 100, "{}", body.len());
        }
        _ => assert_eq!(body, expected),
    }
    encoding
}

#[tokio::test]
async fn compresses_large_requests_of_operations_with_the_trait() {
    let least = usize::try_from(compression::DEFAULT_MIN_BYTES).unwrap();
    for (bytes, expected) in [(least - 1, ""), (least, "gzip"), (3 * least, "gzip")] {
        let service = send::<Put>(Config::for_tests(), bytes).await;
        assert_eq!(encoding(&service, bytes), expected, "{bytes}");
        let service = send::<Start>(Config::for_tests(), bytes).await;
        assert_eq!(encoding(&service, bytes), "", "{bytes}");
    }
}

#[tokio::test]
async fn settings_of_the_client_decide() {
    let of_size = |bytes| Config::for_tests().request_min_compression_size_bytes(bytes);
    for (config, bytes, expected) in [
        (of_size(100), 99, ""),
        (of_size(100), 100, "gzip"),
        (of_size(0), 50, "gzip"),
        (of_size(compression::MAX_MIN_BYTES), 20_000, ""),
        (of_size(100).request_compression(false), 200, ""),
    ] {
        let service = send::<Put>(config, bytes).await;
        if bytes == 50 {
            assert_eq!(headers(&service, "content-encoding"), ["gzip"]);
        } else {
            assert_eq!(encoding(&service, bytes), expected, "{bytes}");
        }
    }
}

#[tokio::test]
async fn invalid_minimum_size_fails_every_call() {
    let config = Config::for_tests().request_min_compression_size_bytes(10_485_761);
    let service = service(vec![ok()]);
    let core = Core::new(&SERVICE, config.http_client(service.clone()).build());
    for _ in 0..2 {
        let error = core.send::<Put>(of_size(100)).await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains("is 10485761: it may be at most 10485760"),
            "{error}"
        );
    }
    assert_eq!(service.actual_requests().count(), 0);
}

#[tokio::test]
async fn shared_configuration_decides() {
    let shared = |disabled, bytes| {
        let shared = SdkConfig::builder()
            .disable_request_compression(disabled)
            .request_min_compression_size_bytes(bytes)
            .build();
        let tests = Config::for_tests().build();
        Config::from(&shared)
            .to_builder()
            .region(tests.region().cloned())
            .credentials_provider(tinsmith_runtime::client::config::Credentials::for_tests())
    };
    let service = send::<Put>(shared(false, 100), 100).await;
    assert_eq!(encoding(&service, 100), "gzip");
    let service = send::<Put>(shared(true, 100), 100).await;
    assert_eq!(encoding(&service, 100), "");
}

/// The body is compressed once for all attempts, and the user agent says so.
#[tokio::test]
async fn all_attempts_send_the_same_body() {
    let service = service(vec![response(500, ""), ok()]);
    let core = client(&service);
    core.send::<Put>(of_size(20_000)).await.unwrap();
    assert_eq!(headers(&service, "content-encoding"), ["gzip", "gzip"]);
    let [first, second] = [0, 1].map(|index| {
        let request = service.actual_requests().nth(index).unwrap();
        request.body().bytes().unwrap().to_vec()
    });
    assert_eq!(first, second);
    // L: GZIP_REQUEST_COMPRESSION in AWS's list of features.
    for agent in headers(&service, "user-agent") {
        let features = agent.split(' ').find_map(|part| part.strip_prefix("m/"));
        let mut features = features.unwrap_or_default().split(',');
        assert!(features.any(|it| it == "L"), "{agent}");
    }
}

#[tokio::test]
async fn content_encoding_of_an_interceptor_is_kept() {
    let service = service(vec![ok()]);
    let call = new_call::<Put>(&client(&service)).with_input(of_size(20_000));
    call.customize(|config| {
        config.mutate_request(|request| {
            request.headers_mut().append("content-encoding", "mine");
        })
    })
    .await
    .unwrap();
    let request = service.actual_requests().next().unwrap();
    let all: Vec<_> = request.headers().get_all("content-encoding").collect();
    assert_eq!(all, ["gzip", "mine"]);
}

#[tokio::test]
async fn fake_reads_compressed_requests() {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let fake = Fake::new().on::<Put>(move |input| {
        counted.fetch_add(input.name.unwrap_or_default().len(), Ordering::Relaxed);
        Ok(StartOutput::default())
    });
    fake.inject(Fault::status(500));
    let config = fake.config().to_builder();
    let core = Core::new(
        &SERVICE,
        config.retry_config(RetryConfig::standard()).build(),
    );
    let input = of_size(20_000);
    core.send::<Put>(input.clone()).await.unwrap();
    assert_eq!(
        count.load(Ordering::Relaxed),
        input.name.as_ref().unwrap().len()
    );
    assert_eq!(fake.calls::<Put>(), [input]);
    assert_eq!(fake.requests()[0].header("content-encoding"), Some("gzip"));
}
