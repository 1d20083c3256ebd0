//! The same for REST services: a program with clients of Lambda and Bedrock.
//!
//! The files are as at the crate's root.

pub mod ours;
pub mod peer;

#[allow(missing_docs, reason = "the modules have their own")]
mod generated {
    pub mod lambda {
        include!(concat!(env!("OUT_DIR"), "/lambda/mod.rs"));
    }

    pub mod bedrock {
        include!(concat!(env!("OUT_DIR"), "/bedrock/mod.rs"));
    }
}
