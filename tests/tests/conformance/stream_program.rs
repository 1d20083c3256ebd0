
/// Reads the streams of Smithy's cases: `{crate, operation, input}`, where the input is a response,
/// whose body may be `bytes`.
macro_rules! client {
    ($krate:ident) => {
        mod streams {
            use std::task::{Context, Poll, Waker};

            use $krate::operation::{output_stream, output_stream_with_initial_response};

            use tinsmith_runtime::error::CallError;

            use super::*;

            fn facts<E: OperationError>(error: CallError<E>) -> Value {
                let shown = error.to_string();
                let shape = match error.into_cause() {
                    Cause::Service { mut error, .. } => error.shape_mut().map(|it| it.schema().name),
                    _ => None,
                };
                json!({"shown": shown, "shape": shape})
            }

            macro_rules! answer {
                ($operation:ty, $response:expr) => {
                    match <$operation>::response($response) {
                        Err(error) => json!({"events": [], "error": facts(error)}),
                        Ok(mut output) => {
                            let mut context = Context::from_waker(Waker::noop());
                            let mut events = Vec::new();
                            let error = loop {
                                match output.stream.poll_recv(&mut context) {
                                    Poll::Ready(Ok(Some(event))) => events.push(json!(event)),
                                    Poll::Ready(Ok(None)) => break Value::Null,
                                    Poll::Ready(Err(error)) => break facts(error),
                                    Poll::Pending => panic!("all of it is in memory"),
                                }
                            };
                            json!({"events": events, "error": error})
                        }
                    }
                };
            }

            pub fn answer(operation: &str, response: &http::Response<Body>) -> Value {
                match operation {
                    "OutputStream" => answer!(output_stream::OutputStream, response),
                    "OutputStreamWithInitialResponse" => answer!(
                        output_stream_with_initial_response::OutputStreamWithInitialResponse,
                        response
                    ),
                    other => panic!("{other} has no stream"),
                }
            }
        }
    };
}

fn with_client<C, O>(question: &Value) -> Value {
    let mut response = response(&question["input"]);
    if let Value::Array(bytes) = &question["input"]["bytes"] {
        let bytes = bytes.iter().map(|it| u8::try_from(it.as_u64().unwrap()).unwrap());
        *response.body_mut() = bytes.collect::<Vec<_>>().into();
    }
    streams::answer(question["operation"].as_str().unwrap(), &response)
}
