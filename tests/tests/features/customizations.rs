//! Requests of services with shipped overlays, against those of botocore's clients.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tests::oracle::{self, Oracle};

use crate::ask;

/// Headers that differ between clients, or that HTTP libraries add.
const OTHERS: [&str; 10] = [
    "accept-encoding",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "connection",
    "content-length",
    "expect",
    "user-agent",
    "x-amz-date",
    "x-amz-user-agent",
];

/// The requests of both sides, which have to be equal.
#[track_caller]
fn same(oracle: &mut Oracle, service: &str, operation: &str, params: &Value) -> Value {
    // An empty answer in the format of the service.
    let answer = if service == "route53" { "<r/>" } else { "{}" };
    let theirs = oracle.ask(&json!({
        "do": "call", "service": service, "operation": operation, "params": params,
        "credentials": true, "response": {"body": answer},
    }));
    let found = ask(json!({
        "crate": service, "operation": operation, "input": params, "credentials": true,
    }));
    let [ours] = found["requests"].as_array().expect("requests").as_slice() else {
        panic!("{operation}: {found}");
    };
    assert_eq!(ours["method"], theirs["method"], "{operation}");
    assert_eq!(body(ours), body(&theirs), "{operation}");
    assert_eq!(ours["uri"], theirs["url"], "{operation}");
    assert_eq!(headers(ours), headers(&theirs), "{operation}");
    ours.clone()
}

/// The body: JSON without its spaces, the parameters of a form in order (botocore has them in that of
/// the caller), or bytes in hex.
fn body(request: &Value) -> Value {
    let body = &request["body"];
    let bytes = oracle::bytes(body);
    if request["values"]["content-type"] == "application/x-www-form-urlencoded" {
        let form = String::from_utf8(bytes).expect("UTF-8");
        let mut parameters: Vec<_> = form.split('&').collect();
        parameters.sort_unstable();
        return json!(parameters);
    }
    serde_json::from_slice(&bytes).unwrap_or_else(|_| body.clone())
}

/// The headers that are the service's.
fn headers(request: &Value) -> Vec<(String, Value)> {
    let headers = request["values"].as_object().expect("headers").iter();
    let mut headers: Vec<_> = headers
        .filter(|(name, _)| !OTHERS.contains(&name.as_str()))
        // botocore states no type of a stream; Smithy has clients state this one.
        .filter(|(_, value)| **value != "application/octet-stream")
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    headers.sort_by(|one, two| one.0.cmp(&two.0));
    headers
}

#[test]
fn glacier_version_account_and_checksums() {
    let oracle = &mut Oracle::start();
    same(oracle, "glacier", "ListVaults", &json!({}));
    same(
        oracle,
        "glacier",
        "ListVaults",
        &json!({"accountId": "111122223333", "limit": "5"}),
    );
    // No piece, one, several with a rest, a power of two, and one byte more.
    for length in [0, 5, 1 << 20, 3_700_000, 4 << 20, (4 << 20) + 1] {
        let body: Vec<u8> = (0..=250).cycle().take(length).collect();
        let params = json!({
            "vaultName": "v", "archiveDescription": "first", "body": STANDARD.encode(body),
        });
        let sent = same(oracle, "glacier", "UploadArchive", &params);
        let values = &sent["values"];
        assert!(values["x-amz-sha256-tree-hash"].is_string(), "{values}");
        assert!(values["x-amz-content-sha256"].is_string(), "{values}");
    }
    // What the user states is kept.
    let params = json!({
        "vaultName": "v", "uploadId": "u", "range": "bytes 0-4/*", "checksum": "mine",
        "body": STANDARD.encode("hello"),
    });
    let sent = same(oracle, "glacier", "UploadMultipartPart", &params);
    assert_eq!(sent["values"]["x-amz-sha256-tree-hash"], "mine");
}

/// Smithy's cases have an empty account replaced, too, which botocore sends as it is.
#[test]
fn empty_member_with_a_default_is_sent_as_the_default() {
    let found = ask(json!({
        "crate": "glacier", "operation": "ListVaults", "input": {"accountId": ""},
        "credentials": true,
    }));
    let uri = found["requests"][0]["uri"].as_str().expect("a request");
    assert!(uri.ends_with("/-/vaults"), "{uri}");
}

#[test]
fn api_gateway_accepts_json_unless_it_is_bound() {
    let oracle = &mut Oracle::start();
    let sent = same(oracle, "apigateway", "GetRestApis", &json!({"limit": 3}));
    assert_eq!(sent["values"]["accept"], "application/json");
    let export = |accepts: Value| {
        let mut params = json!({"restApiId": "r", "stageName": "s", "exportType": "swagger"});
        if accepts.is_string() {
            params["accepts"] = accepts;
        }
        params
    };
    let sent = same(
        oracle,
        "apigateway",
        "GetExport",
        &export("application/yaml".into()),
    );
    assert_eq!(sent["values"]["accept"], "application/yaml");
    same(oracle, "apigateway", "GetExport", &export(Value::Null));
}

fn predict(endpoint: &str) -> Value {
    json!({"MLModelId": "m", "Record": {"a": "1"}, "PredictEndpoint": endpoint})
}

#[test]
fn predictions_are_requested_from_the_stated_endpoint() {
    let oracle = &mut Oracle::start();
    for endpoint in [
        "https://realtime.machinelearning.us-east-1.amazonaws.com",
        "https://other.example.com:8443/",
        "http://other.example.com/path?query",
    ] {
        same(oracle, "machinelearning", "Predict", &predict(endpoint));
    }
}

#[test]
fn stated_endpoints_that_are_no_urls_are_refused() {
    for endpoint in [
        "no url",
        "example.com",
        "ftp://example.com",
        "https://user:pass@example.com",
    ] {
        let found = ask(json!({
            "crate": "machinelearning", "operation": "Predict", "input": predict(endpoint),
            "credentials": true,
        }));
        let text = found["error"]["text"].as_str().expect("an error");
        assert!(
            text.contains("PredictEndpoint has to be the URL of an endpoint"),
            "{text}"
        );
        assert!(!text.contains(endpoint), "{text}");
        assert_eq!(found["requests"], json!([]));
    }
}

#[test]
fn search_is_posted_as_a_form() {
    let oracle = &mut Oracle::start();
    for params in [
        json!({"query": "star wars"}),
        json!({
            "query": "a&b=c d/é", "cursor": "initial", "partial": true, "size": 10, "start": 0,
            "facet": "{\"year\":{}}", "sort": "year desc",
        }),
    ] {
        let sent = same(oracle, "cloudsearchdomain", "Search", &params);
        assert_eq!(sent["method"], "POST");
    }
}

#[test]
fn ids_of_route_53_are_cut_to_their_last_segment() {
    let oracle = &mut Oracle::start();
    for id in ["Z1", "/hostedzone/Z1", "hostedzone/Z1"] {
        let sent = same(oracle, "route53", "GetHostedZone", &json!({"Id": id}));
        let uri = sent["uri"].as_str().expect("a URI");
        assert!(uri.ends_with("/hostedzone/Z1"), "{uri}");
        let params = json!({"HostedZoneId": id, "StartRecordName": "a/b"});
        same(oracle, "route53", "ListResourceRecordSets", &params);
    }
    same(oracle, "route53", "GetChange", &json!({"Id": "/change/C1"}));
}
