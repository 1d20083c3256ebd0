//! The same calls of EC2 on the peer and on ours, against the same server: the same requests, and the
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
    let peer = async |url: &str| peer::ec2_program::call(&config(url).build(), call).await;
    let ours = async |url: &str| ours::ec2_program::call(&config(url).build(), call).await;
    Both {
        peer: Run::of(answers, peer).await,
        ours: Run::of(answers, ours).await,
    }
}

/// The response of an operation with these members.
fn response(operation: &str, members: &str) -> Answer {
    let body = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<{operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
    <requestId>r-1</requestId>{members}
</{operation}Response>"#
    );
    Answer::new(200, &[("content-type", "text/xml;charset=UTF-8")], body)
}

/// The response of an operation without members, whatever the call is named.
fn empty(call: &str) -> Answer {
    response(call.split(' ').next().unwrap_or_default(), "")
}

/// An error.
fn error(status: u16, code: &str, message: &str) -> Answer {
    let body = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>r-1</RequestID></Response>"#
    );
    Answer::new(status, &[("content-type", "text/xml;charset=UTF-8")], body)
}
