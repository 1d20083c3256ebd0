//! No sensitive value in logs of any crate at any level, in `Debug` or in errors.

use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use codebuild::config::{Credentials, Region, RetryConfig, StalledStreamProtectionConfig};
use codebuild::error::{DisplayErrorContext, SdkError};
use codebuild::types::{EnvironmentVariable, Webhook};
use codebuild::{Client, Config};
use serde_json::{Value, json};
use tests::server::{Answer, Server};
use tracing::Level;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

/// The value of an environment variable in requests.
const SENT: &str = "planted-in-the-request";
/// The same in responses.
const RECEIVED: &str = "planted-in-the-response";
const SECRET_KEY: &str = "planted-secret-access-key";
const SESSION_TOKEN: &str = "planted-session-token";
const SECRETS: [&str; 4] = [SENT, RECEIVED, SECRET_KEY, SESSION_TOKEN];

/// What all crates log on this thread, at trace level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn listen(&self) -> DefaultGuard {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_ansi(false)
            .with_writer(self.clone())
            .finish();
        crate::listen(subscriber)
    }

    fn text(&self) -> String {
        let bytes = self.0.lock().expect("no panic in a writer");
        String::from_utf8(bytes.clone()).expect("text")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().expect("no panic in a writer");
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// The text, as it is and in the ways `Debug` can escape it.
#[track_caller]
fn assert_silent(text: &str) {
    for secret in SECRETS {
        let numbers = format!("{:?}", secret.as_bytes());
        for form in [secret, numbers.trim_matches(['[', ']'])] {
            let line = text.lines().find(|line| line.contains(form));
            assert_eq!(line, None, "a secret is told");
        }
    }
}

#[track_caller]
fn assert_debug_silent(value: &impl Debug) {
    assert_silent(&format!("{value:?}"));
    assert_silent(&format!("{value:#?}"));
}

fn build() -> Value {
    let variable = json!({"name": "PASSWORD", "value": RECEIVED});
    json!({"build": {
        "id": "p:1",
        "environment": {
            "type": "t", "image": "i", "computeType": "c", "environmentVariables": [variable],
        },
        "exportedEnvironmentVariables": [variable],
    }})
}

fn config(server: &Server, protection: StalledStreamProtectionConfig) -> Config {
    let credentials = Credentials::new(
        "AKIDEXAMPLE",
        SECRET_KEY,
        Some(SESSION_TOKEN.to_owned()),
        None,
        "test",
    );
    Config::for_tests()
        // A retry budget is shared within a region, so these use another region than other tests.
        .region(Region::new("eu-west-2"))
        .endpoint_url(server.url())
        .credentials_provider(credentials)
        .stalled_stream_protection(protection)
        .build()
}

/// Makes a call against these answers with all logs on, and checks logs, output and error. Returns
/// the log.
async fn listen(answers: impl IntoIterator<Item = Answer>) -> String {
    let answers: Vec<_> = answers.into_iter().collect();
    // Request bodies are wrapped, which hides them from the orchestrator's events.
    let protection = StalledStreamProtectionConfig::enabled().build();
    call(answers.clone(), protection).await;
    call(answers, StalledStreamProtectionConfig::disabled()).await
}

async fn call(answers: Vec<Answer>, protection: StalledStreamProtectionConfig) -> String {
    let attempts = answers.len();
    let log = Log::default();
    let guard = log.listen();
    let server = Server::start(answers).await;
    let client = Client::new(config(&server, protection));
    let call = client
        .start_build()
        .project_name("p")
        .environment_variables_override([EnvironmentVariable::new("PASSWORD", SENT)]);
    assert_debug_silent(&call);
    assert_debug_silent(call.as_input());
    match call.send_with_response().await {
        Ok(response) => {
            let build = response.output.build.as_ref().expect("a build");
            let variables = build.exported_environment_variables.as_ref();
            let variable = &variables.expect("variables")[0];
            assert_eq!(variable.value.as_deref(), Some(RECEIVED));
            assert_debug_silent(&response);
            assert_debug_silent(&response.output);
        }
        Err(error) => {
            assert_debug_silent(&error);
            assert_silent(&DisplayErrorContext(&error).to_string());
            let error = SdkError::from(error);
            assert_silent(&DisplayErrorContext(&error).to_string());
        }
    }
    assert_debug_silent(&client);
    assert_debug_silent(client.config());
    drop(guard);

    // Each attempt sent the secrets.
    let received = server.received();
    assert_eq!(received.len(), attempts);
    for request in received {
        assert!(request.body.contains(SENT));
        let length = request.header("content-length");
        assert_eq!(length, request.body.len().to_string());
        assert_eq!(request.header("x-amz-security-token"), SESSION_TOKEN);
    }
    let log = log.text();
    assert_silent(&log);
    for target in ["aws_smithy_runtime", "aws_sigv4", "tinsmith_runtime"] {
        assert!(log.contains(target), "{target} is silent: {log}");
    }
    log
}

#[tokio::test]
async fn no_secret_in_logs_of_a_success() {
    let log = listen([Answer::json(200, &build())]).await;
    // The orchestrator's event that would contain the body.
    assert!(log.contains("transmitting request"), "{log}");
    assert!(log.contains("hyper"), "{log}");
}

#[tokio::test]
async fn no_secret_in_logs_of_retries() {
    let first = Answer::json(500, &build());
    listen([first, Answer::dropped(), Answer::json(200, &build())]).await;
}

#[tokio::test]
async fn no_secret_in_logs_of_a_modelled_error() {
    let mut body = build();
    body["__type"] = "InvalidInputException".into();
    body["message"] = "the input is invalid".into();
    let log = listen([Answer::json(400, &body)]).await;
    assert!(log.contains("the input is invalid"), "{log}");
}

#[tokio::test]
async fn no_secret_in_logs_of_an_unmodelled_error() {
    let mut body = build();
    body["__type"] = "NewException".into();
    listen([Answer::json(400, &body)]).await;
}

#[tokio::test]
async fn no_secret_in_logs_of_an_unreadable_response() {
    // The value is before, at and after the unreadable member.
    for text in [
        format!(
            r#"{{"build":{{"exportedEnvironmentVariables":[{{"value":"{RECEIVED}"}}],"id":1}}}}"#
        ),
        format!(r#"{{"build":{{"buildNumber":"{RECEIVED}"}}}}"#),
        format!(r#"{{"build":{{"startTime":"{RECEIVED}"}}}}"#),
        format!(r#"{{"build":"{RECEIVED}"}}"#),
        format!(r#""{RECEIVED}""#),
        format!("{RECEIVED} {{"),
        format!(r#"{{"build":{{"exportedEnvironmentVariables":[{{"value":"{RECEIVED}"#),
    ] {
        let log = listen([Answer::new(200, &[], &text)]).await;
        assert!(log.contains("unreadable response"), "{log}");
    }
}

#[tokio::test]
async fn no_secret_in_logs_of_a_broken_connection() {
    let cut = || Answer::announcing(1000, 200, &[], build().to_string());
    listen([cut(), cut(), cut()]).await;
    listen([Answer::dropped(), Answer::dropped(), Answer::dropped()]).await;
}

#[tokio::test]
async fn no_secret_in_logs_of_a_refused_connection() {
    let log = Log::default();
    let guard = log.listen();
    let server = Server::start([]).await;
    let config = config(&server, StalledStreamProtectionConfig::disabled())
        .to_builder()
        .endpoint_url("http://127.0.0.1:1");
    let client = Client::from_conf(config.retry_config(RetryConfig::disabled()).build());
    let error = client
        .start_build()
        .project_name("p")
        .environment_variables_override([EnvironmentVariable::new("PASSWORD", SENT)])
        .await
        .expect_err("nobody listens there");
    assert_debug_silent(&error);
    drop(guard);
    assert_silent(&log.text());
    assert!(log.text().contains("call failed"));
}

/// `serde` output has the sensitive values.
#[test]
fn serde_keeps_sensitive_values() {
    let variable = EnvironmentVariable::new("PASSWORD", SENT);
    let webhook = Webhook::default().secret(SENT);
    assert_debug_silent(&variable);
    assert_debug_silent(&webhook);
    for text in [
        serde_json::to_string(&variable).expect("JSON"),
        serde_json::to_string(&webhook).expect("JSON"),
    ] {
        assert!(text.contains(SENT), "{text}");
    }
}
