//! The things that a name may mean.

use super::source::ModelItem;
use crate::model::{Kind, Model};
use crate::names::{self, Name};
use crate::suggest;

/// All that can be asked for, in model order: operations, then shapes with what is in them.
pub(super) struct Index(Vec<Entry>);

/// Something that can be asked for, by its names.
struct Entry {
    kind: EntryKind,
    /// The operation or shape that it is or belongs to.
    name: String,
    /// The member or value.
    part: String,
    /// The names of the shape that it belongs to; none for operations and shapes.
    owners: Vec<String>,
    /// Its own names: in the model, in Rust.
    own: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    Operation,
    Shape,
    Member,
    Value,
}

/// What a name means.
pub(super) enum Found<'m> {
    /// These things.
    Items(Vec<ModelItem<'m>>),
    /// Nothing, but there are similar names.
    Nothing {
        /// Which ones.
        hint: Option<String>,
    },
}

/// A name as it is looked for, whole and as owner and part.
struct Wanted<'q> {
    whole: &'q str,
    /// At each place where an owner may end; values have such characters, too.
    splits: Vec<(&'q str, &'q str)>,
}

impl<'q> Wanted<'q> {
    fn of(whole: &'q str) -> Self {
        let splits = whole.match_indices(['.', ':']).filter_map(|(at, _)| {
            let (owner, rest) = whole.split_at(at);
            let rest = rest.strip_prefix("::").or_else(|| rest.strip_prefix('.'))?;
            Some((owner, rest))
        });
        Self {
            splits: splits.collect(),
            whole,
        }
    }
}

impl Index {
    /// Finds what a name means: as it is spelled, or else without regard to upper case and
    /// underscores, or else as a path such as those in error messages.
    pub(super) fn find<'m>(&'m self, model: &'m Model, crate_name: &str, query: &str) -> Found<'m> {
        let spelled = without_modules(query.trim(), crate_name);
        let exactly = |name: &str| {
            let wanted = Wanted::of(name);
            self.all(|entry| entry.is(&wanted, &|a, b| a == b))
        };
        // Some shapes of Smithy are called by their whole id.
        let mut found = exactly(query);
        if found.is_empty() {
            found = exactly(spelled);
        }
        let loosely = loose(spelled);
        if found.is_empty() && !loosely.is_empty() {
            let wanted = Wanted::of(&loosely);
            found = self.all(|entry| entry.is(&wanted, &|a, b| a == loose(b)));
        }
        if found.is_empty() {
            found = follow(model, &self.0, spelled);
        }
        if found.is_empty() {
            let hint = hint(&self.0, spelled);
            return Found::Nothing { hint };
        }
        Found::Items(found)
    }

    fn all(&self, is_meant: impl Fn(&Entry) -> bool) -> Vec<ModelItem<'_>> {
        let found = self.0.iter().filter(|entry| is_meant(entry));
        found.map(Entry::item).collect()
    }

    /// The names of all.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|entry| name_of(entry.item()))
    }
}

impl Entry {
    fn item(&self) -> ModelItem<'_> {
        match self.kind {
            EntryKind::Operation => ModelItem::Operation(&self.name),
            EntryKind::Shape => ModelItem::Shape(&self.name),
            EntryKind::Member => ModelItem::Member(&self.name, &self.part),
            EntryKind::Value => ModelItem::Value(&self.name, &self.part),
        }
    }

    fn is(&self, wanted: &Wanted<'_>, same: &dyn Fn(&str, &str) -> bool) -> bool {
        let is_own = |name: &str| self.own.iter().any(|own| same(name, own));
        let is_owner = |name: &str| self.owners.iter().any(|known| same(name, known));
        is_own(wanted.whole)
            || (!self.owners.is_empty()
                && wanted
                    .splits
                    .iter()
                    .any(|(owner, part)| is_own(part) && is_owner(owner)))
    }
}

/// An item's name: `Build.phases`.
pub(super) fn name_of(item: ModelItem<'_>) -> String {
    match item {
        ModelItem::Operation(name) | ModelItem::Shape(name) => name.to_owned(),
        ModelItem::Member(shape, name) | ModelItem::Value(shape, name) => format!("{shape}.{name}"),
    }
}

impl Index {
    pub(super) fn of(model: &Model) -> Self {
        let operations = model.operations.keys().map(|name| Entry {
            kind: EntryKind::Operation,
            name: name.clone(),
            part: String::new(),
            owners: Vec::new(),
            own: distinct([
                name.clone(),
                names::of_type(name).bare().to_owned(),
                names::of_client_method(name).bare().to_owned(),
            ]),
        });
        let mut entries: Vec<_> = operations.collect();
        for (name, shape) in &model.shapes {
            let rust = names::of_type(shape.rename.as_deref().unwrap_or(name));
            let mut own = vec![name.clone(), rust.bare().to_owned()];
            own.extend(side_names(model, name));
            let own = distinct(own);
            let mut owners = own.clone();
            owners.push(names::of_module(rust.bare()).bare().to_owned());
            let owners = distinct(owners);
            let part = |kind, part: &String, rust: Vec<Name>| Entry {
                kind,
                name: name.clone(),
                part: part.clone(),
                owners: owners.clone(),
                own: distinct(
                    std::iter::once(part.clone()).chain(rust.iter().map(|it| it.bare().to_owned())),
                ),
            };
            entries.push(Entry {
                kind: EntryKind::Shape,
                name: name.clone(),
                part: String::new(),
                owners: Vec::new(),
                own,
            });
            let is_union = matches!(shape.kind, Kind::Union(_));
            let members = shape.structure().into_iter();
            let members = members.flat_map(|structure| structure.members.keys());
            entries.extend(members.map(|member| {
                let mut rust = vec![names::of_field(member)];
                rust.extend(is_union.then(|| names::of_variant(member)));
                part(EntryKind::Member, member, rust)
            }));
            if let Kind::Enumeration(values) = &shape.kind {
                let values = values.keys();
                entries.extend(
                    values.map(|it| part(EntryKind::Value, it, vec![names::of_variant(it)])),
                );
            }
        }
        Self(entries)
    }
}

/// What the input or output of an operation is called in Rust, whatever the model calls it.
fn side_names<'m>(model: &'m Model, shape: &'m str) -> impl Iterator<Item = String> {
    let operations = model.operations.iter();
    operations.flat_map(move |(name, operation)| {
        let sides = [(&operation.input, "Input"), (&operation.output, "Output")];
        let is_side = move |root: &Option<String>| root.as_deref() == Some(shape);
        sides
            .into_iter()
            .filter(move |(root, _)| is_side(root))
            .map(|(_, suffix)| format!("{}{suffix}", names::of_type(name).bare()))
    })
}

fn distinct(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

/// A name without the modules in front of it, without `r#`, and without the namespace of Smithy.
fn without_modules<'q>(query: &'q str, crate_name: &str) -> &'q str {
    if let Some((_, local)) = query.split_once('#')
        && !query.contains("r#")
    {
        return local;
    }
    let mut rest = query;
    let crate_name = crate_name.replace('-', "_");
    for module in ["crate", &crate_name, "types", "operation"] {
        if let Some(shorter) = rest.strip_prefix(module)
            && let Some(shorter) = shorter.strip_prefix("::")
        {
            rest = shorter;
        }
    }
    rest
}

/// Name without case and punctuation.
fn loose(name: &str) -> String {
    let name = name.replace("r#", "").replace("::", ".").replace('$', ".");
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '`'));
    letters.flat_map(char::to_lowercase).collect()
}

/// Follows a path from member to member, through lists and maps: `RetryBuild.build.phases[3].startTime`.
fn follow<'m>(model: &'m Model, entries: &'m [Entry], path: &str) -> Vec<ModelItem<'m>> {
    let mut parts = path.split('.').map(|part| {
        let part = part.split(['[', '{']).next().unwrap_or_default();
        loose(part)
    });
    let (Some(first), rest) = (parts.next(), parts.collect::<Vec<_>>()) else {
        return Vec::new();
    };
    // Where paths begin: in what an operation takes and answers, in a shape, in the shape of a member.
    let mut starts: Vec<&str> = Vec::new();
    for entry in entries {
        let is_first = entry.own.iter().any(|own| loose(own) == first);
        let is_module = entry.kind == EntryKind::Shape && loose(&entry.name) == first;
        if !is_first && !is_module {
            continue;
        }
        match entry.item() {
            ModelItem::Operation(name) => {
                let operation = &model.operations[name];
                starts.extend(operation.input.iter().map(String::as_str));
                starts.extend(operation.output.iter().map(String::as_str));
                starts.extend(operation.errors.iter().map(String::as_str));
            }
            ModelItem::Shape(name) => starts.push(name),
            ModelItem::Member(shape, member) => starts.extend(target(model, shape, member)),
            ModelItem::Value(..) => {}
        }
    }
    let mut found: Vec<ModelItem<'m>> = Vec::new();
    for start in starts {
        if let Some(item) = walk(model, start, &rest)
            && !found.contains(&item)
        {
            found.push(item);
        }
    }
    found
}

fn walk<'m>(model: &'m Model, start: &'m str, parts: &[String]) -> Option<ModelItem<'m>> {
    let mut at = through(model, start)?;
    let mut item = None;
    for part in parts {
        let structure = model.shapes.get(at)?.structure()?;
        let (name, _) = structure
            .members
            .iter()
            .find(|(name, _)| loose(name) == *part)?;
        item = Some(ModelItem::Member(at, name));
        at = target(model, at, name)?;
    }
    item
}

fn target<'m>(model: &'m Model, shape: &str, member: &str) -> Option<&'m str> {
    let structure = model.shapes.get(shape)?.structure()?;
    through(model, &structure.members.get(member)?.target)
}

/// What is in a list or a map, however deep.
fn through<'m>(model: &'m Model, name: &'m str) -> Option<&'m str> {
    let mut name = name;
    // More than any model has; one that contains itself has no end.
    for _ in 0..16 {
        match &model.shapes.get_key_value(name)?.1.kind {
            Kind::List { item, .. } => name = item,
            Kind::Map { value, .. } => name = value,
            _ => return Some(name),
        }
    }
    None
}

/// The nearest names: with their owners, if the name has one.
fn hint(entries: &[Entry], wanted: &str) -> Option<String> {
    let has_owner = wanted.contains(['.', ':']);
    let mut known: Vec<String> = Vec::new();
    for entry in entries {
        let is_part = matches!(entry.kind, EntryKind::Member | EntryKind::Value);
        if has_owner && is_part {
            known.push(name_of(entry.item()));
        } else if !has_owner {
            known.push(entry.own[0].clone());
        }
    }
    let known = distinct(known);
    let spelled = wanted.replace("::", ".");
    suggest::hint(&spelled, known.iter().map(String::as_str)).or_else(|| {
        // The owner may be right, and what it has is what was meant.
        let (owner, _) = spelled.split_once('.')?;
        let owners = entries.iter().filter(|it| it.kind == EntryKind::Shape);
        let owner = owners
            .flat_map(|it| &it.own)
            .find(|own| loose(own) == loose(owner))?;
        let names = known
            .iter()
            .filter(|it| it.split('.').next() == Some(owner));
        let names: Vec<_> = names.take(5).map(|name| format!("`{name}`")).collect();
        (!names.is_empty()).then(|| format!("there are {}", names.join(", ")))
    })
}
