//! Clients as modules, each with a part of the runtime that only some services need.

/// Requests are compressed.
pub mod compression {
    include!(concat!(env!("OUT_DIR"), "/compression/mod.rs"));
}

/// Endpoints are asked for.
pub mod discovery {
    include!(concat!(env!("OUT_DIR"), "/discovery/mod.rs"));
}

/// Answers are streams of events.
pub mod event_streams {
    include!(concat!(env!("OUT_DIR"), "/event_streams/mod.rs"));
}

/// The service spoke awsQuery before.
pub mod query_compatible {
    include!(concat!(env!("OUT_DIR"), "/query_compatible/mod.rs"));
}
