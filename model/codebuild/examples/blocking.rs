//! Retries a build without the crate's client: with a blocking HTTP library and `aws-sigv4`.
//!
//! It needs none of the crate's features, so neither AWS's runtime nor an async runtime is in the
//! program. [`Caller`] signs, sends and retries instead, and can be copied.
//!
//! ```text
//! export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… AWS_REGION=eu-west-1
//! cargo run --example blocking -- my-project:0f1c…
//! ```

use std::env;
use std::error::Error as StdError;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use bytes::Bytes;
use clap::Parser;
use codebuild::error::{CallError, Cause, Retryable, TransportError, TransportErrorKind};
use codebuild::operation::retry_build::{RetryBuild, RetryBuildInput};
use codebuild::operation::{Body, Operation};
use http::{Request, Response, Uri};
use uuid::Uuid;

/// Retries a build.
#[derive(Parser)]
struct Arguments {
    /// The id of the build to retry, such as `my-project:0f1c…`.
    id: String,

    /// Repeats an earlier run that may have started the build: with the token that it printed, the
    /// service starts no second build.
    #[arg(long)]
    token: Option<String>,

    /// The AWS region; by default that of the environment.
    #[arg(long)]
    region: Option<String>,

    /// The endpoint; by default that of the region in the public part of AWS.
    #[arg(long)]
    endpoint_url: Option<String>,
}

type AnyError = Box<dyn StdError + Send + Sync>;

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), AnyError> {
    let region = arguments
        .region
        .or_else(|| env::var("AWS_REGION").ok())
        .ok_or("no region is set: give --region or set AWS_REGION")?;
    let endpoint = arguments
        .endpoint_url
        .unwrap_or_else(|| format!("https://codebuild.{region}.amazonaws.com"));
    let caller = Caller::new(endpoint, region, credentials()?);

    // The same for all attempts, so that a lost response does not lead to a second build.
    let token = arguments
        .token
        .unwrap_or_else(|| Uuid::new_v4().to_string());
    let input = RetryBuildInput::default()
        .id(&arguments.id)
        .idempotency_token(&token);
    let output = caller.call::<RetryBuild>(&input).inspect_err(|error| {
        // Only an error response to the first attempt is certain not to have started the build.
        let is_refused = error.service_error().is_some() && error.attempts() == 1;
        if error.may_have_been_sent() && !is_refused {
            eprintln!("the build may have been started: repeat this with --token {token}");
        }
    })?;
    let id = output.build.and_then(|build| build.id);
    let id = id.ok_or("the service answered without the build's id")?;
    println!("{} is retried as {id}", arguments.id);
    Ok(())
}

/// Credentials from environment variables.
fn credentials() -> Result<Credentials, String> {
    let read = |name| env::var(name).map_err(|_| format!("{name} is not set"));
    let (key, secret) = (read("AWS_ACCESS_KEY_ID")?, read("AWS_SECRET_ACCESS_KEY")?);
    let token = env::var("AWS_SESSION_TOKEN").ok();
    Ok(Credentials::new(key, secret, token, None, "environment"))
}

/// Calls any operation.
struct Caller {
    agent: ureq::Agent,
    endpoint: String,
    region: String,
    credentials: Credentials,
}

impl Caller {
    /// The maximum number of attempts.
    const ATTEMPTS: u32 = 3;

    fn new(endpoint: String, region: String, credentials: Credentials) -> Self {
        let config = ureq::Agent::config_builder()
            // The operation interprets all statuses, and AWS does not redirect.
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_millis(3_100)))
            .timeout_global(Some(Duration::from_secs(40)))
            .build();
        Self {
            agent: config.into(),
            endpoint,
            region,
            credentials,
        }
    }

    /// Calls an operation, with retries.
    fn call<O: Operation>(&self, input: &O::Input) -> Result<O::Output, CallError<O::Error>> {
        let invalid = |error| CallError::new(O::SCHEMA.name, Cause::Input(error));
        O::check(input).map_err(invalid)?;
        let request = O::request(input).map_err(invalid)?;
        // A body that streams could be read only once.
        let request = request.map(|body| body.into_bytes().unwrap_or_default());
        let mut attempt = 1;
        loop {
            match self.attempt::<O>(request.clone()) {
                Err(error) if error.is_retryable() && attempt < Self::ATTEMPTS => {
                    thread::sleep(pause(attempt));
                    attempt += 1;
                }
                result => return result.map_err(|error| error.with_attempts(attempt)),
            }
        }
    }

    fn attempt<O: Operation>(
        &self,
        request: Request<Bytes>,
    ) -> Result<O::Output, CallError<O::Error>> {
        let response = self
            .prepare(request)
            .map_err(|error| TransportError::new(TransportErrorKind::Construction, error))
            .and_then(|request| self.send(request).map_err(transport))
            .map_err(|error| CallError::new(O::SCHEMA.name, Cause::Transport(error)))?;
        O::response(&response)
    }

    /// The request with its complete URI and a signature.
    fn prepare(&self, mut request: Request<Bytes>) -> Result<Request<Bytes>, AnyError> {
        let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
        let uri: Uri = format!("{}{path}", self.endpoint.trim_end_matches('/')).parse()?;
        *request.uri_mut() = uri;

        let identity = self.credentials.clone().into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name("codebuild")
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()?
            .into();
        let mut headers = Vec::new();
        for (name, value) in request.headers() {
            headers.push((name.as_str(), value.to_str()?));
        }
        let signable = SignableRequest::new(
            request.method().as_str(),
            request.uri().to_string(),
            headers.into_iter(),
            SignableBody::Bytes(request.body()),
        )?;
        let (instructions, _) = sign(signable, &params)?.into_parts();
        instructions.apply_to_request_http1x(&mut request);
        Ok(request)
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, ureq::Error> {
        let response = self.agent.run(request.map(|body| body.to_vec()))?;
        let (head, mut body) = response.into_parts();
        Ok(Response::from_parts(head, body.read_to_vec()?.into()))
    }
}

/// Converts errors of the HTTP library.
fn transport(error: ureq::Error) -> TransportError {
    let kind = match error {
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout,
        ureq::Error::Io(_) | ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => {
            TransportErrorKind::Connection
        }
        ureq::Error::Protocol(_) | ureq::Error::BodyExceedsLimit(_) => TransportErrorKind::Response,
        _ => TransportErrorKind::Construction,
    };
    let is_sent = kind != TransportErrorKind::Construction;
    TransportError::new(kind, error)
        .with_retryable(is_sent.then_some(Retryable::Transient))
        .with_may_have_been_sent(is_sent)
}

/// The delay after an attempt: exponential backoff with jitter.
fn pause(attempt: u32) -> Duration {
    let (random, ..) = Uuid::new_v4().as_fields();
    let most = Duration::from_millis(100) * 2_u32.pow(attempt);
    most.mul_f64(f64::from(random) / f64::from(u32::MAX))
}
