//! What is sent.

use compare::rest::ours::program::CALLS;
use compare::sent::comparable;
use serde_json::{Value, json};

use crate::{both, json};

/// Calls without a payload, to which the peers give a content type; see `differences`.
pub const TYPED_WITHOUT_BODY: [&str; 1] = ["Invoke without payload"];

#[tokio::test]
async fn of_every_call() {
    for call in CALLS
        .iter()
        .filter(|call| !TYPED_WITHOUT_BODY.contains(call))
    {
        // The same for each: what comes of it does not matter here.
        let both = both(call, &[json(200, &json!({}))]).await;
        let ([peer], [ours]) = (&*both.peer.received, &*both.ours.received) else {
            panic!("{call}: one request each, not {both:#?}");
        };
        assert_eq!(comparable(ours), comparable(peer), "{call}");
        assert_eq!(document(&ours.body), document(&peer.body), "{call}");
        assert_eq!(ours.body.len(), peer.body.len(), "{call}");
    }
}

/// A body, if it is JSON; its members have another order, see `differences`.
fn document(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_else(|_| body.into())
}

#[tokio::test]
async fn of_every_attempt() {
    let busy = json(503, &json!({}));
    let both = both("Invoke", &[busy.clone(), busy, json(200, &json!({}))]).await;
    assert_eq!(both.peer.received.len(), 3);
    assert_eq!(both.ours.received.len(), 3);
    for (peer, ours) in both.peer.received.iter().zip(&both.ours.received) {
        assert_eq!(comparable(ours), comparable(peer));
        assert_eq!(ours.body, peer.body);
    }
}
