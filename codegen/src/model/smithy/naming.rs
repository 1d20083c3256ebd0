//! Absolute ids become names.
//!
//! The neutral model has one namespace, like a service: two types of one name need the service's
//! `rename`. Shapes that do not become Rust types (strings, numbers, lists …) may share a name with
//! anything, as in Smithy; they then go by their ids.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::ast;
use super::closure::Closure;
use crate::error::{Problem, ProblemKind};

/// The names of a service's shapes.
#[derive(Debug)]
pub(super) struct ShapeNames<'a> {
    by_id: HashMap<&'a str, &'a str>,
}

impl<'a> ShapeNames<'a> {
    /// Names everything that belongs to the service. Of several types of one name, the first has it.
    pub(super) fn new(closure: &mut Closure<'a>) -> Self {
        let rename: &'a IndexMap<String, String> = &closure.service.rename;
        let wanted = |id: &'a str| -> &'a str {
            rename
                .get(id)
                .map_or_else(|| ast::local_name(id), String::as_str)
        };
        let mut owners: HashMap<&str, &str> = HashMap::new();
        let mut by_id = HashMap::new();
        for id in closure.types().collect::<Vec<_>>() {
            let name = wanted(id);
            if let Some(owner) = owners.get(name) {
                let message = format!("its name `{name}` is also that of the shape `{owner}`");
                let hint = format!("give it another one in {}.rename", closure.service_path());
                let problem = Problem::new(ProblemKind::NameClash, ast::path(id), message);
                closure.add_problem(id, problem.hint(hint));
                by_id.insert(id, id);
                continue;
            }
            owners.insert(name, id);
            by_id.insert(id, name);
        }
        for id in closure.others() {
            let name = wanted(id);
            let is_taken = owners.contains_key(name);
            owners.entry(name).or_insert(id);
            by_id.insert(id, if is_taken { id } else { name });
        }
        Self { by_id }
    }

    /// The name of a shape of the service.
    pub(super) fn of<'b>(&self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.by_id.get(id).copied().unwrap_or(id)
    }
}
