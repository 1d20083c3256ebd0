//! The table of partitions in `src/endpoint.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::endpoint::Printer;
use crate::ir::endpoint::{Partition, PartitionValue, Partitions};
use crate::rust_file::docs;
use crate::rust_file::imports::ident;

impl Printer {
    /// The table of partitions: its type, and the lookup by region.
    pub(super) fn table(&self, partitions: &Partitions) -> [TokenStream; 2] {
        let types = partitions.fields.iter().map(|field| {
            let (name, docs) = (ident(&field.name), docs::docs(field.docs));
            let ty = match field.standard {
                PartitionValue::Text(_) => quote! { &'static str },
                PartitionValue::Flag(_) => quote! { bool },
            };
            quote! { #docs #name: #ty }
        });
        let values = partitions.fields.iter().map(|field| {
            let (name, value) = (ident(&field.name), constant(&field.standard));
            if field.differs {
                quote! { #name }
            } else {
                quote! { #name: #value }
            }
        });
        let differing: Vec<_> = partitions.fields.iter().filter(|it| it.differs).collect();
        let names = tuple(differing.iter().map(|field| {
            let name = ident(&field.name);
            quote! { #name }
        }));
        let standard = tuple(differing.iter().map(|field| constant(&field.standard)));
        let arms: Vec<_> = partitions
            .others
            .iter()
            .filter_map(|partition| {
                let (pattern, values) = (
                    pattern(partition)?,
                    tuple(partition.values.iter().map(constant)),
                );
                Some(quote! { #pattern => #values })
            })
            .collect();
        let (region, choice) = match (&differing[..], &arms[..]) {
            ([], _) => (quote! { _region }, None),
            (_, []) => (quote! { _region }, Some(quote! { let #names = #standard; })),
            _ => (
                quote! { region },
                Some({
                    let endpoint = self.functions();
                    quote! {
                        let #names = match (#endpoint::region_prefix(region), region) {
                            #(#arms,)*
                            _ => #standard,
                        };
                    }
                }),
            ),
        };
        [
            quote! {
                /// The properties of a partition, a group of regions that share domains.
                struct Partition { #(#types),* }
            },
            quote! {
                /// The partition of a region; unknown regions belong to the default partition, as
                /// in all AWS SDKs.
                fn partition_of(#region: &str) -> Partition {
                    #choice
                    Partition { #(#values),* }
                }
            },
        ]
    }
}

/// A tuple, or the only item itself.
fn tuple(items: impl Iterator<Item = TokenStream>) -> TokenStream {
    let items: Vec<_> = items.collect();
    match &items[..] {
        [item] => item.clone(),
        items => quote! { (#(#items),*) },
    }
}

fn constant(value: &PartitionValue) -> TokenStream {
    match value {
        PartitionValue::Text(text) => quote! { #text },
        PartitionValue::Flag(flag) => quote! { #flag },
    }
}

/// The pattern of a partition's regions, if it has any.
fn pattern(partition: &Partition) -> Option<TokenStream> {
    let any = |texts: &[String]| {
        (!texts.is_empty()).then(|| {
            let texts = texts.iter();
            quote! { #(#texts)|* }
        })
    };
    let prefixes = any(&partition.prefixes).map(|prefixes| quote! { (Some(#prefixes), _) });
    let regions = any(&partition.regions).map(|regions| quote! { (_, #regions) });
    match (prefixes, regions) {
        (Some(prefixes), Some(regions)) => Some(quote! { #prefixes | #regions }),
        (one, other) => one.or(other),
    }
}
