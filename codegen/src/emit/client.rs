//! `src/client.rs` and `src/config.rs`: the service's side of the client.

use proc_macro2::TokenStream;
use quote::quote;

use super::{origin, waiter};
use crate::ir::Crate;
use crate::rust_file::docs;
use crate::rust_file::imports::ident;
use crate::rust_file::{Item, Source};

/// The two files.
pub(super) fn files(krate: &Crate) -> Vec<Source> {
    vec![client(krate), config(krate)]
}

fn client(krate: &Crate) -> Source {
    let service = &krate.service;
    let (id, signing_name) = (&service.id, &service.signing_name);
    let slug = id.to_lowercase().replace(' ', "");
    let summary = docs::docs(&format!(
        "A client for {}.\n\nIt is cheap to clone: all clones share connections, credentials and \
         the budget for retries.",
        service.title
    ));
    let calls = krate.operations.iter().map(|operation| {
        let (method, module, name) = (
            ident(&operation.method),
            ident(&operation.module),
            ident(&operation.name),
        );
        let docs = docs::docs(&operation.docs);
        let deprecated = docs::deprecated(operation.deprecated.as_ref());
        quote! {
            #docs
            #deprecated
            pub fn #method(&self) -> Call<operation::#module::#name> {
                self.core.call()
            }
        }
    });
    let waits = krate
        .waiters
        .iter()
        .map(|it| waiter::client_method(krate, it));
    let has_pages = krate.operations.iter().any(|it| it.paginator.is_some());
    let has_waiters = !krate.waiters.is_empty();
    let rules = endpoint_rules(krate);
    let import_operations =
        (!krate.operations.is_empty()).then(|| quote! { use crate::operation; });
    let items = [
        Some(quote! { use crate::config::Config; }),
        Some(quote! { use crate::endpoint; }),
        Some(quote! { use crate::error::Error; }),
        import_operations,
        Some(quote! { use crate::runtime::client::Core; }),
        Some(quote! { use crate::runtime::client::EndpointRules; }),
        Some(quote! { use crate::runtime::client::Service; }),
        has_waiters.then(|| quote! { use crate::runtime::client::Wait; }),
        Some(quote! { use crate::runtime::operation::Operation; }),
        has_waiters.then(|| quote! { use crate::waiter; }),
        Some(quote! { pub use crate::runtime::client::Call; }),
        has_pages.then(|| {
            quote! {
                pub use crate::runtime::client::paginator::{
                    ItemPaginator, Items, PageItems, Pages, Paginated, Paginator, RepeatedToken,
                };
            }
        }),
        event_stream(krate),
        Some(quote! { pub use crate::runtime::client::Response; }),
        Some(quote! {
            static SERVICE: Service = Service {
                id: #id,
                slug: #slug,
                signing_name: #signing_name,
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
        Some(quote! {
            impl Client {
                /// Creates a client from an `SdkConfig`, as `aws_config` loads it, or from a
                /// [`Config`].
                pub fn new(config: impl Into<Config>) -> Self {
                    Self::from_conf(config.into())
                }

                /// Creates a client from a configuration of its own.
                pub fn from_conf(config: Config) -> Self {
                    Self { core: Core::new(&SERVICE, config) }
                }

                /// The configuration.
                pub fn config(&self) -> &Config {
                    self.core.config()
                }

                /// Calls any operation of the service with a complete input.
                ///
                /// # Errors
                ///
                /// If the input is incomplete, the request does not arrive, or the service
                /// answers with an error.
                pub async fn send<O: Operation>(
                    &self,
                    input: O::Input,
                ) -> Result<O::Output, Error<O::Error>> {
                    self.core.send::<O>(input).await
                }

                #(#calls)*

                #(#waits)*
            }
        }),
    ];
    Source {
        path: "src/client.rs".to_owned(),
        origin: origin(krate, "the operations"),
        docs: "The client and its fluent calls.".to_owned(),
        attributes: TokenStream::new(),
        items: items.into_iter().flatten().map(Item::from).collect(),
    }
}

/// The type of streams of events, if there are any.
fn event_stream(krate: &Crate) -> Option<TokenStream> {
    let import = || quote! { pub use crate::runtime::client::event_stream::EventStream; };
    krate.has_events().then(import)
}

/// When the endpoint is resolved.
fn endpoint_rules(krate: &Crate) -> TokenStream {
    if krate.endpoints.parameters.is_none() {
        quote! { EndpointRules::PerClient(endpoint::resolve) }
    } else {
        quote! { EndpointRules::PerCall(|built_ins| endpoint::resolve(&built_ins.into())) }
    }
}

fn config(krate: &Crate) -> Source {
    Source {
        path: "src/config.rs".to_owned(),
        origin: origin(krate, "the model"),
        docs: "How a [`Client`](crate::Client) sends: region, credentials, endpoint, retries, \
               timeouts."
            .to_owned(),
        attributes: TokenStream::new(),
        items: vec![quote! { pub use crate::runtime::client::config::*; }.into()],
    }
}
