//! The contest on DynamoDB: the answer to a query, 100 items of 14 attributes of all kinds.

use aws_sdk_dynamodb::operation::query as official;
use aws_smithy_json::protocol::aws_json_rpc::AwsJsonRpcProtocol;
use bytes::Bytes;
use dynamodb_ours::operation::Operation as _;
use dynamodb_ours::operation::query::Query;
use dynamodb_types::operation::query::QueryOutput;
use measure::contest::{Contest, Contestant, Meter};
use measure::official::{Codec, response};
use serde_json::Value;

/// Holds it.
pub fn contest(meter: Meter) {
    let body = Bytes::from(measure::payload::query_response(100).to_string());
    let (ours, theirs) = (http::Response::new(body.clone()), response(&body));
    let protocol = AwsJsonRpcProtocol::aws_json_1_0();
    let codec = Codec::new(protocol, "DynamoDB_20120810", "Query");
    let read_ours = || Query::response(&ours).expect("it can be read");
    let read_official = || {
        let schema = official::Query::OUTPUT_SCHEMA;
        codec.output(&theirs, schema, official::QueryOutput::deserialize)
    };
    assert_eq!(read_ours().items.map(|items| items.len()), Some(100));
    assert_eq!(read_official().items().len(), 100);
    let name = format!("DynamoDB Query, 100 items, {} kB, read", body.len() / 1_000);
    let contestants = vec![
        Contestant::new("ours", read_ours),
        Contestant::new("official", read_official),
        Contestant::new("serde derives", || {
            serde_json::from_slice::<QueryOutput>(&body).expect("it can be read")
        }),
        Contestant::new("serde_json::Value", || {
            serde_json::from_slice::<Value>(&body).expect("it can be read")
        }),
    ];
    let mut contest = Contest::new(meter);
    contest.hold(&name, contestants);
    contest.print();
}
