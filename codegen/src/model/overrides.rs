//! Traits of references that win over those of their targets. The neutral model has some traits on
//! shapes only, so a reference that states one gets a shape of its own: a copy of its target.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{Bound, Constraints, Documentation, EnumValue, Kind, Shape, TimestampFormat};
use crate::error::{Problem, ProblemKind};

/// The longest documentation, in bytes, that is copied.
const MAX_COPY: usize = 20_000;

/// What a reference states.
#[derive(Debug)]
pub(super) struct Override {
    /// The shape with the reference.
    pub(super) owner: String,
    pub(super) place: Place,
    /// The name of the reference's own shape.
    pub(super) name: String,
    pub(super) stated: Stated,
}

/// The reference in a shape.
#[derive(Debug)]
pub(super) enum Place {
    Member(String),
    /// The items of a list.
    Item,
    /// The keys of a map.
    Key,
    /// The values of a map.
    Value,
}

/// The traits of a reference that the neutral model has on shapes.
#[derive(Debug)]
pub(super) struct Stated {
    /// The least length or value.
    pub(super) min: Option<Bound>,
    /// The greatest length or value.
    pub(super) max: Option<Bound>,
    /// Whether one of them replaces both of the target: Smithy has them in one trait.
    pub(super) are_one_trait: bool,
    pub(super) pattern: Option<String>,
    pub(super) timestamp_format: Option<TimestampFormat>,
    /// The values of an enum.
    pub(super) values: Option<IndexMap<String, EnumValue>>,
}

/// Makes the shapes, and lets the references lead to them. Returns the owners whose shape has the name
/// of another.
pub(super) fn apply(
    shapes: &mut IndexMap<String, Shape>,
    overrides: Vec<Override>,
) -> Vec<(String, Problem)> {
    let mut clashes = Vec::new();
    // The copies of each shape: what is stated later of its items, keys or values holds for them, too.
    let mut copies: HashMap<String, Vec<String>> = HashMap::new();
    for Override {
        owner,
        place,
        name,
        stated,
    } in overrides
    {
        let target = shapes.get_mut(&owner).and_then(|it| place.of(&mut it.kind));
        let Some(target) = target.map(|target| target.clone()) else {
            continue;
        };
        let Some(own) = shapes.get(&target).and_then(|base| stated.on(base)) else {
            continue;
        };
        if shapes.contains_key(&name) {
            let path = format!("shapes.{owner}.{place}");
            let message = format!("its own enum needs the name `{name}`, which another shape has");
            let problem = Problem::new(ProblemKind::NameClash, path, message);
            clashes.push((owner, problem));
            continue;
        }
        shapes.insert(name.clone(), own);
        let of_owner = copies.get(&owner).into_iter().flatten();
        for owner in of_owner.chain([&owner]) {
            if let Some(target) = shapes.get_mut(owner).and_then(|it| place.of(&mut it.kind)) {
                target.clone_from(&name);
            }
        }
        copies.entry(target).or_default().push(name);
    }
    clashes
}

impl Place {
    /// The target of the reference.
    fn of<'k>(&self, kind: &'k mut Kind) -> Option<&'k mut String> {
        match (self, kind) {
            (Self::Member(name), Kind::Structure(it) | Kind::Union(it) | Kind::EventStream(it)) => {
                Some(&mut it.members.get_mut(name)?.target)
            }
            (Self::Item, Kind::List { item, .. }) => Some(item),
            (Self::Key, Kind::Map { key, .. }) => Some(key),
            (Self::Value, Kind::Map { value, .. }) => Some(value),
            _ => None,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Member(name) => write!(f, "members.{name}"),
            Self::Item => f.write_str("member"),
            Self::Key => f.write_str("key"),
            Self::Value => f.write_str("value"),
        }
    }
}

impl Stated {
    pub(super) fn is_empty(&self) -> bool {
        let Self {
            min,
            max,
            pattern,
            timestamp_format,
            values,
            ..
        } = self;
        min.is_none()
            && max.is_none()
            && pattern.is_none()
            && timestamp_format.is_none()
            && values.is_none()
    }

    /// A copy of a shape with these traits; `None` if they mean nothing for it.
    fn on(&self, base: &Shape) -> Option<Shape> {
        let has_bounds = self.min.is_some() || self.max.is_some();
        let is_text = matches!(base.kind, Kind::String | Kind::Enumeration(_));
        let mut shape = match (&base.kind, &self.values, self.timestamp_format) {
            (_, Some(values), _) if is_text => Shape {
                kind: Kind::Enumeration(values.clone()),
                ..copy(base)
            },
            (Kind::Timestamp(_), _, Some(format)) => Shape {
                kind: Kind::Timestamp(Some(format)),
                ..copy(base)
            },
            // Types have no constraints.
            (
                Kind::Structure(_) | Kind::Union(_) | Kind::EventStream(_) | Kind::Enumeration(_),
                ..,
            ) => return None,
            _ if has_bounds || self.pattern.is_some() => copy(base),
            _ => return None,
        };
        let Constraints {
            min, max, pattern, ..
        } = &mut shape.constraints;
        if has_bounds && self.are_one_trait {
            (*min, *max) = (None, None);
        }
        (*min, *max) = (self.min.or(*min), self.max.or(*max));
        if self.pattern.is_some() {
            pattern.clone_from(&self.pattern);
        }
        Some(shape)
    }
}

fn copy(base: &Shape) -> Shape {
    Shape {
        kind: base.kind.clone(),
        documentation: match &base.documentation {
            Documentation::Html(text) if text.len() > MAX_COPY => Documentation::None,
            documentation => documentation.clone(),
        },
        is_sensitive: base.is_sensitive,
        deprecated: base.deprecated.clone(),
        constraints: base.constraints.clone(),
        is_streaming: base.is_streaming,
        requires_length: base.requires_length,
        media_type: base.media_type.clone(),
        rename: None,
        xml: base.xml.clone(),
    }
}
