//! Comparisons of codecs and clients of generated and official crates, for `cargo xtask bench`.
//!
//! - [`comparison`]: measures implementations in turns, and prints the samples as JSON
//! - [`codebuild`]: requests and responses of `CodeBuild`, with the candidates that read and write them
//! - [`loopback`]: what clients of servers on this machine need
//! - [`official`]: the official crates' codec, called as their clients do
//! - [`payload`]: the documents
//!
//! `programs/` has the sources of packages that `cargo xtask bench` writes below `target/`.

pub mod codebuild;
pub mod comparison;
pub mod loopback;
pub mod official;
pub mod payload;
