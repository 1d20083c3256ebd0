//! From a revision to its facts: the service and its operations; [`types`] has the rest.
//!
//! To compare one more fact: a kind of fact, a line here or in `types` that states it, and lines in
//! the table of rules.

mod types;

use super::facts::{Direction, Fact, Facts, Key, Names, Node, Value};
use super::report::Subject;
use super::revision::Lowered;
use super::words;
use crate::ir::{self, ErrorVariant, Operation, Protocol, Waiter};
use crate::model::endpoints::{Endpoints, Parameter};
use crate::model::{Documentation, Shape};
use crate::names::Name;

/// The facts of a revision; without documentation where the two revisions have it from different
/// hands.
pub(super) fn facts<'r>(lowered: &'r Lowered<'r>, has_prose: bool) -> Facts<'r> {
    let collector = Collector { lowered, has_prose };
    let krate = &lowered.krate;
    let mut facts = Facts::new();
    let service = collector.service();
    facts.insert(Key::Part("service", ""), (Subject::Service, service));
    for operation in &krate.operations {
        let name = operation.model_name.clone();
        let node = collector.operation(operation);
        let key = Key::Part("operation", &operation.model_name);
        facts.insert(key, (Subject::Operation { name }, node));
    }
    for waiter in &krate.waiters {
        let key = Key::Part("waiter", &waiter.model_name);
        facts.insert(key, (Subject::Service, self::waiter(waiter)));
    }
    for ty in &krate.types {
        let subject = lowered.subject(&ty.model_name);
        facts.insert(Key::Type(&ty.name), (subject, collector.ty(ty)));
    }
    for &name in &lowered.selection.shapes {
        let node = collector.shape(name, &lowered.model.shapes[name]);
        facts.insert(Key::Part("shape", name), (lowered.subject(name), node));
    }
    facts
}

struct Collector<'r> {
    lowered: &'r Lowered<'r>,
    has_prose: bool,
}

impl<'r> Collector<'r> {
    fn service(&self) -> Node<'r> {
        let service = &self.lowered.model.service;
        let endpoints = &service.endpoints;
        let text = |text: &'r str| Some(Value::text(text));
        let rules = Value::EndpointRules(undocumented(endpoints), &endpoints.rules);
        let node = Node::new("service", Names::default())
            .maybe(Fact::Documentation, self.prose(&service.documentation));
        [
            ("metadata.serviceId", Fact::ServiceId, text(&service.id)),
            (
                "metadata.serviceFullName",
                Fact::ServiceName,
                text(&service.full_name),
            ),
            (
                "metadata.apiVersion",
                Fact::ApiVersion,
                text(&service.api_version),
            ),
            (
                "metadata.signingName",
                Fact::SigningName,
                text(&service.signing_name),
            ),
            (
                "metadata.targetPrefix",
                Fact::TargetPrefix,
                service.target_prefix.as_deref().map(Value::text),
            ),
            ("endpoint-rule-set-1", Fact::EndpointRules, Some(rules)),
            (
                "partitions",
                Fact::Partitions,
                Some(Value::Partitions(&endpoints.partitions)),
            ),
            (
                "metadata.protocols",
                Fact::Protocols,
                Some(Value::Protocols(&service.protocols)),
            ),
        ]
        .into_iter()
        .fold(node, |node, (path, fact, value)| {
            node.fact_at(path.to_owned(), fact, value)
        })
    }

    fn operation(&self, operation: &'r Operation) -> Node<'r> {
        let path = format!("operations.{}", operation.model_name);
        let in_model = &self.lowered.model.operations[&operation.model_name];
        let Protocol::AwsJson {
            minor,
            target,
            is_query_compatible,
        } = &operation.protocol;
        let item = format!("Client::{}", operation.method);
        let names = Names {
            item: item.clone(),
            owner: format!("operation::{}", operation.module),
            wire: target.into(),
            ..Names::default()
        };
        let deprecated = operation.deprecated.as_ref().map(Value::Deprecated);
        let node = Node::new(&path, names)
            .flag(Fact::Operation, true)
            .maybe(Fact::Deprecated, deprecated)
            .maybe(Fact::Documentation, self.prose(&in_model.documentation));
        let content_type = Some(Value::text(format!("application/x-amz-json-1.{minor}")));
        let host_prefix = in_model.host_prefix.as_deref().map(Value::text);
        let discovery = operation.discovery.as_ref().map(Value::Discovery);
        let mut node = [
            ("protocol", Fact::ContentType, content_type),
            (
                "protocol",
                Fact::QueryCompatible,
                Value::flag(*is_query_compatible),
            ),
            ("auth", Fact::Signed, Value::flag(operation.is_signed)),
            (
                "requestcompression",
                Fact::Compressed,
                Value::flag(operation.is_compressed),
            ),
            ("endpoint", Fact::HostPrefix, host_prefix),
            ("endpointdiscovery", Fact::Discovery, discovery),
        ]
        .into_iter()
        .fold(node, |node, (name, fact, value)| {
            node.fact_at(format!("{path}.{name}"), fact, value)
        });
        for (name, structure, direction) in [
            ("input", &operation.input, Direction::Input),
            ("output", &operation.output, Direction::Output),
        ] {
            let structure = self.input_or_output(structure, direction);
            node = node.child(Key::Part(name, ""), structure);
        }
        let errors = format!("{path}.errors");
        node = with_errors(node, &errors, &operation.error_name, &operation.errors);
        if let Some(events) = &operation.events {
            node = node.child(
                Key::Fact(Fact::EventStream),
                event_stream(operation, events),
            );
        }
        if let Some(paginator) = &operation.paginator {
            let path = format!("paginators-1: pagination.{}", operation.model_name);
            let names = Names {
                item,
                ..Names::default()
            };
            let paginator =
                Node::new(path, names).fact(Fact::Paginator, Value::Paginator(paginator));
            node = node.child(Key::Fact(Fact::Paginator), paginator);
        }
        node
    }

    /// The words of the documentation, if there are any to compare.
    fn prose(&self, documentation: &'r Documentation) -> Option<Value<'r>> {
        match documentation {
            Documentation::Html(text) | Documentation::Markdown(text) if self.has_prose => {
                Some(Value::Prose(text.split_whitespace().collect()))
            }
            _ => None,
        }
    }

    /// What a shape says of its values, and its documentation if it is no type, which says its own.
    fn shape(&self, name: &str, shape: &'r Shape) -> Node<'r> {
        let limits = Value::Constraints(&shape.constraints);
        let node =
            Node::new(format!("shapes.{name}"), Names::default()).fact(Fact::Constraints, limits);
        if types::is_type(&shape.kind) {
            return node;
        }
        node.maybe(Fact::Documentation, self.prose(&shape.documentation))
    }
}

/// The parameters of the rules, in the order of the crate's fields, without documentation.
fn undocumented(endpoints: &Endpoints) -> Vec<(&String, Parameter)> {
    let parameters = endpoints.parameters.iter();
    let undocumented = parameters.map(|(name, parameter)| {
        let documentation = Documentation::None;
        let parameter = Parameter {
            documentation,
            ..parameter.clone()
        };
        (name, parameter)
    });
    undocumented.collect()
}

fn waiter(waiter: &Waiter) -> Node<'_> {
    let names = Names {
        item: format!("Client::{}", waiter.method),
        ..Names::default()
    };
    let seconds = [waiter.min_delay, waiter.max_delay, waiter.max_wait];
    let value = Value::Waiter(seconds, &waiter.functions, &waiter.acceptors);
    let path = format!("waiters-2: waiters.{}", waiter.model_name);
    Node::new(path, names).fact(Fact::Waiter, value)
}

/// Adds the variants of an error enum.
fn with_errors<'r>(
    mut node: Node<'r>,
    path: &str,
    owner: &Name,
    errors: &'r [ErrorVariant],
) -> Node<'r> {
    for error in errors {
        let names = Names {
            owner: owner.to_string(),
            declaration: error.variant.to_string(),
            accessor: words::code(&error.question),
            wire: (&error.code).into(),
            ..Names::default()
        };
        let rust = vec![error.variant.to_string(), error.question.to_string()];
        let error_node = Node::new(path, names)
            .flag(Fact::ErrorVariant, true)
            .fact(Fact::RustName, Value::Names(rust));
        node = node.child(Key::Type(&error.name), error_node);
    }
    node
}

/// The stream in an output; its events are a union, which is compared as such.
fn event_stream<'r>(operation: &Operation, events: &'r ir::EventStream) -> Node<'r> {
    let path = format!(
        "shapes.{}.members.{}",
        operation.output.model_name, events.model_name
    );
    let names = Names {
        owner: operation.output.name.to_string(),
        declaration: format!("{}: EventStream<{}, …>", events.field, events.union),
        ..Names::default()
    };
    let stream = Value::EventStream(&events.field, &events.union);
    let node = Node::new(&path, names).fact(Fact::EventStream, stream);
    with_errors(node, &path, &events.error_name, &events.errors)
}
