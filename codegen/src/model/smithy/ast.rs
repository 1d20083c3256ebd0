//! The file as it is: shapes by their absolute ids, each with its members and traits.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::traits::Traits;
use crate::error::{Error, Problem, ProblemKind};
use crate::json::Entry;
use crate::model::files;

/// Shapes by their ids (`com.example#Thing`), in the order of the file; `apply` statements are
/// among them, those for a member by the member's id (`com.example#Thing$name`).
pub(super) type Shapes = IndexMap<String, Shape>;

/// The shapes of a file.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Shapes, Error> {
    let file: File = files::typed(name, bytes)?;
    let major = file.smithy.split('.').next().unwrap_or_default();
    if !matches!(major, "1" | "2") {
        let message = format!("version {:?} of Smithy", file.smithy);
        return Err(Problem::new(ProblemKind::Unsupported, "smithy", message)
            .hint("known are 1.0 and 2.0")
            .into());
    }
    let shapes = file.shapes.into_iter().map(|(id, text)| {
        let path = path(&id);
        let mut shape = match Entry::<Shape>::parse(text.get()).at(&path) {
            Ok(shape) => shape,
            Err(problem) => Shape {
                problems: vec![problem],
                kind: serde_json::from_str(text.get())
                    .map_or_else(|_| String::new(), |Typed { r#type }| r#type),
                ..Shape::default()
            },
        };
        if !is_id(&id) {
            let message = format!("{id:?} is not an absolute shape id");
            let problem = Problem::new(ProblemKind::Malformed, path, message);
            let problem = problem.hint("an id has the form `namespace#Name`");
            shape.problems.push(problem);
        } else if shape.kind.is_empty() && shape.problems.is_empty() {
            let message = "a shape needs a `type`";
            let problem = Problem::new(ProblemKind::Malformed, path, message);
            shape.problems.push(problem);
        }
        (id, shape)
    });
    Ok(shapes.collect())
}

/// The path of a shape in the file.
pub(super) fn path(id: &str) -> String {
    format!("shapes.{id}")
}

/// An id without its namespace.
pub(super) fn local_name(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

fn is_id(id: &str) -> bool {
    id.split_once('#')
        .is_some_and(|(namespace, name)| !namespace.is_empty() && !name.is_empty())
}

#[derive(Deserialize)]
#[serde(expecting = "a Smithy model")]
struct File {
    smithy: String,
    #[serde(default)]
    shapes: IndexMap<String, Box<RawValue>>,
}

/// The type of a shape that may be wrong otherwise.
#[derive(Deserialize)]
struct Typed {
    r#type: String,
}

/// A shape of any type, with the fields of all types.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "RawShape")]
pub(super) struct Shape {
    /// What is wrong with it; an error only for operations that use it.
    pub(super) problems: Vec<Problem>,
    pub(super) kind: String,
    pub(super) traits: Traits,
    pub(super) mixins: Vec<Reference>,
    /// The members by name; those of lists and maps are called `member`, `key` and `value`.
    pub(super) members: IndexMap<String, Member>,
    pub(super) input: Option<Reference>,
    pub(super) output: Option<Reference>,
    pub(super) errors: Vec<Reference>,
    pub(super) version: Option<String>,
    pub(super) rename: IndexMap<String, String>,
    pub(super) lifecycle: Vec<(&'static str, Reference)>,
    pub(super) operations: Vec<Reference>,
    pub(super) collection_operations: Vec<Reference>,
    pub(super) resources: Vec<Reference>,
}

/// A member of a shape.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object with `target`")]
pub(super) struct Member {
    /// The id of the shape of its values; a mixin may have it instead.
    pub(super) target: Option<String>,
    #[serde(default)]
    pub(super) traits: Traits,
}

/// A reference to a shape, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(expecting = "an object with `target`")]
pub(super) struct Reference {
    pub(super) target: String,
}

impl Shape {
    /// The path of a member in the file.
    pub(super) fn member_path(&self, id: &str, member: &str) -> String {
        match self.kind.as_str() {
            "list" | "set" | "map" => format!("shapes.{id}.{member}"),
            _ => format!("shapes.{id}.members.{member}"),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object with `type`")]
struct RawShape {
    r#type: String,
    traits: Traits,
    mixins: Vec<Reference>,
    members: IndexMap<String, Member>,
    member: Option<Member>,
    key: Option<Member>,
    value: Option<Member>,
    input: Option<Reference>,
    output: Option<Reference>,
    errors: Vec<Reference>,
    version: Option<String>,
    rename: IndexMap<String, String>,
    create: Option<Reference>,
    put: Option<Reference>,
    read: Option<Reference>,
    update: Option<Reference>,
    delete: Option<Reference>,
    list: Option<Reference>,
    operations: Vec<Reference>,
    collection_operations: Vec<Reference>,
    resources: Vec<Reference>,
}

impl From<RawShape> for Shape {
    fn from(raw: RawShape) -> Self {
        let items = [
            ("member", raw.member),
            ("key", raw.key),
            ("value", raw.value),
        ];
        let mut members = raw.members;
        for (name, member) in items {
            members.extend(member.map(|member| (name.to_owned(), member)));
        }
        let lifecycle = [
            ("create", raw.create),
            ("put", raw.put),
            ("read", raw.read),
            ("update", raw.update),
            ("delete", raw.delete),
            ("list", raw.list),
        ];
        Self {
            problems: Vec::new(),
            kind: raw.r#type,
            traits: raw.traits,
            mixins: raw.mixins,
            members,
            input: raw.input,
            output: raw.output,
            errors: raw.errors,
            version: raw.version,
            rename: raw.rename,
            lifecycle: lifecycle
                .into_iter()
                .filter_map(|(name, operation)| Some((name, operation?)))
                .collect(),
            operations: raw.operations,
            collection_operations: raw.collection_operations,
            resources: raw.resources,
        }
    }
}
