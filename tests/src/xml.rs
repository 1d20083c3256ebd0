//! XML documents as JSON, to be compared.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Value, json};

/// The root of a document: names, attributes, text without white space between elements, children.
/// Entries of maps, which have no order, are sorted.
///
/// # Errors
///
/// If it is not well-formed.
pub fn tree(document: &str) -> Result<Value, quick_xml::Error> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![json!({"children": [], "text": ""})];
    loop {
        let text = match reader.read_event()? {
            Event::Start(start) => {
                open.push(element(&start)?);
                continue;
            }
            Event::End(_) => {
                let mut element = open.pop().expect("end tags match");
                tidy(&mut element);
                let parent = open.last_mut().expect("end tags match");
                let siblings = parent["children"].as_array_mut().expect("a list");
                siblings.push(element);
                continue;
            }
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::CData(text) => text.xml10_content().into_owned(),
            Event::GeneralRef(reference) => match reference.resolve_char_ref()? {
                Some(character) => character.to_string(),
                None => quick_xml::escape::resolve_xml_entity(&reference)
                    .unwrap_or_default()
                    .to_owned(),
            },
            Event::Eof => break,
            _ => continue,
        };
        let element = open.last_mut().expect("at least the document");
        element["text"] = format!("{}{text}", element["text"].as_str().unwrap_or_default()).into();
    }
    let mut document = open.pop().expect("the document");
    match document["children"].as_array_mut().map(Vec::pop) {
        Some(Some(root)) if open.is_empty() => Ok(root),
        _ => Err(quick_xml::errors::IllFormedError::MissingEndTag(String::new()).into()),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Value, quick_xml::Error> {
    let mut attributes = json!({});
    for attribute in start.attributes() {
        let attribute = attribute?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
        attributes[attribute.key.into_inner()] = value.into();
    }
    let name = start.name().into_inner();
    Ok(json!({"name": name, "attributes": attributes, "children": [], "text": ""}))
}

/// Drops the text between children, and sorts neighbours that look like entries of a map.
fn tidy(element: &mut Value) {
    let children = element["children"].as_array_mut().expect("a list");
    if children.is_empty() {
        return;
    }
    let is_entry = |it: &Value| it["children"].as_array().is_some_and(|it| it.len() == 2);
    let runs = children.chunk_by_mut(|a, b| a["name"] == b["name"] && is_entry(a) && is_entry(b));
    for run in runs {
        run.sort_by_key(ToString::to_string);
    }
    element["text"] = "".into();
}
