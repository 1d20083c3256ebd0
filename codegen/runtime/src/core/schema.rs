//! Static member tables: what codecs need to know of a member besides its value.
//!
//! Properties with default values cost nothing. A new protocol adds the properties that it needs
//! here, not generated code.

use crate::core::timestamp::Format;
use crate::core::xml::{Element, Xml};

/// The table of a structure, union or error.
#[derive(Debug)]
pub struct Schema {
    /// The shape's name in the model.
    pub name: &'static str,
    /// Its name in Rust, for `Debug`; by default that in the model.
    pub rust_name: &'static str,
    /// The names of its members in Rust, for `Debug`; by default those in the model.
    pub rust_members: &'static [&'static str],
    /// Its members, in model order.
    pub members: &'static [Member],
    /// Whether exactly one member is set.
    pub is_union: bool,
    /// Whether `Debug` redacts the whole shape.
    pub is_sensitive: bool,
    /// The element that it is as an XML document, if it states more than the shape's name.
    pub document: Option<&'static Element>,
}

impl Schema {
    /// A structure or an error.
    #[must_use]
    pub const fn structure(name: &'static str, members: &'static [Member]) -> Self {
        Self {
            name,
            rust_name: name,
            rust_members: &[],
            members,
            is_union: false,
            is_sensitive: false,
            document: None,
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

    /// The index of a member, by its name in the model.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| member.name == name)
    }

    /// The index of the member in a header, whose name may be in any case.
    #[must_use]
    pub fn header_position(&self, header: &str) -> Option<usize> {
        self.members.iter().position(|member| {
            member.location == Location::Header && member.wire.eq_ignore_ascii_case(header)
        })
    }

    /// The index of the member that is a stream of bytes and the whole body.
    #[must_use]
    pub fn stream(&self) -> Option<usize> {
        let mut members = self.members.iter();
        members.position(|member| member.location == Location::StreamPayload)
    }

    /// Whether a member is in the document, or is all of it.
    #[must_use]
    pub fn has_document(&self) -> bool {
        let mut members = self.members.iter();
        members.any(|it| matches!(it.location, Location::Document | Location::StructurePayload))
    }

    /// Sets the element that it is as an XML document.
    #[must_use]
    pub const fn document(mut self, element: &'static Element) -> Self {
        self.document = Some(element);
        self
    }

    /// Sets the names in Rust of the shape and its members.
    #[must_use]
    pub const fn in_rust(mut self, name: &'static str, members: &'static [&'static str]) -> Self {
        (self.rust_name, self.rust_members) = (name, members);
        self
    }

    /// Marks the shape as sensitive (trait `sensitive`).
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }
}

macro_rules! locations {
    ($($(#[doc = $doc:literal])* $setter:ident$(($wire:ident))? => $location:ident;)*) => {
        /// The part of a message that holds a member. Locations apply to the members of inputs,
        /// outputs, errors and events; those of nested structures are in the document with them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Location {
            /// The document: the body, or an event's payload.
            Document,
            $($(#[doc = $doc])* $location,)*
        }

        impl Member {
            $(
                #[doc = concat!("Sets the location to [`Location::", stringify!($location), "`].")]
                #[must_use]
                pub const fn $setter(mut self $(, $wire: &'static str)?) -> Self {
                    self.location = Location::$location;
                    $(self.wire = $wire;)?
                    self
                }
            )*
        }
    };
}

locations! {
    /// A label of the path, which has the member's name.
    label => Label;
    /// A parameter of the query, or one for each item of a list.
    query(wire) => Query;
    /// Parameters of the query: the entries of a map.
    query_params => QueryParams;
    /// A header.
    header(wire) => Header;
    /// Headers: the entries of a map, with a prefix before their keys.
    prefix_headers(wire) => PrefixHeaders;
    /// The status code of a response.
    status_code => StatusCode;
    /// The whole body: bytes, text, a union or a document.
    payload => Payload;
    /// The whole body: the document of a structure.
    structure_payload => StructurePayload;
    /// The whole body: a stream of bytes.
    stream_payload => StreamPayload;
    /// A header of an event message.
    event_header => EventHeader;
    /// The payload of an event message.
    event_payload => EventPayload;
}

macro_rules! flag_setters {
    ($($name:ident: $flag:ident;)*) => {$(
        #[doc = concat!("Adds [`Flags::", stringify!($flag), "`].")]
        #[must_use]
        pub const fn $name(self) -> Self {
            self.with(Flags::$flag)
        }
    )*};
}

/// The properties of a member.
#[derive(Debug)]
pub struct Member {
    /// Its name in the model, which the model form uses.
    pub name: &'static str,
    /// Its name on the wire: a key of the document, query key, header or prefix of headers.
    pub wire: &'static str,
    /// The part of the message that holds it.
    pub location: Location,
    /// Boolean properties.
    pub flags: Flags,
    /// The timestamp format of the member, or of its list items or map values, if the model states
    /// it (trait `timestampFormat`); otherwise, the protocol's default applies.
    pub format: Option<Format>,
    /// A fixture's value, as JSON in model form, where the default value would violate a
    /// constraint; null in it stands for a default value. Empty for none.
    pub sample: &'static str,
    /// What XML and forms need to know besides, if something deviates from the default.
    pub xml: Option<&'static Xml>,
}

impl Member {
    /// A member of the body, named on the wire as in the model.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            wire: name,
            location: Location::Document,
            flags: Flags(0),
            format: None,
            sample: "",
            xml: None,
        }
    }

    /// Sets the name on the wire (`locationName`, `jsonName`).
    #[must_use]
    pub const fn wire(mut self, wire: &'static str) -> Self {
        self.wire = wire;
        self
    }

    /// Sets the timestamp format to seconds since the epoch.
    #[must_use]
    pub const fn epoch_seconds(mut self) -> Self {
        self.format = Some(Format::EpochSeconds);
        self
    }

    /// Sets the timestamp format to RFC 3339.
    #[must_use]
    pub const fn date_time(mut self) -> Self {
        self.format = Some(Format::DateTime);
        self
    }

    /// Sets the timestamp format to HTTP dates.
    #[must_use]
    pub const fn http_date(mut self) -> Self {
        self.format = Some(Format::HttpDate);
        self
    }

    /// Sets a fixture's value.
    #[must_use]
    pub const fn sample(mut self, json: &'static str) -> Self {
        self.sample = json;
        self
    }

    /// Sets what XML and forms need to know.
    #[must_use]
    pub const fn xml(mut self, xml: Option<&'static Xml>) -> Self {
        self.xml = xml;
        self
    }

    /// Adds flags.
    #[must_use]
    pub const fn with(mut self, flags: Flags) -> Self {
        self.flags = Flags(self.flags.0 | flags.0);
        self
    }

    flag_setters! {
        required: REQUIRED;
        non_empty: NON_EMPTY;
        sensitive: SENSITIVE;
        idempotency_token: IDEMPOTENCY_TOKEN;
        base64: BASE64;
        requires_length: REQUIRES_LENGTH;
        lenient: LENIENT;
        ascii: ASCII;
        last_event: LAST_EVENT;
    }

    /// Whether it is part of the document.
    #[must_use]
    pub const fn is_in_document(&self) -> bool {
        matches!(self.location, Location::Document)
    }

    /// Whether all the given flags are set.
    #[must_use]
    pub const fn is(&self, flags: Flags) -> bool {
        self.flags.0 & flags.0 == flags.0
    }
}

/// A set of boolean properties of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// Required (trait `required`).
    pub const REQUIRED: Self = Self(1);
    /// Redacted by `Debug` (trait `sensitive` on the member or its target).
    pub const SENSITIVE: Self = Self(1 << 1);
    /// Filled in by the client if it is not set (trait `idempotencyToken`).
    pub const IDEMPOTENCY_TOKEN: Self = Self(1 << 2);
    /// Text that must not be empty (`min` of at least 1).
    pub const NON_EMPTY: Self = Self(1 << 3);
    /// Text that is base64-encoded in a header (traits `jsonvalue` and `mediaType`).
    pub const BASE64: Self = Self(1 << 4);
    /// A stream that has to have a known length (trait `requiresLength`).
    pub const REQUIRES_LENGTH: Self = Self(1 << 5);
    /// A date in a header that is left out if it cannot be read.
    pub const LENIENT: Self = Self(1 << 6);
    /// Text in headers that has to be ASCII.
    pub const ASCII: Self = Self(1 << 7);
    /// The event that ends a stream.
    pub const LAST_EVENT: Self = Self(1 << 8);
}
