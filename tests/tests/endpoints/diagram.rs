//! Rule sets as binary decision diagrams, in the form that Smithy gives them
//! (`smithy.rules#endpointBdd`): a compiler that does not look for the smallest one.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// The reference to "no rule matches".
const NOTHING: i32 = 100_000_000;

/// The diagram of a rule set.
pub(crate) fn of_rules(rules: &Value) -> Value {
    let mut compiler = Compiler {
        conditions: Vec::new(),
        results: Vec::new(),
        // The node that stands for the constants.
        nodes: vec![[-1, 1, -1]],
    };
    let root = compiler.list(rules["rules"].as_array().expect("rules"));
    let bytes: Vec<_> = compiler
        .nodes
        .iter()
        .flatten()
        .flat_map(|number| number.to_be_bytes())
        .collect();
    json!({
        "version": "1.1",
        "parameters": rules["parameters"],
        "conditions": compiler.conditions,
        "results": compiler.results,
        "root": root,
        "nodes": BASE64_STANDARD.encode(bytes),
        "nodeCount": compiler.nodes.len(),
    })
}

struct Compiler {
    conditions: Vec<Value>,
    results: Vec<Value>,
    nodes: Vec<[i32; 3]>,
}

impl Compiler {
    /// The reference to the first of these rules.
    fn list(&mut self, rules: &[Value]) -> i32 {
        // Conditions are numbered in the order of the document, nodes are made from the end.
        let mut parts = Vec::new();
        for rule in rules {
            let first = self.conditions.len();
            let conditions = rule["conditions"].as_array();
            self.conditions
                .extend(conditions.into_iter().flatten().cloned());
            let conditions = first..self.conditions.len();
            let outcome = match rule["rules"].as_array() {
                Some(rules) => self.list(rules),
                None => {
                    let mut result = rule.clone();
                    result["conditions"] = json!([]);
                    self.results.push(result);
                    NOTHING + number(self.results.len())
                }
            };
            parts.push((conditions, outcome));
        }
        parts
            .into_iter()
            .rev()
            .fold(NOTHING, |otherwise, (conditions, outcome)| {
                conditions.rev().fold(outcome, |then, condition| {
                    self.node(number(condition), then, otherwise)
                })
            })
    }

    /// A node; every second one is stored negated.
    fn node(&mut self, condition: i32, then: i32, otherwise: i32) -> i32 {
        let is_negated = self.nodes.len().is_multiple_of(2);
        self.nodes.push(if is_negated {
            [condition, otherwise, then]
        } else {
            [condition, then, otherwise]
        });
        let reference = number(self.nodes.len());
        if is_negated { -reference } else { reference }
    }
}

fn number(number: usize) -> i32 {
    i32::try_from(number).expect("a small number")
}
