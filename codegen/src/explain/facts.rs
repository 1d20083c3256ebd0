//! What else a model says of things, in words.

use super::report::{Feature, Role, RustItem, Usage};
use super::rust::GeneratedItems;
use super::source::ModelItem;
use crate::ir;
use crate::lower::prose;
use crate::model::auth::{Auth, Scheme};
use crate::model::{
    Deprecation, Kind, MemberCustomization, Model, OperationCustomization, Retryable, Shape,
    Transfer,
};

/// What an item is: `a member of the structure Build: list of structures BuildPhase`.
pub(super) fn what(model: &Model, item: ModelItem<'_>) -> String {
    match item {
        ModelItem::Operation(_) => format!("an operation of {}", model.service.full_name),
        ModelItem::Shape(name) => {
            let shape = &model.shapes[name];
            let word = described(model, shape);
            if word.starts_with(['e', 'i']) {
                format!("an {word}")
            } else {
                format!("a {word}")
            }
        }
        ModelItem::Member(shape, name) => {
            let owner = &model.shapes[shape];
            let target = owner.structure().and_then(|it| it.members.get(name));
            let target = target.map_or_else(String::new, |it| reference(model, &it.target));
            format!("a member of the {} {shape}: {target}", word(owner))
        }
        ModelItem::Value(shape, _) => format!("a value of the enum {shape}"),
    }
}

/// What a shape is, in a word.
fn word(shape: &Shape) -> &'static str {
    match &shape.kind {
        Kind::Structure(it) if it.error.is_some() => "error",
        Kind::Structure(_) => "structure",
        Kind::Union(_) => "union",
        Kind::EventStream(_) => "event stream",
        Kind::List { .. } => "list",
        Kind::Map { .. } => "map",
        Kind::String => "string",
        Kind::Enumeration(_) => "enum",
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Long => "long",
        Kind::Float => "float",
        Kind::Double => "double",
        Kind::Timestamp(_) => "timestamp",
        Kind::Blob => "blob",
        Kind::Document => "document",
    }
}

/// A shape with what is in it.
fn described(model: &Model, shape: &Shape) -> String {
    let word = word(shape);
    match &shape.kind {
        Kind::Structure(it) | Kind::Union(it) | Kind::EventStream(it) => {
            let count = count(it.members.len(), "member");
            if it.members.is_empty() {
                format!("{word} without members")
            } else {
                format!("{word} of {count}")
            }
        }
        Kind::Enumeration(values) => format!("{word} of {}", count(values.len(), "value")),
        Kind::List { item, .. } => format!("{word} of {}", reference(model, item)),
        Kind::Map { key, value, .. } => {
            let (key, value) = (reference(model, key), reference(model, value));
            format!("{word} from {key} to {value}")
        }
        _ => word.to_owned(),
    }
}

/// A shape as something refers to it: `structure BuildPhase`.
fn reference(model: &Model, name: &str) -> String {
    let Some(shape) = model.shapes.get(name) else {
        return format!("{name}, which the model does not have");
    };
    let word = word(shape);
    // The shape of a member's own has a name that says nothing.
    let own = if name.contains('$') { "" } else { name };
    match &shape.kind {
        Kind::List { item, .. } if item != name => {
            format!("{word} {own} of {}", one(model, item)).replace("  ", " ")
        }
        _ if own.is_empty() || name.to_lowercase() == word => word.to_owned(),
        _ => format!("{word} {own}"),
    }
}

fn one(model: &Model, name: &str) -> String {
    let shape = model.shapes.get(name);
    shape.map_or_else(
        || name.to_owned(),
        |shape| format!("{} {name}", word(shape)),
    )
}

/// A number of things.
fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The members whose values a shape describes, and the lists and maps whose items it does.
pub(super) fn held_by(model: &Model, wanted: &str) -> Vec<String> {
    let mut holders = Vec::new();
    for (name, shape) in &model.shapes {
        match &shape.kind {
            Kind::List { item, .. } if item == wanted => holders.push(name.clone()),
            Kind::Map { key, value, .. } if key == wanted || value == wanted => {
                holders.push(name.clone());
            }
            kind => {
                let members = kind.structure().into_iter();
                let members = members.flat_map(|structure| &structure.members);
                let members = members.filter(|(_, member)| member.target == wanted);
                holders.extend(members.map(|(member, _)| format!("{name}.{member}")));
            }
        }
    }
    holders
}

/// What the model says of an item besides its form.
pub(super) fn facts(
    model: &Model,
    generated: &GeneratedItems,
    item: ModelItem<'_>,
    uses: &[Usage],
) -> Vec<String> {
    let mut facts = Vec::new();
    match item {
        ModelItem::Operation(name) => {
            let operation = &model.operations[name];
            facts.extend(deprecated(operation.deprecated.as_ref()));
            if operation.paginator.is_some() {
                facts.push("paginated".to_owned());
            }
            if let Some(prefix) = &operation.host_prefix {
                facts.push(format!("host prefix `{prefix}`"));
            }
            match &operation.auth {
                Auth::Schemes(schemes) if schemes[..] == [Scheme::SigV4] => {}
                Auth::Schemes(schemes) => {
                    let schemes: Vec<_> = schemes.iter().map(ToString::to_string).collect();
                    facts.push(format!("authenticated with {}", schemes.join(" or ")));
                }
                Auth::None => facts.push("not signed".to_owned()),
                Auth::Other(scheme) => facts.push(format!("signed with `{scheme}`")),
            }
            if !operation.request_encodings.is_empty() {
                let encodings = operation.request_encodings.join(", ");
                facts.push(format!("long requests are compressed ({encodings})"));
            }
            facts.extend(customization(&operation.customization));
            let asked = model.service.discovery.as_ref().map(|it| &*it.operation);
            if operation.needs_endpoint_discovery {
                let asked =
                    asked.map_or_else(String::new, |it| format!(": the client calls `{it}`"));
                facts.push(format!("endpoint discovery{asked}"));
            }
            if asked == Some(name) {
                facts.push("returns the endpoints of other operations".to_owned());
            }
        }
        ModelItem::Shape(name) => {
            let shape = &model.shapes[name];
            let error = shape.structure().and_then(|it| it.error.as_ref());
            match error.and_then(|error| error.retryable) {
                Some(Retryable::Transient) => facts.push("retryable".to_owned()),
                Some(Retryable::Throttling) => {
                    facts.push("retryable, as throttling".to_owned());
                }
                None => {}
            }
            if shape.is_sensitive {
                facts.push(SENSITIVE.to_owned());
            }
            facts.extend(deprecated(shape.deprecated.as_ref()));
            facts.extend(prose::constraints(shape));
        }
        ModelItem::Member(shape, name) => facts = of_member(model, generated, (shape, name), uses),
        ModelItem::Value(..) => {}
    }
    facts
}

/// What overlays state of an operation.
fn customization(stated: &OperationCustomization) -> Vec<String> {
    let mut facts = Vec::new();
    let headers = stated.headers.iter();
    facts.extend(headers.map(|(name, value)| format!("header `{name}: {value}`")));
    let checksums = stated.body_checksums.iter();
    facts.extend(checksums.map(|(name, checksum)| {
        let checksum = checksum.as_str();
        format!("header `{name}`: the checksum `{checksum}` of the body")
    }));
    if let Some(member) = &stated.endpoint_member {
        facts.push(format!("sent to the host of the URL in `{member}`"));
    }
    if stated.sends_query_as_form {
        facts.push("the query is sent as the form body of a POST request".to_owned());
    }
    if stated.presigns_body_as_query {
        facts.push("presigned requests have the members of the body in the query".to_owned());
    }
    if stated.has_errors_in_success {
        facts.push(
            "an error document in a successful response is an error and is retried".to_owned(),
        );
    }
    let parameters = stated.endpoint_parameters.iter();
    facts.extend(parameters.map(|(name, value)| {
        format!("its endpoint has the parameter `{name}` as `{value}`, whatever the settings are")
    }));
    if stated.has_slow_response {
        facts.push(
            "its response may take minutes, so only time limits of the program hold".to_owned(),
        );
    }
    if stated.states_region {
        facts.push("errors about regions are about the one in its input".to_owned());
    }
    if stated.is_output_unwrapped {
        facts.push("the document of the output is its member".to_owned());
    }
    if let Some(post) = &stated.presigned_post {
        facts.push(format!(
            "its presigned forms have the condition `{}` of `{}` and the field `{}` of `{}`",
            post.condition.0, post.condition.1, post.field.0, post.field.1
        ));
    }
    if let Some(session) = &stated.session {
        facts.push(format!(
            "creates the sessions that sign requests to endpoints with the scheme `{}`",
            session.scheme
        ));
    }
    if let Some(copy) = &stated.presigned_copy {
        let regions = if copy.sends_regions {
            "both regions are sent"
        } else {
            "neither region is sent"
        };
        facts.push(format!(
            "`{}`, if not set, is the presigned request for the region in `{}`, with the client's in \
             `{}`; {regions}",
            copy.url, copy.source_region, copy.destination_region
        ));
    }
    facts.extend(stated.transfer.as_ref().map(Transfer::text));
    facts
}

const SENSITIVE: &str = "sensitive: `Debug` and logs do not show it";

fn of_member(
    model: &Model,
    generated: &GeneratedItems,
    (shape, name): (&str, &str),
    uses: &[Usage],
) -> Vec<String> {
    let structure = model.shapes[shape].structure();
    let Some(member) = structure.and_then(|it| it.members.get(name)) else {
        return Vec::new();
    };
    let mut facts = Vec::new();
    let fields: Vec<_> = generated.fields(shape, name).collect();
    if member.is_required {
        let is_plain = |field: &&ir::Field| !field.is_optional;
        let is_sent = uses.iter().any(|it| it.role == Role::Input);
        let words = if !fields.is_empty() && fields.iter().all(is_plain) {
            "required: a parameter of `new`, and no `Option`"
        } else if is_sent {
            "required: checked before sending"
        } else {
            "required, but optional in Rust: services may leave it out"
        };
        facts.push(words.to_owned());
    }
    if member.is_idempotency_token {
        let words = "idempotency token: the client sends a random one if it is not set";
        facts.push(words.to_owned());
    }
    if member.is_sensitive || is_sensitive(model, &member.target, 0) {
        facts.push(SENSITIVE.to_owned());
    }
    if fields.iter().any(|it| matches!(it.ty, ir::Ty::Boxed(_))) {
        facts.push("boxed: part of a recursion".to_owned());
    }
    if let Some(default) = &member.customization.default {
        facts.push(format!("sent as `{default}` if it is not set or empty"));
    }
    if member.customization.is_last_segment {
        facts.push("only what follows its last slash is sent".to_owned());
    }
    facts.extend(customization_of_member(&member.customization));
    if member.customization.is_message {
        facts.push("the message of the error".to_owned());
    }
    if let Some(parameter) = &member.context_param {
        facts.push(format!("the endpoint parameter `{parameter}`"));
    }
    if member.is_host_label {
        facts.push("part of the host name".to_owned());
    }
    if member.is_endpoint_id {
        facts.push("an identifier for endpoint discovery".to_owned());
    }
    facts.extend(deprecated(member.deprecated.as_ref()));
    facts.extend(
        model
            .shapes
            .get(&member.target)
            .and_then(prose::constraints),
    );
    facts
}

/// What else overlays state of a member.
fn customization_of_member(stated: &MemberCustomization) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(key) = &stated.md5_of {
        facts.push(format!("the MD5 of the key in `{key}`, if it is not set"));
    }
    if !stated.account_of.is_empty() {
        let members = stated.account_of.join("` or `");
        facts.push(format!(
            "the account of the ARN in `{members}`, if it is not set"
        ));
    }
    if let Some(form) = &stated.resource_name {
        facts.push(form.words("`"));
    }
    if stated.is_percent_encoded {
        facts.push("what a header cannot have is sent percent-encoded".to_owned());
    }
    if stated.is_ascii {
        facts.push("characters that are not ASCII are refused".to_owned());
    }
    if let Some(element) = &stated.url_encoded_by {
        facts.push(format!("decoded if the element `{element}` says `url`"));
    }
    if stated.is_lenient {
        facts.push("left out if it cannot be read".to_owned());
    }
    if stated.is_last_event {
        facts.push("the last event: a stream that ends without it is an error".to_owned());
    }
    if let Some(member) = &stated.raw_text {
        facts.push(format!("its text is in `{member}`"));
    }
    facts
}

fn is_sensitive(model: &Model, name: &str, depth: usize) -> bool {
    let Some(shape) = model.shapes.get(name).filter(|_| depth < 16) else {
        return false;
    };
    let inner = |name: &str| is_sensitive(model, name, depth + 1);
    shape.is_sensitive
        || match &shape.kind {
            Kind::List { item, .. } => inner(item),
            Kind::Map { key, value, .. } => inner(key) || inner(value),
            _ => false,
        }
}

fn deprecated(deprecation: Option<&Deprecation>) -> Option<String> {
    let message = deprecation?.message.as_deref().map(prose::plain);
    Some(match message {
        Some(message) => format!("deprecated: {message}"),
        None => "deprecated".to_owned(),
    })
}

/// What an item has in which features of the crate.
pub(super) fn features(krate: &ir::Crate, item: ModelItem<'_>, rust: &[RustItem]) -> Vec<Feature> {
    if rust.is_empty() {
        return Vec::new();
    }
    let always = match item {
        ModelItem::Operation(_) => "the types, request and response without I/O",
        _ => "always",
    };
    let mut features = vec![(None, always.to_owned())];
    if let ModelItem::Operation(name) = item {
        features.extend(of_operation(krate, name));
    } else {
        let calls = rust
            .iter()
            .filter(|it| it.feature.as_deref() == Some("client"));
        features
            .extend(calls.map(|call| (Some("client"), format!("`{}`", after_crate(&call.path)))));
        let of = |what: &str, fixtures: Option<&str>| {
            let serde = (Some("serde"), what.to_owned());
            let fixture = fixtures.map(|it| (Some("test-util"), it.to_owned()));
            std::iter::once(serde).chain(fixture)
        };
        match item {
            ModelItem::Shape(_) => {
                features.extend(of("`Serialize` and `Deserialize`", Some("`Fixture`")));
            }
            ModelItem::Member(_, name) => {
                features.extend(of(&format!("named `{name}`, as in the model"), None));
            }
            ModelItem::Operation(_) | ModelItem::Value(..) => {}
        }
    }
    let features = features.into_iter().map(|(feature, what)| Feature {
        feature: feature.map(str::to_owned),
        what,
    });
    features.collect()
}

fn of_operation(krate: &ir::Crate, name: &str) -> Vec<(Option<&'static str>, String)> {
    let mut operations = krate.operations.iter().enumerate();
    let Some((at, operation)) = operations.find(|(_, it)| it.model_name == name) else {
        return Vec::new();
    };
    let mut client = vec![format!("`Client::{}`", operation.method)];
    if operation.paginator.is_some() {
        client.push("`into_paginator`".to_owned());
    }
    let waiters = krate.waiters.iter().filter(|it| it.operation == at);
    client.extend(waiters.map(|it| format!("`Client::{}`", it.method)));
    let mut features = vec![(Some("client"), client.join(", "))];
    if operation.paginator.is_some() {
        features.push((Some("stream"), "pages and items as a `Stream`".to_owned()));
    }
    let sides = "`Serialize` and `Deserialize` of input and output";
    features.push((Some("serde"), sides.to_owned()));
    features.push((
        Some("test-util"),
        format!("`Fake::on::<{}>`, fixtures", operation.name),
    ));
    features
}

fn after_crate(path: &str) -> &str {
    path.split_once("::").map_or(path, |(_, rest)| rest)
}
