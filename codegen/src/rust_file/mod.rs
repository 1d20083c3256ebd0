//! A Rust file before it is text: items, tables, imports and documentation lines, and rendering.

mod declarations;
pub(crate) mod docs;
mod form;
pub(crate) mod imports;
mod render;
pub(crate) mod table;

use proc_macro2::TokenStream;

pub(crate) use declarations::{Declared, Recorder};
pub(crate) use form::Form;
pub(crate) use render::{header, rust};
pub(crate) use table::Table;

/// A Rust file before it is text.
#[derive(Debug)]
pub(crate) struct Source {
    /// The path in the crate.
    pub(crate) path: String,
    /// What the file was made from, for the header: `the shape Build`.
    pub(crate) origin: String,
    /// The documentation of the module, in Markdown; empty for none.
    pub(crate) docs: String,
    /// Inner attributes, without the documentation.
    pub(crate) attributes: TokenStream,
    /// The items, in order.
    pub(crate) items: Vec<Item>,
}

/// One item of a file.
#[derive(Debug)]
pub(crate) enum Item {
    /// Rust of any kind.
    Code(TokenStream),
    /// A table of the runtime's macros.
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
