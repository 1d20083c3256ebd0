//! `src/endpoint.rs`: the endpoint rules as one function, and the table of partitions.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::ir::Crate;
use crate::ir::endpoint::{Condition, Parameter, ParameterType, Statement};
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
use crate::rust_file::{Item, Source};

pub(super) fn file(context: &Context<'_>) -> Source {
    let endpoints = &context.krate.endpoints;
    let printer = Printer {
        imports: context.imports(1, []),
    };
    let mut items = match &endpoints.parameters {
        None => vec![quote! {
            pub use tinsmith_runtime::client::endpoint::{Endpoint, EndpointError, EndpointParams};
        }],
        Some(parameters) => {
            printer.import("BuiltIns");
            let [definition, conversion] = own_parameters(parameters);
            vec![
                quote! { pub use tinsmith_runtime::client::endpoint::{Endpoint, EndpointError}; },
                definition,
                conversion,
            ]
        }
    };
    items.push(printer.resolve(context));
    if let Some(partitions) = &endpoints.partitions {
        items.extend(printer.table(partitions));
    }
    let items = items.into_iter().map(Item::from);
    Source {
        path: "src/endpoint.rs".to_owned(),
        origin: context.origin("the endpoint rules"),
        docs: "Endpoints of the service.".to_owned(),
        attributes: TokenStream::new(),
        items: printer.imports.items().chain(items).collect(),
    }
}

/// Prints rules and their expressions, and records imports.
pub(super) struct Printer {
    imports: Imports<'static>,
}

impl Printer {
    /// The module with the functions of endpoint rule sets.
    pub(super) fn functions(&self) -> TokenStream {
        self.imports.import("tinsmith_runtime::client::endpoint")
    }

    pub(super) fn import(&self, name: &str) -> TokenStream {
        self.imports
            .import(&format!("tinsmith_runtime::client::endpoint::{name}"))
    }
}

/// The parameters of rules that depend on the call.
fn own_parameters(parameters: &[Parameter]) -> [TokenStream; 2] {
    let fields = parameters.iter().map(|parameter| {
        let (name, docs) = (ident(&parameter.name), docs::docs(&parameter.docs));
        let ty = match parameter.ty {
            ParameterType::Text => quote! { Option<&'a str> },
            ParameterType::MaybeFlag => quote! { Option<bool> },
            ParameterType::Flag => quote! { bool },
            ParameterType::Texts => quote! { Option<&'a [String]> },
        };
        quote! { #docs pub #name: #ty }
    });
    let values = parameters.iter().filter_map(|parameter| {
        let name = ident(&parameter.name);
        if let Some(setting) = &parameter.setting {
            let or_false =
                (parameter.ty == ParameterType::Flag).then(|| quote! { .unwrap_or_default() });
            return Some(quote! { #name: built_ins.setting(#setting) #or_false });
        }
        let built_in = ident(parameter.built_in.as_ref()?);
        Some(quote! { #name: built_ins.#built_in })
    });
    let values: Vec<_> = values.collect();
    let rest = (values.len() < parameters.len()).then(|| quote! { ..Self::default() });
    let (built_ins, value) = if values.is_empty() {
        (quote! { _ }, quote! { Self::default() })
    } else {
        (quote! { built_ins }, quote! { Self { #(#values,)* #rest } })
    };
    [
        quote! {
            /// The parameters of the endpoint rules.
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
            pub struct EndpointParams<'a> { #(#fields),* }
        },
        quote! {
            impl<'a> From<&BuiltIns<'a>> for EndpointParams<'a> {
                fn from(#built_ins: &BuiltIns<'a>) -> Self {
                    #value
                }
            }
        },
    ]
}

impl Printer {
    fn resolve(&self, context: &Context<'_>) -> TokenStream {
        let endpoints = &context.krate.endpoints;
        let cells = endpoints.cells.iter().map(|name| {
            let (cell, name) = (self.imports.import("std::cell::OnceCell"), ident(name));
            quote! { let #name = #cell::new(); }
        });
        let cells: Vec<_> = cells.collect();
        let body = self.block(&endpoints.rules, false);
        // The path of a generated module is unknown.
        let example = (!context.form.is_module()).then(|| docs::docs(&example(context.krate)));
        quote! {
            /// Resolves the endpoint by the service's rules.
            ///
            #example
            ///
            /// # Errors
            ///
            /// If the parameters contradict each other, one is missing, or there is no such endpoint.
            pub fn resolve(params: &EndpointParams<'_>) -> Result<Endpoint, EndpointError> {
                #(#cells)*
                #body
            }
        }
    }

    /// The statements of a block. The function's last one needs no `return`.
    pub(super) fn block(&self, statements: &[Statement], is_nested: bool) -> TokenStream {
        let last = statements.len().saturating_sub(1);
        let statements = statements
            .iter()
            .enumerate()
            .map(|(index, it)| self.statement(it, is_nested || index != last));
        quote! { #(#statements)* }
    }

    pub(super) fn statement(&self, statement: &Statement, returns: bool) -> TokenStream {
        match statement {
            Statement::If { conditions, then } => {
                let conditions = conditions.iter().map(|it| self.condition(it));
                let then = self.block(then, true);
                quote! { if #(#conditions)&&* { #then } }
            }
            Statement::Let { name, value: of } => {
                let name = ident(name);
                if of.is_made() {
                    let of = self.argument(of);
                    return quote! { let #name: &str = #of; };
                }
                let of = self.value(of);
                quote! { let #name = #of; }
            }
            Statement::LetElse {
                name,
                value: of,
                otherwise,
            } => {
                let (name, of) = (ident(name), self.option(of));
                let otherwise = self.statement(otherwise, true);
                quote! { let Some(#name) = #of else { #otherwise }; }
            }
            Statement::Endpoint(to) => leave(&self.destination(to), returns),
            Statement::Error { message, hint } => {
                let (endpoint, message) = (self.functions(), self.text(message));
                let error = match hint {
                    None => quote! { #endpoint::error(#message) },
                    Some(hint) => quote! { #endpoint::error_with(#message, #hint) },
                };
                leave(&error, returns)
            }
            Statement::NoRule => {
                let endpoint = self.functions();
                leave(&quote! { #endpoint::no_rule() }, returns)
            }
            Statement::Steps {
                variables,
                steps,
                otherwise,
            } => self.steps(variables, steps, otherwise),
        }
    }

    pub(super) fn condition(&self, condition: &Condition) -> TokenStream {
        match condition {
            Condition::Holds(test) => self.value(test),
            Condition::Some { name, value: of } => {
                let (name, of) = (ident(name), self.option(of));
                quote! { let Some(#name) = #of }
            }
        }
    }
}

/// An example call, with a region if it is a parameter.
fn example(krate: &Crate) -> String {
    let krate_name = krate.name.replace('-', "_");
    let region = match &krate.endpoints.parameters {
        None => Some("region"),
        Some(own) => own.iter().find_map(|it| {
            let is_region = it.built_in.as_ref()?.as_str() == "region";
            is_region.then_some(it.name.as_str())
        }),
    };
    let params = match region {
        Some(region) => format!(
            "EndpointParams {{\n    {region}: Some(\"us-west-2\"),\n    \
             ..EndpointParams::default()\n}}"
        ),
        None => "EndpointParams::default()".to_owned(),
    };
    format!(
        r#"```
use {krate_name}::endpoint::{{self, EndpointParams}};

let params = {params};
match endpoint::resolve(&params) {{
    Ok(endpoint) => println!("{{}}", endpoint.url()),
    Err(error) => println!("{{error}}"),
}}
```"#
    )
}

fn leave(result: &TokenStream, returns: bool) -> TokenStream {
    if returns {
        quote! { return #result; }
    } else {
        result.clone()
    }
}
