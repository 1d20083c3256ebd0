//! `src/types/<shape>.rs`.

use proc_macro2::TokenStream;

use super::{enumeration, origin, structure, union};
use crate::ir::{Crate, Type};
use crate::rust_file::Source;
use crate::rust_file::imports::Imports;

/// The file of a type.
pub(super) fn file(krate: &Crate, ty: &Type) -> Source {
    let imports = Imports::of([&ty.name]);
    let items = match ty {
        Type::Structure(it) => structure::items(&imports, it),
        Type::Union(it) => union::items(&imports, it),
        Type::Enumeration(it) => enumeration::items(&imports, it),
    };
    Source {
        path: format!("src/types/{}.rs", ty.module),
        origin: origin(krate, &format!("the shape {}", ty.model_name)),
        docs: String::new(),
        attributes: TokenStream::new(),
        items: imports.items().chain(items).collect(),
    }
}
