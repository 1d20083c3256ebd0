//! Waiters.

use std::collections::HashMap;

use super::{Context, naming};
use crate::error::{Error, Problem, ProblemKind};
use crate::expression::{MemberRef, Path, ResolvedMatcher, resolve_matchers};
use crate::ir::{self, Function, FunctionBody};
use crate::model::{LeftOut, Matcher, Quantifier, Waiter};
use crate::names::{self, Name, Scope};

impl Context<'_> {
    /// The waiters of the operations that are generated, in model order, and those that have no form
    /// here.
    ///
    /// # Errors
    ///
    /// If that is one of ours.
    pub(super) fn waiters(
        &self,
        operations: &[ir::Operation],
    ) -> Result<(Vec<ir::Waiter>, Vec<LeftOut>), Error> {
        let (mut problems, mut left_out) = (Vec::new(), Vec::new());
        let mut waiters: Vec<ir::Waiter> = Vec::new();
        let by_name: HashMap<_, _> = operations
            .iter()
            .enumerate()
            .map(|(index, operation)| (operation.model_name.as_str(), index))
            .collect();
        let mut owners = Owners::new(operations);
        for (name, waiter) in &self.model.waiters {
            let polled = waiter.operation.as_str();
            let lowered = match by_name.get(polled) {
                Some(&operation) => self.waiter(name, waiter, operation, operations),
                // One of an operation that is not generated; if there is none, that is the problem.
                None if self.model.operations.contains_key(polled)
                    || self.model.unreadable.operations.contains_key(polled) =>
                {
                    continue;
                }
                None => match resolve_matchers(&self.resolver(), waiter) {
                    Ok(_) => continue,
                    Err(found) => Err(found),
                },
            };
            let lowered = lowered.and_then(|lowered| match owners.clash(&lowered, waiter) {
                Some(problem) => Err(vec![problem]),
                None => Ok(lowered),
            });
            match lowered {
                Ok(lowered) => waiters.push(lowered),
                Err(found) if waiter.is_from_overlay => problems.extend(found),
                Err(found) => {
                    let of_waiter = |problem| LeftOut::waiter(Some(polled), problem);
                    left_out.extend(found.into_iter().map(of_waiter));
                }
            }
        }
        Error::check(problems)?;
        Ok((waiters, left_out))
    }

    fn waiter(
        &self,
        name: &str,
        waiter: &Waiter,
        index: usize,
        operations: &[ir::Operation],
    ) -> Result<ir::Waiter, Vec<Problem>> {
        let resolved = resolve_matchers(&self.resolver(), waiter)?;
        let module = names::of_module(name);
        if let Some(problem) = naming::check_length(&module, &waiter.path) {
            return Err(vec![problem]);
        }
        let operation = &operations[index];
        if operation.input.stream().is_some() {
            let message = "a waiter cannot repeat an operation with a stream in its input";
            let problem = Problem::new(ProblemKind::Unsupported, waiter.path.clone(), message);
            return Err(vec![problem]);
        }
        let mut functions = Functions::default();
        let acceptors = waiter.acceptors.iter().zip(&resolved);
        let acceptors = acceptors.map(|(acceptor, resolved)| ir::Acceptor {
            state: acceptor.state,
            matcher: self.matcher(&acceptor.matcher, resolved, &mut functions),
        });
        let acceptors = acceptors.collect();
        let mut setters = Scope::default();
        let fields = operation.input.fields.iter();
        Ok(ir::Waiter {
            model_name: name.to_owned(),
            name: names::of_type(name),
            module,
            method: names::of_client_method(&format!("wait_until_{name}")),
            docs: self.waiter_docs(waiter, operation),
            operation: index,
            setters: fields
                .map(|field| setters.claim(names::of_wait_setter(&field.name)))
                .collect(),
            min_delay: waiter.min_delay,
            max_delay: waiter.max_delay,
            max_wait: waiter.max_wait,
            functions: functions.list,
            acceptors,
        })
    }

    fn matcher(
        &self,
        matcher: &Matcher,
        resolved: &ResolvedMatcher<'_>,
        functions: &mut Functions,
    ) -> ir::Matcher {
        match (matcher, resolved) {
            (
                Matcher::Text {
                    argument,
                    quantifier,
                    expected,
                },
                ResolvedMatcher::Texts(value),
            ) => {
                let function = functions.claim(argument, None, |names| Function {
                    name: names.claim(names::of_module(last_member(Some(&value.path)))),
                    argument: argument.clone(),
                    is_sensitive: self.any_sensitive(&value.path.fields()),
                    body: FunctionBody::Texts(self.path(&value.path)),
                });
                let expected = expected.clone();
                match quantifier {
                    Quantifier::One => ir::Matcher::One(function, expected),
                    Quantifier::Any => ir::Matcher::Any(function, expected),
                    Quantifier::All => ir::Matcher::All(function, expected),
                }
            }
            (
                Matcher::Boolean {
                    argument,
                    quantifier,
                    expected,
                },
                ResolvedMatcher::Holds(condition),
            ) => {
                let name = last_member(condition.paths().first().copied());
                let of = Some((*quantifier, *expected));
                let function = functions.claim(argument, of, |names| Function {
                    name: names.claim(names::of_module(name)),
                    argument: argument.clone(),
                    is_sensitive: self.any_sensitive(&condition.fields()),
                    body: FunctionBody::Holds(self.condition(condition)),
                });
                ir::Matcher::Holds(function, *expected)
            }
            (Matcher::ErrorCode(code), _) => ir::Matcher::ErrorCode(code.clone()),
            (Matcher::NoError, _) => ir::Matcher::NoError,
            (Matcher::Status(status), _) => ir::Matcher::Status(*status),
            _ => ir::Matcher::AnyError,
        }
    }
}

/// The member that a path ends in, after which the function for it is named.
fn last_member<'m>(path: Option<&Path<MemberRef<'m>>>) -> &'m str {
    let field = path.and_then(Path::last_field);
    field.map_or("condition", |it| it.member)
}

/// The functions of a waiter, each expression once.
#[derive(Default)]
struct Functions {
    list: Vec<Function>,
    known: HashMap<(String, Option<(Quantifier, bool)>), usize>,
    names: Scope,
}

impl Functions {
    fn claim(
        &mut self,
        argument: &str,
        expected: Option<(Quantifier, bool)>,
        function: impl FnOnce(&mut Scope) -> Function,
    ) -> usize {
        let next = self.list.len();
        let index = *self
            .known
            .entry((argument.to_owned(), expected))
            .or_insert(next);
        if index == next {
            self.list.push(function(&mut self.names));
        }
        index
    }
}

/// The owners of names: two waiters must not have the same method or file.
struct Owners {
    modules: HashMap<Name, String>,
    methods: HashMap<Name, String>,
}

impl Owners {
    fn new(operations: &[ir::Operation]) -> Self {
        let methods = operations.iter().map(|operation| {
            let owner = format!("operation `{}`", operation.model_name);
            (operation.method.clone(), owner)
        });
        Self {
            modules: HashMap::new(),
            methods: methods.collect(),
        }
    }

    fn clash(&mut self, waiter: &ir::Waiter, source: &Waiter) -> Option<Problem> {
        let is_new = !self.modules.contains_key(&waiter.module);
        if is_new {
            let owner = format!("waiter `{}`", waiter.model_name);
            self.modules.insert(waiter.module.clone(), owner);
        }
        let owner = if is_new {
            self.methods.get(&waiter.method)?
        } else {
            self.modules.get(&waiter.module)?
        };
        let message = format!(
            "its Rust name `{}` is also that of the {owner}",
            waiter.method
        );
        let problem = Problem::new(ProblemKind::NameClash, &source.path, message);
        Some(problem.hint("choose other operations with `operations`"))
    }
}
