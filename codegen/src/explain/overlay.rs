//! The lines of items in overlays.

use serde_json::Value;

use super::lines::Lines;
use super::report::OverlayLocation;
use super::source::ModelItem;
use crate::json;
use crate::model::{Model, Service};
use crate::overlay::shipped::Shipped;

/// A shipped overlay, or the user's.
pub(super) struct Overlay {
    shipped: Option<String>,
    value: Value,
    lines: Lines,
}

/// A place where an overlay may say something of an item.
pub(super) struct Place<'a> {
    path: Vec<&'a str>,
    /// The entries that are about the item; none for all of them.
    only: Option<&'static str>,
}

/// The overlays of a service.
pub(super) fn read(service: &Service, own: Option<&[u8]>) -> Vec<Overlay> {
    let own = own.map(|bytes| {
        let bytes = json::without_mark(bytes);
        Overlay {
            shipped: None,
            value: serde_json::from_slice(bytes).unwrap_or_default(),
            lines: Lines::of(bytes),
        }
    });
    let shipped = Shipped::of(service).map(|mut shipped| {
        if let Some(own) = &own {
            shipped.give_way(&own.value);
        }
        Overlay {
            shipped: Some(shipped.name),
            value: shipped.value,
            lines: Lines::of(shipped.text.as_bytes()),
        }
    });
    shipped.into_iter().chain(own).collect()
}

/// Where overlays may say something of an item.
pub(super) fn places<'a>(model: &'a Model, item: ModelItem<'a>) -> Vec<Place<'a>> {
    let all = |path: Vec<&'a str>| Place { path, only: None };
    let only = |path: Vec<&'a str>, key| Place {
        path,
        only: Some(key),
    };
    match item {
        ModelItem::Operation(name) => vec![
            only(vec!["service"], "headers"),
            only(vec!["service"], "errorsInSuccess"),
            all(vec!["operations", name]),
        ],
        ModelItem::Shape(name) => vec![all(vec!["shapes", name])],
        ModelItem::Value(shape, name) => vec![all(vec!["shapes", shape, "values", name])],
        ModelItem::Member(shape, name) => {
            let mut places = Vec::new();
            let mut operations = model.operations.values();
            if operations.any(|it| it.input.as_deref() == Some(shape)) {
                places.push(all(vec!["service", "inputMembers", name]));
            }
            let structure = model.shapes.get(shape).and_then(|it| it.structure());
            if structure.is_some_and(|it| it.error.is_some()) {
                places.push(all(vec!["service", "errorMembers", name]));
            }
            if let Some(member) = structure.and_then(|it| it.members.get(name)) {
                places.push(only(vec!["shapes", &member.target], "lastPathSegment"));
            }
            places.push(all(vec!["shapes", shape, "members", name]));
            places
        }
    }
}

impl Overlay {
    pub(super) fn place(&self, place: &Place<'_>) -> Option<OverlayLocation> {
        let path = &place.path;
        let mut steps = path.iter();
        let entry = steps.try_fold(&self.value, |value, name| value.get(name))?;
        // Members and values have entries of their own.
        let says = entry.as_object()?.keys().cloned();
        let says: Vec<_> = says
            .filter(|name| match place.only {
                Some(only) => name == only,
                None => !matches!(name.as_str(), "members" | "values"),
            })
            .collect();
        (!says.is_empty()).then_some(OverlayLocation {
            shipped: self.shipped.clone(),
            path: path.join("."),
            line: self.lines.line(path)?,
            says,
        })
    }
}
