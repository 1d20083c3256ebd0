//! The same call on both sides, each with its own server, and what came of it.

use crate::neutral::Outcome;
use crate::server::{Answer, Received, Server};

/// What came of a call, and what the server got of it.
#[derive(Debug)]
pub struct Run {
    /// What came of it.
    pub outcome: Outcome,
    /// The requests.
    pub received: Vec<Received>,
}

impl Run {
    /// Makes a call with the URL of a server of these answers.
    pub async fn of(answers: &[Answer], call: impl AsyncFnOnce(&str) -> Outcome) -> Self {
        let server = Server::start(answers.to_vec()).await;
        let outcome = call(server.url()).await;
        let received = server.received();
        Self { outcome, received }
    }
}

/// The peer's and ours.
#[derive(Debug)]
pub struct Both {
    /// The peer's.
    pub peer: Run,
    /// Ours.
    pub ours: Run,
}

impl Both {
    /// Both ended in the same way, with this number of requests.
    #[track_caller]
    pub fn assert_same(&self, attempts: usize) {
        assert_eq!(
            self.ours.outcome, self.peer.outcome,
            "ours, then the peer's"
        );
        let received = [self.ours.received.len(), self.peer.received.len()];
        assert_eq!(received, [attempts; 2], "requests; {:?}", self.ours.outcome);
    }
}
