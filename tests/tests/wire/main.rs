//! What the committed crate sends and reads, held against botocore.

mod blocking;
mod endpoints;
mod errors;
mod fixtures;
mod operations;
mod requests;
mod responses;
mod signatures;

/// The examples of the oracle: the least, the most, and random ones with values at the edges.
const VARIANTS: std::ops::RangeInclusive<u32> = 0..=20;
