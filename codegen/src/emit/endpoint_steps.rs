//! Rules in the form of steps in `src/endpoint.rs`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::endpoint::Printer;
use crate::ir::endpoint::{Statement, Step, Variable, VariableType};
use crate::rust_file::imports::ident;

impl Printer {
    /// A loop over steps.
    pub(super) fn steps(
        &self,
        variables: &[Variable],
        steps: &[Step],
        otherwise: &Statement,
    ) -> TokenStream {
        let variables = variables.iter().map(|it| self.variable(it));
        let arms = steps.iter().enumerate().map(|(number, step)| {
            let number = Literal::usize_unsuffixed(number);
            let body = self.step(step);
            quote! { #number => { #body } }
        });
        let otherwise = self.statement(otherwise, true);
        quote! {
            #(#variables)*
            let mut step = 0;
            loop {
                step = match step {
                    #(#arms)*
                    _ => { #otherwise }
                };
            }
        }
    }

    fn variable(&self, variable: &Variable) -> TokenStream {
        let (name, endpoint) = (ident(&variable.name), self.functions());
        let mutable = variable.is_set.then(|| quote! { mut });
        let ty = match variable.ty {
            VariableType::Text => quote! { &str },
            VariableType::Flag => quote! { bool },
            VariableType::Texts => quote! { Vec<&str> },
            VariableType::Partition => quote! { Partition },
            VariableType::Arn => quote! { #endpoint::Arn<'_> },
            VariableType::Url => quote! { #endpoint::Url<'_> },
        };
        quote! { let #mutable #name: Option<#ty> = None; }
    }

    fn step(&self, step: &Step) -> TokenStream {
        let (set, conditions, then, otherwise) = match step {
            Step::Return(statements) => return self.block(statements, true),
            Step::Test {
                set,
                conditions,
                then,
                otherwise,
            } => (set, conditions, then, otherwise),
        };
        let set = set.as_ref().map(|(name, value)| {
            let (name, value) = (ident(name), self.value(value));
            quote! { #name = #value; }
        });
        let then = Literal::usize_unsuffixed(*then);
        if conditions.is_empty() {
            return quote! { #set #then };
        }
        let otherwise = Literal::usize_unsuffixed(*otherwise);
        let conditions = conditions.iter().map(|it| self.condition(it));
        quote! { #set if #(#conditions)&&* { #then } else { #otherwise } }
    }
}
