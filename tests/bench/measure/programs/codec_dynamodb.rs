//! The contest on DynamoDB: the answer to a query, 100 items of 14 attributes of all kinds.

use aws_sdk_dynamodb::protocol_serde::shape_query::de_query_http_response;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use dynamodb_ours::operation::Operation as _;
use dynamodb_ours::operation::query::Query;
use dynamodb_types::operation::query::QueryOutput;
use measure::contest::{Contest, Contestant, Meter};
use serde_json::Value;

/// Holds it.
pub fn contest(meter: Meter) {
    let body = Bytes::from(measure::payload::query_response(100).to_string());
    let (ours, headers) = (http::Response::new(body.clone()), Headers::new());
    let configuration = ConfigBag::base();
    let read_ours = || Query::response(&ours).expect("it can be read");
    let read_official = || {
        let output = de_query_http_response(200, &headers, &body, &configuration);
        output.expect("it can be read")
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
