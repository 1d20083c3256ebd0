//! botocore as the reference, by way of `tests/python/oracle.py`.

use serde_json::{Value, json};

use crate::python::Program;

/// A running oracle.
pub struct Oracle(Program);

impl Oracle {
    /// Starts one.
    pub fn start() -> Self {
        Self(Program::start("oracle.py"))
    }

    /// The answer to a request, both as the script documents them.
    pub fn ask(&mut self, request: &Value) -> Value {
        self.0.write(&request.to_string());
        let answer: Value = serde_json::from_str(&self.0.read()).expect("JSON of the oracle");
        assert!(answer.get("failure").is_none(), "{request}: {answer}");
        answer
    }

    /// An example for the `"input"` or `"output"` of an operation.
    pub fn example(&mut self, operation: &str, of: &str, variant: u32) -> Value {
        let request =
            json!({"do": "example", "operation": operation, "of": of, "variant": variant});
        self.ask(&request)["value"].take()
    }
}
