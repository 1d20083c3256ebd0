//! The Rust items of a model's items: names and types as lowering decided, lines as recorded while
//! rendering.

use std::collections::HashMap;

use super::report::RustItem;
use super::source::ModelItem;
use crate::ir::{self, Ty, Type};
use crate::model::{Kind, Model};
use crate::names::Name;
use crate::rust_file::imports::type_text;
use crate::rust_file::{Declared, Recorder};

/// The generated crate, with the lines of its declarations.
pub(super) struct GeneratedItems {
    pub(super) krate: ir::Crate,
    recorder: Recorder,
    /// The types of the values of shapes.
    types: HashMap<String, Ty>,
}

/// A struct with the file and the module that have it.
struct Home<'a> {
    structure: &'a ir::Structure,
    file: String,
    module: String,
    /// The operation whose input it is.
    input_of: Option<&'a ir::Operation>,
}

/// The names of something that may be declared in a type.
type Declare = fn(String, String) -> Declared;

impl GeneratedItems {
    pub(super) fn new(model: &Model, krate: ir::Crate, recorder: Recorder) -> Self {
        let mut types = HashMap::new();
        for (shape, member, ty) in members(&krate) {
            let structure = model.shapes.get(shape).and_then(|it| it.structure());
            if let Some(member) = structure.and_then(|it| it.members.get(member)) {
                add_types(model, &member.target, ty, &mut types);
            }
        }
        Self {
            krate,
            recorder,
            types,
        }
    }

    /// The type of a shape's values, if something that is generated has one.
    pub(super) fn type_of_shape(&self, shape: &str) -> Option<String> {
        Some(type_text(self.types.get(shape)?, false))
    }

    /// The type of a member, as the first struct or enum that has it declares it.
    pub(super) fn type_of_member(&self, shape: &str, member: &str) -> Option<String> {
        if let Some(field) = self.fields(shape, member).next() {
            return Some(type_text(&field.ty, field.is_optional));
        }
        let mut members = members(&self.krate);
        let (_, _, ty) = members.find(|it| (it.0, it.1) == (shape, member))?;
        Some(type_text(ty, false))
    }

    /// The fields of a member: in a type, an input or an output.
    pub(super) fn fields(&self, shape: &str, member: &str) -> impl Iterator<Item = &ir::Field> {
        let homes = self.homes(shape).into_iter();
        let fields = homes.flat_map(|home| &home.structure.fields);
        fields.filter(move |field| field.member.model_name == member)
    }

    /// The documentation of an item.
    pub(super) fn docs(&self, item: ModelItem<'_>) -> Option<&str> {
        let mut types = self.krate.types.iter();
        match item {
            ModelItem::Operation(name) => Some(&self.operation(name)?.docs),
            ModelItem::Shape(name) => match types.find(|ty| ty.model_name == name) {
                Some(ty) => Some(&ty.docs),
                None => Some(&self.homes(name).first()?.structure.docs),
            },
            ModelItem::Member(shape, name) => match self.fields(shape, name).next() {
                Some(field) => Some(&field.docs),
                None => {
                    let mut variants = self.unions(shape).flat_map(|union| &union.variants);
                    let variant = variants.find(|it| it.member.model_name == name)?;
                    Some(&variant.docs)
                }
            },
            ModelItem::Value(shape, value) => {
                let mut variants = self.enumerations(shape).flat_map(|it| &it.variants);
                Some(&variants.find(|it| it.value == value)?.docs)
            }
        }
    }

    /// The Rust items of a model item; none if it has none of its own or is not generated.
    pub(super) fn items(&self, item: ModelItem<'_>) -> Vec<RustItem> {
        match item {
            ModelItem::Operation(name) => {
                let operation = self.operation(name);
                operation.map_or_else(Vec::new, |it| self.of_operation(it))
            }
            ModelItem::Shape(name) => self.of_shape(name),
            ModelItem::Member(shape, name) => self.of_member(shape, name),
            ModelItem::Value(shape, name) => self.of_value(shape, name),
        }
    }

    fn operation(&self, name: &str) -> Option<&ir::Operation> {
        let mut operations = self.krate.operations.iter();
        operations.find(|it| it.model_name == name)
    }

    fn unions(&self, shape: &str) -> impl Iterator<Item = &ir::Union> {
        self.krate.types.iter().filter_map(move |ty| match ty {
            Type::Union(it) if it.model_name == shape => Some(it),
            _ => None,
        })
    }

    fn enumerations(&self, shape: &str) -> impl Iterator<Item = &ir::Enumeration> {
        self.krate.types.iter().filter_map(move |ty| match ty {
            Type::Enumeration(it) if it.model_name == shape => Some(it),
            _ => None,
        })
    }

    /// The structs of a shape: in `types`, with an operation, or both.
    fn homes(&self, shape: &str) -> Vec<Home<'_>> {
        let types = self.krate.types.iter().filter_map(|ty| match ty {
            Type::Structure(structure) => Some(Home {
                structure,
                file: file_of_type(&structure.module),
                module: "types".to_owned(),
                input_of: None,
            }),
            _ => None,
        });
        let operations = self.krate.operations.iter().flat_map(|operation| {
            [
                home(operation, &operation.input, Some(operation)),
                home(operation, &operation.output, None),
            ]
        });
        types
            .chain(operations)
            .filter(|home| home.structure.model_name == shape)
            .collect()
    }

    fn of_operation(&self, operation: &ir::Operation) -> Vec<RustItem> {
        let file = file_of_operation(operation);
        let module = format!("operation::{}", operation.module);
        let mut items = Vec::new();
        for (what, name) in [
            ("operation", &operation.name),
            ("input", &operation.input.name),
            ("output", &operation.output.name),
            ("error", &operation.error_name),
        ] {
            let declared = Declared::Type(name.to_string());
            items.extend(self.item(what, format!("{module}::{name}"), &file, declared));
        }
        let method = Declared::Method("Client".to_owned(), operation.method.to_string());
        let path = format!("Client::{}", operation.method);
        let method = self.item("method", path, "src/client.rs", method);
        items.extend(method.map(|it| needing(it, "client")));
        items
    }

    fn of_shape(&self, shape: &str) -> Vec<RustItem> {
        let mut items = Vec::new();
        for home in self.homes(shape) {
            let name = &home.structure.name;
            let path = format!("{}::{name}", home.module);
            let declared = Declared::Type(name.to_string());
            items.extend(self.item("struct", path, &home.file, declared));
            items.extend(self.part("constructor", &home, Declared::Method, "new"));
        }
        for ty in &self.krate.types {
            let word = match ty {
                Type::Union(_) => "union",
                Type::Enumeration(_) => "enum",
                Type::Structure(_) => continue,
            };
            if ty.model_name == shape {
                let (path, file) = (format!("types::{}", ty.name), file_of_type(&ty.module));
                let declared = Declared::Type(ty.name.to_string());
                items.extend(self.item(word, path, &file, declared));
            }
        }
        for operation in &self.krate.operations {
            let errors = operation.errors.iter();
            for error in errors.filter(|error| self.is_error(shape, &error.name)) {
                items.extend(self.error_variant(operation, &operation.error_name, error));
            }
        }
        items
    }

    fn is_error(&self, shape: &str, name: &Name) -> bool {
        let mut types = self.krate.types.iter();
        types.any(|ty| {
            let is_error = matches!(ty, Type::Structure(it) if it.error.is_some());
            is_error && ty.model_name == shape && ty.name == *name
        })
    }

    fn of_member(&self, shape: &str, member: &str) -> Vec<RustItem> {
        let mut items = Vec::new();
        for home in self.homes(shape) {
            let fields = home.structure.fields.iter();
            for field in fields.filter(|field| field.member.model_name == member) {
                items.extend(self.field(&home, &field.name, &field.setter));
                items.extend(self.call_setter(&home, field));
            }
        }
        for operation in &self.krate.operations {
            if let Some(events) = &operation.events {
                items.extend(self.of_stream(operation, events, shape, member));
            }
        }
        for union in self.unions(shape) {
            let file = file_of_type(&union.module);
            let variants = union.variants.iter();
            for variant in variants.filter(|it| it.member.model_name == member) {
                let parts: [(_, Declare, _); 2] = [
                    ("variant", Declared::Variant, &variant.name),
                    ("getter", Declared::Method, &variant.getter),
                ];
                for (what, declared, name) in parts {
                    let declared = declared(union.name.to_string(), name.to_string());
                    let path = format!("types::{}::{name}", union.name);
                    items.extend(self.item(what, path, &file, declared));
                }
            }
        }
        items
    }

    fn field(&self, home: &Home<'_>, field: &Name, setter: &Name) -> Vec<RustItem> {
        let field = self.part("field", home, Declared::Field, field.as_str());
        let setter = self.part("setter", home, Declared::Method, setter.as_str());
        field.into_iter().chain(setter).collect()
    }

    /// A part of a struct.
    fn part(&self, what: &str, home: &Home<'_>, declared: Declare, name: &str) -> Option<RustItem> {
        let owner = &home.structure.name;
        let path = format!("{}::{owner}::{name}", home.module);
        let declared = declared(owner.to_string(), name.to_owned());
        self.item(what, path, &home.file, declared)
    }

    /// The setter of a fluent call, for a member of its input.
    fn call_setter(&self, home: &Home<'_>, field: &ir::Field) -> Option<RustItem> {
        let operation = home.input_of?;
        let call = operation.name.with("Call").to_string();
        let setter = Declared::Method(call, field.call_setter.to_string());
        let path = format!("Client::{}().{}", operation.method, field.call_setter);
        let item = self.item("call", path, &home.file, setter)?;
        Some(needing(item, "client"))
    }

    /// What a member becomes that is an operation's event stream, or an error in it.
    fn of_stream(
        &self,
        operation: &ir::Operation,
        events: &ir::EventStream,
        shape: &str,
        member: &str,
    ) -> Vec<RustItem> {
        if operation.output.model_name == shape && events.model_name == member {
            let output = home(operation, &operation.output, None);
            return self.field(&output, &events.field, &events.setter);
        }
        if !self.unions(shape).any(|union| union.name == events.union) {
            return Vec::new();
        }
        let errors = events.errors.iter().filter(|error| error.code == member);
        errors
            .filter_map(|error| self.error_variant(operation, &events.error_name, error))
            .collect()
    }

    /// The variant of an operation's error enum.
    fn error_variant(
        &self,
        operation: &ir::Operation,
        owner: &Name,
        error: &ir::ErrorVariant,
    ) -> Option<RustItem> {
        let variant = &error.variant;
        let path = format!("operation::{}::{owner}::{variant}", operation.module);
        let declared = Declared::Variant(owner.to_string(), variant.to_string());
        self.item("variant", path, &file_of_operation(operation), declared)
    }

    fn of_value(&self, shape: &str, value: &str) -> Vec<RustItem> {
        let mut items = Vec::new();
        for enumeration in self.enumerations(shape) {
            let file = file_of_type(&enumeration.module);
            let variants = enumeration.variants.iter();
            for variant in variants.filter(|variant| variant.value == value) {
                let (owner, name) = (&enumeration.name, &variant.name);
                let declared = Declared::Variant(owner.to_string(), name.to_string());
                items.extend(self.item(
                    "variant",
                    format!("types::{owner}::{name}"),
                    &file,
                    declared,
                ));
            }
        }
        items
    }

    fn item(&self, what: &str, mut path: String, file: &str, item: Declared) -> Option<RustItem> {
        let declaration = self.recorder.get(file, item)?;
        let crate_name = self.krate.name.replace('-', "_");
        path.insert_str(0, &format!("{crate_name}::"));
        Some(RustItem {
            what: what.to_owned(),
            path,
            code: declaration.code,
            file: file.to_owned(),
            line: declaration.line,
            feature: None,
        })
    }
}

/// The input or output of an operation.
fn home<'a>(
    operation: &ir::Operation,
    structure: &'a ir::Structure,
    input_of: Option<&'a ir::Operation>,
) -> Home<'a> {
    Home {
        structure,
        file: file_of_operation(operation),
        module: format!("operation::{}", operation.module),
        input_of,
    }
}

/// The members of all structs and unions: the shape, the member, the type of its value.
fn members(krate: &ir::Crate) -> impl Iterator<Item = (&str, &str, &Ty)> {
    let operations = krate.operations.iter();
    let structures = operations.flat_map(|it| [&it.input, &it.output]);
    let structures = structures.chain(krate.types.iter().filter_map(|ty| match ty {
        Type::Structure(it) => Some(it),
        _ => None,
    }));
    let fields = structures.flat_map(|structure| {
        let fields = structure.fields.iter();
        fields.map(|it| (&*structure.model_name, &*it.member.model_name, &it.ty))
    });
    let unions = krate.types.iter().filter_map(|ty| match ty {
        Type::Union(it) => Some(it),
        _ => None,
    });
    fields.chain(unions.flat_map(|union| {
        let variants = union.variants.iter();
        variants.map(|it| (&*union.model_name, &*it.member.model_name, &it.ty))
    }))
}

/// The type of a shape's values, and of what is in them.
fn add_types(model: &Model, shape: &str, ty: &Ty, types: &mut HashMap<String, Ty>) {
    let ty = match ty {
        Ty::Boxed(inner) => inner,
        ty => ty,
    };
    if types.insert(shape.to_owned(), ty.clone()).is_some() {
        return;
    }
    match (model.shapes.get(shape).map(|it| &it.kind), ty) {
        (Some(Kind::List { item, .. }), Ty::List { item: ty, .. }) => {
            add_types(model, item, ty, types);
        }
        (
            Some(Kind::Map { key, value, .. }),
            Ty::Map {
                key: name,
                value: ty,
                ..
            },
        ) => {
            let key_type = name.clone().map_or(Ty::String, Ty::Named);
            add_types(model, key, &key_type, types);
            add_types(model, value, ty, types);
        }
        _ => {}
    }
}

fn needing(item: RustItem, feature: &str) -> RustItem {
    RustItem {
        feature: Some(feature.to_owned()),
        ..item
    }
}

fn file_of_type(module: &Name) -> String {
    format!("src/types/{module}.rs")
}

fn file_of_operation(operation: &ir::Operation) -> String {
    format!("src/operation/{}.rs", operation.module)
}
