//! moto's `CodeBuild`, run by `tests/python/moto_server.py`.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use serde_json::Value;

use crate::python::Program;

/// A running server.
pub struct Moto {
    /// It ends when its standard input closes, at the latest with this process.
    _program: Mutex<Program>,
    port: u64,
}

impl Moto {
    /// The server of this process. Each test uses its own region.
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

    /// Its URL.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}
