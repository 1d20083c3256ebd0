//! Operations.

use super::errors::Errors;
use super::{Context, deprecated, prose, structures};
use crate::error::{Error, Problem, ProblemKind};
use crate::ir;
use crate::model::auth::Scheme;
use crate::model::{Checksum, LeftOut, Operation};
use crate::names;
use crate::refused::CHOOSE_OTHERS;

impl Context<'_> {
    /// An operation, and its paginator if that has no form here.
    pub(super) fn operation(
        &self,
        name: &str,
        errors: &Errors<'_>,
    ) -> Result<(ir::Operation, Option<LeftOut>), Error> {
        let operation = &self.model.operations[name];
        let rust = names::of_type(name);
        let protocol = self.protocol.operation(self.model, name)?;
        let root = |shape: Option<&String>, suffix: &str, role: &str| {
            let root = structures::Root {
                name: rust.with(suffix),
                fallback: format!("{role} of {}.", rust.link()),
                is_input: suffix == "Input",
                document: (suffix == "Input").then_some(&operation.input_document),
                address: &protocol.address,
            };
            match shape {
                Some(shape) => self.root(shape, root),
                None => structures::empty_root(root),
            }
        };
        let mut problems = Vec::new();
        let (paginator, left_out) = match self.paginator(operation) {
            Ok(paginator) => (paginator, None),
            Err(problem) => (None, Some(LeftOut::paginator(name, problem))),
        };
        let host_prefix = self.host_prefix(name, operation);
        let host_prefix = host_prefix.map_err(|it| it.hint(CHOOSE_OTHERS));
        let host_prefix = found(&mut problems, host_prefix);
        let call_parameters = self.call_parameters(name, operation);
        let call_parameters = call_parameters.map_err(|it| it.hint(CHOOSE_OTHERS));
        let call_parameters = found(&mut problems, call_parameters);
        let input = root(operation.input.as_ref(), "Input", "The input");
        if paginator.is_some() && input.stream().is_some() {
            let path = format!("operations.{name}");
            let message = "an operation with a stream in its input cannot be paginated";
            let problem = Problem::new(ProblemKind::Unsupported, path, message);
            problems.push(problem.hint(CHOOSE_OTHERS));
        }
        problems.extend(self.checksum_problems(name, operation));
        Error::check(problems)?;
        let mut customization = self.customization(name, operation);
        if let ir::Address::Http {
            label_in_endpoint: Some(_),
            ..
        } = protocol.address
        {
            customization.session = self.session(name, operation);
        }
        let docs = self.links.markdown(&operation.documentation);
        let docs = docs.unwrap_or_else(|| {
            let service = prose::text(&self.model.service.full_name);
            format!("Calls {} of {service}.", prose::code(name))
        });
        let operation = ir::Operation {
            model_name: name.to_owned(),
            module: names::of_module(name),
            method: names::of_client_method(name),
            summary: prose::line(&docs),
            docs: self.operation_docs(docs, operation),
            deprecated: deprecated(operation.deprecated.as_ref()),
            input,
            output: root(operation.output.as_ref(), "Output", "The output"),
            error_name: names::of_type(&format!("{}Error", rust.bare())),
            errors: errors.of_operation(&operation.errors, self.model.service.is_query_compatible),
            protocol,
            auth: operation.auth.schemes().to_vec(),
            is_payload_unsigned: operation.has_unsigned_payload,
            is_presignable: self.protocol.presigning(self.model, name).is_ok(),
            is_compressed: is_compressed(operation),
            checksum: operation.checksum.clone(),
            customization,
            events: self.events(rust.bare(), operation, errors),
            transfer: self.transfer(operation),
            discovery: self.discovery(name),
            tells_endpoints: self.endpoint_operation(name),
            paginator,
            host_prefix,
            call_parameters,
            name: rust,
        };
        Ok((operation, left_out))
    }

    /// The members that choose checksums have to be members of the input.
    fn checksum_problems(&self, name: &str, operation: &Operation) -> Vec<Problem> {
        let Some(Checksum::Chosen(chosen)) = &operation.checksum else {
            return Vec::new();
        };
        let input = self.model.input(operation);
        let members = [
            ("requestAlgorithmMember", &chosen.request_algorithm_member),
            (
                "requestValidationModeMember",
                &chosen.request_validation_mode_member,
            ),
        ];
        let unknown = members.into_iter().filter_map(|(key, member)| {
            let member = member.as_ref()?;
            if input.is_some_and(|it| it.members.contains_key(member)) {
                return None;
            }
            let path = format!("operations.{name}.httpChecksum.{key}");
            let message = format!("the input has no member {}", prose::code(member));
            Some(Problem::new(ProblemKind::Malformed, path, message).hint(CHOOSE_OTHERS))
        });
        unknown.collect()
    }

    /// The documentation with what its calls do besides.
    fn operation_docs(&self, mut docs: String, operation: &Operation) -> String {
        if let Some(discovery) = self.discovery_docs(operation) {
            docs = format!("{docs}\n\n{discovery}");
        }
        if let Some(customization) = self.customization_docs(operation) {
            docs = format!("{docs}\n\n{customization}");
        }
        docs.push_str(match operation.auth.schemes() {
            [] => "\n\nIts requests are not signed; no credentials are needed.",
            [Scheme::Bearer] => "\n\nIts requests have a bearer token; no credentials are needed.",
            _ => "",
        });
        if is_compressed(operation) {
            docs.push_str("\n\nClients compress its requests, unless they are small.");
        }
        docs
    }
}

/// The value, or its default and a problem.
fn found<T: Default>(problems: &mut Vec<Problem>, result: Result<T, Problem>) -> T {
    result.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}

/// Whether clients compress the requests of an operation: they support gzip.
fn is_compressed(operation: &Operation) -> bool {
    operation.request_encodings.iter().any(|it| it == "gzip")
}

/// The operation that examples show: the first one asked for that has no event stream, since streams
/// have an example of their own.
pub(super) fn example(operations: &[ir::Operation], asked_for: Option<&[String]>) -> Option<usize> {
    let position = |name: &String| {
        let is_it = |it: &ir::Operation| it.events.is_none() && it.model_name == *name;
        operations.iter().position(is_it)
    };
    match asked_for.filter(|names| !names.is_empty()) {
        Some(names) => names.iter().find_map(position),
        None => operations.iter().position(|it| it.events.is_none()),
    }
}
