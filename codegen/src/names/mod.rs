//! The only place where a Rust identifier is made.
//!
//! | what | case | module |
//! |---|---|---|
//! | types, operations, variants | `UpperCamelCase` | [`words`] |
//! | fields, methods, modules | `snake_case` | [`words`] |
//! | keywords and other reserved words | `r#type`, `self_` | [`reserved`] |
//! | the same name twice | `Name`, `Name2` | [`Scope`] |
//!
//! Names on the wire are those of the model.

mod reserved;
mod words;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fmt;

/// A Rust identifier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// The identifier as source text, `r#type` for instance.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A rustdoc link to a type of this name in scope; derive macros of the same name are in scope
    /// everywhere.
    pub fn link(&self) -> String {
        if reserved::is_derive(self.as_str()) {
            format!("[`{self}`](struct@{self})")
        } else {
            format!("[`{self}`]")
        }
    }

    /// The name of a type that belongs to the one of this name: `RetryBuildCall`.
    pub fn with(&self, suffix: &str) -> Name {
        of_type(&format!("{}{suffix}", self.bare()))
    }

    /// The identifier without `r#`, for file names and longer identifiers.
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a type or an operation.
pub fn of_type(model: &str) -> Name {
    Name(reserved::in_types(words::upper_camel(model)))
}

/// The name of an enum variant.
pub fn of_variant(model: &str) -> Name {
    Name(reserved::in_variants(words::upper_camel(model)))
}

/// The name of a field.
pub fn of_field(model: &str) -> Name {
    Name(reserved::in_values(words::snake(model)))
}

/// The name of the setter for a field; it must not shadow a method that every type has.
pub fn of_setter(field: &Name) -> Name {
    Name(reserved::in_setters(field.as_str()))
}

/// The name of the setter on a fluent call.
pub fn of_call_setter(field: &Name) -> Name {
    Name(reserved::in_calls(field.as_str()))
}

/// The name of the setter on a fluent call that takes an `Option`.
pub fn of_optional_setter(field: &Name) -> Name {
    Name(format!("set_{}", field.bare()))
}

/// The name of the setter on a waiter.
pub fn of_wait_setter(field: &Name) -> Name {
    Name(reserved::in_waits(field.as_str()))
}

/// The name of the method for a setting that only clients of some services have.
pub fn of_setting(field: &Name) -> Name {
    Name(reserved::in_settings(field.as_str()))
}

/// The name of the client's method for an operation.
pub fn of_client_method(model: &str) -> Name {
    Name(reserved::in_client(words::snake(model)))
}

/// The name of a module and its file.
pub fn of_module(model: &str) -> Name {
    Name(reserved::in_modules(words::snake(model)))
}

/// The name of the module of a type and its file.
pub fn of_type_module(name: &Name) -> Name {
    Name(reserved::in_type_modules(words::snake(name.bare())))
}

/// The longest name of a module, in bytes; the file name needs room for endings.
pub const LONGEST_MODULE: usize = 200;

/// The name of a crate: the service's id in lower case, with `-` between its words.
pub fn of_crate(service: &str) -> String {
    words::kebab(service)
}

/// Why Cargo does not allow a name for a crate; `None` if it does.
pub fn crate_problem(name: &str) -> Option<&'static str> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.chars().all(is_allowed) {
        return Some("a crate's name may have ASCII letters and digits, `-` and `_` only");
    }
    if name.len() > LONGEST_MODULE {
        return Some("a crate's name may have 200 letters at most");
    }
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some("a crate's name has to begin with a letter");
    }
    reserved::is_reserved_crate(name).then_some("the name is reserved")
}

/// Names that must differ from each other.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
    /// Last suffix used for each base name.
    last: HashMap<String, usize>,
}

impl Scope {
    /// A scope with reserved names.
    pub fn with(taken: &[&str]) -> Self {
        Self {
            taken: taken.iter().map(|&name| name.to_owned()).collect(),
            last: HashMap::new(),
        }
    }

    /// The name, with the first free number appended if it is taken.
    pub fn claim(&mut self, name: Name) -> Name {
        if self.taken.insert(name.0.clone()) {
            return name;
        }
        let bare = name.bare().trim_end_matches('_').to_owned();
        let separator = if bare.starts_with(char::is_uppercase) {
            ""
        } else {
            "_"
        };
        let mut number = self.last.get(&bare).map_or(2, |last| last + 1);
        let mut claimed = format!("{bare}{separator}{number}");
        while !self.taken.insert(claimed.clone()) {
            number += 1;
            claimed = format!("{bare}{separator}{number}");
        }
        self.last.insert(bare, number);
        Name(claimed)
    }
}
