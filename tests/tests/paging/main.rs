//! Paginators and waiters, held against botocore's own on the same scripted answers.
//!
//! The fixtures `pagination` and `waiters` and the crate `codebuild` become one program
//! (`driver.rs`), which is asked what it sends, what it gives and how it ends.

mod pages;
mod program;
mod waits;
