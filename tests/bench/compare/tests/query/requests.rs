//! What is sent.

use compare::query::ours::sts_program::CALLS;
use compare::sent::assert_same_forms;

use crate::{both, empty, error};

#[tokio::test]
async fn of_every_call() {
    for call in CALLS {
        let both = both(call, &[empty(call)]).await;
        assert_eq!(both.ours.received.len(), 1, "{call}: {both:#?}");
        assert_same_forms(&both.ours.received, &both.peer.received, call);
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
    assert_eq!(both.ours.received.len(), 3);
    assert_same_forms(&both.ours.received, &both.peer.received, call);
}
