//! Rust source files: items, tables, imports, documentation and rendering.

mod declarations;
pub(crate) mod docs;
mod form;
pub(crate) mod imports;
mod render;
pub(crate) mod table;

use proc_macro2::TokenStream;

pub(crate) use declarations::{Declared, Recorder};
pub(crate) use form::OutputForm;
pub(crate) use render::{formatted, header, rust};
pub(crate) use table::Table;

/// A Rust file to be rendered.
#[derive(Debug)]
pub(crate) struct Source {
    /// The path in the crate.
    pub(crate) path: String,
    /// The model part that it was generated from, for the header: `the shape Build`.
    pub(crate) origin: String,
    /// The module documentation in Markdown; may be empty.
    pub(crate) docs: String,
    /// Inner attributes, without the documentation.
    pub(crate) attributes: TokenStream,
    /// The items, in order.
    pub(crate) items: Vec<Item>,
}

/// One item of a file.
#[derive(Debug)]
pub(crate) enum Item {
    Code(TokenStream),
    Table(Table),
}

impl From<TokenStream> for Item {
    fn from(tokens: TokenStream) -> Self {
        Item::Code(tokens)
    }
}

impl From<Table> for Item {
    fn from(table: Table) -> Self {
        Item::Table(table)
    }
}
