use tinsmith_runtime::client::config::{BehaviorVersion, Region, RetryConfig};
use tinsmith_runtime::client::{ClientOperation, Config};
use tinsmith_runtime::error::CallError;
use tinsmith_runtime::test_util::Fake;

/// A client of a crate.
trait Client {
    /// Calls an operation.
    async fn send<O: ClientOperation>(
        config: Config,
        input: O::Input,
    ) -> Result<O::Output, CallError<O::Error>>;
}

macro_rules! client {
    ($service:ident) => {
        impl Client for $service::Client {
            async fn send<O: ClientOperation>(
                config: Config,
                input: O::Input,
            ) -> Result<O::Output, CallError<O::Error>> {
                Self::from_conf(config).send::<O>(input).await
            }
        }
    };
}

/// Calls an operation with a client.
///
/// - `{crate, operation, input, credentials, error}`: against a fake that answers with an empty
///   output, or with the error of this name or code
///
/// The answer is the `{output}`, unless that has a stream, or the `{error}` with the `{requests}` of the fake. Without
/// `credentials`, the client has none.
fn with_client<C, O>(question: &Value) -> Value
where
    C: Client,
    O: ClientOperation,
    O::Input: DeserializeOwned,
    O::Output: Serialize,
{
    let input = serde_json::from_value(question["input"].clone()).unwrap();
    let error = question["error"].as_str().map(str::to_owned);
    let fake = Fake::new().on::<O>(move |_| match &error {
        None => Ok(O::Output::default()),
        Some(code) => Err(O::Error::modelled(code).expect("a modelled error")),
    });
    let config = config(question).to_builder().http_client(fake.clone());
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    let result = runtime.block_on(C::send::<O>(config.build(), input));
    let requests: Vec<_> = fake
        .requests()
        .iter()
        .map(|request| {
            let headers = request.headers().keys().map(|name| name.as_str());
            let values = request.headers().iter().map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.to_string(), value.into())
            });
            json!({
                "method": request.method().as_str(),
                "values": values.collect::<serde_json::Map<_, _>>(),
                "uri": request.uri().to_string(),
                "headers": headers.collect::<Vec<_>>(),
                "encoding": request.header("content-encoding"),
                "checksums": checksums(request.headers()),
                "body": hex(request.body()),
            })
        })
        .collect();
    match result {
        Ok(output) => json!({"output": output, "requests": requests}),
        Err(error) => json!({"error": told(error), "requests": requests}),
    }
}

fn config(question: &Value) -> Config {
    let builder = if question["credentials"] == true {
        Config::for_tests()
    } else {
        Config::builder().behavior_version(BehaviorVersion::latest())
    };
    let builder = builder.region(Region::new("eu-central-1"));
    builder.retry_config(RetryConfig::disabled()).build()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The headers with checksums, and about them.
fn checksums(headers: &http::HeaderMap) -> Value {
    let about = ["content-md5", "x-amz-decoded-content-length", "x-amz-trailer"];
    let is_one = |name: &str| name.contains("-checksum-") || about.contains(&name);
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value));
    let headers = headers.filter(|(name, _)| is_one(name));
    headers
        .map(|(name, value)| (name.to_owned(), Value::from(value.to_str().unwrap())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn told<E: OperationError>(error: CallError<E>) -> Value {
    let mut told = json!({
        "text": error.to_string(),
        "code": error.code(),
        "status": error.status(),
        "throttling": error.is_throttling(),
        "retryable": error.is_retryable(),
    });
    if let Some(metadata) = error.metadata() {
        let headers = metadata.headers().iter();
        told["headers"] = headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().into()))
            .collect::<serde_json::Map<_, _>>()
            .into();
        told["body"] = String::from_utf8_lossy(metadata.body()).into();
    }
    if let Cause::Service { mut error, .. } = error.into_cause() {
        told["shape"] = error.shape_mut().map(|shape| shape.schema().name).into();
    }
    told
}

