//! The lines of items in the files of a model.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::lines::Lines;
use super::overlay::{self, Overlay};
use super::report::{ModelLocation, OverlayLocation};
use crate::error::Error;
use crate::model::{self, Model, Service, files};

/// An item of the model, by its names there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ModelItem<'a> {
    /// An operation.
    Operation(&'a str),
    /// A shape.
    Shape(&'a str),
    /// A member of a shape.
    Member(&'a str, &'a str),
    /// A value of an enum.
    Value(&'a str, &'a str),
}

/// The files of a model and of its overlays.
pub(super) struct Source {
    format: Format,
    overlays: Vec<Overlay>,
}

enum Format {
    /// `service-2`, and what is merged into it.
    Botocore(Vec<Botocore>),
    Smithy(Smithy),
}

struct Botocore {
    file: String,
    /// What its paths begin with.
    prefix: &'static [&'static str],
    lines: Lines,
}

struct Smithy {
    file: String,
    lines: Lines,
    shapes: serde_json::Map<String, Value>,
    /// The ids of the shapes that have a name, in the order of the file.
    ids: HashMap<String, Vec<String>>,
}

impl Source {
    /// Reads the files once more, for their lines.
    pub(super) fn read(
        files: &BTreeMap<String, Vec<u8>>,
        service: &Service,
        overlay: Option<&[u8]>,
    ) -> Result<Self, Error> {
        let (name, bytes) = files::service(files)?;
        let format = if model::smithy::is_smithy(bytes) {
            Format::Smithy(Smithy::read(name, bytes)?)
        } else {
            let extras = files::find(files, "service-2.sdk-extras");
            let found = [
                Some((name, bytes, &[][..])),
                extras.map(|(name, bytes)| (name, bytes, &["merge"][..])),
            ];
            let read = |(name, bytes, prefix): (&str, &[u8], _)| {
                let lines = Lines::of(&files::text(name, bytes)?);
                Ok(Botocore {
                    file: name.to_owned(),
                    prefix,
                    lines,
                })
            };
            let files = found.into_iter().flatten().map(read);
            Format::Botocore(files.collect::<Result<_, Error>>()?)
        };
        let overlays = overlay::read(service, overlay);
        Ok(Self { format, overlays })
    }

    /// Where the model has it.
    pub(super) fn place(&self, item: ModelItem<'_>) -> Option<ModelLocation> {
        match &self.format {
            Format::Botocore(files) => files.iter().find_map(|file| file.place(item)),
            Format::Smithy(smithy) => smithy.place(item),
        }
    }

    /// What overlays say of it.
    pub(super) fn overlays(&self, model: &Model, item: ModelItem<'_>) -> Vec<OverlayLocation> {
        let places = overlay::places(model, item);
        let overlays = self.overlays.iter();
        overlays
            .flat_map(|it| places.iter().filter_map(|place| it.place(place)))
            .collect()
    }
}

impl Botocore {
    fn place(&self, item: ModelItem<'_>) -> Option<ModelLocation> {
        match item {
            ModelItem::Operation(name) => self.at(&["operations", name]),
            ModelItem::Shape(name) => self.shape(name, &[]),
            ModelItem::Member(shape, name) => self.shape(shape, &["members", name]),
            ModelItem::Value(shape, name) => self.shape(shape, &["enum", name]),
        }
    }

    fn shape(&self, name: &str, part: &[&str]) -> Option<ModelLocation> {
        let within = |path: &[&str]| self.at(&[path, part].concat());
        within(&["shapes", name]).or_else(|| {
            // A reference with traits of its own has a shape that is called by both names.
            if let Some((owner, reference)) = name.split_once('$') {
                let member = within(&["shapes", owner, "members", reference]);
                return member.or_else(|| within(&["shapes", owner, reference]));
            }
            let items = [("Item", "member"), ("Key", "key"), ("Value", "value")];
            let items = items.iter().find_map(|(end, reference)| {
                within(&["shapes", name.strip_suffix(end)?, reference])
            });
            if items.is_some() {
                return items;
            }
            let mut splits = name.char_indices().map(|(at, _)| name.split_at(at));
            splits.find_map(|(shape, member)| within(&["shapes", shape, "members", member]))
        })
    }

    fn at(&self, path: &[&str]) -> Option<ModelLocation> {
        let path = [self.prefix, path].concat();
        Some(ModelLocation {
            file: self.file.clone(),
            line: self.lines.line(&path)?,
            path: path.join("."),
        })
    }
}

impl Smithy {
    fn read(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        let lines = Lines::of(&files::text(file, bytes)?);
        let mut shapes = match files::value(file, bytes)? {
            Value::Object(mut root) => match root.remove("shapes") {
                Some(Value::Object(shapes)) => shapes,
                _ => serde_json::Map::new(),
            },
            _ => serde_json::Map::new(),
        };
        // Of what a service renames, the new name counts.
        let services = shapes.values().filter(|shape| shape["type"] == "service");
        let renames = services.filter_map(|shape| shape["rename"].as_object());
        let renames: HashMap<String, String> = renames
            .flatten()
            .filter_map(|(id, name)| Some((id.clone(), name.as_str()?.to_owned())))
            .collect();
        // Statements about shapes that stand elsewhere.
        shapes.retain(|_, shape| shape["type"] != "apply");
        let mut ids: HashMap<String, Vec<String>> = HashMap::new();
        for id in shapes.keys() {
            let local = id.split_once('#').map_or(id.as_str(), |(_, name)| name);
            let name = renames.get(id).map_or(local, String::as_str);
            ids.entry(name.to_owned()).or_default().push(id.clone());
            ids.entry(id.clone()).or_default().push(id.clone());
        }
        Ok(Self {
            file: file.to_owned(),
            lines,
            shapes,
            ids,
        })
    }

    fn place(&self, item: ModelItem<'_>) -> Option<ModelLocation> {
        let (ModelItem::Operation(name)
        | ModelItem::Shape(name)
        | ModelItem::Member(name, _)
        | ModelItem::Value(name, _)) = item;
        // The values of a member with constraints of its own have a shape of the member's id.
        if let Some((id, member)) = name.split_once('$') {
            return self.member(id, member);
        }
        let ids = self.ids.get(name).into_iter().flatten();
        ids.map(String::as_str).find_map(|id| {
            let kind = self.shapes[id]["type"].as_str()?;
            let is_operation = kind == "operation";
            match item {
                ModelItem::Operation(_) if is_operation => self.at(&["shapes", id]),
                ModelItem::Shape(_) if !is_operation && !matches!(kind, "service" | "resource") => {
                    self.at(&["shapes", id])
                }
                ModelItem::Member(_, member) if !is_operation => self.member(id, member),
                ModelItem::Value(_, value) if !is_operation => self.value(id, value),
                _ => None,
            }
        })
    }

    fn at(&self, path: &[&str]) -> Option<ModelLocation> {
        Some(ModelLocation {
            file: self.file.clone(),
            line: self.lines.line(path)?,
            path: path.join("."),
        })
    }

    /// The shape itself and its mixins; one that contains itself is no model.
    fn with_mixins<'a>(&'a self, id: &'a str) -> Vec<&'a str> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(&id) = found.get(next) {
            next += 1;
            let mixins = self.shapes.get(id).and_then(|it| it["mixins"].as_array());
            for mixin in mixins.into_iter().flatten() {
                if let Some(id) = mixin["target"].as_str()
                    && !found.contains(&id)
                {
                    found.push(id);
                }
            }
        }
        found
    }

    fn member(&self, id: &str, member: &str) -> Option<ModelLocation> {
        let ids = self.with_mixins(id).into_iter();
        ids.rev().find_map(|id| {
            // `member`, `key` and `value` of lists and maps are not among `members`.
            self.at(&["shapes", id, "members", member])
                .or_else(|| self.at(&["shapes", id, member]))
        })
    }

    fn value(&self, id: &str, value: &str) -> Option<ModelLocation> {
        for id in self.with_mixins(id) {
            let shape = self.shapes.get(id)?;
            for (name, member) in shape["members"].as_object().into_iter().flatten() {
                let own = member["traits"]["smithy.api#enumValue"].as_str();
                if own.unwrap_or(name) == value {
                    return self.at(&["shapes", id, "members", name]);
                }
            }
            let older = "smithy.api#enum";
            let values = shape["traits"][older].as_array().into_iter().flatten();
            for (index, definition) in values.enumerate() {
                if definition["value"] == value {
                    return self.at(&["shapes", id, "traits", older, &index.to_string()]);
                }
            }
        }
        None
    }
}
