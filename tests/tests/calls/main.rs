//! Calls of the committed crate over TCP, to a server with scripted answers.
//!
//! The runtime's own tests use mock connections; here is what a user of the generated crate sees.

mod clock;
mod events;
mod failures;
mod kinds;
mod required;
mod retries;
mod secrets;
mod several;
mod values;

use std::sync::Once;

use codebuild::config::ConfigBuilder;
use codebuild::{Client, Config};
use tests::server::{Answer, Server};
use tracing::Subscriber;
use tracing::subscriber::DefaultGuard;

/// Sets the subscriber of this thread. The other threads get one that takes everything: what is
/// disabled on all threads that have a subscriber can stay disabled for one that comes later.
fn listen(subscriber: impl Subscriber + Send + Sync + 'static) -> DefaultGuard {
    static OTHERS: Once = Once::new();
    OTHERS.call_once(|| {
        let everything = tracing_subscriber::registry();
        tracing::subscriber::set_global_default(everything).expect("the only one");
    });
    tracing::subscriber::set_default(subscriber)
}

/// A server with these answers, and the configuration of a client that calls it.
async fn server(answers: impl IntoIterator<Item = Answer>) -> (Server, ConfigBuilder) {
    let server = Server::start(answers).await;
    let config = Config::for_tests().endpoint_url(server.url());
    (server, config)
}

/// A server with these answers and its client.
async fn pair(answers: impl IntoIterator<Item = Answer>) -> (Server, Client) {
    let (server, config) = server(answers).await;
    (server, Client::from_conf(config.build()))
}
