//! The typed part of calls.

use std::sync::Arc;

use aws_smithy_runtime_api::client::interceptors::context::Input;
use uuid::Uuid;

use super::core::Core;
use super::endpoint::CallTarget;
use super::erased::ErasedOperation;
use super::failure::CallFailure;
use super::operation::ClientOperation;
use super::progress::Progress;
use super::response::Response;
use super::upload::Upload;
use crate::core::check;
use crate::core::error::{CallError, Cause};
use crate::core::shape::Shape;

impl Core {
    /// Calls an operation: fills in idempotency tokens, checks required members, then sends the
    /// request until an attempt succeeds, fails permanently, or the time limit or the attempts are
    /// used up. All attempts of a call have the same idempotency token.
    ///
    /// # Errors
    ///
    /// See [`Cause`].
    pub async fn send<O: ClientOperation>(
        &self,
        input: O::Input,
    ) -> Result<O::Output, CallError<O::Error>> {
        let response = self.send_with_response::<O>(input).await?;
        Ok(response.output)
    }

    /// Like [`send`](Self::send), with the request id, status, headers and attempts of the
    /// response.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_with_response<O: ClientOperation>(
        &self,
        mut input: O::Input,
    ) -> Result<Response<O::Output>, CallError<O::Error>> {
        let name = O::SCHEMA.name;
        let target = self.prepare::<O>(&mut input)?;
        if let Some(complete) = O::complete(self, &mut input) {
            complete.await?;
        }
        let progress = Progress::default();
        let operation = ErasedOperation::of::<O>(O::STREAMING.is_some());
        let features = O::features(&input);
        let upload = Upload::of(&input).map(Arc::new);
        let input = Input::erase(input);
        let result = self
            .orchestrate(
                operation,
                target,
                features,
                upload.clone(),
                input,
                progress.clone(),
            )
            .await
            .and_then(|(output, raw)| match output.downcast::<O::Output>() {
                Ok(output) => Ok(Response::new(output, raw)),
                Err(_) => Err(CallFailure::construction(
                    "an interceptor replaced the output",
                )),
            });
        let mut response = result.map_err(|failure| {
            let error = failure.into_error(name).with_attempts(progress.attempts());
            match &upload {
                Some(upload) => upload.explain(error, self.config()),
                None => error,
            }
        })?;
        if let Some(streaming) = O::STREAMING {
            (streaming.begin)(&mut response.output, progress.attempts()).await?;
        }
        Ok(response)
    }

    /// Fills in idempotency tokens and checks an input.
    pub(crate) fn prepare<O: ClientOperation>(
        &self,
        input: &mut O::Input,
    ) -> Result<CallTarget, CallError<O::Error>> {
        self.fill_idempotency_tokens(input);
        let target = || {
            O::check(input)?;
            Ok(CallTarget {
                host_prefix: O::host_prefix(input)?,
                rules: O::endpoint_rules(input),
                label: O::SCHEMA.label_in_endpoint(input).map(str::to_owned),
            })
        };
        target().map_err(|error| CallError::new(O::SCHEMA.name, Cause::Input(error)))
    }

    fn fill_idempotency_tokens(&self, input: &mut dyn Shape) {
        if self.config().fills_idempotency_tokens() {
            check::fill_idempotency_tokens(input, &mut || Uuid::new_v4().to_string());
        }
    }
}
