//! The same calls of STS on the peer and on ours, against the same server: the same requests, and the
//! same outcomes. What differs on purpose is in `differences.rs`, each with its reason.

mod differences;
mod outcomes;
mod requests;

use compare::both::{Both, Run};
use compare::query::{ours, peer};
use compare::server::Answer;
use compare::setup::config;

/// Makes a call of the program on both, each with its own server of these answers.
async fn both(call: &str, answers: &[Answer]) -> Both {
    let peer = async |url: &str| peer::sts_program::call(&config(url).build(), call).await;
    let ours = async |url: &str| ours::sts_program::call(&config(url).build(), call).await;
    Both {
        peer: Run::of(answers, peer).await,
        ours: Run::of(answers, ours).await,
    }
}

/// The response of an operation with this result.
fn response(operation: &str, result: &str) -> Answer {
    let body = format!(
        r#"<{operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
             <{operation}Result>{result}</{operation}Result>
             <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
           </{operation}Response>"#
    );
    Answer::new(200, &[("content-type", "text/xml")], body)
}

/// The response of an operation whose result is empty, whatever the call is named.
fn empty(call: &str) -> Answer {
    response(call.split(' ').next().unwrap_or_default(), "")
}

/// An error.
fn error(status: u16, code: &str, message: &str) -> Answer {
    let body = format!(
        r#"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
             <Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>
             <RequestId>r-1</RequestId>
           </ErrorResponse>"#
    );
    Answer::new(status, &[("content-type", "text/xml")], body)
}
