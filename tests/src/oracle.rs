//! botocore as the reference, run by `tests/python/oracle.py`.

use serde_json::{Value, json};

use crate::python::Program;

/// The running script.
pub struct Oracle(Program);

impl Oracle {
    /// Starts the script.
    pub fn start() -> Self {
        Self(Program::start("oracle.py"))
    }

    /// The answer to a request, in the forms that the script documents.
    pub fn ask(&mut self, request: &Value) -> Value {
        self.0.write(&request.to_string());
        let answer: Value = serde_json::from_str(&self.0.read()).expect("JSON of the oracle");
        assert!(answer.get("failure").is_none(), "{request}: {answer}");
        answer
    }

    /// An example value for the `"input"` or `"output"` of an operation.
    pub fn example(&mut self, operation: &str, of: &str, variant: u32) -> Value {
        let request =
            json!({"do": "example", "operation": operation, "of": of, "variant": variant});
        self.ask(&request)["value"].take()
    }
}

/// The bytes of a body that the script, or a program that does as it does, gives in hexadecimal
/// digits.
pub fn bytes(hex: &Value) -> Vec<u8> {
    let digits = hex.as_str().expect("hex").as_bytes().chunks(2);
    digits
        .map(|it| u8::from_str_radix(&String::from_utf8_lossy(it), 16).expect("hex"))
        .collect()
}
