//! Paths and conditions whose fields are known: members of the model after resolving
//! ([`MemberRef`](super::MemberRef)), Rust fields after lowering.

use super::{Comparison, Literal};

/// The path to a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Path<F> {
    pub segments: Vec<PathSegment<F>>,
}

/// A segment of a path. `is_sparse` says whether items or values may be null.
#[derive(Clone, Debug, PartialEq)]
pub enum PathSegment<F> {
    Field(F),
    /// The last item of a list.
    Last {
        is_sparse: bool,
    },
    /// The items of a list; from here on there are many values.
    Items {
        is_sparse: bool,
    },
    /// The items of many lists.
    Flatten {
        is_sparse: bool,
    },
    /// The values of a map; from here on there are many values.
    Values {
        is_sparse: bool,
    },
    /// Only those values for which a condition holds.
    Filter(Condition<F>),
}

/// A condition. There is no "not": it is pushed inwards.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition<F> {
    /// Whether a text is equal, or is not; an absent one is not.
    Text {
        path: Path<F>,
        literal: String,
        is_equal: bool,
    },
    /// Whether a boolean is equal, or is not; an absent one is not.
    Flag {
        path: Path<F>,
        literal: bool,
        is_equal: bool,
    },
    /// A comparison of two numbers.
    Number {
        left: Number<F>,
        comparison: Comparison,
        right: Number<F>,
        /// Whether it holds if one of the numbers is absent.
        or_absent: bool,
    },
    /// A comparison with a literal that the number's type cannot hold: only its presence matters.
    Known {
        number: Number<F>,
        /// Whether it holds for any number.
        holds: bool,
        /// Whether it holds if the number is absent.
        or_absent: bool,
    },
    /// Whether a text contains another, or does not; an absent one does not.
    Part {
        path: Path<F>,
        literal: String,
        holds: bool,
    },
    /// Whether one of many values is equal, or none is.
    OneOf {
        path: Path<F>,
        literal: Literal,
        holds: bool,
    },
    /// Whether there are values, and all are this boolean.
    Every {
        path: Path<F>,
        literal: bool,
    },
    All(Vec<Condition<F>>),
    Any(Vec<Condition<F>>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Number<F> {
    Field(Path<F>),
    /// The number of items.
    Length(Path<F>),
    /// The number of characters.
    TextLength(Path<F>),
    /// Only on the right of a comparison.
    Literal(i64),
}

impl<F> Path<F> {
    /// The fields in order, those in filters included.
    pub(crate) fn fields(&self) -> Vec<&F> {
        let fields = self.segments.iter().map(|segment| match segment {
            PathSegment::Field(field) => vec![field],
            PathSegment::Filter(condition) => condition.fields(),
            _ => Vec::new(),
        });
        fields.flatten().collect()
    }

    /// The last field outside of filters.
    pub(crate) fn last_field(&self) -> Option<&F> {
        let mut segments = self.segments.iter().rev();
        segments.find_map(|segment| match segment {
            PathSegment::Field(field) => Some(field),
            _ => None,
        })
    }

    /// The path with other fields; the flag is whether a field is one of the root.
    pub(crate) fn map<G>(&self, field: &dyn Fn(&F, bool) -> G) -> Path<G> {
        self.map_from(true, field)
    }

    fn map_from<G>(&self, is_root: bool, field: &dyn Fn(&F, bool) -> G) -> Path<G> {
        let segments = self.segments.iter().enumerate();
        let segments = segments.map(|(index, segment)| match segment {
            PathSegment::Field(it) => PathSegment::Field(field(it, is_root && index == 0)),
            &PathSegment::Last { is_sparse } => PathSegment::Last { is_sparse },
            &PathSegment::Items { is_sparse } => PathSegment::Items { is_sparse },
            &PathSegment::Flatten { is_sparse } => PathSegment::Flatten { is_sparse },
            &PathSegment::Values { is_sparse } => PathSegment::Values { is_sparse },
            PathSegment::Filter(condition) => PathSegment::Filter(condition.map_from(false, field)),
        });
        Path {
            segments: segments.collect(),
        }
    }
}

impl<F> Condition<F> {
    /// Its paths in order.
    pub(crate) fn paths(&self) -> Vec<&Path<F>> {
        match self {
            Self::Text { path, .. }
            | Self::Flag { path, .. }
            | Self::Part { path, .. }
            | Self::OneOf { path, .. }
            | Self::Every { path, .. } => vec![path],
            Self::Number { left, right, .. } => {
                left.path().into_iter().chain(right.path()).collect()
            }
            Self::Known { number, .. } => number.path().into_iter().collect(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::paths).collect(),
        }
    }

    /// Like [`Path::fields`].
    pub(crate) fn fields(&self) -> Vec<&F> {
        self.paths().into_iter().flat_map(Path::fields).collect()
    }

    /// Like [`Path::map`].
    pub(crate) fn map<G>(&self, field: &dyn Fn(&F, bool) -> G) -> Condition<G> {
        self.map_from(true, field)
    }

    fn map_from<G>(&self, is_root: bool, field: &dyn Fn(&F, bool) -> G) -> Condition<G> {
        let mapped = |parts: &[Self]| parts.iter().map(|it| it.map_from(is_root, field)).collect();
        match self {
            Self::Text {
                path,
                literal,
                is_equal,
            } => Condition::Text {
                path: path.map_from(is_root, field),
                literal: literal.clone(),
                is_equal: *is_equal,
            },
            Self::Flag {
                path,
                literal,
                is_equal,
            } => Condition::Flag {
                path: path.map_from(is_root, field),
                literal: *literal,
                is_equal: *is_equal,
            },
            Self::Number {
                left,
                comparison,
                right,
                or_absent,
            } => Condition::Number {
                left: left.map_from(is_root, field),
                comparison: *comparison,
                right: right.map_from(is_root, field),
                or_absent: *or_absent,
            },
            Self::Known {
                number,
                holds,
                or_absent,
            } => Condition::Known {
                number: number.map_from(is_root, field),
                holds: *holds,
                or_absent: *or_absent,
            },
            Self::Part {
                path,
                literal,
                holds,
            } => Condition::Part {
                path: path.map_from(is_root, field),
                literal: literal.clone(),
                holds: *holds,
            },
            Self::OneOf {
                path,
                literal,
                holds,
            } => Condition::OneOf {
                path: path.map_from(is_root, field),
                literal: literal.clone(),
                holds: *holds,
            },
            Self::Every { path, literal } => Condition::Every {
                path: path.map_from(is_root, field),
                literal: *literal,
            },
            Self::All(parts) => Condition::All(mapped(parts)),
            Self::Any(parts) => Condition::Any(mapped(parts)),
        }
    }
}

impl<F> Number<F> {
    fn path(&self) -> Option<&Path<F>> {
        match self {
            Self::Field(path) | Self::Length(path) | Self::TextLength(path) => Some(path),
            Self::Literal(_) => None,
        }
    }

    fn map_from<G>(&self, is_root: bool, field: &dyn Fn(&F, bool) -> G) -> Number<G> {
        match self {
            Self::Field(path) => Number::Field(path.map_from(is_root, field)),
            Self::Length(path) => Number::Length(path.map_from(is_root, field)),
            Self::TextLength(path) => Number::TextLength(path.map_from(is_root, field)),
            Self::Literal(literal) => Number::Literal(*literal),
        }
    }
}
