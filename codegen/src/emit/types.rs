//! `src/types/<shape>.rs`.

use proc_macro2::TokenStream;

use super::{Context, enumeration, structure, union};
use crate::ir::Type;
use crate::rust_file::Source;

pub(super) fn file(context: &Context<'_>, ty: &Type) -> Source {
    let imports = context.imports(2, [&ty.name]);
    let items = match ty {
        Type::Structure(it) => structure::items(context, &imports, it, false),
        Type::Union(it) => union::items(context, &imports, it),
        Type::Enumeration(it) => enumeration::items(&imports, it),
    };
    Source {
        path: format!("src/types/{}.rs", ty.module),
        origin: context.origin(&format!("the shape {}", ty.model_name)),
        docs: String::new(),
        attributes: TokenStream::new(),
        items: imports.items().chain(items).collect(),
    }
}
