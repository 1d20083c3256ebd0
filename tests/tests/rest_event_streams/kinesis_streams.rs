//! Events of awsJson, with a first message that holds the output's other members.

use kinesis::types::{ShardIteratorType, StartingPosition};
use serde_json::json;
use tinsmith_runtime::client::Config;
use tinsmith_runtime::error::Cause;

use crate::{OK, Script, event, exception, http2, resident_kilobytes};

const CONSUMER: &str = "arn:aws:kinesis:eu-west-1:123456789012:stream/s/consumer/c:1";

fn initial() -> Vec<u8> {
    event("initial-response", b"{}")
}

/// An event with a record of 1 kB.
fn records(number: usize) -> Vec<u8> {
    let record = json!({
        "SequenceNumber": number.to_string(), "PartitionKey": "key", "Data": "YWFh".repeat(341),
        "ApproximateArrivalTimestamp": 1_700_000_000.25, "EncryptionType": "KMS",
    });
    let payload = json!({
        "Records": [record], "ContinuationSequenceNumber": number.to_string(), "MillisBehindLatest": 0,
    });
    event("SubscribeToShardEvent", payload.to_string().as_bytes())
}

fn call(config: Config) -> kinesis::operation::subscribe_to_shard::SubscribeToShardCall {
    let call = kinesis::Client::from_conf(config).subscribe_to_shard();
    call.consumer_arn(CONSUMER)
        .shard_id("shardId-000000000000")
        .starting_position(StartingPosition::new(ShardIteratorType::TrimHorizon))
}

/// Memory does not grow with the number of events, none is lost, and they are in order.
pub(crate) async fn many_events() {
    const COUNT: usize = 100_000;
    let chunks = || {
        let events = (0..COUNT / 10).map(|chunk| {
            let events = (0..10).map(|number| records(chunk * 10 + number));
            events.collect::<Vec<_>>().concat()
        });
        std::iter::once(initial()).chain(events)
    };
    let config = http2::serve(chunks(), true).await;
    let mut stream = call(config.build()).await.expect("a stream").event_stream;
    let mut before = 0;
    let mut count = 0;
    while let Some(event) = stream.recv().await.expect("no error") {
        let event = event.as_subscribe_to_shard_event().expect("records");
        let [record] = &event.records[..] else {
            panic!("one record, not {}", event.records.len());
        };
        assert_eq!(record.sequence_number, count.to_string());
        assert_eq!(record.data.len(), 1_023);
        count += 1;
        if count == 1_000 {
            before = resident_kilobytes();
        }
    }
    assert_eq!(count, COUNT);
    let grown = resident_kilobytes().saturating_sub(before);
    assert!(grown < 8 << 10, "{grown} KiB");
}

/// Streams that end with an error of the service, are damaged, cut off or reset.
pub(crate) async fn failures() {
    let busy = exception("KMSThrottlingException", &json!({"message": "slow down"}));
    let chunks = vec![initial(), records(0), busy, records(1)];
    let config = http2::serve(chunks, true).await;
    let mut stream = call(config.build()).await.expect("a stream").event_stream;
    assert!(stream.recv().await.expect("no error").is_some());
    let error = stream.recv().await.expect_err("the service reported one");
    assert_eq!((error.code(), error.message()), (Some("KMSThrottlingException"), Some("slow down")));
    assert!(stream.recv().await.expect("it is over").is_none());

    let mut damaged = records(1);
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    for (end, ends, is_broken) in [
        (damaged, true, false),
        (records(1)[..500].to_vec(), true, false),
        (records(1)[..500].to_vec(), false, true),
        (Vec::new(), false, true),
    ] {
        let config = http2::serve(vec![initial(), records(0), end], ends).await;
        let mut stream = call(config.build()).await.expect("a stream").event_stream;
        assert!(stream.recv().await.expect("no error").is_some());
        let error = stream.recv().await.expect_err("it is cut off");
        match error.cause() {
            Cause::Transport(_) => assert!(is_broken, "{error}"),
            Cause::Response { .. } => assert!(!is_broken, "{error}"),
            other => panic!("{other:?}"),
        }
    }

    // The first message is not there, or an error: the call fails.
    let missing = exception("ResourceNotFoundException", &json!({"message": "no shard"}));
    let (url, _) = Script::of(OK, vec![missing]).serve().await;
    let config = Config::for_tests().endpoint_url(url).build();
    let mut stream = call(config).await.expect("no member is in the first message").event_stream;
    let error = stream.recv().await.expect_err("the service reported one");
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
}
