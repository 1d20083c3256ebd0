//! Everyday code of programs on the official crate: what compiles unchanged for ours, and what does
//! not. The crate `snippets` compiles `same.rs` with ours.

#[allow(
    missing_docs,
    unused_imports,
    clippy::pedantic,
    reason = "programs as their users write them"
)]
pub mod differ;
#[allow(
    missing_docs,
    unused_imports,
    clippy::needless_question_mark,
    clippy::pedantic,
    reason = "programs as their users write them"
)]
pub mod same;
