//! What XML and forms need to know of shapes and members, besides names on the wire.

use serde::Deserialize;

/// A namespace (`xmlNamespace`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Stated")]
pub struct Namespace {
    pub uri: String,
    /// The prefix that it is declared for; none is the default namespace.
    pub prefix: Option<String>,
}

/// As models state it.
#[derive(Deserialize)]
#[serde(untagged, expecting = "an object with `uri`")]
enum Stated {
    Full { uri: String, prefix: Option<String> },
    Uri(String),
}

impl From<Stated> for Namespace {
    fn from(stated: Stated) -> Self {
        let (uri, prefix) = match stated {
            Stated::Full { uri, prefix } => (uri, prefix),
            Stated::Uri(uri) => (uri, None),
        };
        Self {
            uri,
            prefix: prefix.filter(|prefix| !prefix.is_empty()),
        }
    }
}

/// An element that is not that of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, if it is not the default.
    pub name: Option<String>,
    pub namespace: Option<Namespace>,
}

/// The elements of a shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShapeXml {
    /// The document that a structure is.
    pub document: Element,
    /// The items of a list, or the values of a map.
    pub item: Element,
    /// The keys of a map.
    pub key: Element,
}

/// What a member says of its element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberXml {
    /// Whether a list or map has no element around its items (`flattened`).
    pub is_flattened: bool,
    /// Whether it is an attribute of the structure's element (`xmlAttribute`).
    pub is_attribute: bool,
    pub namespace: Option<Namespace>,
    /// Its name in the requests of ec2Query (`queryName`).
    pub query_name: Option<String>,
}

impl MemberXml {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes what it does not state itself.
    pub(super) fn inherit(&mut self, target: &Self) {
        self.is_flattened |= target.is_flattened;
        self.is_attribute |= target.is_attribute;
        if self.namespace.is_none() {
            self.namespace.clone_from(&target.namespace);
        }
        if self.query_name.is_none() {
            self.query_name.clone_from(&target.query_name);
        }
    }
}
