//! A fake `CodeBuild` with state, by way of `tests/python/moto_server.py`.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use serde_json::Value;

use crate::python::Program;

/// A running server.
pub struct Moto {
    /// It serves until its standard input closes, at the latest with this process.
    _program: Mutex<Program>,
    port: u64,
}

impl Moto {
    /// The server of this process. Tests keep apart by regions of their own.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Moto> = OnceLock::new();
        SHARED.get_or_init(|| {
            let mut program = Program::start("moto_server.py");
            let line: HashMap<String, Value> =
                serde_json::from_str(&program.read()).expect("JSON of the server");
            Self {
                _program: Mutex::new(program),
                port: line["port"].as_u64().expect("a port"),
            }
        })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}
