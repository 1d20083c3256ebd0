//! The tables that generated types state: calls of the runtime's macros, one line per row.
//!
//! A macro's body is the one thing that prettyplease does not format, so it is laid out here.

use proc_macro2::Literal;

use crate::names::Name;

/// A call of a table macro.
#[derive(Debug, Default)]
pub struct Table {
    /// The cargo feature that it needs.
    pub(crate) feature: Option<&'static str>,
    /// The macro: `structure`.
    pub(crate) name: &'static str,
    /// What stands before the rows' braces; a table of one row may do without.
    pub(crate) heading: Option<String>,
    /// The rows, without the semicolon.
    pub(crate) rows: Vec<String>,
}

impl Table {
    /// The text: one line per row.
    pub(crate) fn text(&self) -> String {
        let mut text = match self.feature {
            Some(feature) => format!("#[cfg(feature = {feature:?})]\n"),
            None => String::new(),
        };
        text.push_str(&format!("tinsmith_runtime::{}! {{\n", self.name));
        let indent = match &self.heading {
            Some(heading) if self.rows.is_empty() => {
                text.push_str(&format!("    {heading} {{}}\n}}\n"));
                return text;
            }
            Some(heading) => {
                text.push_str(&format!("    {heading} {{\n"));
                "        "
            }
            None => "    ",
        };
        for row in &self.rows {
            text.push_str(&format!("{indent}{row};\n"));
        }
        if self.heading.is_some() {
            text.push_str("    }\n");
        }
        text.push_str("}\n");
        text
    }
}

/// A row: the Rust name, and what the table says of it.
pub(crate) fn row(name: &Name, facts: &str) -> String {
    format!("{name}: {facts}")
}

/// Text as a string literal.
pub(crate) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}
