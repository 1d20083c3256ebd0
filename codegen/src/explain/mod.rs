//! Explains a name: where the model defines it, which operations use it, what it is in Rust and on
//! the wire.
//!
//! | module | what |
//! |---|---|
//! | `find` | the items of the model that a name may mean |
//! | `source`, `overlay`, `lines` | their lines in the files of the model and in overlays |
//! | `reach` | the operations that use them, with the paths |
//! | `rust` | what lowering made of them, with the lines recorded while rendering |
//! | `wire` | their form on the wire |
//! | `sample`, `elements`, `fields` | small values of them, as XML and as fields of forms |
//! | `facts` | everything else the model says |
//! | `report` | the answer |

mod elements;
mod facts;
mod fields;
mod find;
mod lines;
mod overlay;
mod reach;
mod report;
mod rust;
mod sample;
mod source;
mod wire;

use std::collections::HashSet;

use find::{Found, Index};
use reach::Reach;
pub use report::{Explanation, Feature, ModelLocation, OverlayLocation, Role, RustItem, Usage};
use rust::GeneratedItems;
use source::{ModelItem, Source};
use wire::Wire;

use crate::config::Input;
use crate::error::{Error, Problem, ProblemKind};
use crate::lower;
use crate::model::{Kind, Model};
use crate::output::Crate;
use crate::pipeline;
use crate::rust_file::{OutputForm, Recorder};
use crate::select;

/// A model with what is generated from it, to be asked about.
pub struct Explainer {
    model: Model,
    generated: GeneratedItems,
    output: Crate,
    operations: HashSet<String>,
    shapes: HashSet<String>,
    index: Index,
    source: Source,
    reach: Reach,
}

impl Explainer {
    /// Reads and generates all.
    ///
    /// # Errors
    ///
    /// Like [`generate`](crate::generate).
    pub fn new(input: &Input) -> Result<Self, Error> {
        let recorder = Recorder::default();
        let pipeline::Generated {
            model,
            krate,
            output,
        } = pipeline::generate(input, &OutputForm::Crate, &(), Some(&recorder))?;
        let selection = select::select(&model, input.config.operations.as_deref())?;
        let owned = |names: &indexmap::IndexSet<&str>| {
            let names = names.iter().map(|&name| name.to_owned());
            names.collect::<HashSet<_>>()
        };
        Ok(Self {
            operations: owned(&selection.operations),
            shapes: owned(&selection.shapes),
            source: Source::read(&input.model, &model.service, input.overlay.as_deref())?,
            index: Index::of(&model),
            reach: Reach::of(&model),
            generated: GeneratedItems::new(&model, krate, recorder),
            output,
            model,
        })
    }

    /// Explains all that a name may mean: an operation, a shape, a member (`Build.phases`,
    /// `Build::phases`) or a value of an enum (`CacheType.S3`), by its name in the model or in Rust.
    ///
    /// # Errors
    ///
    /// If the model has nothing of that name; the hint has similar ones.
    pub fn explain(&self, name: &str) -> Result<Vec<Explanation>, Error> {
        match self
            .index
            .find(&self.model, &self.generated.krate.name, name)
        {
            Found::Items(things) => Ok(things.into_iter().map(|it| self.of(it)).collect()),
            Found::Nothing { hint } => {
                let message = format!(
                    "{} has no operation, shape, member or value of this name",
                    self.model.service.full_name
                );
                let mut problem = Problem::new(ProblemKind::UnknownName, name, message);
                problem.hint = hint;
                Err(problem.into())
            }
        }
    }

    /// The names of all there is to ask about, in model order: `Build`, `Build.phases` …
    pub fn names(&self) -> Vec<String> {
        self.index.names().collect()
    }

    /// The generated crate that the answers name the lines of.
    pub fn output(&self) -> &Crate {
        &self.output
    }

    fn of(&self, item: ModelItem<'_>) -> Explanation {
        let generated = &self.generated;
        let is_selected = match item {
            ModelItem::Operation(name) => self.operations.contains(name),
            ModelItem::Shape(name) | ModelItem::Member(name, _) | ModelItem::Value(name, _) => {
                self.shapes.contains(name)
            }
        };
        let uses = self.uses(item);
        let rust = generated.items(item);
        let is_sent = matches!(item, ModelItem::Operation(_))
            || !uses.is_empty() && uses.iter().all(|it| it.role == Role::Input);
        let wire = Wire::of(&self.model);
        let wire = wire.as_ref();
        let has_no_item = |name: &str| {
            let kind = &self.model.shapes[name].kind;
            kind.structure().is_none() && !matches!(kind, Kind::Enumeration(_))
        };
        Explanation {
            service: self.model.service.id.clone(),
            name: find::name_of(item),
            what: facts::what(&self.model, item),
            summary: generated
                .docs(item)
                .filter(|docs| !docs.is_empty())
                .map(lower::prose::line),
            is_selected,
            model: self.source.place(item),
            overlays: self.source.overlays(&self.model, item),
            rust_type: match item {
                ModelItem::Shape(name) if has_no_item(name) => generated.type_of_shape(name),
                ModelItem::Member(shape, name) => generated.type_of_member(shape, name),
                _ => None,
            },
            held_by: match item {
                ModelItem::Shape(name) if has_no_item(name) => facts::held_by(&self.model, name),
                _ => Vec::new(),
            },
            wire: wire.map(|it| it.words(item)).unwrap_or_default(),
            example: wire.and_then(|it| it.example(item, is_sent)),
            facts: facts::facts(&self.model, generated, item, &uses),
            features: facts::features(&generated.krate, item, &rust),
            uses,
            rust,
        }
    }

    fn uses(&self, item: ModelItem<'_>) -> Vec<Usage> {
        let mut uses = match item {
            ModelItem::Operation(_) => Vec::new(),
            ModelItem::Shape(shape) | ModelItem::Value(shape, _) => {
                self.reach.uses(&self.model, shape, None)
            }
            ModelItem::Member(shape, member) => self.reach.uses(&self.model, shape, Some(member)),
        };
        for it in &mut uses {
            it.is_selected = self.operations.contains(&it.operation);
        }
        uses
    }
}
