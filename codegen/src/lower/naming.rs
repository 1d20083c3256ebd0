//! The Rust names of types and members: one pass gives the table in which all of lowering looks
//! names up.

use std::collections::HashMap;

use crate::error::{Error, Problem, ProblemKind};
use crate::model::{Kind, Model, Shape, Structure};
use crate::names::{self, Name, Scope};
use crate::select::Selection;

use super::errors;

/// The Rust names of the selected shapes.
pub(super) struct Names<'m> {
    /// Of the shapes that become types.
    types: HashMap<&'m str, Name>,
    /// Of the members of structures.
    fields: HashMap<&'m str, HashMap<&'m str, FieldNames>>,
}

#[derive(Clone)]
pub(super) struct FieldNames {
    pub(super) field: Name,
    pub(super) setter: Name,
    pub(super) call_setter: Name,
}

impl<'m> Names<'m> {
    /// Names everything. Two types of one name are an error, not numbered: a person decides which one
    /// has the plain name.
    pub(super) fn new(model: &'m Model, selection: &Selection<'m>) -> Result<Self, Error> {
        let mut types = HashMap::new();
        let mut owners = Owners::default();
        let mut problems = Vec::new();
        for &name in &selection.shapes {
            let shape = &model.shapes[name];
            if !becomes_type(name, shape, selection) {
                continue;
            }
            let rust = names::of_type(shape.rename.as_deref().unwrap_or(name));
            let module = names::of_type_module(&rust);
            let found = owners.claim(&rust, module, format!("shapes.{name}"), "shape", name);
            let hint = format!("give it another name in overlay.json: shapes.{name}.rename");
            problems.extend(found.into_iter().map(|it| it.hint(&hint)));
            types.insert(name, rust);
        }
        Error::check(problems)?;
        let structures = selection.shapes.iter().filter_map(|&name| {
            let Kind::Structure(structure) = &model.shapes[name].kind else {
                return None;
            };
            Some((name, name_fields(structure)))
        });
        Ok(Self {
            types,
            fields: structures.collect(),
        })
    }

    /// The type that a shape becomes, if it becomes one.
    pub(super) fn of_type(&self, shape: &str) -> Option<&Name> {
        self.types.get(shape)
    }

    pub(super) fn types(&self) -> impl Iterator<Item = (&'m str, &Name)> {
        self.types.iter().map(|(shape, name)| (*shape, name))
    }

    /// The names of a structure's member.
    pub(super) fn of_member(&self, shape: &str, member: &str) -> FieldNames {
        let known = self.fields.get(shape).and_then(|it| it.get(member));
        known
            .cloned()
            .unwrap_or_else(|| FieldNames::new(names::of_field(member)))
    }
}

impl FieldNames {
    fn new(field: Name) -> Self {
        Self {
            setter: names::of_setter(&field),
            call_setter: names::of_call_setter(&field),
            field,
        }
    }
}

fn name_fields(structure: &Structure) -> HashMap<&str, FieldNames> {
    let mut fields = Scope::default();
    let mut setters = Scope::default();
    let mut call_setters = Scope::default();
    let members = structure.members.keys().map(String::as_str);
    members
        .chain(errors::missing_message(structure))
        .map(|member| {
            let names = FieldNames::new(fields.claim(names::of_field(member)));
            let names = FieldNames {
                setter: setters.claim(names.setter),
                call_setter: call_setters.claim(names.call_setter),
                ..names
            };
            (member, names)
        })
        .collect()
}

/// Whether a shape becomes a type in `types`: the input and output of an operation belong to the
/// operation.
pub(crate) fn becomes_type(name: &str, shape: &Shape, selection: &Selection<'_>) -> bool {
    match shape.kind {
        Kind::Structure(_) => selection.nested.contains(name),
        Kind::Union(_) | Kind::EventStream(_) | Kind::Enumeration(_) => true,
        _ => false,
    }
}

/// Two operations of one name would be one file and one method.
pub(super) fn check_operations(selection: &Selection<'_>, problems: &mut Vec<Problem>) {
    let mut owners = Owners::default();
    for &name in &selection.operations {
        let rust = names::of_type(name);
        let (module, path) = (names::of_module(rust.bare()), format!("operations.{name}"));
        let found = owners.claim(&rust, module, path, "operation", name);
        let hint = "choose one of them with `operations`";
        problems.extend(found.into_iter().map(|it| it.hint(hint)));
    }
}

/// The first owner of each module. File systems that ignore case would take the files of `Ab` and
/// `AB` for one.
#[derive(Default)]
struct Owners<'m>(HashMap<Name, &'m str>);

impl<'m> Owners<'m> {
    fn claim(
        &mut self,
        rust: &Name,
        module: Name,
        path: String,
        kind: &str,
        name: &'m str,
    ) -> Vec<Problem> {
        let long = check_length(&module, &path);
        let owner = self.0.insert(module, name);
        let clash = owner.map(|owner| {
            let message = format!("its Rust name `{rust}` is also that of the {kind} `{owner}`");
            Problem::new(ProblemKind::NameClash, path, message)
        });
        long.into_iter().chain(clash).collect()
    }
}

/// A module is a file, and file systems limit names to 255 bytes.
pub(super) fn check_length(module: &Name, path: &str) -> Option<Problem> {
    let (length, limit) = (module.as_str().len(), names::LONGEST_MODULE);
    (length > limit).then(|| {
        let message = format!("its file name would have {length} letters; the limit is {limit}");
        Problem::new(ProblemKind::InvalidName, path, message)
    })
}
