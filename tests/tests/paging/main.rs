//! Paginators and waiters against botocore's, on the same scripted responses.
//!
//! The fixtures `pagination` and `waiters` and the crate `codebuild` become one program
//! (`driver.rs`), which reports requests, pages, items and errors.

mod pages;
mod program;
mod waits;
