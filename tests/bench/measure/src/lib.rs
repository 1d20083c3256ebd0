//! What `cargo xtask bench` runs to compare the codecs and clients of the two crates.
//!
//! - [`contest`]: contestants do the same work in turns, and what it took is printed as JSON
//! - [`codebuild`]: requests and responses of `CodeBuild`, with the contestants that read and write them
//! - [`official`]: the official crates' codec, which their clients call in the same way
//! - [`payload`]: the documents
//!
//! The programs that need crates which exist only below `target/` (serde derives, `DynamoDB`) are
//! written there by `cargo xtask bench`; `programs/` has what is more than a line in them.

pub mod codebuild;
pub mod contest;
pub mod official;
pub mod payload;
