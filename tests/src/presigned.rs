//! Presigned URLs, as programs and botocore make them.

use serde_json::{Value, json};

/// 2026-02-03T04:05:06Z
pub const NOW: u64 = 1_770_091_506;

/// The question for a presigned request.
pub fn question(service: &str, operation: &str, params: &Value) -> Value {
    json!({
        "do": "presign", "service": service, "operation": operation, "params": params,
        "region": "eu-central-1", "now": NOW, "expires_in": 600,
    })
}

/// Our URL with its signature at the end: AWS's signer has the session token after the signature,
/// botocore before it.
pub fn signature_last(url: &str) -> String {
    let (before, signature) = url.split_once("&X-Amz-Signature=").expect("a signature");
    let (signature, token) = signature.split_at(64);
    format!("{before}{token}&X-Amz-Signature={signature}")
}

/// Both answers to a question have the same method and the same URL.
#[track_caller]
pub fn assert_same(question: &Value, ours: &Value, theirs: &Value) {
    assert_eq!(ours["method"], theirs["method"], "{question}");
    let [ours, theirs] = [ours, theirs].map(|it| it["url"].as_str().expect("a URL"));
    assert_eq!(signature_last(ours), theirs, "{question}");
}
