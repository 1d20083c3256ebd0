//! Operations that answer in pages.

use compare::neutral::{Kind, Outcome};
use compare::sent::comparable;
use compare::server::{Answer, Received, Server};
use compare::{ours, peer};
use serde_json::{Value, json};

use crate::config;

/// What came of the pages or the items of a call, and what the server got of it.
struct Run {
    outcomes: Vec<Outcome>,
    received: Vec<Received>,
}

/// Runs a function of the program, with a server of these answers.
macro_rules! run {
    ($side:ident, $answers:expr, $function:ident($($argument:expr),*)) => {{
        let server = Server::start($answers.to_vec()).await;
        let client = $side::program::client(&config(server.url()).build());
        let outcomes = $side::program::$function(&client $(, $argument)*).await;
        let received = server.received();
        Run { outcomes, received }
    }};
}

/// Runs a function of the program on both: the same outcomes, which are given back, after the same
/// requests, with these bodies.
macro_rules! same {
    ($answers:expr, $function:ident($($argument:expr),*), $bodies:expr) => {{
        let answers = $answers;
        let peer = run!(peer, answers, $function($($argument),*));
        let ours = run!(ours, answers, $function($($argument),*));
        same_runs(ours, &peer, &$bodies)
    }};
}

#[track_caller]
fn same_runs(ours: Run, peer: &Run, bodies: &[Value]) -> Vec<Outcome> {
    let sent = |run: &Run| run.received.iter().map(Received::json).collect::<Vec<_>>();
    assert_eq!(sent(peer), bodies, "the peer's requests");
    assert_eq!(sent(&ours), bodies, "our requests");
    for (ours, peer) in ours.received.iter().zip(&peer.received) {
        assert_eq!(comparable(ours), comparable(peer));
        assert_eq!(ours.body, peer.body);
    }
    assert_eq!(ours.outcomes, peer.outcomes, "ours, then the peer's");
    ours.outcomes
}

fn page(output: &Value) -> Answer {
    Answer::json(200, output)
}

/// The body of a request of the program for the page of a token.
fn asked(token: &str) -> Value {
    json!({"sortOrder": "ASCENDING", "nextToken": token})
}

fn first() -> Value {
    json!({"sortOrder": "ASCENDING"})
}

/// Full pages, a page with an empty list, one without a list, and a last one.
fn pages() -> [Answer; 5] {
    [
        page(&json!({"ids": ["p:1", "p:2"], "nextToken": "a"})),
        page(&json!({"ids": [], "nextToken": "b"})),
        page(&json!({"nextToken": "c"})),
        page(&json!({"ids": ["p:3"], "nextToken": "a"})),
        page(&json!({"ids": ["p:4", "p:5"]})),
    ]
}

fn bodies() -> [Value; 5] {
    [first(), asked("a"), asked("b"), asked("c"), asked("a")]
}

#[tokio::test]
async fn every_page() {
    let outcomes = same!(pages(), pages(), bodies());
    let expected = [
        json!({"ids": ["p:1", "p:2"], "next_token": "a"}),
        json!({"ids": [], "next_token": "b"}),
        json!({"next_token": "c"}),
        json!({"ids": ["p:3"], "next_token": "a"}),
        json!({"ids": ["p:4", "p:5"]}),
    ];
    assert_eq!(outcomes, expected.map(Ok));
}

#[tokio::test]
async fn every_item() {
    let outcomes = same!(pages(), items(), bodies());
    let expected = ["p:1", "p:2", "p:3", "p:4", "p:5"];
    assert_eq!(outcomes, expected.map(|id| Ok(id.into())));
}

/// Some services say with an empty token that there are no more pages.
#[tokio::test]
async fn an_empty_token_is_the_end() {
    let answers = [page(&json!({"ids": ["p:1"], "nextToken": ""}))];
    let outcomes = same!(&answers, items(), [first()]);
    assert_eq!(outcomes, [Ok("p:1".into())]);
}

#[tokio::test]
async fn an_error_is_the_end() {
    let error = json!({"__type": "InvalidInputException", "message": "m"});
    let answers = [
        page(&json!({"ids": ["p:1"], "nextToken": "a"})),
        Answer::json(400, &error),
        page(&json!({"ids": ["p:2"]})),
    ];
    let outcomes = same!(&answers, items(), [first(), asked("a")]);
    let [Ok(item), Err(failure)] = &*outcomes else {
        panic!("an item and a failure, not {outcomes:?}");
    };
    assert_eq!(*item, json!("p:1"));
    assert_eq!(failure.kind, Kind::Service);
    assert_eq!(failure.modelled, ["InvalidInputException"]);
    let outcomes = same!(&answers, pages(), [first(), asked("a")]);
    assert_eq!(outcomes.len(), 2);
}

/// Each page is a call, with attempts of its own.
#[tokio::test]
async fn pages_are_retried() {
    let busy = Answer::new(503, &[], "");
    let answers = [
        busy.clone(),
        page(&json!({"ids": ["p:1"], "nextToken": "a"})),
        busy.clone(),
        busy,
        page(&json!({"ids": ["p:2"]})),
    ];
    let bodies = [first(), first(), asked("a"), asked("a"), asked("a")];
    let outcomes = same!(&answers, items(), bodies);
    assert_eq!(outcomes, [Ok("p:1".into()), Ok("p:2".into())]);
}

#[tokio::test]
async fn a_token_may_come_again() {
    let again = page(&json!({"ids": ["p:1"], "nextToken": "a"}));
    let answers = [again.clone(), again.clone(), again];
    let token = json!({"nextToken": "a"});
    let bodies = [json!({}), token.clone(), token];
    let outcomes = same!(&answers, pages_with_any_token(3), bodies);
    assert_eq!(outcomes.len(), 3);
}
