//! Signatures with sessions against botocore's.

use serde_json::{Value, json};
use tests::oracle::Oracle;

use super::{NAME, PROJECT};

#[test]
fn directory_buckets_are_signed_with_sessions() {
    let answers = PROJECT.ask(NAME, &[json!({"do": "sessions"})]);
    let sent = answers[0].as_array().expect("requests");
    let kinds: Vec<_> = sent.iter().map(kind).collect();
    let (one, two) = ("one--euw1-az1--x-s3", "two--euw1-az1--x-s3");
    let host =
        |bucket: &str| format!("https://{bucket}.s3express-euw1-az1.eu-west-1.amazonaws.com");
    let create = |bucket: &str| (format!("{}/?session", host(bucket)), "AKOWN".to_owned());
    let head =
        |bucket: &str, session: u32| (format!("{}/a%20b", host(bucket)), format!("AK{session}"));
    let expected = [
        create(one),
        head(one, 1),
        head(one, 1),
        create(two),
        head(two, 2),
        head(one, 1),
        create(one),
        head(one, 3),
    ];
    assert_eq!(kinds, expected);
    let mut oracle = Oracle::start();
    for request in sent {
        let header = request["headers"]["authorization"]
            .as_str()
            .expect("a signature");
        let (_, key) = kind(request);
        let (secret, token) = match key.strip_prefix("AK") {
            Some("OWN") | None => ("own".to_owned(), "own/token".to_owned()),
            Some(name) => (format!("secret-{name}"), format!("token/{name}=")),
        };
        let is_of_session = key != "AKOWN";
        let headers = &request["headers"];
        let name = if is_of_session {
            "x-amz-s3session-token"
        } else {
            "x-amz-security-token"
        };
        assert_eq!(headers[name], token, "{request}");
        let signed = header.split_once("SignedHeaders=").expect("headers").1;
        let signed: Vec<_> = signed
            .split(',')
            .next()
            .expect("headers")
            .split(';')
            .collect();
        assert!(signed.contains(&name), "{header}");
        let mut all = headers.clone();
        let host = request["url"].as_str().expect("a URL").split('/').nth(2);
        all["host"] = host.into();
        let expected = oracle.ask(&json!({
            "do": "sign", "method": request["method"], "url": request["url"], "headers": all,
            "signed_headers": signed, "body": "", "access_key": key, "secret_key": secret,
            "session_token": token, "timestamp": headers["x-amz-date"], "signing_name": "s3express",
            "region": "eu-west-1", "is_of_session": is_of_session,
        }));
        assert_eq!(expected["authorization"], header, "{request}");
    }
}

/// The URL and the access key of a request.
fn kind(request: &Value) -> (String, String) {
    let header = request["headers"]["authorization"]
        .as_str()
        .expect("a signature");
    let key = header.split_once("Credential=").expect("a key").1;
    let key = key.split('/').next().expect("a key").to_owned();
    (request["url"].as_str().expect("a URL").to_owned(), key)
}
