//! The client against mock connections and fakes: what is sent, retried and reported.
//!
//! Run with `--features test-util` (or `--all-features`); without, there is nothing to run.

#![cfg(feature = "test-util")]

#[cfg(feature = "bearer-auth")]
mod authentication;
mod budgets;
#[cfg(feature = "default-https-client")]
mod ca_bundle;
mod calls;
#[cfg(feature = "checksums")]
mod checksums;
#[cfg(feature = "request-compression")]
mod compression;
mod configuration;
mod connections;
mod credentials;
#[cfg(all(
    feature = "body-checksum",
    feature = "rest-json",
    feature = "stated-endpoint"
))]
mod customizations;
#[cfg(feature = "endpoint-discovery")]
mod discovery;
mod endpoints;
#[cfg(feature = "event-stream")]
mod event_stream;
mod executors;
mod fake;
mod faults;
mod fixtures;
mod keep_alive;
mod limits;
mod operation;
mod paginator;
mod paging_operation;
#[cfg(all(feature = "aws-query", feature = "presigned-copy"))]
mod presigned_copy;
#[cfg(all(feature = "bearer-auth", feature = "presigning", feature = "rest-json"))]
mod presigning;
mod refusals;
mod response_body;
#[cfg(feature = "rest-json")]
mod rest;
mod retries;
mod rules;
mod sdk_errors;
mod settings;
mod sharing;
#[cfg(all(feature = "byte-stream", feature = "rest-json"))]
mod streams;
mod throttling;
mod waiter;
