//! What XML and forms need to know of members and documents besides names on the wire.
//!
//! A row of a member table refers to an [`Xml`] only if something in it deviates from the default.

/// The element of a member, and those of the items, keys and values in it.
#[derive(Debug)]
pub struct Xml {
    /// Whether a list or map has no element around its items (trait `xmlFlattened`).
    pub is_flattened: bool,
    /// Whether it is an attribute of the structure's element (trait `xmlAttribute`).
    pub is_attribute: bool,
    /// The namespace declared by the member's element.
    pub namespace: Namespace,
    /// The items of a list (default name `member`), or the values of a map (`value`).
    pub item: Element,
    /// The keys of a map (default name `key`).
    pub key: Element,
    /// The items of a list or values of a map, if they are lists or maps themselves.
    pub inner: Option<&'static Xml>,
    /// The name in requests of ec2Query (trait `ec2QueryName`).
    pub query_name: Option<&'static str>,
    /// The element below the root that says `url` if the text is URL-encoded.
    pub url_encoded_by: Option<&'static str>,
}

/// An element that is not that of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name; empty for the default.
    pub name: &'static str,
    /// The namespace that it declares.
    pub namespace: Namespace,
}

/// A namespace declaration (trait `xmlNamespace`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Namespace {
    /// The prefix; empty for the default namespace.
    pub prefix: &'static str,
    /// The URI; empty for no declaration.
    pub uri: &'static str,
}

impl Namespace {
    /// No declaration.
    pub const NONE: Self = Self {
        prefix: "",
        uri: "",
    };
}

impl Element {
    /// The default name, no namespace.
    pub const DEFAULT: Self = Self::named("");

    /// An element without a namespace.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self {
            name,
            namespace: Namespace::NONE,
        }
    }

    /// Declares a namespace.
    #[must_use]
    pub const fn namespace(mut self, prefix: &'static str, uri: &'static str) -> Self {
        self.namespace = Namespace { prefix, uri };
        self
    }

    /// With this name, if it has none.
    #[must_use]
    pub const fn or_named(mut self, default: &'static str) -> Self {
        if self.name.is_empty() {
            self.name = default;
        }
        self
    }
}

impl Xml {
    /// What applies where a member states nothing.
    pub const DEFAULT: &'static Self = &Self::new();

    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            is_flattened: false,
            is_attribute: false,
            namespace: Namespace::NONE,
            item: Element::DEFAULT,
            key: Element::DEFAULT,
            inner: None,
            query_name: None,
            url_encoded_by: None,
        }
    }

    /// Leaves out the element around the items of a list or map.
    #[must_use]
    pub const fn flattened(mut self) -> Self {
        self.is_flattened = true;
        self
    }

    /// Makes it an attribute of the structure's element.
    #[must_use]
    pub const fn attribute(mut self) -> Self {
        self.is_attribute = true;
        self
    }

    /// Declares a namespace.
    #[must_use]
    pub const fn namespace(mut self, prefix: &'static str, uri: &'static str) -> Self {
        self.namespace = Namespace { prefix, uri };
        self
    }

    /// Names the items of a list, or the values of a map.
    #[must_use]
    pub const fn item(mut self, name: &'static str) -> Self {
        self.item.name = name;
        self
    }

    /// Declares a namespace for each item of a list, or value of a map.
    #[must_use]
    pub const fn item_namespace(mut self, prefix: &'static str, uri: &'static str) -> Self {
        self.item.namespace = Namespace { prefix, uri };
        self
    }

    /// Names the keys of a map.
    #[must_use]
    pub const fn key(mut self, name: &'static str) -> Self {
        self.key.name = name;
        self
    }

    /// Declares a namespace for each key of a map.
    #[must_use]
    pub const fn key_namespace(mut self, prefix: &'static str, uri: &'static str) -> Self {
        self.key.namespace = Namespace { prefix, uri };
        self
    }

    /// Sets the name in requests of ec2Query.
    #[must_use]
    pub const fn query_name(mut self, name: &'static str) -> Self {
        self.query_name = Some(name);
        self
    }

    /// Names the element that says whether the text is URL-encoded.
    #[must_use]
    pub const fn url_encoded_by(mut self, element: &'static str) -> Self {
        self.url_encoded_by = Some(element);
        self
    }

    /// Says the same of the lists or maps that are its items or values.
    #[must_use]
    pub const fn of(mut self, inner: Option<&'static Self>) -> Self {
        self.inner = inner;
        self
    }

    /// The element of a list's items.
    #[must_use]
    pub const fn list_item(&self) -> Element {
        self.item.or_named("member")
    }

    /// The elements of the key and the value of a map's entry.
    #[must_use]
    pub const fn entry(&self) -> (Element, Element) {
        (self.key.or_named("key"), self.item.or_named("value"))
    }

    /// What applies to its items or values.
    #[must_use]
    pub fn inner(&self) -> &'static Self {
        self.inner.unwrap_or(Self::DEFAULT)
    }
}

impl Default for Xml {
    fn default() -> Self {
        Self::new()
    }
}
