//! What is sent.

use compare::query::ours::sts_program::CALLS;
use compare::sent::{comparable, parameters};

use crate::{both, empty, error};

#[tokio::test]
async fn of_every_call() {
    for call in CALLS {
        let both = both(call, &[empty(call)]).await;
        let ([peer], [ours]) = (&*both.peer.received, &*both.ours.received) else {
            panic!("{call}: one request each, not {both:#?}");
        };
        assert_eq!(parameters(&ours.body), parameters(&peer.body), "{call}");
        assert_eq!(comparable(ours), comparable(peer), "{call}");
    }
}

/// Web identities are sent without a signature.
#[tokio::test]
async fn unsigned_calls_have_no_signature() {
    let call = "AssumeRoleWithWebIdentity";
    let both = both(call, &[empty(call)]).await;
    for run in [both.ours, both.peer] {
        assert_eq!(run.received[0].headers.get("authorization"), None);
    }
}

#[tokio::test]
async fn of_every_attempt() {
    let busy = error(503, "Throttling", "slow down");
    let call = "AssumeRole";
    let both = both(call, &[busy.clone(), busy, empty(call)]).await;
    assert_eq!(both.peer.received.len(), 3);
    assert_eq!(both.ours.received.len(), 3);
    for (peer, ours) in both.peer.received.iter().zip(&both.ours.received) {
        assert_eq!(comparable(ours), comparable(peer));
        assert_eq!(parameters(&ours.body), parameters(&peer.body));
    }
}
