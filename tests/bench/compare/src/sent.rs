//! Requests of both sides, made comparable.

use std::collections::BTreeMap;

use crate::server::Received;

/// The letter that stands for calls of paginators in user agents.
pub const PAGINATOR: &str = "C";

/// The letters that stand for settings and algorithms of checksums in user agents.
pub const CHECKSUMS: [&str; 9] = ["U", "V", "W", "X", "Y", "Z", "a", "b", "c"];

/// A request without what is random, tells the time, or names the crate that sent it.
///
/// The signature covers these; who signed what for which service has to be the same.
pub fn comparable(request: &Received) -> (&str, &str, BTreeMap<&str, String>) {
    const OWN: [&str; 3] = ["amz-sdk-invocation-id", "host", "x-amz-date"];
    let mut headers = BTreeMap::new();
    for (name, value) in &request.headers {
        let value = match name.as_str() {
            "authorization" => without_what_differs(value),
            "amz-sdk-request" => without_time(value),
            "user-agent" | "x-amz-user-agent" => without_version(value),
            name if OWN.contains(&name) => "…".to_owned(),
            _ => value.clone(),
        };
        headers.insert(name.as_str(), value);
    }
    (&request.method, &request.path, headers)
}

/// The parameters of a form in alphabetical order: their order means nothing. Tokens that were made for
/// the call are alike.
pub fn parameters(form: &str) -> Vec<String> {
    let parameters = form.split('&').map(|it| match it.split_once('=') {
        Some(("ClientToken", token)) if is_random(token) => "ClientToken=RANDOM".to_owned(),
        _ => it.to_owned(),
    });
    let mut parameters: Vec<_> = parameters.collect();
    parameters.sort_unstable();
    parameters
}

/// Both sent the same requests, whose bodies are forms.
#[track_caller]
pub fn assert_same_forms(ours: &[Received], peer: &[Received], call: &str) {
    assert_eq!(ours.len(), peer.len(), "{call}");
    for (ours, peer) in ours.iter().zip(peer) {
        assert_eq!(parameters(&ours.body), parameters(&peer.body), "{call}");
        assert_eq!(comparable(ours), comparable(peer), "{call}");
    }
}

/// Whether a text is a random UUID.
fn is_random(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.as_bytes()[14] == b'4'
}

/// The algorithm, who signed, for what service and which headers.
fn without_what_differs(authorization: &str) -> String {
    let (rest, signature) = authorization
        .rsplit_once("Signature=")
        .expect("a signature");
    assert_eq!(signature.len(), 64, "{signature}");
    let (credential, headers) = rest.split_once(", ").expect("signed headers");
    let mut scope: Vec<_> = credential.split('/').collect();
    assert_eq!(scope.len(), 5, "{credential}");
    assert!(scope[2].starts_with("test-region-"), "{credential}");
    scope[1] = "DATE";
    scope[2] = "REGION";
    // See `content_length_is_not_signed` in `tests/compare/differences.rs`.
    let headers = headers.replace("content-length;", "");
    format!("{} {headers}", scope.join("/"))
}

/// Attempts are numbered alike; until when they may last is a matter of seconds.
fn without_time(request: &str) -> String {
    let parts = request.split("; ").map(|part| match part.split_once('=') {
        Some(("ttl", time)) => {
            assert_eq!(time.len(), "20260101T000000Z".len(), "{request}");
            "ttl=TIME"
        }
        _ => part,
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// A user agent without the version of the crate, and without the letters of paginators and checksums:
/// see `tests/compare/differences.rs` and `tests/s3/differences.rs`.
fn without_version(agent: &str) -> String {
    let parts = agent.split(' ').map(|part| {
        if let Some((service, _)) = part.strip_prefix("api/").and_then(|it| it.split_once('/')) {
            return format!("api/{service}/VERSION");
        }
        match part.strip_prefix("m/") {
            Some(letters) => {
                let is_counted = |it: &&str| *it != PAGINATOR && !CHECKSUMS.contains(it);
                let others: Vec<_> = letters.split(',').filter(is_counted).collect();
                format!("m/{}", others.join(","))
            }
            None => part.to_owned(),
        }
    });
    parts.collect::<Vec<_>>().join(" ")
}
