//! Requests, responses, endpoints and signatures of the committed crate, against botocore.

mod blocking;
mod endpoints;
mod errors;
mod fixtures;
mod operations;
mod requests;
mod responses;
mod signatures;

/// Variants of examples: required members only, all members, random ones with edge values.
const VARIANTS: std::ops::RangeInclusive<u32> = 0..=20;
