//! Helpers for the integration tests.

#![allow(
    clippy::missing_panics_doc,
    reason = "helpers of tests panic: that is how a test fails"
)]

pub mod botocore;
/// The code in `docs/testing.md` is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/testing.md")]
pub struct TestingGuide;

/// The code of the guides is compiled, and run where it needs no AWS.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../README.md")]
    pub struct Readme;
    #[doc = include_str!("../../docs/getting-started.md")]
    pub struct GettingStarted;
    #[doc = include_str!("../../docs/several-services.md")]
    pub struct SeveralServices;
    #[doc = include_str!("../../docs/from-rusoto.md")]
    pub struct FromRusoto;
}

pub mod driver;
pub mod examples;
pub mod fixtures;
pub mod json;
pub mod long;
pub mod markdown;
pub mod moto;
pub mod operations;
pub mod oracle;
pub mod presigned;
pub mod project;
pub mod python;
pub mod report;
pub mod server;
pub mod traits;
pub mod xml;
