
/// The function `call` of a crate: an operation, called with a client.
///
/// - `{crate, operation, input, credentials, error}`: against a fake that answers with an empty
///   output, or with the error of this name or code
///
/// The answer is the `{output}` or the `{error}` with the `{requests}` of the fake. Without
/// `credentials`, the client has none.
macro_rules! client {
    ($module:ident, $service:ident: $($name:literal => $operation_module:ident::$operation:ident,)*) => {
        mod $module {
            use serde::Serialize;
            use serde::de::DeserializeOwned;
            use serde_json::{Value, json};
            use ::$service::config::{BehaviorVersion, Region, RetryConfig};
            use ::$service::error::{Cause, Error, OperationError};
            use ::$service::operation::Operation;
            use ::$service::test_util::Fake;
            use ::$service::{Client, Config};

            fn config(question: &Value) -> Config {
                let builder = if question["credentials"] == true {
                    Config::for_tests()
                } else {
                    Config::builder().behavior_version(BehaviorVersion::latest())
                };
                let builder = builder.region(Region::new("eu-central-1"));
                builder.retry_config(RetryConfig::disabled()).build()
            }

            async fn send<O>(question: &Value) -> Value
            where
                O: Operation,
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
                let result = Client::from_conf(config.build()).send::<O>(input).await;
                let requests: Vec<_> = fake
                    .requests()
                    .iter()
                    .map(|request| {
                        let headers = request.headers().keys().map(|name| name.as_str());
                        json!({
                            "uri": request.uri().to_string(),
                            "headers": headers.collect::<Vec<_>>(),
                            "encoding": request.header("content-encoding"),
                            "body": hex(request.body()),
                        })
                    })
                    .collect();
                match result {
                    Ok(output) => json!({"output": output, "requests": requests}),
                    Err(error) => json!({"error": told(error), "requests": requests}),
                }
            }

            fn hex(bytes: &[u8]) -> String {
                bytes.iter().map(|byte| format!("{byte:02x}")).collect()
            }

            fn told<E: OperationError>(error: Error<E>) -> Value {
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

            pub fn call(name: &str, question: &Value) -> Value {
                use ::$service::operation::*;
                let runtime = tokio::runtime::Builder::new_current_thread();
                let runtime = { runtime }.enable_all().build().unwrap();
                runtime.block_on(async {
                    match name {
                        $($name => send::<$operation_module::$operation>(question).await,)*
                        _ => panic!("there is no operation {name}"),
                    }
                })
            }
        }
    };
}
