//! Compares codecs on DynamoDB: a query response, 100 items of 14 attributes of all types.

use aws_sdk_dynamodb::protocol_serde::shape_query::de_query_http_response;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use dynamodb_ours::operation::Operation as _;
use dynamodb_ours::operation::query::Query;
use dynamodb_types::operation::query::QueryOutput;
use measure::comparison::{Candidate, Comparison, Meter};
use serde_json::Value;

/// Measures all candidates.
pub fn compare(meter: Meter) {
    let body = Bytes::from(measure::payload::query_response(100).to_string());
    let (ours, headers) = (http::Response::new(body.clone().into()), Headers::new());
    let configuration = ConfigBag::base();
    let read_ours = || Query::response(&ours).expect("a valid response");
    let read_official = || {
        let output = de_query_http_response(200, &headers, &body, &configuration);
        output.expect("a valid response")
    };
    assert_eq!(read_ours().items.map(|items| items.len()), Some(100));
    assert_eq!(read_official().items().len(), 100);
    let name = format!("DynamoDB Query, 100 items, {} kB, read", body.len() / 1_000);
    let candidates = vec![
        Candidate::new("ours", read_ours),
        Candidate::new("official", read_official),
        Candidate::new("serde derives", || {
            serde_json::from_slice::<QueryOutput>(&body).expect("a valid response")
        }),
        Candidate::new("serde_json::Value", || {
            serde_json::from_slice::<Value>(&body).expect("a valid response")
        }),
    ];
    let mut comparison = Comparison::new(meter);
    comparison.measure(&name, candidates);
    comparison.print();
}
