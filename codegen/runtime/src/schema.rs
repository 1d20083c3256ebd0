//! Static descriptions of shapes: what a codec has to know of a member besides its value.
//!
//! A table carries the facts of every protocol, so that a new protocol is a new codec and not a
//! new kind of generated code. Crates for a JSON service leave most of them at their defaults,
//! which cost nothing: the tables are `static`.

use super::timestamp::Format;

/// The description of one structure, union or error of the model.
#[derive(Debug)]
pub struct Schema {
    /// The shape's name in the model.
    pub name: &'static str,
    /// Its members, in model order.
    pub members: &'static [Member],
    /// Whether exactly one member is set at a time.
    pub is_union: bool,
    /// Whether `Debug` hides the whole shape.
    pub is_sensitive: bool,
    /// The XML element and namespace of the shape where it is the root of a document.
    pub xml: Xml,
}

impl Schema {
    /// A structure or an error.
    #[must_use]
    pub const fn structure(name: &'static str, members: &'static [Member]) -> Self {
        Self {
            name,
            members,
            is_union: false,
            is_sensitive: false,
            xml: Xml::NONE,
        }
    }

    /// A union: one member at a time.
    #[must_use]
    pub const fn union(name: &'static str, members: &'static [Member]) -> Self {
        Self {
            is_union: true,
            ..Self::structure(name, members)
        }
    }

    /// Hides the shape from `Debug` (trait `sensitive` on the shape).
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }

    /// Names the root element (`locationName` or `xmlNamespace` of the shape).
    #[must_use]
    pub const fn xml(mut self, xml: Xml) -> Self {
        self.xml = xml;
        self
    }
}

/// The description of one member.
#[derive(Debug)]
pub struct Member {
    /// Its name in the model; the `serde` form uses it.
    pub name: &'static str,
    /// Its name on the wire: a JSON key, XML element, header, query key or label.
    pub wire: &'static str,
    /// The part of the HTTP message that holds it.
    pub location: Location,
    /// Yes-or-no facts.
    pub flags: Flags,
    /// How a timestamp in it (or in its lists and maps) is written.
    pub format: Format,
    /// What only XML and form protocols ask.
    pub xml: &'static Xml,
}

impl Member {
    /// A member in the body, known on the wire by its model name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            wire: name,
            location: Location::Body,
            flags: Flags(0),
            format: Format::EpochSeconds,
            xml: &Xml::NONE,
        }
    }

    /// Another name on the wire (`locationName`, `jsonName`).
    #[must_use]
    pub const fn wire(mut self, wire: &'static str) -> Self {
        self.wire = wire;
        self
    }

    /// A place outside the body (`location`).
    #[must_use]
    pub const fn location(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// A timestamp format other than the protocol's default (`timestampFormat`).
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Facts of XML and form protocols.
    #[must_use]
    pub const fn xml(mut self, xml: &'static Xml) -> Self {
        self.xml = xml;
        self
    }

    /// Adds flags.
    #[must_use]
    pub const fn with(mut self, flags: Flags) -> Self {
        self.flags = Flags(self.flags.0 | flags.0);
        self
    }

    /// Shorthand for [`Flags::REQUIRED`].
    #[must_use]
    pub const fn required(self) -> Self {
        self.with(Flags::REQUIRED)
    }

    /// Shorthand for [`Flags::NON_EMPTY`].
    #[must_use]
    pub const fn non_empty(self) -> Self {
        self.with(Flags::NON_EMPTY)
    }

    /// Shorthand for [`Flags::SENSITIVE`].
    #[must_use]
    pub const fn sensitive(self) -> Self {
        self.with(Flags::SENSITIVE)
    }

    /// Shorthand for [`Flags::IDEMPOTENCY_TOKEN`].
    #[must_use]
    pub const fn idempotency_token(self) -> Self {
        self.with(Flags::IDEMPOTENCY_TOKEN)
    }

    /// Whether all the given flags are set.
    #[must_use]
    pub const fn is(&self, flags: Flags) -> bool {
        self.flags.0 & flags.0 == flags.0
    }
}

/// A set of yes-or-no facts about a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// The service requires it (trait `required`).
    pub const REQUIRED: Self = Self(1);
    /// `Debug` hides its value (trait `sensitive` on the member or what it targets).
    pub const SENSITIVE: Self = Self(1 << 1);
    /// The client fills it in when the caller does not (trait `idempotencyToken`).
    pub const IDEMPOTENCY_TOKEN: Self = Self(1 << 2);
    /// It is part of the host name (trait `hostLabel`).
    pub const HOST_LABEL: Self = Self(1 << 3);
    /// It is a stream of bytes or events (trait `streaming`).
    pub const STREAMING: Self = Self(1 << 4);
    /// It is JSON text in a header, base64 encoded (trait `jsonvalue`).
    pub const JSON_VALUE: Self = Self(1 << 5);
    /// Its items stand in the parent, without an element around them (trait `flattened`).
    pub const FLATTENED: Self = Self(1 << 6);
    /// It is an attribute of the parent's start tag (trait `xmlAttribute`).
    pub const XML_ATTRIBUTE: Self = Self(1 << 7);
    /// It is a header of an event message (trait `eventheader`).
    pub const EVENT_HEADER: Self = Self(1 << 8);
    /// It is the payload of an event message (trait `eventpayload`).
    pub const EVENT_PAYLOAD: Self = Self(1 << 9);
    /// It is text, and the service takes no empty one (`min` of at least 1).
    pub const NON_EMPTY: Self = Self(1 << 10);
}

/// The part of an HTTP message that a member is bound to (trait `location`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A member of the document in the body.
    Body,
    /// The body itself (trait `payload`).
    Payload,
    /// A label of the URI path.
    Label,
    /// A label that may span path segments.
    GreedyLabel,
    /// A key of the query string.
    Query,
    /// A map whose entries are keys of the query string.
    QueryMap,
    /// A header.
    Header,
    /// A map of headers that share a prefix.
    PrefixHeaders,
    /// The status code of the response.
    StatusCode,
}

/// What XML and form protocols ask of a member or a shape.
#[derive(Debug)]
pub struct Xml {
    /// The element's name where the shape is a document root; empty for the shape's own name.
    pub root: &'static str,
    /// The namespace URI; empty for none.
    pub namespace: &'static str,
    /// The prefix of the namespace; empty for the default namespace.
    pub prefix: &'static str,
    /// The element's name around a list item.
    pub item: &'static str,
    /// The element's name around a map key.
    pub key: &'static str,
    /// The element's name around a map value.
    pub value: &'static str,
    /// The request key where it differs from the element's name (trait `queryName` of EC2).
    pub query: &'static str,
    /// The same facts for the items of a list of lists or a map of lists.
    pub inner: Option<&'static Xml>,
}

impl Xml {
    /// The protocols' defaults.
    pub const NONE: Self = Self {
        root: "",
        namespace: "",
        prefix: "",
        item: "member",
        key: "key",
        value: "value",
        query: "",
        inner: None,
    };
}
