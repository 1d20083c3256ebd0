//! One of the two revisions: read, selected and lowered like what is generated.

use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::IndexSet;

use super::report::Subject;
use crate::config::{Config, Runtime};
use crate::error::{Error, Problem, ProblemKind};
use crate::ir;
use crate::lower;
use crate::model::{Documentation, Model};
use crate::names::Name;
use crate::overlay::{self, Overlays, Stale};
use crate::select::{self, Selection};
use crate::suggest;

/// One of the two revisions of a model to compare.
#[derive(Clone, Debug)]
pub struct Revision {
    /// What to call it.
    pub name: String,
    /// The files of the model, as in [`Input`](crate::Input).
    pub model: BTreeMap<String, Vec<u8>>,
    /// `overlay.json`, if there is one. An entry for something that this model does not have is
    /// no error here: overlays are written for one version of a model, and there are two.
    pub overlay: Option<Vec<u8>>,
    /// What to call the overlay in messages; by default `overlay.json` of the revision.
    pub overlay_name: Option<String>,
    /// The operations; all of them if there is no list. The ones that this model does not have are
    /// left out, if the other one has them.
    pub operations: Option<Vec<String>>,
    /// Whether an operation that neither model has is an error; else it is left out, and a note
    /// says so.
    pub is_strict: bool,
}

/// A model with the overlay on it.
pub(super) struct Read {
    /// The model.
    pub(super) model: Model,
    /// Whose documentation it has.
    pub(super) prose: Prose,
    /// What the overlay has words for that stand in place of the service's.
    pub(super) documented: HashSet<String>,
    /// The entries of overlays that do not apply.
    pub(super) stale: Vec<Problem>,
}

/// Whose documentation a model has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prose {
    /// No documentation.
    None,
    /// The service's.
    Model,
    /// Ours.
    Overlay,
}

/// What the generator makes of a revision.
pub(super) struct Lowered<'r> {
    pub(super) model: &'r Model,
    pub(super) selection: Selection<'r>,
    pub(super) krate: ir::Crate,
    uses: HashMap<&'r str, Uses<'r>>,
    enums: HashSet<Name>,
}

/// The operations that use a shape, in model order.
#[derive(Debug, Default)]
struct Uses<'r> {
    /// In their requests.
    sent: IndexSet<&'r str>,
    /// In their responses or errors.
    read: IndexSet<&'r str>,
}

impl Revision {
    pub(super) fn read(&self) -> Result<Read, Error> {
        let named = |error| name(error, &self.name);
        let mut model = Model::read(&self.model).map_err(named)?;
        let mut prose = if has_prose(&model) {
            Prose::Model
        } else {
            Prose::None
        };
        let mut documented = HashSet::new();
        let file = self.overlay_name.as_deref();
        let overlays = Overlays::of(
            &model,
            self.overlay.as_deref(),
            file.unwrap_or(overlay::FILE),
        );
        let mut overlays = match file {
            Some(_) => overlays?,
            None => overlays.map_err(named)?,
        };
        // The service's words are what changes from one version to the next; ours would hide that.
        if let Some(overlay) = &mut overlays.own
            && prose == Prose::Model
        {
            documented = overlay.documented();
            overlay.drop_documentation();
        }
        let Stale { shipped, own } = overlays.lay_over(&mut model);
        let stale = [shipped, own].concat();
        if prose == Prose::None && has_prose(&model) {
            prose = Prose::Overlay;
        }
        Ok(Read {
            model,
            prose,
            documented,
            stale,
        })
    }

    /// The selected operations that the model has.
    fn operations(&self, model: &Model) -> Option<Vec<String>> {
        let names = self.operations.as_ref()?;
        let names = names.iter().filter(|&name| {
            // One that cannot be read is an error, not removed.
            model.operations.contains_key(name) || model.unreadable.operations.contains_key(name)
        });
        Some(names.cloned().collect())
    }

    pub(super) fn lower<'r>(&self, read: &'r Read) -> Result<Lowered<'r>, Error> {
        let model = &read.model;
        let operations = self.operations(model);
        let named = |error| name(error, &self.name);
        let selection = select::select(model, operations.as_deref()).map_err(named)?;
        let config = Config {
            // A name that always fits: it does not matter here.
            crate_name: Some("compared".to_owned()),
            crate_version: String::new(),
            operations,
            command: String::new(),
            runtime: Runtime::default(),
        };
        let lowered = lower::lower(model, &selection, &config);
        let lower::Lowered { krate, .. } = lowered.map_err(named)?;
        let enums = krate.types.iter().filter_map(|ty| match ty {
            ir::Type::Enumeration(it) => Some(it.name.clone()),
            ir::Type::Structure(_) | ir::Type::Union(_) => None,
        });
        Ok(Lowered {
            model,
            uses: uses(model, &selection),
            selection,
            enums: enums.collect(),
            krate,
        })
    }
}

impl Lowered<'_> {
    /// A shape as what changes belong to.
    pub(super) fn subject(&self, shape: &str) -> Subject {
        let names = |names: &IndexSet<&str>| names.iter().map(|&name| name.to_owned()).collect();
        let uses = self.uses.get(shape);
        Subject::Shape {
            name: shape.to_owned(),
            sent_by: uses.map(|it| names(&it.sent)).unwrap_or_default(),
            read_by: uses.map(|it| names(&it.read)).unwrap_or_default(),
        }
    }

    /// Whether the model has it, selected or not.
    pub(super) fn has(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Service => true,
            Subject::Operation { name } => self.model.operations.contains_key(name),
            Subject::Shape { name, .. } => self.model.shapes.contains_key(name),
        }
    }

    pub(super) fn is_enum(&self, ty: &Name) -> bool {
        self.enums.contains(ty)
    }
}

/// Operations that were asked for and that neither revision has: an error or a note.
pub(super) fn check_operations(
    revisions: [(&Revision, &Model); 2],
    notes: &mut Vec<String>,
) -> Result<(), Error> {
    let known = revisions
        .iter()
        .flat_map(|(_, model)| model.operations.keys().map(String::as_str));
    let known: IndexSet<_> = known.collect();
    let unknown = |is_strict| -> IndexSet<&String> {
        let revisions = revisions.iter().filter(|(it, _)| it.is_strict == is_strict);
        let asked = revisions.flat_map(|(it, _)| &it.operations).flatten();
        asked
            .filter(|name| !known.contains(name.as_str()))
            .collect()
    };
    let message = "neither model has such an operation";
    notes.extend(
        unknown(false)
            .iter()
            .map(|name| format!("operations.{name}: {message}")),
    );
    let problems = unknown(true).into_iter().map(|name| {
        let path = format!("operations.{name}");
        let mut problem = Problem::new(ProblemKind::UnknownOperation, path, message);
        problem.hint = suggest::hint(name, known.iter().copied());
        problem
    });
    Error::check(problems.collect())
}

/// The error with the revision's name in front of each path.
fn name(error: Error, revision: &str) -> Error {
    let mut problems = error.problems().to_vec();
    for problem in &mut problems {
        problem.path = format!("{revision}: {}", problem.path);
    }
    Error::check(problems).err().unwrap_or(error)
}

fn has_prose(model: &Model) -> bool {
    let is_there = |documentation: &Documentation| *documentation != Documentation::None;
    let mut operations = model.operations.values();
    let mut shapes = model.shapes.values();
    is_there(&model.service.documentation)
        || operations.any(|operation| is_there(&operation.documentation))
        || shapes.any(|shape| {
            let members = shape.structure().into_iter();
            let mut members = members.flat_map(|structure| structure.members.values());
            is_there(&shape.documentation) || members.any(|member| is_there(&member.documentation))
        })
}

/// Follows the inputs, outputs and errors of each operation to all shapes in them.
fn uses<'r>(model: &'r Model, selection: &Selection<'r>) -> HashMap<&'r str, Uses<'r>> {
    let mut uses: HashMap<&str, Uses<'_>> = HashMap::new();
    for &name in &selection.operations {
        let operation = &model.operations[name];
        for shape in reached(model, operation.input.iter()) {
            uses.entry(shape).or_default().sent.insert(name);
        }
        for shape in reached(model, operation.output.iter().chain(&operation.errors)) {
            uses.entry(shape).or_default().read.insert(name);
        }
    }
    uses
}

fn reached<'r>(model: &'r Model, roots: impl Iterator<Item = &'r String>) -> IndexSet<&'r str> {
    let mut seen: IndexSet<&str> = roots.map(String::as_str).collect();
    let mut next = 0;
    while let Some(&name) = seen.get_index(next) {
        next += 1;
        let shape = model.shapes.get(name).into_iter();
        seen.extend(shape.flat_map(|shape| shape.kind.references()));
    }
    seen
}
