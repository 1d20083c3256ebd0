//! restJson1 and restXml: methods and URIs; the runtime implements them in
//! `runtime/src/protocol/rest_json.rs` and `rest_xml.rs`.

use std::collections::HashSet;

use crate::error::{Problem, ProblemKind};
use crate::ir;
use crate::model::{Http, Kind, Location, Model, Structure};
use crate::refused::CHOOSE_OTHERS;

/// One of the two, by the format of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    Json,
    Xml,
}

impl Rest {
    pub(super) fn operation(self, model: &Model, name: &str) -> Result<ir::Protocol, Problem> {
        let (ty, feature, document_type) = match self {
            Self::Json => ("rest_json::RestJson1", "rest-json", "application/json"),
            Self::Xml => ("rest_xml::RestXml", "rest-xml", "application/xml"),
        };
        Ok(ir::Protocol {
            ty,
            feature,
            document_type,
            is_query_compatible: false,
            address: address(model, name)?,
        })
    }
}

/// The method and URI of an operation.
fn address(model: &Model, name: &str) -> Result<ir::Address, Problem> {
    let problem = |field: &str, message: String| {
        let path = format!("operations.{name}.http{field}");
        Problem::new(ProblemKind::Malformed, path, message)
    };
    let operation = &model.operations[name];
    let Some(Http { method, uri }) = &operation.http else {
        let message = "an operation of a REST protocol needs a method and a URI".to_owned();
        return Err(problem("", message));
    };
    if method.is_empty() || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(problem(
            ".method",
            format!("{method:?} is not an HTTP method"),
        ));
    }
    let input = model.input(operation);
    let uri = uri_template(uri, input).map_err(|message| problem(".requestUri", message))?;
    Ok(ir::Address::Http {
        method: method.clone(),
        label_in_endpoint: label_in_endpoint(model, name).map(str::to_owned),
        uri,
        payload_type: input.map_or(Ok(None), |input| payload_type(model, input))?,
        sends_query_as_form: operation.customization.sends_query_as_form,
    })
}

/// The member whose label is the first segment of the path, if it sets a parameter that the endpoint rules
/// put into the URL.
pub(crate) fn label_in_endpoint<'m>(model: &'m Model, name: &str) -> Option<&'m str> {
    let operation = &model.operations[name];
    let path = operation.http.as_ref()?.uri.strip_prefix('/')?;
    let segment = path.split(['/', '?']).next()?;
    let label = segment.strip_prefix('{')?.strip_suffix('}')?;
    let found = model
        .input(operation)?
        .members
        .iter()
        .find(|(name, member)| {
            let wire = member.wire_name.as_ref().unwrap_or(name);
            member.location == Some(Location::Label) && (*label == **name || label == wire)
        });
    let (name, member) = found?;
    let parameter = member.context_param.as_deref()?;
    let is_in_url = model.service.endpoints.has_in_url(parameter);
    is_in_url.then_some(name.as_str())
}

/// The URI with the model names of members in its labels, where botocore has names on the wire.
fn uri_template(uri: &str, input: Option<&Structure>) -> Result<String, String> {
    let (path, query) = match uri.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (uri, None),
    };
    let Some(segments) = path.strip_prefix('/') else {
        return Err(format!("{uri:?} does not begin with a slash"));
    };
    let mut template = String::new();
    let mut labels = HashSet::new();
    let mut has_greedy = false;
    for segment in segments.split('/') {
        template.push('/');
        let label = segment
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'));
        let Some(label) = label else {
            if !is_literal(segment) {
                return Err(format!(
                    "the segment {segment:?} is not a valid part of a path"
                ));
            }
            template.push_str(segment);
            continue;
        };
        let (label, plus) = match label.strip_suffix('+') {
            Some(label) => (label, "+"),
            None => (label, ""),
        };
        let members = input.into_iter().flat_map(|it| &it.members);
        let mut members = members.filter(|(_, it)| it.location == Some(Location::Label));
        let member = members.find(|(name, member)| {
            *label == *member.wire_name.as_ref().unwrap_or(name) || label == *name
        });
        let Some((name, _)) = member else {
            return Err(format!("the input has no member for the label `{label}`"));
        };
        if !labels.insert(name.as_str()) || (has_greedy && !plus.is_empty()) {
            return Err(format!("there is more than one label like `{label}`"));
        }
        has_greedy |= !plus.is_empty();
        template.push_str(&format!("{{{name}{plus}}}"));
    }
    let members = input.into_iter().flat_map(|it| &it.members);
    let mut members = members.filter(|(_, it)| it.location == Some(Location::Label));
    if let Some((name, _)) = members.find(|(name, _)| !labels.contains(name.as_str())) {
        return Err(format!("there is no label for the member `{name}`"));
    }
    if let Some(query) = query {
        if !query
            .bytes()
            .all(|byte| byte == b'?' || byte == b'/' || is_path_byte(byte))
        {
            return Err(format!("{query:?} is not a valid query"));
        }
        template.push('?');
        template.push_str(query);
    }
    Ok(template)
}

fn is_literal(segment: &str) -> bool {
    segment.bytes().all(is_path_byte)
}

/// Whether a byte is allowed in a segment (RFC 3986).
fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%".contains(&byte)
}

/// The content type that the model states for the payload.
fn payload_type(model: &Model, input: &Structure) -> Result<Option<String>, Problem> {
    let mut members = input.members.values();
    let payload = members.find(|it| it.location == Some(Location::Payload));
    let target = payload.and_then(|it| model.shapes.get_key_value(&it.target));
    let Some((name, target)) = target else {
        return Ok(None);
    };
    let is_raw = matches!(
        target.kind,
        Kind::Blob | Kind::String | Kind::Enumeration(_)
    );
    let stated = target.media_type.as_ref().filter(|_| is_raw);
    let is_valid = |text: &String| {
        text.bytes()
            .all(|byte| byte == b' ' || byte.is_ascii_graphic())
    };
    if let Some(text) = stated.filter(|it| !is_valid(it)) {
        let path = format!("shapes.{name}.mediaType");
        let message = format!("{text:?} is not valid in a header");
        return Err(Problem::new(ProblemKind::Malformed, path, message).hint(CHOOSE_OTHERS));
    }
    Ok(stated.cloned())
}
