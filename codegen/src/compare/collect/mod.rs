//! From a revision to its facts: the service and its operations; [`types`] has the rest.
//!
//! To compare one more fact: a kind of fact, a line here or in `types` that states it, and lines in
//! the table of rules.

mod types;

use super::facts::{Direction, Fact, Facts, Key, Node, Value};
use super::report::Subject;
use super::revision::Lowered;
use super::words;
use crate::ir::{
    self, Address, ErrorVariant, Operation, PresignedCopy, PresignedPost, Scheme, Ty, Waiter,
};
use crate::lower::becomes_type;
use crate::model::endpoints::{Endpoints, Parameter};
use crate::model::{
    Documentation, Kind, OperationCustomization, ServiceCustomization, SessionSignature, Shape,
};
use crate::names::Name;

/// The facts of a revision; without documentation where the two revisions have it from different
/// sources.
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

/// The authentication schemes of an operation.
fn auth<'r>(schemes: &[Scheme]) -> Option<Value<'r>> {
    let names: Vec<_> = schemes.iter().map(|scheme| scheme.name()).collect();
    (!names.is_empty()).then(|| Value::text(names.join(", ")))
}

struct Collector<'r> {
    lowered: &'r Lowered<'r>,
    has_prose: bool,
}

impl<'r> Collector<'r> {
    fn service(&self) -> Node<'r> {
        let service = &self.lowered.model.service;
        let endpoints = &service.endpoints;
        let rules = Value::EndpointRules(undocumented(endpoints), &endpoints.rules);
        let target_prefix = service.target_prefix.as_deref();
        let stated = &service.customization;
        Node::new("service")
            .fact(Fact::ServiceId, Value::text(&service.id))
            .fact(Fact::ServiceName, Value::text(&service.full_name))
            .fact(Fact::ApiVersion, Value::text(&service.api_version))
            .fact(Fact::SigningName, Value::text(&service.signing_name))
            .fact(Fact::TargetPrefix, target_prefix.map(Value::text))
            .fact(Fact::EndpointRules, rules)
            .fact(Fact::Settings, settings(stated))
            .flag(Fact::PayloadHash, stated.states_payload_hash)
            .flag(Fact::PathAsSent, stated.signs_path_as_sent)
            .fact(Fact::ToldRegion, told_region(stated))
            .fact(Fact::Partitions, Value::Partitions(&endpoints.partitions))
            .fact(Fact::Protocols, Value::Protocols(&service.protocols))
            .fact(Fact::Documentation, self.prose(&service.documentation))
    }

    fn operation(&self, operation: &'r Operation) -> Node<'r> {
        let path = format!("operations.{}", operation.model_name);
        let in_model = &self.lowered.model.operations[&operation.model_name];
        let protocol = &operation.protocol;
        // A target consists of the prefix, which is a fact of the service, and the name.
        let request = match &protocol.address {
            Address::Target(_) => None,
            Address::Action { .. } | Address::Http { .. } => Some(Value::text(protocol.request())),
        };
        let host_prefix = in_model.host_prefix.as_deref();
        let customization = &operation.customization;
        let stated_endpoint = customization.stated_endpoint.as_ref();
        let item = format!("Client::{}", operation.method);
        let (input, output) = (&operation.input, &operation.output);
        let mut node = Node::new(&path)
            .named("item", item.clone())
            .named("owner", format!("operation::{}", operation.module))
            .named("wire", protocol.request())
            .flag(Fact::Operation, true)
            .fact(Fact::Request, request)
            .fact(Fact::ContentType, Value::text(protocol.content_type()))
            .flag(Fact::QueryCompatible, protocol.is_query_compatible)
            .fact(Fact::Auth, auth(&operation.auth))
            .flag(Fact::UnsignedPayload, operation.is_payload_unsigned)
            .flag(Fact::Presigning, operation.is_presignable)
            .flag(Fact::Compressed, operation.is_compressed)
            .fact(
                Fact::Checksum,
                operation.checksum.as_ref().map(Value::Checksum),
            )
            .fact(Fact::HostPrefix, host_prefix.map(Value::text))
            .fact(
                Fact::Discovery,
                operation.discovery.as_ref().map(Value::Discovery),
            )
            .fact(Fact::Headers, pairs(&customization.headers, |it| it))
            .fact(
                Fact::BodyChecksums,
                pairs(&customization.body_checksums, |it| it.as_str()),
            )
            .fact(
                Fact::StatedEndpoint,
                stated_endpoint.map(|it| Value::text(&it.member)),
            )
            .flag(Fact::ErrorsInSuccess, customization.has_errors_in_success)
            .flag(Fact::UnwrappedOutput, customization.is_output_unwrapped)
            .flag(Fact::StatesRegion, customization.states_region)
            .fact(
                Fact::EndpointParameters,
                endpoint_parameters(&in_model.customization),
            )
            .flag(Fact::SlowResponse, customization.has_slow_response)
            .fact(
                Fact::PresignedPost,
                customization.presigned_post.as_ref().map(presigned_post),
            )
            .fact(
                Fact::Session,
                in_model.customization.session.as_ref().map(session),
            )
            .fact(
                Fact::PresignedCopy,
                customization.presigned_copy.as_ref().map(presigned_copy),
            )
            .fact(Fact::Transfer, transfer(operation))
            .fact(
                Fact::Deprecated,
                operation.deprecated.as_ref().map(Value::Deprecated),
            )
            .fact(Fact::Documentation, self.prose(&in_model.documentation))
            .child(
                Key::Part("input", ""),
                self.input_or_output(input, Direction::Input),
            )
            .child(
                Key::Part("output", ""),
                self.input_or_output(output, Direction::Output),
            );
        let errors = format!("{path}.errors");
        for error in &operation.errors {
            let variant = error_variant(&errors, &operation.error_name, error);
            node = node.child(Key::Type(&error.name), variant);
        }
        if let Some(events) = &operation.events {
            node = node.child(Key::Part("events", ""), event_stream(operation, events));
        }
        if let Some(paginator) = &operation.paginator {
            let path = format!("paginators-1: pagination.{}", operation.model_name);
            let paginator = Node::new(path)
                .named("item", item)
                .fact(Fact::Paginator, Value::Paginator(paginator));
            node = node.child(Key::Part("paginator", ""), paginator);
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

    /// Constraints of a shape's values, and its documentation unless it is a type with its own.
    fn shape(&self, name: &str, shape: &'r Shape) -> Node<'r> {
        let limits = Value::Constraints(&shape.constraints);
        let node = Node::new(format!("shapes.{name}")).fact(Fact::Constraints, limits);
        // Inputs and outputs say their own, too.
        let is_structure = matches!(shape.kind, Kind::Structure(_));
        if is_structure || becomes_type(name, shape, &self.lowered.selection) {
            return node;
        }
        node.fact(Fact::Documentation, self.prose(&shape.documentation))
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

/// Headers with what is in them.
fn pairs<'r, T>(headers: &[(String, T)], text: impl Fn(&T) -> &str) -> Option<Value<'r>> {
    let headers = headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| format!("{name}: {}", text(value)))
        .collect();
    (!headers.is_empty()).then(|| Value::text(headers.join(", ")))
}

/// The parameters of endpoint rules that an operation sets.
fn endpoint_parameters<'r>(stated: &OperationCustomization) -> Option<Value<'r>> {
    let parameters = stated.endpoint_parameters.iter();
    let parameters: Vec<_> = parameters
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    (!parameters.is_empty()).then(|| Value::text(parameters.join(", ")))
}

/// The members of presigned forms.
fn presigned_post<'r>(post: &PresignedPost) -> Value<'r> {
    let ((condition, of_condition), (field, of_field)) = (&post.condition, &post.field);
    Value::text(format!(
        "{condition} of {of_condition}, {field} of {of_field}"
    ))
}

/// How requests are signed with sessions.
fn session<'r>(session: &SessionSignature) -> Value<'r> {
    Value::text(format!("{} with {}", session.scheme, session.token_header))
}

/// The names of settings in environment and profile.
fn settings<'r>(stated: &ServiceCustomization) -> Option<Value<'r>> {
    let settings = stated.settings.iter();
    let settings = settings.map(|(name, source)| (name.as_str(), source));
    let signing = stated.payload_signing.iter();
    let settings = settings.chain(signing.map(|it| ("signatures of payloads", it)));
    let settings: Vec<_> = settings
        .filter(|(_, source)| source.has_place())
        .map(|(name, source)| {
            let places = source.environment.iter().chain(&source.profile);
            let places: Vec<_> = places.map(String::as_str).collect();
            format!("{name}: {} = {}", places.join(", "), source.on)
        })
        .collect();
    (!settings.is_empty()).then(|| Value::text(settings.join("; ")))
}

/// Where responses tell the region.
fn told_region<'r>(stated: &ServiceCustomization) -> Option<Value<'r>> {
    let header = stated.region_header.as_ref()?;
    let element = stated.region_element.iter();
    let errors = stated.region_errors.iter();
    let errors = errors.map(|code| format!("a question after {code}"));
    let places = [header.clone()].into_iter().chain(element.cloned());
    let places: Vec<_> = places.chain(errors).collect();
    Some(Value::text(places.join(" or ")))
}

/// The members of a copy from another region.
fn presigned_copy<'r>(copy: &PresignedCopy) -> Value<'r> {
    let regions = if copy.sends_regions {
        "sent"
    } else {
        "not sent"
    };
    Value::text(format!(
        "{} with {} and {}, which are {regions}",
        copy.url, copy.source_region, copy.destination_region
    ))
}

/// What makes it transfer whole objects.
fn transfer<'r>(operation: &Operation) -> Option<Value<'r>> {
    let transfer = operation.transfer.as_ref()?;
    Some(Value::text(transfer.facts.text()))
}

fn waiter(waiter: &Waiter) -> Node<'_> {
    let seconds = [waiter.min_delay, waiter.max_delay, waiter.max_wait];
    let value = Value::Waiter(seconds, &waiter.functions, &waiter.acceptors);
    Node::new(format!("waiters-2: waiters.{}", waiter.model_name))
        .named("item", format!("Client::{}", waiter.method))
        .fact(Fact::Waiter, value)
}

/// A variant of an error enum.
fn error_variant<'r>(path: &str, owner: &Name, error: &'r ErrorVariant) -> Node<'r> {
    let rust = vec![error.variant.to_string(), error.predicate.to_string()];
    Node::new(path)
        .named("owner", owner.to_string())
        .named("declaration", error.variant.to_string())
        .named("accessor", words::code(&error.predicate))
        .named("wire", &error.code)
        .flag(Fact::ErrorVariant, true)
        .fact(Fact::RustName, Value::Names(rust))
}

/// The stream in an output; its events are a union, which is compared as such. Its errors are members,
/// of which several may have one type.
fn event_stream<'r>(operation: &Operation, events: &'r ir::EventStream) -> Node<'r> {
    let output = &operation.output;
    let path = format!("shapes.{}.members.{}", output.model_name, events.model_name);
    let declaration = format!("{}: EventStream<{}, …>", events.field, events.union);
    let mut node = Node::new(&path)
        .named("owner", output.name.to_string())
        .named("declaration", declaration)
        .fact(
            Fact::EventStream,
            Value::EventStream(&events.field, &events.union),
        );
    for error in &events.errors {
        let ty = Ty::Named(error.name.clone());
        let variant = error_variant(&path, &events.error_name, error)
            .named("item", format!("{}::{}", events.error_name, error.variant))
            .named("type", error.name.to_string())
            .fact(Fact::ValueType, Value::Type(ty));
        node = node.child(Key::Part("error", &error.code), variant);
    }
    node
}
