//! `tracing` spans and events of calls.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use codebuild::{Client, Config};
use insta::assert_snapshot;
use serde_json::json;
use tests::server::{Answer, Server};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// Records new spans, and our events with their spans.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<String>>>);

impl Listener {
    fn listen(&self, level: LevelFilter) -> DefaultGuard {
        let subscriber = tracing_subscriber::registry().with(self.clone().with_filter(level));
        crate::listen(subscriber)
    }

    fn note(&self, line: String) {
        self.0.lock().expect("no panic in a listener").push(line);
    }

    /// The lines that begin with one of these words.
    fn lines(&self, beginnings: &[&str]) -> String {
        let lines = self.0.lock().expect("no panic in a listener").clone();
        let wanted = |line: &String| beginnings.iter().any(|it| line.starts_with(it));
        lines
            .into_iter()
            .filter(wanted)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Listener {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        self.note(format!("span {}{}", attributes.metadata().name(), fields.0));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let metadata: &Metadata<'_> = event.metadata();
        let mut fields = Fields::default();
        event.record(&mut fields);
        let spans = context.event_scope(event).into_iter().flatten();
        let spans: Vec<_> = spans.map(|span| span.name()).collect();
        let whose = metadata.target().split("::").next().unwrap_or_default();
        self.note(format!(
            "{whose} {} {spans:?}{}",
            metadata.level(),
            fields.0
        ));
    }
}

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Values that differ each time.
        let (name, value) = match field.name() {
            name @ ("sdk_invocation_id" | "duration") => (name, "…".to_owned()),
            name => (name, format!("{value:?}")),
        };
        write!(self.0, " {name}={value}").expect("a string takes everything");
    }
}

async fn call(listener: &Listener, level: LevelFilter, answers: Vec<Answer>) {
    let guard = listener.listen(level);
    let server = Server::start(answers).await;
    let client = Client::new(Config::for_tests().endpoint_url(server.url()));
    // Events report how the call ends.
    let _ = client.retry_build().id("p:1").await;
    drop(guard);
}

fn good() -> Answer {
    Answer::json(200, &json!({"build": {"id": "p:2"}}))
}

#[tokio::test]
async fn spans_are_named_as_those_of_the_sdk() {
    let listener = Listener::default();
    let busy = Answer::json(400, &json!({"__type": "ThrottlingException"}));
    call(&listener, LevelFilter::DEBUG, vec![busy, good()]).await;
    assert_snapshot!(listener.lines(&["span CodeBuild", "span try_"]), @r#"
    span CodeBuild.RetryBuild rpc.service="CodeBuild" rpc.method="RetryBuild" sdk_invocation_id=… rpc.system="aws-api"
    span try_op
    span try_attempt attempt=1
    span try_attempt attempt=2
    "#);
    assert_snapshot!(listener.lines(&["tinsmith_runtime "]), @r#"
    tinsmith_runtime DEBUG ["finally_attempt", "try_op", "CodeBuild.RetryBuild"] message=attempt finished attempt=1 status=400 request_id="r-1" code="ThrottlingException" duration=…
    tinsmith_runtime DEBUG ["finally_attempt", "try_op", "CodeBuild.RetryBuild"] message=attempt finished attempt=2 status=200 request_id="r-1" duration=…
    "#);
}

#[tokio::test]
async fn events_of_failures_have_all_fields() {
    let listener = Listener::default();
    let gone = json!({"__type": "ResourceNotFoundException", "message": "Build not found"});
    call(
        &listener,
        LevelFilter::DEBUG,
        vec![Answer::json(400, &gone)],
    )
    .await;
    assert_snapshot!(listener.lines(&["tinsmith_runtime "]), @r#"
    tinsmith_runtime DEBUG ["finally_attempt", "try_op", "CodeBuild.RetryBuild"] message=attempt finished attempt=1 status=400 request_id="r-1" code="ResourceNotFoundException" duration=…
    tinsmith_runtime DEBUG ["CodeBuild.RetryBuild"] message=call failed operation="RetryBuild" attempts=1 status=400 request_id="r-1" code="ResourceNotFoundException" error=RetryBuild failed: ResourceNotFoundException: Build not found (HTTP 400, request id r-1)
    "#);

    let listener = Listener::default();
    call(
        &listener,
        LevelFilter::DEBUG,
        vec![Answer::dropped(), Answer::dropped(), Answer::dropped()],
    )
    .await;
    assert_snapshot!(listener.lines(&["tinsmith_runtime "]), @r#"
    tinsmith_runtime DEBUG ["finally_attempt", "try_op", "CodeBuild.RetryBuild"] message=attempt finished attempt=1 error="connection closed before message completed" duration=…
    tinsmith_runtime DEBUG ["finally_attempt", "try_op", "CodeBuild.RetryBuild"] message=attempt finished attempt=2 error="connection closed before message completed" duration=…
    tinsmith_runtime DEBUG ["finally_attempt", "try_op", "CodeBuild.RetryBuild"] message=attempt finished attempt=3 error="connection closed before message completed" duration=…
    tinsmith_runtime DEBUG ["CodeBuild.RetryBuild"] message=call failed operation="RetryBuild" attempts=3 error=the connection failed: connection closed before message completed
    "#);
}

#[tokio::test]
async fn no_span_without_a_subscriber() {
    let listener = Listener::default();
    call(&listener, LevelFilter::INFO, vec![good()]).await;
    assert_eq!(listener.lines(&[""]), "");
}

/// Each operation's span has its own name.
#[tokio::test]
async fn each_operation_has_its_own_span() {
    let listener = Listener::default();
    let guard = listener.listen(LevelFilter::DEBUG);
    let server = Server::start([good(), good(), good()]).await;
    let client = Client::new(Config::for_tests().endpoint_url(server.url()));
    client.retry_build().id("p:1").await.expect("an answer");
    client.stop_build().id("p:1").await.expect("an answer");
    client.retry_build().id("p:1").await.expect("an answer");
    drop(guard);
    assert_snapshot!(listener.lines(&["span CodeBuild"]), @r#"
    span CodeBuild.RetryBuild rpc.service="CodeBuild" rpc.method="RetryBuild" sdk_invocation_id=… rpc.system="aws-api"
    span CodeBuild.StopBuild rpc.service="CodeBuild" rpc.method="StopBuild" sdk_invocation_id=… rpc.system="aws-api"
    span CodeBuild.RetryBuild rpc.service="CodeBuild" rpc.method="RetryBuild" sdk_invocation_id=… rpc.system="aws-api"
    "#);
}
