//! What XML and forms need to know of members and documents.

use super::Context;
use crate::ir;
use crate::model::xml::{Element, Namespace};
use crate::model::{Kind, Member};

impl Context<'_> {
    /// The element of a member, if something in it deviates from the default.
    pub(super) fn xml(&self, member: &Member, location: ir::Location) -> Option<Box<ir::Xml>> {
        let is_payload = self.is_document(member, location);
        if !self.protocol.has_elements() || !(location == ir::Location::Document || is_payload) {
            return None;
        }
        let own = member.xml.namespace.as_ref();
        let namespace = if is_payload {
            own.or(self.document_namespace(&member.target))
        } else {
            // That of a structure is the document's, but a prefix is also meant for its attributes.
            let target = &self.model.shapes[&member.target].xml.document.namespace;
            own.or(target.as_ref().filter(|it| it.prefix.is_some()))
        };
        let query_name = member.xml.query_name.as_ref();
        let query_name = query_name.filter(|_| self.protocol.has_query_names());
        let xml = ir::Xml {
            is_flattened: member.xml.is_flattened,
            is_attribute: member.xml.is_attribute,
            namespace: namespace.cloned(),
            query_name: query_name.cloned(),
            url_encoded_by: member.customization.url_encoded_by.clone(),
            ..self.content(&member.target)
        };
        (xml != ir::Xml::default()).then(|| Box::new(xml))
    }

    /// The elements in a list or map.
    fn content(&self, target: &str) -> ir::Xml {
        let shape = &self.model.shapes[target];
        let content = match &shape.kind {
            Kind::List { item, .. } => item,
            Kind::Map { value, .. } => value,
            _ => return ir::Xml::default(),
        };
        let inner = self.content(content);
        ir::Xml {
            item: shape.xml.item.clone(),
            key: shape.xml.key.clone(),
            inner: (inner != ir::Xml::default()).then(|| Box::new(inner)),
            ..ir::Xml::default()
        }
    }

    /// Whether a member is the whole body, as a document with a name.
    pub(super) fn is_document(&self, member: &Member, location: ir::Location) -> bool {
        let is_payload = matches!(
            location,
            ir::Location::Payload | ir::Location::StructurePayload
        );
        let target = &self.model.shapes[&member.target].kind;
        is_payload
            && self.protocol.names_documents()
            && matches!(target, Kind::Structure(_) | Kind::Union(_))
    }

    /// The name of the document that a structure is.
    pub(super) fn document_name<'s>(&'s self, shape: &'s str) -> &'s str {
        let stated = &self.model.shapes[shape].xml.document.name;
        stated.as_deref().unwrap_or(shape)
    }

    fn document_namespace(&self, shape: &str) -> Option<&Namespace> {
        let stated = &self.model.shapes[shape].xml.document.namespace;
        stated
            .as_ref()
            .or(self.model.service.xml_namespace.as_ref())
    }

    /// The document that an input or output is, if it states more than the shape's name; `stated` is
    /// what the operation says.
    pub(super) fn document(&self, shape: &str, stated: Option<&Element>) -> Option<Element> {
        if !self.protocol.names_documents() {
            return None;
        }
        let name = stated.and_then(|it| it.name.as_deref());
        let name = name.unwrap_or_else(|| self.document_name(shape));
        let namespace = stated.and_then(|it| it.namespace.as_ref());
        let namespace = namespace.or_else(|| self.document_namespace(shape));
        (name != shape || namespace.is_some()).then(|| Element {
            name: Some(name.to_owned()),
            namespace: namespace.cloned(),
        })
    }
}
