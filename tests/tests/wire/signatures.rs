//! Signatures of sent requests, against those that botocore computes for the same requests.

use codebuild::config::{ConfigBuilder, Credentials, Region};
use codebuild::client::ClientOperation;
use codebuild::{Client, Config};
use serde::de::DeserializeOwned;
use serde_json::json;
use tests::each_operation;
use tests::oracle::Oracle;
use tests::server::{Answer, Received, Server};

pub(crate) const REGION: &str = "eu-central-1";

fn config(token: Option<&str>) -> ConfigBuilder {
    let token = token.map(str::to_owned);
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalr/EXAMPLE+KEY", token, None, "test");
    Config::for_tests()
        .region(Region::new(REGION))
        .credentials_provider(credentials)
}

fn client(config: ConfigBuilder, server: &Server, path: &str) -> Client {
    let url = format!("{}{path}", server.url());
    Client::from_conf(config.endpoint_url(url).build())
}

/// Signs received requests with botocore.
pub(crate) fn check(oracle: &mut Oracle, request: &Received, token: Option<&str>) {
    let found = request.header("authorization");
    let (_, signed) = found.split_once("SignedHeaders=").expect("signed headers");
    let (signed, _) = signed.split_once(',').expect("a signature after them");
    let signed: Vec<_> = signed.split(';').collect();
    for header in ["host", "x-amz-date", "x-amz-target", "content-type"] {
        assert!(signed.contains(&header), "{header} in {found}");
    }
    assert_eq!(
        request
            .headers
            .get("x-amz-security-token")
            .map(String::as_str),
        token
    );
    assert_eq!(signed.contains(&"x-amz-security-token"), token.is_some());

    let expected = oracle.ask(&json!({
        "do": "sign",
        "method": request.method,
        "url": format!("http://{}{}", request.header("host"), request.path),
        "headers": request.headers,
        "signed_headers": signed,
        "body": request.body,
        "access_key": "AKIDEXAMPLE",
        "secret_key": "wJalr/EXAMPLE+KEY",
        "session_token": token,
        "signing_name": "codebuild",
        "region": REGION,
        "timestamp": request.header("x-amz-date"),
    }));
    assert_eq!(expected["authorization"], found);
}

#[tokio::test]
async fn signatures_of_every_operation() {
    let mut oracle = Oracle::start();
    each_operation!(signed(&mut oracle).await);
}

async fn signed<O>(oracle: &mut Oracle)
where
    O: ClientOperation,
    O::Input: DeserializeOwned,
{
    for token in [None, Some("session/TOKEN+with=signs")] {
        for variant in [1, 2] {
            let input = oracle.example(O::SCHEMA.name, "input", variant);
            let input: O::Input = serde_json::from_value(input).expect("an input");
            let server = Server::start([Answer::json(200, &json!({}))]).await;
            let client = client(config(token), &server, "");
            client.send::<O>(input).await.expect("an answer");
            let [request] = &*server.received() else {
                panic!("one request");
            };
            check(oracle, request, token);
        }
    }
}

#[tokio::test]
async fn signature_with_a_path() {
    let mut oracle = Oracle::start();
    for path in ["/custom", "/custom/", "/a-b/c.d/~e", "/with%20space"] {
        let server = Server::start([Answer::json(200, &json!({}))]).await;
        let client = client(config(None), &server, path);
        client.list_builds().send().await.expect("an answer");
        check(&mut oracle, &server.received()[0], None);
    }
}

#[tokio::test]
async fn signatures_of_every_attempt() {
    let mut oracle = Oracle::start();
    let busy = Answer::new(503, &[], "");
    let skewed = Answer::new(
        403,
        &[("date", "Thu, 01 Jan 2099 00:00:00 GMT")],
        r#"{"__type":"RequestTimeTooSkewed"}"#,
    );
    let good = Answer::json(200, &json!({}));
    let server = Server::start([busy, skewed, good]).await;
    let client = client(config(Some("session")), &server, "");
    let call = client.retry_build().id("p:1");
    call.send().await.expect("an answer");
    let requests = server.received();
    assert_eq!(requests.len(), 3);
    for request in &requests {
        check(&mut oracle, request, Some("session"));
    }
    assert!(requests[2].header("x-amz-date").starts_with("20990101T00"));
}
