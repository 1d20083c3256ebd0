//! `src/waiter.rs` and `src/waiter/<waiter>.rs`: what programs wait for.

use proc_macro2::TokenStream;
use quote::quote;

use super::{fields, origin, path};
use crate::ir::{Acceptor, Crate, Function, FunctionBody, Matcher, Operation, State, Waiter};
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
use crate::rust_file::table::{self, Table};
use crate::rust_file::{Item, Source};

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
    let mut items: Vec<Item> = vec![marker(waiter).into(), table(waiter, operation).into()];
    let functions = waiter.functions.iter();
    items.extend(functions.map(|it| function(&imports, it, operation).into()));
    items.extend(setters(&imports, waiter, operation).map(Item::from));
    Source {
        path: format!("src/waiter/{}.rs", waiter.module),
        origin: origin(krate, &format!("the waiter {}", waiter.model_name)),
        docs: format!("The waiter {}.", waiter.name.link()),
        attributes: TokenStream::new(),
        items: imports.items().chain(items).collect(),
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

/// The table of what answers mean.
fn table(waiter: &Waiter, operation: &Operation) -> Table {
    let row = |acceptor: &Acceptor| {
        let state = match acceptor.state {
            State::Success => "success",
            State::Failure => "failure",
            State::Retry => "retry",
        };
        format!("{state}: {}", matcher(&acceptor.matcher, &waiter.functions))
    };
    let Waiter {
        name,
        min_delay,
        max_delay,
        max_wait,
        ..
    } = waiter;
    let heading = format!(
        "{} => {name}(operation::{}::{}), {min_delay}, {max_delay}, {max_wait}",
        table::literal(&waiter.model_name),
        operation.module,
        operation.name,
    );
    Table {
        name: "waiter",
        heading: Some(heading),
        rows: waiter.acceptors.iter().map(row).collect(),
    }
}

fn matcher(matcher: &Matcher, functions: &[Function]) -> String {
    let call = |kind: &str, index: usize, expected: &str| {
        let Function {
            name,
            argument,
            is_sensitive,
            ..
        } = &functions[index];
        let mark = if *is_sensitive { ".sensitive()" } else { "" };
        let argument = table::literal(argument);
        format!("{kind}({argument}, {name}, {expected}){mark}")
    };
    match matcher {
        Matcher::One(texts, expected) => call("One", *texts, &table::literal(expected)),
        Matcher::Any(texts, expected) => call("Any", *texts, &table::literal(expected)),
        Matcher::All(texts, expected) => call("All", *texts, &table::literal(expected)),
        Matcher::Holds(condition, expected) => call("Holds", *condition, &expected.to_string()),
        Matcher::ErrorCode(code) => format!("ErrorCode({})", table::literal(code)),
        Matcher::AnyError => "AnyError".to_owned(),
        Matcher::NoError => "NoError".to_owned(),
        Matcher::Status(status) => format!("Status({status})"),
    }
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
        FunctionBody::Holds(condition) => {
            (quote! { bool }, path::condition(imports, &root, condition))
        }
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
fn setters(imports: &Imports<'_>, waiter: &Waiter, operation: &Operation) -> Option<TokenStream> {
    if operation.input.fields.is_empty() {
        return None;
    }
    let name = ident(&waiter.name);
    let fields = operation.input.fields.iter().zip(&waiter.setters);
    let setters =
        fields.map(|(field, wait_setter)| fields::input_setter(imports, field, wait_setter));
    Some(quote! {
        impl runtime::client::Wait<#name> {
            #(#setters)*
        }
    })
}
