//! The same for REST services: a program with clients of Lambda and Bedrock.
//!
//! The files are as at the crate's root.

/// The events of a stream, and the error that ends it.
macro_rules! events {
    ($stream:expr) => {{
        let mut stream = $stream;
        let mut events = Vec::new();
        loop {
            match stream.recv().await {
                Ok(Some(event)) => events.push(event.neutral()),
                Ok(None) => break (events, None),
                Err(error) => break (events, Some(ended(&error))),
            }
        }
    }};
}

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
