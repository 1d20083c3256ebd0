//! The same program on the official SDK crate, the peer, and on the generated crate.
//!
//! | module | what it is |
//! |---|---|
//! | `program.rs`, `shapes.rs` | the program: every operation with everything it takes, and what comes of it in a neutral form; compiled twice, word for word the same |
//! | [`peer`], [`ours`] | what differs for the program's author: how lists are set (in `peer_macros.rs`, `ours_macros.rs`) and how errors are taken apart |
//! | [`neutral`] | the form in which outputs and failures of both are compared |
//! | [`migrating`] | both sides of `docs/migrating.md`, compiled |
//! | [`example`](mod@example) | responses with everything that the model has |
//! | [`rest`] | the same for REST services |
//! | [`query`] | the same for STS and, with the feature `ec2`, for EC2 |
//! | [`s3`] | the same for S3 |
//! | [`both`] | a call on both sides, and what came of it |
//! | [`snippets`] | everyday code of programs on the official crate |
//! | [`sent`], [`setup`] | requests made comparable; the configuration of both sides |
//! | [`server`] | the scripted server that both call, from the main workspace's tests |
//! | [`tls`] | the same server behind TLS |
//!
//! `tests/compare`, `tests/rest`, `tests/query`, `tests/s3` and `tests/ec2` run the two programs against each
//! other.

#![allow(
    clippy::duplicate_mod,
    reason = "the program is compiled twice: that is the point"
)]
#![allow(
    clippy::missing_panics_doc,
    reason = "helpers of tests panic: that is how a test fails"
)]

pub mod both;
pub mod example;
pub mod migrating;
pub mod neutral;
pub mod ours;
pub mod peer;
pub mod query;
pub mod rest;
pub mod s3;
pub mod sent;
#[path = "../../../src/server.rs"]
pub mod server;
pub mod setup;
pub mod snippets;
pub mod tls;
