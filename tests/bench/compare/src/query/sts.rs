//! Calls of STS.
//!
//! This file is compiled for both sides. What is written differently in the two are macros and
//! functions of `peer.rs` and `ours.rs`, and of `peer_macros.rs` and `ours_macros.rs` beside the crate's root.

use super::outcome;
use super::sts::Client;
use super::sts::types::{PolicyDescriptorType, ProvidedContext, Tag};
use crate::neutral::Outcome;

/// A policy, whose text has to arrive as it is.
const POLICY: &str =
    "{\"Statement\": [\n  {\"Effect\": \"Allow\", \"Action\": \"s3:*\"}]} \u{fc} + % & = ~*";

/// The calls by their names.
pub const CALLS: &[&str] = &[
    "AssumeRole",
    "AssumeRole without members",
    "AssumeRole with empty lists",
    "AssumeRoleWithWebIdentity",
    "DecodeAuthorizationMessage",
    "GetCallerIdentity",
    "GetFederationToken",
    "GetSessionToken",
];

/// Calls an operation by its name.
///
/// # Errors
///
/// Those of the call.
pub async fn call(config: &aws_types::SdkConfig, name: &str) -> Outcome {
    let client = Client::new(config);
    match name {
        "AssumeRole" => assume_role(&client).await,
        "AssumeRole without members" => {
            let call = client.assume_role().role_arn("arn").role_session_name("s");
            outcome(call.send().await)
        }
        "AssumeRole with empty lists" => {
            let call = client.assume_role().role_arn("arn").role_session_name("s");
            let call = set_empty!(call, tags: [Tag], set_tags);
            let call = set_empty!(call, policy_arns: [PolicyDescriptorType], set_policy_arns);
            let call = set_empty!(call, transitive_tag_keys: [String], set_transitive_tag_keys);
            outcome(call.send().await)
        }
        "AssumeRoleWithWebIdentity" => {
            let call = set!(client.assume_role_with_web_identity(), {
                role_arn: "arn:aws:iam::123456789012:role/r",
                role_session_name: "s@example.com",
                web_identity_token: "eyJh.eyJz.c2ln_-==",
                provider_id: "www.example.com",
                policy_arns: [new!(PolicyDescriptorType { arn: "a" })],
                policy: POLICY,
                duration_seconds: 900,
            });
            outcome(call.send().await)
        }
        "DecodeAuthorizationMessage" => {
            let call = client
                .decode_authorization_message()
                .encoded_message("a b/+=");
            outcome(call.send().await)
        }
        "GetCallerIdentity" => outcome(client.get_caller_identity().send().await),
        "GetFederationToken" => {
            let call = set!(client.get_federation_token(), {
                name: "n",
                policy: POLICY,
                policy_arns: [
                    new!(PolicyDescriptorType { arn: "a" }),
                    new!(PolicyDescriptorType {}),
                    new!(PolicyDescriptorType { arn: "" }),
                ],
                tags: [new!(Tag { key: "k", value: "" })],
            });
            outcome(call.send().await)
        }
        "GetSessionToken" => {
            let call = client.get_session_token().duration_seconds(-1);
            outcome(call.serial_number("").token_code("012345").send().await)
        }
        other => panic!("no call {other}"),
    }
}

async fn assume_role(client: &Client) -> Outcome {
    let call = set!(client.assume_role(), {
        role_arn: "arn:aws:iam::123456789012:role/a+b & c",
        role_session_name: "session=1,@.-",
        policy_arns: [
            new!(PolicyDescriptorType { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
            new!(PolicyDescriptorType { arn: "arn:2" }),
        ],
        policy: POLICY,
        duration_seconds: 43_200,
        tags: [
            new!(Tag { key: "team", value: "\u{fc} \u{1f600}" }),
            new!(Tag { key: "empty", value: "" }),
        ],
        transitive_tag_keys: ["team", "a b"],
        external_id: "id:/+",
        serial_number: "arn:aws:iam::123456789012:mfa/user",
        token_code: "012345",
        source_identity: "me",
        provided_contexts: [new!(ProvidedContext { provider_arn: "p", context_assertion: "c" })],
    });
    outcome(call.send().await)
}
