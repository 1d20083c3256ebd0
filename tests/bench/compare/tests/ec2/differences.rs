//! Where ours differs from the peer, and why.

use compare::sent::parameters;

use crate::{both, empty, error};

/// A copy from another region has a request for that region, presigned, as botocore's has; the peer
/// leaves that to its user.
#[tokio::test]
async fn copies_are_presigned() {
    let call = "CopySnapshot";
    let both = both(call, &[empty(call)]).await;
    let [mut ours, peer] = [&both.ours, &both.peer].map(|run| parameters(&run.received[0].body));
    let added: Vec<_> = ours.extract_if(.., |it| !peer.contains(it)).collect();
    assert_eq!(ours, peer);
    let names: Vec<_> = added
        .iter()
        .map(|it| it.split_once('=').expect("a pair").0)
        .collect();
    assert_eq!(names, ["DestinationRegion", "PresignedUrl"]);
    assert!(added[1].contains("Action%3DCopySnapshot"), "{}", added[1]);
    assert!(added[1].contains("X-Amz-Signature"), "{}", added[1]);
}

/// Required members are checked before anything is sent; the peer sends what it has.
#[tokio::test]
async fn required_members_are_checked() {
    use compare::query::{ours, peer};
    use compare::server::Server;
    use compare::setup::config;

    let server = Server::start([error(400, "MissingParameter", "m")]).await;
    let config = config(server.url()).build();
    let call = ours::ec2::Client::new(&config).run_instances();
    let failed = call.send().await.expect_err("nothing is set");
    assert_eq!(
        failed.to_string(),
        "RunInstances failed: missing required members MaxCount, MinCount"
    );
    assert!(server.received().is_empty());
    let call = peer::ec2::Client::new(&config).run_instances();
    call.send().await.expect_err("the server refuses it");
    assert_eq!(server.received().len(), 1);
}
