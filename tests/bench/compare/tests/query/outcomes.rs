//! What comes of a call.

use compare::neutral::leaves;
use serde_json::{Value, json};

use crate::{both, error, response};

/// Both got this output.
async fn output(call: &str, result: &str) -> Value {
    let both = both(call, &[response(call, result)]).await;
    both.assert_same(1);
    both.ours.outcome.expect("an output")
}

const CREDENTIALS: &str = "
    <Credentials>
        <AccessKeyId>ASIA</AccessKeyId>
        <SecretAccessKey>a/b+c=</SecretAccessKey>
        <SessionToken>t&#x2F;&lt;&amp;</SessionToken>
        <Expiration>2026-11-30T12:34:56.789Z</Expiration>
    </Credentials>";

#[tokio::test]
async fn documents() {
    let user = "<AssumedRoleUser>
            <Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn>
            <AssumedRoleId>AROA:s</AssumedRoleId>
        </AssumedRoleUser>
        <PackedPolicySize>6</PackedPolicySize>";
    let source = "<SourceIdentity>me &amp; &lt;you></SourceIdentity>";
    let found = output("AssumeRole", &format!("{CREDENTIALS}{user}{source}")).await;
    assert_eq!(leaves(&found), 8);
    assert_eq!(found["credentials"]["session_token"], "t/<&");
    assert_eq!(found["credentials"]["expiration"], "1796042096.789000000");
    assert_eq!(found["source_identity"], "me & <you>");
    let identity = "<Provider>p</Provider><Audience>a</Audience>
        <SubjectFromWebIdentityToken>s</SubjectFromWebIdentityToken>";
    let found = output(
        "AssumeRoleWithWebIdentity",
        &format!("{CREDENTIALS}{user}{identity}"),
    )
    .await;
    assert_eq!(leaves(&found), 10);
    let federated =
        "<FederatedUser><FederatedUserId>1:n</FederatedUserId><Arn>a</Arn></FederatedUser>
        <PackedPolicySize>0</PackedPolicySize>";
    let found = output("GetFederationToken", &format!("{CREDENTIALS}{federated}")).await;
    assert_eq!(leaves(&found), 7);
    let identity =
        "<!-- who --><Arn>a</Arn><UserId/><Account>123456789012</Account><New><Arn>x</Arn></New>";
    let found = output("GetCallerIdentity", identity).await;
    let expected = json!({"arn": "a", "user_id": "", "account": "123456789012"});
    assert_eq!(found, expected);
    let message = "<DecodedMessage>{&quot;a&quot;:\n &#13;\u{fc} }</DecodedMessage>";
    output("DecodeAuthorizationMessage", message).await;
    assert_eq!(output("GetSessionToken", "").await, json!({}));
    // A member that has to be there, and is not.
    let user = "<AssumedRoleUser><Arn>a</Arn></AssumedRoleUser>";
    let expected = json!({"assumed_role_user": {"arn": "a", "assumed_role_id": ""}});
    assert_eq!(output("AssumeRole", user).await, expected);
}

#[tokio::test]
async fn errors() {
    for (call, status, code, modelled) in [
        (
            "AssumeRole",
            400,
            "PackedPolicyTooLarge",
            vec!["PackedPolicyTooLargeException"],
        ),
        (
            "AssumeRole",
            400,
            "MalformedPolicyDocument",
            vec!["MalformedPolicyDocumentException"],
        ),
        (
            "AssumeRole",
            403,
            "RegionDisabledException",
            vec!["RegionDisabledException"],
        ),
        ("AssumeRole", 403, "AccessDenied", vec![]),
        (
            "AssumeRoleWithWebIdentity",
            403,
            "IDPRejectedClaim",
            vec!["IDPRejectedClaimException"],
        ),
        (
            "AssumeRoleWithWebIdentity",
            400,
            "InvalidIdentityToken",
            vec!["InvalidIdentityTokenException"],
        ),
        ("GetCallerIdentity", 403, "InvalidClientTokenId", vec![]),
    ] {
        let both = both(call, &[error(status, code, "What is &lt;wrong&gt;")]).await;
        both.assert_error(status, code, "What is <wrong>", &modelled);
    }
}

/// An error that only some models mark as retryable.
#[tokio::test]
async fn unreachable_identity_providers_are_asked_again() {
    let call = "AssumeRoleWithWebIdentity";
    let busy = error(400, "IDPCommunicationError", "later");
    let both = both(call, &[busy.clone(), busy, response(call, "")]).await;
    assert_eq!(both.ours.received.len(), 3);
    assert_eq!(both.peer.received.len(), 3);
    assert_eq!(both.ours.outcome, both.peer.outcome);
}
