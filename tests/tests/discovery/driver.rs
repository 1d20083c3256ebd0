//! Answers JSON lines with JSON lines, using generated clients, as `discovery.py` does with
//! botocore. The test `discovery` builds this program.

use std::io::{self, BufRead};
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use serde_json::{Value, json};
use tinsmith_runtime::client::Config;
use tinsmith_runtime::client::config::Region;
use tinsmith_runtime::error::{CallError, OperationError};
use tinsmith_runtime::http;
use tinsmith_runtime::test_util::{ManualTimeSource, SdkBody};

#[derive(Debug, Default)]
struct Script {
    asks: String,
    told: Vec<Value>,
    done: Vec<Value>,
    requests: Vec<Value>,
}

/// Gives scripted responses and records requests.
#[derive(Clone, Debug)]
struct Service(Arc<Mutex<Script>>);

impl HttpConnector for Service {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut script = self.0.lock().unwrap();
        let header = |name| request.headers().get(name);
        let operation = header("x-amz-target").unwrap().split('.').nth(1).unwrap();
        let signature = header("authorization").unwrap();
        let (_, credential) = signature.split_once("Credential=").unwrap();
        let scope = credential.split(',').next().unwrap();
        let seen = json!({
            "operation": operation,
            "url": request.uri(),
            "scope": scope.splitn(3, '/').nth(2),
            "version": header("x-amz-api-version"),
            "body": serde_json::from_slice::<Value>(request.body().bytes().unwrap()).unwrap(),
        });
        let is_told = operation == script.asks;
        script.requests.push(seen);
        let answers = if is_told {
            &mut script.told
        } else {
            &mut script.done
        };
        let answer = if answers.is_empty() {
            json!({"status": 200, "body": {}})
        } else {
            answers.remove(0)
        };
        let Some(status) = answer["status"].as_u64() else {
            return HttpConnectorFuture::ready(Err(ConnectorError::io("no".into())));
        };
        let response = http::Response::builder().status(u16::try_from(status).unwrap());
        let response = response.body(SdkBody::from(answer["body"].to_string()));
        HttpConnectorFuture::ready(Ok(HttpResponse::try_from(response.unwrap()).unwrap()))
    }
}

/// A client.
trait Client {
    fn from_config(config: Config) -> Self;

    /// Calls an operation that is asked for by its name.
    async fn call(&self, operation: &str, input: Value) -> Option<Failure>;
}

/// A call that failed.
struct Failure {
    text: String,
    of: &'static str,
    code: Option<String>,
}

impl<E: OperationError> From<CallError<E>> for Failure {
    fn from(error: CallError<E>) -> Self {
        Self {
            text: error.to_string(),
            of: error.operation(),
            code: error.code().map(str::to_owned),
        }
    }
}

macro_rules! client {
    ($krate:ident: $($name:literal => $operation:path,)*) => {
        impl Client for $krate::Client {
            fn from_config(config: Config) -> Self {
                Self::from_conf(config)
            }

            async fn call(&self, operation: &str, input: Value) -> Option<Failure> {
                match operation {
                    $($name => {
                        let input = serde_json::from_value(input).unwrap();
                        let result = self.send::<$operation>(input).await;
                        result.err().map(Failure::from)
                    })*
                    name => panic!("{name}"),
                }
            }
        }
    };
}

client! { fixture_discovery:
    "GetBook" => fixture_discovery::operation::get_book::GetBook,
    "ListShelves" => fixture_discovery::operation::list_shelves::ListShelves,
    "PutBook" => fixture_discovery::operation::put_book::PutBook,
    "CountBooks" => fixture_discovery::operation::count_books::CountBooks,
}

client! { timestream_query:
    "Query" => timestream_query::operation::query::Query,
    "CancelQuery" => timestream_query::operation::cancel_query::CancelQuery,
}

/// The requests and errors of the calls of a line.
async fn calls<C: Client>(line: &Value) -> Value {
    let asks = line["asks"].as_str().unwrap();
    let script = Script {
        asks: asks.to_owned(),
        ..Script::default()
    };
    let service = Service(Arc::new(Mutex::new(script)));
    let connector = SharedHttpConnector::new(service.clone());
    let clock = ManualTimeSource::new(UNIX_EPOCH + Duration::from_secs(1_600_000_000));
    let mut config = Config::for_tests()
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .region(Region::new(line["region"].as_str().unwrap().to_owned()))
        .time_source(clock.clone());
    let retries = config.clone().build().retry_config().clone();
    config = config.retry_config(retries.with_max_attempts(4));
    if let Some(url) = line["endpoint_url"].as_str() {
        config = config.endpoint_url(url);
    }
    let client = C::from_config(config.build());
    let mut answers = Vec::new();
    for call in line["calls"].as_array().unwrap() {
        clock.advance(Duration::from_secs(call["wait"].as_u64().unwrap()));
        {
            let mut script = service.0.lock().unwrap();
            script.told = call["told"].as_array().unwrap().clone();
            script.done = call["done"].as_array().unwrap().clone();
            script.requests.clear();
        }
        let operation = call["operation"].as_str().unwrap();
        let failure = client.call(operation, call["input"].clone()).await;
        let error = failure.map(|failure| {
            let is_undiscovered = failure.text.contains("could not be discovered");
            let of = if is_undiscovered { asks } else { failure.of };
            json!({"of": of, "code": failure.code})
        });
        let requests = &service.0.lock().unwrap().requests;
        answers.push(json!({"requests": requests, "error": error}));
    }
    Value::from(answers)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for line in io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        println!("{}", answer(&line).await);
    }
}

async fn answer(line: &Value) -> Value {
    if line["model"].is_object() {
        calls::<fixture_discovery::Client>(line).await
    } else {
        calls::<timestream_query::Client>(line).await
    }
}
