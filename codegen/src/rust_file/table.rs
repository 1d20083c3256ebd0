//! Tables: calls of the runtime's macros, one row per line.
//!
//!
//! prettyplease does not format macro bodies, so they are formatted here.

use proc_macro2::Literal;

use crate::names::Name;

/// A call of a table macro.
#[derive(Debug, Default)]
pub struct Table {
    /// The cargo feature that the table depends on.
    pub(crate) feature: Option<&'static str>,
    /// The macro's name, such as `structure`.
    pub(crate) name: &'static str,
    /// The text before the braces of the rows; optional for a single row.
    pub(crate) heading: Option<String>,
    /// The rows, without semicolons.
    pub(crate) rows: Vec<String>,
}

impl Table {
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
            text.extend([indent, row, ";\n"]);
        }
        if self.heading.is_some() {
            text.push_str("    }\n");
        }
        text.push_str("}\n");
        text
    }
}

/// A row: the Rust name and its properties.
pub(crate) fn row(name: &Name, facts: &str) -> String {
    format!("{name}: {facts}")
}

/// A string literal.
pub(crate) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}
