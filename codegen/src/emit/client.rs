//! `src/client.rs` and `src/config.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, waiter};
use crate::ir::{Crate, Scheme};
use crate::rust_file::docs;
use crate::rust_file::imports::ident;
use crate::rust_file::{Item, Source};

pub(super) fn files(context: &Context<'_>) -> [Source; 2] {
    [client(context), config(context)]
}

fn client(context: &Context<'_>) -> Source {
    let krate = context.krate;
    let service = &krate.service;
    let (id, signing_name) = (&service.id, &service.signing_name);
    let slug = id.to_lowercase().replace(' ', "");
    let summary = docs::docs(&format!(
        "A client for {}.\n\nClones are cheap and share connections, credentials and the retry \
         budget.",
        service.title
    ));
    let calls = krate.operations.iter().map(|operation| {
        let (method, module) = (ident(&operation.method), ident(&operation.module));
        let call = ident(&operation.name.with("Call"));
        let docs = docs::docs(&operation.docs);
        let deprecated = docs::deprecated(operation.deprecated.as_ref());
        quote! {
            #docs
            #deprecated
            pub fn #method(&self) -> operation::#module::#call {
                operation::#module::#call::new(&self.core)
            }
        }
    });
    let waits = krate
        .waiters
        .iter()
        .map(|it| waiter::client_method(krate, it));
    let methods: Vec<_> = calls.chain(waits).collect();
    let methods = (!methods.is_empty()).then(|| quote! { impl Client { #(#methods)* } });
    let imports = context.imports(1, []);
    imports.import("crate::endpoint");
    if !krate.operations.is_empty() {
        imports.import("crate::operation");
    }
    if !krate.waiters.is_empty() {
        imports.import("crate::waiter");
    }
    for name in ["Core", "EndpointRules", "Service"] {
        imports.import(&format!("tinsmith_runtime::client::{name}"));
    }
    let has_pages = krate.operations.iter().any(|it| it.paginator.is_some());
    let rules = endpoint_rules(krate);
    let schemes = krate.auth_schemes();
    let schemes = schemes.iter().filter_map(|scheme| match scheme {
        Scheme::SigV4 => Some("tinsmith_runtime::client::scheme::SIGV4"),
        Scheme::Bearer => Some("tinsmith_runtime::features::bearer_auth::BEARER"),
        Scheme::None => None,
    });
    let schemes = schemes.map(|path| imports.import(path));
    let schemes: Vec<_> = schemes.collect();
    let items = [
        has_pages.then(|| {
            quote! {
                pub use tinsmith_runtime::features::paginator::{
                    ItemPaginator, Items, PageItems, Pages, Paginated, Paginator,
                };
            }
        }),
        krate.has_byte_streams().then(|| {
            quote! { pub use tinsmith_runtime::byte_stream::{ByteStream, ByteStreamError}; }
        }),
        krate.has_events().then(|| {
            quote! { pub use tinsmith_runtime::features::event_stream::EventStream; }
        }),
        Some(quote! { pub use tinsmith_runtime::client::{ClientOperation, Response}; }),
        krate
            .has_presigning()
            .then(|| quote! { tinsmith_runtime::presigned_request!(); }),
        Some(quote! {
            static SERVICE: Service = Service {
                id: #id,
                slug: #slug,
                signing_name: #signing_name,
                auth_schemes: &[#(&#schemes),*],
                version: env!("CARGO_PKG_VERSION"),
                endpoint_rules: #rules,
            };
        }),
        Some(quote! {
            #summary
            #[derive(Clone, Debug)]
            pub struct Client {
                core: Core,
            }
        }),
        Some(quote! { tinsmith_runtime::client!(Client(SERVICE)); }),
        methods,
    ];
    let items = items.into_iter().flatten().map(Item::from);
    Source {
        path: "src/client.rs".to_owned(),
        origin: context.origin("the operations"),
        docs: "The client and its fluent calls.".to_owned(),
        attributes: TokenStream::new(),
        items: imports.items().chain(items).collect(),
    }
}

/// Whether the endpoint is resolved per client or per call.
fn endpoint_rules(krate: &Crate) -> TokenStream {
    if krate.endpoints.parameters.is_none() {
        quote! { EndpointRules::PerClient(endpoint::resolve) }
    } else {
        quote! { EndpointRules::PerCall(|built_ins| endpoint::resolve(&built_ins.into())) }
    }
}

fn config(context: &Context<'_>) -> Source {
    Source {
        path: "src/config.rs".to_owned(),
        origin: context.origin("the model"),
        docs: "Settings of a [`Client`](crate::Client): region, credentials, endpoint, retries, \
               timeouts."
            .to_owned(),
        attributes: TokenStream::new(),
        items: vec![quote! { pub use tinsmith_runtime::client::config::*; }.into()],
    }
}
