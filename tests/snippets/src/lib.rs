//! Everyday code of programs on `aws-sdk-codebuild`, compiled with the generated crate under that
//! crate's name.
//!
//! | module | what it is |
//! |---|---|
//! | `same` | what compiles unchanged; the crate `compare` compiles the same file with the official crate |
//! | `replaced` | what is written differently, for the functions of `differ.rs` there |

#[allow(
    missing_docs,
    unused_imports,
    clippy::pedantic,
    reason = "programs as their users write them"
)]
#[path = "../../bench/compare/src/snippets/same.rs"]
pub mod same;

#[allow(
    missing_docs,
    unused_imports,
    clippy::pedantic,
    reason = "programs as their users write them"
)]
pub mod replaced;
