//! `src/waiter.rs` and `src/waiter/<waiter>.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, condition, fields, path};
use crate::ir::{Acceptor, Crate, Function, FunctionBody, Matcher, Operation, State, Waiter};
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
use crate::rust_file::table::{self, Table};
use crate::rust_file::{Item, Source};

/// The depth of a waiter's file below the root.
const DEPTH: usize = 2;

/// The module of all waiters, if there are any.
pub(super) fn index(context: &Context<'_>) -> Option<Source> {
    let waiters = &context.krate.waiters;
    if waiters.is_empty() {
        return None;
    }
    let modules = waiters.iter().map(|waiter| {
        let module = ident(&waiter.module);
        quote! { pub mod #module; }
    });
    let reexports = quote! {
        pub use tinsmith_runtime::features::waiter::{
            FinalPoll, Progress, WaitError, WaitErrorKind,
        };
    };
    Some(Source {
        path: "src/waiter.rs".to_owned(),
        origin: context.origin("the waiters"),
        docs: "Waiters poll an operation until its output or error matches an expected state.\n\n\
               They are methods `wait_until_…` of [`Client`](crate::Client)."
            .to_owned(),
        attributes: TokenStream::new(),
        items: modules.chain([reexports]).map(Item::from).collect(),
    })
}

pub(super) fn file(context: &Context<'_>, waiter: &Waiter) -> Source {
    let operation = &context.krate.operations[waiter.operation];
    let imports = context.imports(DEPTH, [&waiter.name]);
    imports.import("crate::operation");
    let mut items: Vec<Item> = vec![marker(waiter).into(), table(waiter, operation).into()];
    let functions = waiter.functions.iter();
    items.extend(functions.map(|it| function(&imports, it, operation).into()));
    items.extend(setters(&imports, waiter, operation).map(Item::from));
    items.push(wait(waiter, operation).into());
    Source {
        path: format!("src/waiter/{}.rs", waiter.module),
        origin: context.origin(&format!("the waiter {}", waiter.model_name)),
        docs: format!("The waiter {}.", waiter.name.link()),
        attributes: TokenStream::new(),
        items: imports.items().chain(items).collect(),
    }
}

/// The client's method for the waiter.
pub(super) fn client_method(krate: &Crate, waiter: &Waiter) -> TokenStream {
    let [method, module] = [&waiter.method, &waiter.module].map(ident);
    let wait = ident(&waiter.name.with("Wait"));
    let operation = &krate.operations[waiter.operation];
    // The first paragraph; the waiter itself has the rest.
    let summary = waiter.docs.split("\n\n").next().unwrap_or_default();
    let Waiter {
        name, module: home, ..
    } = waiter;
    let see = format!("See [`{name}`](`crate::waiter::{home}::{name}`).");
    let summary = docs::docs(&format!("{summary}\n\n{see}"));
    let deprecated = docs::deprecated(operation.deprecated.as_ref());
    quote! {
        #summary
        #deprecated
        pub fn #method(&self) -> waiter::#module::#wait {
            waiter::#module::#wait::new(&self.core)
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

/// The table of acceptors.
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
        ..Table::default()
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
        FunctionBody::Holds(condition) => (
            quote! { bool },
            condition::condition(imports, &root, condition),
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
fn setters(imports: &Imports<'_>, waiter: &Waiter, operation: &Operation) -> Option<TokenStream> {
    let wait = ident(&waiter.name.with("Wait"));
    let fields = operation.input.fields.iter().zip(&waiter.setters);
    let setters: Vec<_> = fields
        .map(|(field, wait_setter)| fields::input_setter(imports, field, wait_setter))
        .collect();
    (!setters.is_empty()).then(|| quote! { impl #wait { #(#setters)* } })
}

/// The type of the wait.
fn wait(waiter: &Waiter, operation: &Operation) -> Table {
    let Operation {
        module,
        name,
        input,
        ..
    } = operation;
    Table {
        name: "wait",
        heading: Some(format!("{}({})", waiter.name.with("Wait"), waiter.name)),
        rows: vec![
            format!("operation: operation::{module}::{name}"),
            format!("input: operation::{module}::{}", input.name),
        ],
        ..Table::default()
    }
}
