//! What is sent.

use compare::query::ours::ec2_program::CALLS;
use compare::query::{ours, peer};
use compare::sent::assert_same_forms;
use compare::server::Server;
use compare::setup::config;

use crate::{both, empty, error, response};

#[tokio::test]
async fn of_every_call() {
    for call in CALLS {
        let both = both(call, &[empty(call)]).await;
        assert_eq!(
            both.ours.received.len(),
            1,
            "{call}: {:?}",
            both.ours.outcome
        );
        assert_same_forms(&both.ours.received, &both.peer.received, call);
    }
}

/// The token that is made for a call is that of each of its attempts.
#[tokio::test]
async fn of_every_attempt() {
    let busy = error(503, "RequestLimitExceeded", "slow down");
    let call = "RunInstances without token";
    let both = both(call, &[busy.clone(), busy, empty(call)]).await;
    assert_eq!(both.ours.received.len(), 3);
    assert_same_forms(&both.ours.received, &both.peer.received, call);
    for run in [both.ours, both.peer] {
        assert!(run.received[0].body.contains("ClientToken="));
        assert!(
            run.received
                .iter()
                .all(|it| it.body == run.received[0].body)
        );
    }
}

#[tokio::test]
async fn of_every_page() {
    let page = |token: &str| {
        let token = format!("<reservationSet/><nextToken>{token}</nextToken>");
        response("DescribeInstances", &token)
    };
    let answers = [page("a+/ ="), page("b"), empty("DescribeInstances")];
    let server = Server::start(answers.clone()).await;
    let ours = ours::ec2_program::pages(&config(server.url()).build()).await;
    let our_requests = server.received();
    let server = Server::start(answers).await;
    let peer = peer::ec2_program::pages(&config(server.url()).build()).await;
    let peer_requests = server.received();
    assert_eq!(ours.len(), 3);
    assert_eq!(ours, peer);
    assert_same_forms(&our_requests, &peer_requests, "DescribeInstances");
}
