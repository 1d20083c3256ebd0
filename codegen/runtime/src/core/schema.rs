//! Static descriptions of shapes: what a codec has to know of a member besides its value.
//!
//! The tables are `static`, and facts at their defaults cost nothing. A new protocol adds the facts
//! that it needs here, and no new kind of generated code.

use crate::core::timestamp::Format;

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
}

/// The description of one member.
#[derive(Debug)]
pub struct Member {
    /// Its name in the model; the `serde` form uses it.
    pub name: &'static str,
    /// Its name on the wire: a JSON key, XML element, header, query key or label.
    pub wire: &'static str,
    /// Yes-or-no facts.
    pub flags: Flags,
    /// How a timestamp in it (or in its lists and maps) is written, if the model says so (trait
    /// `timestampFormat`); protocols have defaults of their own.
    pub format: Option<Format>,
    /// A value for fixtures, as JSON in the form of the model, where the usual value would break a
    /// constraint; null in it stands for a usual value. Empty for none.
    pub sample: &'static str,
}

impl Member {
    /// A member in the body, known on the wire by its model name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            wire: name,
            flags: Flags(0),
            format: None,
            sample: "",
        }
    }

    /// Another name on the wire (`locationName`, `jsonName`).
    #[must_use]
    pub const fn wire(mut self, wire: &'static str) -> Self {
        self.wire = wire;
        self
    }

    /// Timestamps as seconds since the epoch (`timestampFormat`).
    #[must_use]
    pub const fn epoch_seconds(mut self) -> Self {
        self.format = Some(Format::EpochSeconds);
        self
    }

    /// Timestamps in RFC 3339 (`timestampFormat`).
    #[must_use]
    pub const fn date_time(mut self) -> Self {
        self.format = Some(Format::DateTime);
        self
    }

    /// Timestamps as HTTP dates (`timestampFormat`).
    #[must_use]
    pub const fn http_date(mut self) -> Self {
        self.format = Some(Format::HttpDate);
        self
    }

    /// A value for fixtures.
    #[must_use]
    pub const fn sample(mut self, json: &'static str) -> Self {
        self.sample = json;
        self
    }

    /// Shorthand for [`Flags::EVENT_HEADER`].
    #[must_use]
    pub const fn event_header(self) -> Self {
        self.with(Flags::EVENT_HEADER)
    }

    /// Shorthand for [`Flags::EVENT_PAYLOAD`].
    #[must_use]
    pub const fn event_payload(self) -> Self {
        self.with(Flags::EVENT_PAYLOAD)
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

    /// Whether it is part of the document, and not a header or the payload of an event.
    #[must_use]
    pub const fn is_in_document(&self) -> bool {
        self.flags.0 & (Flags::EVENT_HEADER.0 | Flags::EVENT_PAYLOAD.0) == 0
    }

    /// Whether all the given flags are set.
    #[must_use]
    pub const fn is(&self, flags: Flags) -> bool {
        self.flags.0 & flags.0 == flags.0
    }
}

/// A set of yes-or-no facts about a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// The service requires it (trait `required`).
    pub const REQUIRED: Self = Self(1);
    /// `Debug` hides its value (trait `sensitive` on the member or what it targets).
    pub const SENSITIVE: Self = Self(1 << 1);
    /// The client fills it in when the caller does not (trait `idempotencyToken`).
    pub const IDEMPOTENCY_TOKEN: Self = Self(1 << 2);
    /// It is a header of an event message (trait `eventheader`).
    pub const EVENT_HEADER: Self = Self(1 << 3);
    /// It is the payload of an event message (trait `eventpayload`).
    pub const EVENT_PAYLOAD: Self = Self(1 << 4);
    /// It is text, and the service takes no empty one (`min` of at least 1).
    pub const NON_EMPTY: Self = Self(1 << 5);
}
