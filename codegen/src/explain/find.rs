//! The things that a name may mean.

use super::source::Thing;
use crate::lower;
use crate::model::{Kind, Model};
use crate::names;
use crate::suggest;

/// Something that can be asked for, by its names.
struct Entry<'m> {
    thing: Thing<'m>,
    /// The names of the shape that it belongs to; none for operations and shapes.
    owners: Vec<String>,
    /// Its own names: in the model, in Rust.
    own: Vec<String>,
}

/// What a name means.
pub(super) enum Found<'m> {
    /// These things.
    Things(Vec<Thing<'m>>),
    /// Nothing, but there are similar names.
    Nothing {
        /// Which ones.
        hint: Option<String>,
    },
}

/// Finds what a name means: as it is spelled, or else without regard to upper case and underscores,
/// or else as a path such as those in error messages.
pub(super) fn find<'m>(model: &'m Model, crate_name: &str, query: &str) -> Found<'m> {
    let entries = entries(model);
    let wanted = without_modules(query.trim(), crate_name);
    let exact = |entry: &&Entry<'_>| entry.is(wanted, &|a, b| a == b);
    let loose_wanted = loose(wanted);
    let similar = |entry: &&Entry<'_>| entry.is(&loose_wanted, &|a, b| a == loose(b));
    let things = |found: Vec<&Entry<'m>>| -> Vec<Thing<'m>> {
        found.iter().map(|entry| entry.thing).collect()
    };
    let mut found = things(entries.iter().filter(exact).collect());
    if found.is_empty() && !loose_wanted.is_empty() {
        found = things(entries.iter().filter(similar).collect());
    }
    if found.is_empty() {
        found = follow(model, &entries, wanted);
    }
    if found.is_empty() {
        let hint = hint(&entries, wanted);
        return Found::Nothing { hint };
    }
    Found::Things(found)
}

impl Entry<'_> {
    fn is(&self, wanted: &str, same: &dyn Fn(&str, &str) -> bool) -> bool {
        if self.own.iter().any(|own| same(wanted, own)) {
            return true;
        }
        // An owner's name has no such characters in it; a value may.
        let at = wanted.match_indices(['.', ':']).map(|(at, _)| at);
        at.into_iter().any(|at| {
            let (owner, rest) = wanted.split_at(at);
            let rest = rest.strip_prefix("::").or_else(|| rest.strip_prefix('.'));
            rest.is_some_and(|rest| {
                self.owners.iter().any(|known| same(owner, known))
                    && self.own.iter().any(|own| same(rest, own))
            })
        })
    }

    /// How the model names it, with its owner.
    fn full_name(&self) -> String {
        name_of(self.thing)
    }
}

/// A thing's name: `Build.phases`.
pub(super) fn name_of(thing: Thing<'_>) -> String {
    match thing {
        Thing::Operation(name) | Thing::Shape(name) => name.to_owned(),
        Thing::Member(shape, name) | Thing::Value(shape, name) => format!("{shape}.{name}"),
    }
}

/// Every thing of the model: operations, then shapes with what is in them.
fn entries(model: &Model) -> Vec<Entry<'_>> {
    let operations = model.operations.keys().map(|name| Entry {
        thing: Thing::Operation(name),
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
        entries.push(Entry {
            thing: Thing::Shape(name),
            owners: Vec::new(),
            own,
        });
        let members = lower::members(shape).into_iter();
        let members = members.flat_map(|structure| structure.members.keys());
        entries.extend(members.map(|member| Entry {
            thing: Thing::Member(name, member),
            owners: owners.clone(),
            own: distinct([
                member.clone(),
                names::of_field(member).bare().to_owned(),
                names::of_variant(member).bare().to_owned(),
            ]),
        }));
        if let Kind::Enumeration(values) = &shape.kind {
            entries.extend(values.keys().map(|value| Entry {
                thing: Thing::Value(name, value),
                owners: owners.clone(),
                own: distinct([value.clone(), names::of_variant(value).bare().to_owned()]),
            }));
        }
    }
    entries
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

/// A name without what spelling is about.
fn loose(name: &str) -> String {
    let name = name.replace("r#", "").replace("::", ".").replace('$', ".");
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '`'));
    letters.flat_map(char::to_lowercase).collect()
}

/// Follows a path from member to member, through lists and maps: `RetryBuild.build.phases[3].startTime`.
fn follow<'m>(model: &'m Model, entries: &[Entry<'m>], path: &str) -> Vec<Thing<'m>> {
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
        let is_module = matches!(entry.thing, Thing::Shape(name) if loose(name) == first);
        if !is_first && !is_module {
            continue;
        }
        match entry.thing {
            Thing::Operation(name) => {
                let operation = &model.operations[name];
                starts.extend(operation.input.iter().map(String::as_str));
                starts.extend(operation.output.iter().map(String::as_str));
                starts.extend(operation.errors.iter().map(String::as_str));
            }
            Thing::Shape(name) => starts.push(name),
            Thing::Member(shape, member) => starts.extend(target(model, shape, member)),
            Thing::Value(..) => {}
        }
    }
    let mut found: Vec<Thing<'m>> = Vec::new();
    for start in starts {
        if let Some(thing) = walk(model, start, &rest)
            && !found.contains(&thing)
        {
            found.push(thing);
        }
    }
    found
}

fn walk<'m>(model: &'m Model, start: &'m str, parts: &[String]) -> Option<Thing<'m>> {
    let mut at = through(model, start)?;
    let mut thing = None;
    for part in parts {
        let structure = lower::members(model.shapes.get(at)?)?;
        let (name, _) = structure
            .members
            .iter()
            .find(|(name, _)| loose(name) == *part)?;
        thing = Some(Thing::Member(at, name));
        at = target(model, at, name)?;
    }
    thing
}

fn target<'m>(model: &'m Model, shape: &str, member: &str) -> Option<&'m str> {
    let structure = lower::members(model.shapes.get(shape)?)?;
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
fn hint(entries: &[Entry<'_>], wanted: &str) -> Option<String> {
    let has_owner = wanted.contains(['.', ':']);
    let mut known: Vec<String> = Vec::new();
    for entry in entries {
        let is_part = matches!(entry.thing, Thing::Member(..) | Thing::Value(..));
        if has_owner && is_part {
            known.push(entry.full_name());
        } else if !has_owner {
            known.push(entry.own[0].clone());
        }
    }
    let known = distinct(known);
    let spelled = wanted.replace("::", ".");
    suggest::hint(&spelled, known.iter().map(String::as_str)).or_else(|| {
        // The owner may be right, and what it has is what was meant.
        let (owner, _) = spelled.split_once('.')?;
        let owners = entries
            .iter()
            .filter(|it| matches!(it.thing, Thing::Shape(_)));
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
