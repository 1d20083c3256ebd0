//! Where ours differs from the peer, and why.

use compare::neutral::Kind;
use compare::server::Answer;
use serde_json::json;

use crate::{both, error, response};

/// Parameters are in the order of the model, as botocore writes them.
#[tokio::test]
async fn parameters_are_in_model_order() {
    let call = "GetSessionToken";
    let both = both(call, &[response(call, "")]).await;
    let ours = &both.ours.received[0].body;
    assert_eq!(
        ours,
        "Action=GetSessionToken&Version=2011-06-15&DurationSeconds=-1&SerialNumber=&TokenCode=012345"
    );
}

/// A response that cannot be read is an error, and not one of the service, whose status says success.
#[tokio::test]
async fn unreadable_responses_are_no_errors_of_the_service() {
    for body in ["<GetCallerIdentityResponse>", "{}"] {
        let both = both("GetCallerIdentity", &[Answer::new(200, &[], body)]).await;
        let [ours, peer] = [both.ours, both.peer].map(|it| it.outcome.expect_err("a failure"));
        assert_eq!((ours.kind, ours.status), (Kind::Response, Some(200)));
        assert_eq!((peer.kind, peer.status), (Kind::Service, Some(200)));
    }
}

/// A response without a result has no members, as for botocore; the peer knows the root by its name.
#[tokio::test]
async fn responses_without_result_are_empty() {
    for body in ["<Other/>", ""] {
        let both = both("GetCallerIdentity", &[Answer::new(200, &[], body)]).await;
        assert_eq!(both.ours.outcome, Ok(json!({})));
        let peer = both.peer.outcome.expect_err("a failure");
        assert_eq!((peer.kind, peer.status), (Kind::Service, Some(200)));
    }
}

/// Text is that of XML: CDATA sections are in it, and line ends are line feeds, but for references.
#[tokio::test]
async fn text_is_that_of_xml() {
    let call = "DecodeAuthorizationMessage";
    for (text, ours, peer) in [
        ("a<![CDATA[<b> & c]]>", "a<b> & c", "a"),
        ("a\r\nb&#13;", "a\nb\r", "a\r\nb\r"),
    ] {
        let message = format!("<DecodedMessage>{text}</DecodedMessage>");
        let both = both(call, &[response(call, &message)]).await;
        assert_eq!(both.ours.outcome, Ok(json!({ "decoded_message": ours })));
        assert_eq!(both.peer.outcome, Ok(json!({ "decoded_message": peer })));
    }
}

/// The credentials that signed are fetched anew once, as the code says that they have expired. A call
/// without a signature has none.
#[tokio::test]
async fn expired_credentials_are_fetched_anew() {
    let expired = error(400, "ExpiredTokenException", "m");
    for (call, attempts) in [("AssumeRole", 2), ("AssumeRoleWithWebIdentity", 1)] {
        let both = both(call, &[expired.clone(), expired.clone()]).await;
        assert_eq!(both.ours.received.len(), attempts, "{call}");
        assert_eq!(both.peer.received.len(), 1, "{call}");
        assert_eq!(both.ours.outcome, both.peer.outcome, "{call}");
    }
}
