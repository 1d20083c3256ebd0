//! `src/waiter.rs` and `src/waiter/<waiter>.rs`: what programs wait for.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::{Imports, ident};
use super::{docs, fields, origin, path};
use crate::ir::{
    Acceptor, Crate, Field, Function, FunctionBody, Matcher, Operation, State, Waiter,
};
use crate::names::Name;
use crate::render::{Item, Source};

/// The file that holds the waiters together, if there are any.
pub(super) fn index(krate: &Crate) -> Option<Source> {
    if krate.waiters.is_empty() {
        return None;
    }
    let modules = krate.waiters.iter().map(|waiter| {
        let module = ident(&waiter.module);
        quote! { pub mod #module; }
    });
    let reexports = quote! {
        pub use crate::runtime::client::waiter::{
            FinalPoll, Progress, Wait, WaitError, WaitErrorKind,
        };
    };
    Some(Source {
        path: "src/waiter.rs".to_owned(),
        origin: origin(krate, "the waiters"),
        docs: "What programs wait for, by polling an operation until its answer says that it has \
               come to pass.\n\nEach has a method `wait_until_…` of the \
               [`Client`](crate::Client)."
            .to_owned(),
        attributes: TokenStream::new(),
        items: modules.chain([reexports]).map(Item::from).collect(),
    })
}

/// The file of a waiter.
pub(super) fn file(krate: &Crate, waiter: &Waiter) -> Source {
    let operation = &krate.operations[waiter.operation];
    let imports = Imports::of([&waiter.name]);
    imports.import("crate::runtime");
    imports.import("crate::operation");
    let mut items = vec![marker(waiter), implementation(&imports, waiter, operation)];
    items.extend(
        waiter
            .functions
            .iter()
            .map(|it| function(&imports, it, operation)),
    );
    items.extend(setters(&imports, waiter, operation));
    Source {
        path: format!("src/waiter/{}.rs", waiter.module),
        origin: origin(krate, &format!("the waiter {}", waiter.model_name)),
        docs: format!("The waiter {}.", waiter.name.link()),
        attributes: TokenStream::new(),
        items: imports
            .items()
            .chain(items.into_iter().map(Item::from))
            .collect(),
    }
}

/// The method of the client.
pub(super) fn client_method(krate: &Crate, waiter: &Waiter) -> TokenStream {
    let [method, module, name] = [&waiter.method, &waiter.module, &waiter.name].map(ident);
    let operation = &krate.operations[waiter.operation];
    // The first paragraph; the waiter itself has the rest.
    let summary = docs::docs(waiter.docs.split("\n\n").next().unwrap_or_default());
    let deprecated = docs::deprecated(operation.deprecated.as_ref());
    quote! {
        #summary
        #deprecated
        pub fn #method(&self) -> Wait<waiter::#module::#name> {
            Wait::new(self.core.clone())
        }
    }
}

fn marker(waiter: &Waiter) -> TokenStream {
    let name = ident(&waiter.name);
    let text = docs::docs(&waiter.docs);
    let alias = docs::alias(&waiter.model_name, waiter.name.bare());
    quote! {
        #text
        #alias
        #[derive(Clone, Copy, Debug)]
        pub struct #name;
    }
}

fn implementation(imports: &Imports<'_>, waiter: &Waiter, operation: &Operation) -> TokenStream {
    let name = ident(&waiter.name);
    let model_name = &waiter.model_name;
    let (module, of) = (ident(&operation.module), ident(&operation.name));
    let Waiter {
        min_delay,
        max_delay,
        max_wait,
        ..
    } = waiter;
    let [min_delay, max_delay, max_wait] =
        [min_delay, max_delay, max_wait].map(|it| proc_macro2::Literal::u64_unsuffixed(*it));
    let duration = imports.import("std::time::Duration");
    let runtime = quote! { runtime::client::waiter };
    let acceptors = waiter
        .acceptors
        .iter()
        .map(|acceptor| self::acceptor(&runtime, acceptor, &waiter.functions));
    quote! {
        impl #runtime::Waiter for #name {
            const NAME: &'static str = #model_name;
            const BACKOFF: #runtime::Backoff = #runtime::Backoff::from_secs(#min_delay, #max_delay);
            const MAX_WAIT: #duration = #duration::from_secs(#max_wait);
            type Operation = operation::#module::#of;
            const ACCEPTORS: &'static [#runtime::Acceptor<Self::Operation>] = &[#(#acceptors),*];
        }
    }
}

fn acceptor(runtime: &TokenStream, acceptor: &Acceptor, functions: &[Function]) -> TokenStream {
    let state = match acceptor.state {
        State::Success => quote! { success },
        State::Failure => quote! { failure },
        State::Retry => quote! { retry },
    };
    let function = |index: usize| {
        let Function { name, argument, .. } = &functions[index];
        let name = ident(name);
        quote! { #argument, #name }
    };
    let matcher = match &acceptor.matcher {
        Matcher::One(texts, expected) => {
            let texts = function(*texts);
            quote! { One(#texts, #expected) }
        }
        Matcher::Any(texts, expected) => {
            let texts = function(*texts);
            quote! { Any(#texts, #expected) }
        }
        Matcher::All(texts, expected) => {
            let texts = function(*texts);
            quote! { All(#texts, #expected) }
        }
        Matcher::Holds(condition, expected) => {
            let condition = function(*condition);
            quote! { Holds(#condition, #expected) }
        }
        Matcher::ErrorCode(code) => quote! { ErrorCode(#code) },
        Matcher::AnyError => quote! { AnyError },
        Matcher::NoError => quote! { NoError },
        Matcher::Status(status) => {
            let status = proc_macro2::Literal::u16_unsuffixed(*status);
            quote! { Status(#status) }
        }
    };
    quote! { #runtime::Acceptor::#state(#runtime::Matcher::#matcher) }
}

fn function(imports: &Imports<'_>, function: &Function, operation: &Operation) -> TokenStream {
    let name = ident(&function.name);
    let (module, output) = (ident(&operation.module), ident(&operation.output.name));
    let root = quote! { output };
    let (ty, body) = match &function.body {
        FunctionBody::Texts(texts) => {
            let vec = imports.prelude("std::vec::Vec");
            let texts = path::many(imports, &root, texts);
            (
                quote! { #vec<&str> },
                quote! { #texts.map(|it| it.as_str()).collect() },
            )
        }
        FunctionBody::Holds(condition) => (
            quote! { bool },
            path::condition(imports, &root, condition),
        ),
    };
    let docs = docs::docs(&format!("`{}`", function.argument.replace('`', "")));
    quote! {
        #docs
        fn #name(output: &operation::#module::#output) -> #ty {
            #body
        }
    }
}

/// The setters of the wait.
fn setters(
    imports: &Imports<'_>,
    waiter: &Waiter,
    operation: &Operation,
) -> Option<TokenStream> {
    if operation.input.fields.is_empty() {
        return None;
    }
    let name = ident(&waiter.name);
    let fields = operation.input.fields.iter().zip(&waiter.setters);
    let setters = fields.map(|(field, wait_setter)| setter(imports, field, wait_setter));
    Some(quote! {
        impl runtime::client::Wait<#name> {
            #(#setters)*
        }
    })
}

fn setter(imports: &Imports<'_>, field: &Field, wait_setter: &Name) -> TokenStream {
    let (wait_setter, setter) = (ident(wait_setter), ident(&field.setter));
    let fields::Parameter { name, ty } = fields::parameter(imports, &field.ty);
    // The first paragraph; the field has the rest.
    let summary = docs::docs(field.docs.split("\n\n").next().unwrap_or_default());
    let deprecated = docs::deprecated(field.deprecated.as_ref());
    quote! {
        #summary
        #deprecated
        pub fn #wait_setter(self, #name: #ty) -> Self {
            self.map_input(|input| input.#setter(#name))
        }
    }
}
