//! The same call on both sides, each with its own server, and what came of it.

use crate::neutral::{Failure, Kind, Outcome};
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

    /// Both ended at once with an error of the service: with this status, code and message, which is
    /// one of these modelled errors.
    #[track_caller]
    pub fn assert_error(&self, status: u16, code: &str, message: &str, modelled: &[&str]) {
        self.assert_same(1);
        let expected = Failure {
            kind: Kind::Service,
            modelled: modelled.iter().map(|&it| it.to_owned()).collect(),
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            request_id: Some("r-1".to_owned()),
            status: Some(status),
        };
        assert_eq!(self.ours.outcome, Err(expected), "{:?}", self.ours.received);
    }
}
