//! Clients as modules, each with an optional feature of the runtime.

/// With compressed requests.
pub mod compression {
    include!(concat!(env!("OUT_DIR"), "/compression/mod.rs"));
}

/// With endpoint discovery.
pub mod discovery {
    include!(concat!(env!("OUT_DIR"), "/discovery/mod.rs"));
}

/// With event streams.
pub mod event_streams {
    include!(concat!(env!("OUT_DIR"), "/event_streams/mod.rs"));
}

/// An awsQuery-compatible service.
pub mod query_compatible {
    include!(concat!(env!("OUT_DIR"), "/query_compatible/mod.rs"));
}

/// A REST service, with byte streams.
pub mod rest_json {
    include!(concat!(env!("OUT_DIR"), "/rest_json/mod.rs"));
}
