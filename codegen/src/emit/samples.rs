//! `src/runtime/client/test_util/samples.rs`: the values that fixtures need.

use proc_macro2::TokenStream;
use quote::quote;

use super::origin;
use crate::ir::Crate;
use crate::rust_file::Source;

/// The one file of the runtime that is the service's own.
pub(super) fn file(krate: &Crate) -> Source {
    let rows = krate.samples.iter().map(|sample| {
        let (shape, member, json) = (&sample.shape, &sample.member, &sample.json);
        quote! { (#shape, #member, #json) }
    });
    Source {
        path: "src/runtime/client/test_util/samples.rs".to_owned(),
        origin: origin(krate, "the constraints"),
        docs: "The values that the service's constraints ask for where a fixture's usual value \
               does not do."
            .to_owned(),
        attributes: TokenStream::new(),
        items: vec![
            quote! {
                /// The shape and the member in the model, and the value as JSON in the form of the
                /// model; null stands for the usual value.
                pub(super) const SAMPLES: &[(&str, &str, &str)] = &[#(#rows),*];
            }
            .into(),
        ],
    }
}
