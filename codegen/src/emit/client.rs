//! `src/client.rs` and `src/config.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, operation_page, waiter};
use crate::ir::endpoint::{Setting, SettingSource};
use crate::ir::{Crate, Scheme, Session, SessionSignature};
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
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
        let docs = docs::docs(&operation_page::method_docs(operation));
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
    let rules = endpoint_rules(krate);
    let customization = customization(context, &imports);
    let schemes = krate.auth_schemes();
    let paths = schemes.iter().filter_map(|scheme| match scheme {
        Scheme::SigV4 => Some("tinsmith_runtime::client::scheme::SIGV4"),
        Scheme::Bearer => Some("tinsmith_runtime::features::bearer_auth::BEARER"),
        Scheme::SigV4a | Scheme::None => None,
    });
    let statics = paths.map(|path| imports.import(path));
    let session = krate.session().map(|_| quote! { SESSION });
    let statics: Vec<_> = statics.chain(session).collect();
    let schemes = if schemes.contains(&Scheme::SigV4a) {
        quote! { tinsmith_runtime::with_sigv4a!(#(#statics),*) }
    } else {
        quote! { &[#(&#statics),*] }
    };
    let items = [
        krate.session().map(session_scheme),
        Some(quote! {
            static SERVICE: Service = Service {
                id: #id,
                slug: #slug,
                signing_name: #signing_name,
                auth_schemes: #schemes,
                version: env!("CARGO_PKG_VERSION"),
                endpoint_rules: #rules,
                customization: #customization,
            };
        }),
        krate.session().map(|it| session_of_call(&imports, it)),
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
    let items = items.into_iter().flatten();
    let items = of_runtime(krate).chain(items).map(Item::from);
    Source {
        path: "src/client.rs".to_owned(),
        origin: context.origin("the operations"),
        docs: "The client and its fluent calls.".to_owned(),
        attributes: TokenStream::new(),
        items: imports.items().chain(items).collect(),
    }
}

/// The scheme of signatures with sessions.
fn session_scheme(session: &Session) -> TokenStream {
    let scheme = &session.signature.scheme;
    let module = quote! { tinsmith_runtime::features::session_auth };
    quote! {
        static SESSION: tinsmith_runtime::client::scheme::Scheme =
            #module::scheme(|| #module::implementation(#scheme), #scheme);
    }
}

/// The session that may sign a call.
fn session_of_call(imports: &Imports<'_>, session: &Session) -> TokenStream {
    let (module, name) = (ident(&session.module), ident(&session.operation));
    let SessionSignature {
        token_header,
        token_parameter,
        ..
    } = &session.signature;
    let shared = imports.import("std::sync::Arc");
    let of_sessions = quote! { tinsmith_runtime::features::session_auth };
    quote! {
        /// The session that may sign a call.
        pub(crate) fn session<O: ClientOperation>(
            input: &O::Input,
        ) -> #shared<dyn tinsmith_runtime::client::operation::CallFeature> {
            #of_sessions::Session::by::<O, operation::#module::#name>(
                input,
                #of_sessions::TokenNames {
                    header: #token_header,
                    parameter: #token_parameter,
                },
            )
        }
    }
}

/// The runtime's types that users name.
fn of_runtime(krate: &Crate) -> impl Iterator<Item = TokenStream> {
    let has_pages = krate.operations.iter().any(|it| it.paginator.is_some());
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
        krate
            .has_presigned_forms()
            .then(|| quote! { tinsmith_runtime::presigned_form!(); }),
        krate
            .has_transfers()
            .then(|| quote! { tinsmith_runtime::transfers!(); }),
    ];
    items.into_iter().flatten()
}

/// Whether the endpoint is resolved per client or per call.
fn endpoint_rules(krate: &Crate) -> TokenStream {
    if krate.endpoints.parameters.is_none() {
        quote! { EndpointRules::PerClient(endpoint::resolve) }
    } else {
        quote! { EndpointRules::PerCall(|built_ins| endpoint::resolve(&built_ins.into())) }
    }
}

/// What only some services have.
fn customization(context: &Context<'_>, imports: &Imports<'_>) -> TokenStream {
    let service = &context.krate.service;
    let ty = imports.import("tinsmith_runtime::client::ServiceCustomization");
    let endpoints = &context.krate.endpoints;
    let own = endpoints.settings.iter();
    let own = own.filter_map(|it| Some((Some(&it.name), it.source.as_ref()?)));
    let dual_stack = endpoints.dual_stack.iter().map(|it| (None, it));
    let sources: Vec<_> = own
        .chain(dual_stack)
        .map(|(name, source)| setting_source(imports, name, source))
        .collect();
    let settings = (!sources.is_empty()).then(|| quote! { .settings(&[#(#sources),*]) });
    let hash = service.states_payload_hash;
    let hash = hash.then(|| quote! { .stated_payload_hash() });
    let path = service.signs_path_as_sent;
    let path = path.then(|| quote! { .path_as_sent() });
    let region = service.region_header.as_ref();
    let region = region.map(|header| {
        let element = service.region_element.as_deref().unwrap_or_default();
        let errors = &service.region_errors;
        let errors = (!errors.is_empty()).then(|| quote! { .region_errors(&[#(#errors),*]) });
        quote! { .told_region(#header, #element) #errors }
    });
    quote! { #ty::NONE #settings #hash #path #region }
}

/// Where a setting is; the one of dual stack has no name.
fn setting_source(
    imports: &Imports<'_>,
    name: Option<&String>,
    source: &SettingSource,
) -> TokenStream {
    let ty = imports.import("tinsmith_runtime::client::SettingSource");
    let setting = imports.import("tinsmith_runtime::client::Setting");
    let setting = match name {
        Some(name) => quote! { #setting::OfService(#name) },
        None => quote! { #setting::DualStack },
    };
    let environment = match &source.environment {
        Some(name) => quote! { Some(#name) },
        None => quote! { None },
    };
    let SettingSource { profile, on, .. } = source;
    quote! {
        #ty {
            setting: #setting,
            environment: #environment,
            profile: &[#(#profile),*],
            on: #on,
        }
    }
}

/// A trait for the settings that only clients of this service have.
fn settings(context: &Context<'_>) -> Option<[TokenStream; 2]> {
    let settings = &context.krate.endpoints.settings;
    let methods = |body: bool| {
        settings.iter().map(move |setting| {
            let (name, method) = (&setting.name, ident(&setting.method));
            if body {
                return quote! {
                    fn #method(self, #method: bool) -> Self {
                        self.service_setting(#name, #method)
                    }
                };
            }
            let docs = docs::docs(&setting_docs(setting));
            quote! {
                #docs
                #[must_use]
                fn #method(self, #method: bool) -> Self;
            }
        })
    };
    let (declared, defined) = (methods(false), methods(true));
    (!settings.is_empty()).then(|| {
        [
            quote! {
                /// Settings that only clients of this service have.
                pub trait ServiceSettings: Sized {
                    #(#declared)*
                }
            },
            quote! {
                impl ServiceSettings for ConfigBuilder {
                    #(#defined)*
                }
            },
        ]
    })
}

fn setting_docs(setting: &Setting) -> String {
    let docs = &setting.docs;
    let Some(source) = &setting.source else {
        return docs.clone();
    };
    let environment = source.environment.iter();
    let environment = environment.map(|name| format!("`{name}` in the environment"));
    let profile = source.profile.iter().map(|key| match key.split_once('.') {
        None => format!("`{key}` in the profile"),
        Some((block, key)) => format!("`{key}` below `{block} =` in the profile"),
    });
    let places: Vec<_> = environment.chain(profile).collect();
    let on = if source.on == "true" {
        String::new()
    } else {
        format!("; `{}` turns it on", source.on)
    };
    match &places[..] {
        [place] => format!("{docs}\n\nIf it is not set, {place} counts{on}."),
        places => {
            let list = places.join("\n- ");
            format!("{docs}\n\nIf it is not set, the first of these counts{on}:\n\n- {list}")
        }
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
        items: [quote! { pub use tinsmith_runtime::client::config::*; }]
            .into_iter()
            .chain(settings(context).into_iter().flatten())
            .map(Item::from)
            .collect(),
    }
}
