//! Copies from other regions: the completion of their inputs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, PresignedCopy};
use crate::rust_file::imports::{Imports, ident};

/// The method of `ClientOperation` that sets the member with the URL.
pub(super) fn complete(
    imports: &Imports<'_>,
    operation: &Operation,
    copy: &PresignedCopy,
) -> TokenStream {
    let (input, error) = (ident(&operation.input.name), ident(&operation.error_name));
    let option = imports.prelude("std::option::Option");
    let PresignedCopy {
        source_region,
        destination_region,
        url,
        sends_regions,
    } = copy;
    quote! {
        fn complete<'a>(
            core: &'a tinsmith_runtime::client::Core,
            input: &'a mut #input,
        ) -> #option<
            tinsmith_runtime::client::operation::Step<'a, tinsmith_runtime::error::CallError<#error>>,
        > {
            tinsmith_runtime::features::presigned_copy::complete::<Self>(
                core,
                input,
                &tinsmith_runtime::features::presigned_copy::PresignedCopy {
                    source_region: #source_region,
                    destination_region: #destination_region,
                    url: #url,
                    sends_regions: #sends_regions,
                },
            )
        }
    }
}
