//! What things become in Rust, and where the generated text has them.

use super::report::RustItem;
use super::source::Thing;
use crate::ir;
use crate::names::Name;
use crate::output::Crate;

/// The generated crate: what was decided, and its text.
pub(super) struct Generated<'a> {
    pub(super) krate: &'a ir::Crate,
    pub(super) output: &'a Crate,
}

/// A struct with the file and the module that have it.
struct Home<'a> {
    structure: &'a ir::Structure,
    file: String,
    module: String,
    /// The operation whose input it is.
    input_of: Option<&'a ir::Operation>,
}

impl Generated<'_> {
    /// The items of a thing; none if it has none of its own or is not generated.
    pub(super) fn items(&self, thing: Thing<'_>) -> Vec<RustItem> {
        match thing {
            Thing::Operation(name) => self.operation(name),
            Thing::Shape(name) => self.shape(name),
            Thing::Member(shape, name) => self.member(shape, name),
            Thing::Value(shape, name) => self.value(shape, name),
        }
    }

    /// The structs of a shape: in `types`, with an operation, or both.
    fn homes(&self, shape: &str) -> Vec<Home<'_>> {
        let types = self.krate.types.iter().filter_map(|ty| match ty {
            ir::Type::Structure(structure) if structure.model_name == shape => Some(Home {
                structure,
                file: file_of_type(&structure.module),
                module: "types".to_owned(),
                input_of: None,
            }),
            _ => None,
        });
        let operations = self.krate.operations.iter().flat_map(|operation| {
            let home = |structure, input_of| Home {
                structure,
                file: file_of_operation(operation),
                module: format!("operation::{}", operation.module),
                input_of,
            };
            [
                home(&operation.input, Some(operation)),
                home(&operation.output, None),
            ]
        });
        types
            .chain(operations)
            .filter(|home| home.structure.model_name == shape)
            .collect()
    }

    fn operation(&self, name: &str) -> Vec<RustItem> {
        let operations = self.krate.operations.iter();
        let Some(operation) = operations.into_iter().find(|it| it.model_name == name) else {
            return Vec::new();
        };
        let file = file_of_operation(operation);
        let module = format!("operation::{}", operation.module);
        let item = |what: &str, kind: &str, name: &Name| {
            let anchor = format!("pub {kind} {name}");
            self.item(what, &format!("{module}::{name}"), &file, &[&anchor], None)
        };
        let client = self.item(
            "method",
            &format!("Client::{}", operation.method),
            "src/client.rs",
            &[&format!("pub fn {}", operation.method)],
            Some("client"),
        );
        [
            item("operation", "struct", &operation.name),
            item("input", "struct", &operation.input.name),
            item("output", "struct", &operation.output.name),
            item("error", "enum", &operation.error_name),
            client,
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn shape(&self, shape: &str) -> Vec<RustItem> {
        let mut items = Vec::new();
        for home in self.homes(shape) {
            let name = &home.structure.name;
            let path = format!("{}::{name}", home.module);
            let definition = format!("pub struct {name}");
            items.extend(self.item("struct", &path, &home.file, &[&definition], None));
            if home.structure.fields.iter().any(|field| !field.is_optional) {
                let anchors = [&*format!("impl {name} {{"), "pub fn new"];
                let path = format!("{path}::new");
                items.extend(self.item("constructor", &path, &home.file, &anchors, None));
            }
        }
        for ty in &self.krate.types {
            let (model_name, word) = match ty {
                ir::Type::Union(it) => (&it.model_name, "union"),
                ir::Type::Enumeration(it) => (&it.model_name, "enum"),
                ir::Type::Structure(_) => continue,
            };
            if model_name == shape {
                let (path, file) = (format!("types::{}", ty.name), file_of_type(&ty.module));
                let definition = format!("pub enum {}", ty.name);
                items.extend(self.item(word, &path, &file, &[&definition], None));
            }
        }
        items.extend(self.variants_of(shape));
        items
    }

    /// The variants of operations' error enums for an error.
    fn variants_of(&self, shape: &str) -> Vec<RustItem> {
        let types = self.krate.types.iter();
        let error = types.into_iter().find_map(|ty| match ty {
            ir::Type::Structure(it) if it.model_name == shape && it.error.is_some() => {
                Some(&it.name)
            }
            _ => None,
        });
        let mut items = Vec::new();
        for operation in &self.krate.operations {
            for error in operation.errors.iter().filter(|it| Some(&it.name) == error) {
                let name = &operation.error_name;
                let path = format!("operation::{}::{name}::{}", operation.module, error.variant);
                let file = file_of_operation(operation);
                let (definition, variant) =
                    (format!("pub enum {name} "), format!("{}(", error.variant));
                items.extend(self.item("variant", &path, &file, &[&definition, &variant], None));
            }
        }
        items
    }

    fn member(&self, shape: &str, member: &str) -> Vec<RustItem> {
        let mut items = Vec::new();
        for home in self.homes(shape) {
            let fields = home.structure.fields.iter();
            for field in fields.filter(|field| field.member.model_name == member) {
                items.extend(self.field(&home, &field.name, &field.setter));
                items.extend(self.call(&home, field));
            }
        }
        for operation in &self.krate.operations {
            if let Some(events) = &operation.events {
                items.extend(self.of_stream(operation, events, shape, member));
            }
        }
        for ty in &self.krate.types {
            let ir::Type::Union(union) = ty else { continue };
            if union.model_name != shape {
                continue;
            }
            let variants = union.variants.iter();
            for variant in variants.filter(|it| it.member.model_name == member) {
                let (name, file) = (&union.name, file_of_type(&union.module));
                let path = |part: &Name| format!("types::{name}::{part}");
                let (definition, own) = (format!("pub enum {name} "), format!("{}(", variant.name));
                let anchors = [&*definition, &own];
                items.extend(self.item("variant", &path(&variant.name), &file, &anchors, None));
                let getter = [
                    &*format!("impl {name} {{"),
                    &format!("pub fn {}", variant.getter),
                ];
                items.extend(self.item("getter", &path(&variant.getter), &file, &getter, None));
            }
        }
        items
    }

    /// A field and its setter.
    fn field(&self, home: &Home<'_>, field: &Name, setter: &Name) -> Vec<RustItem> {
        let Home {
            structure,
            file,
            module,
            ..
        } = home;
        let name = &structure.name;
        let item = |what: &str, part: &Name, anchors: [String; 2]| {
            let path = format!("{module}::{name}::{part}");
            self.item(what, &path, file, &anchors.each_ref().map(|it| &**it), None)
        };
        let definition = [format!("pub struct {name} "), format!("pub {field}:")];
        let methods = [format!("impl {name} {{"), format!("pub fn {setter}")];
        let items = [
            item("field", field, definition),
            item("setter", setter, methods),
        ];
        items.into_iter().flatten().collect()
    }

    /// The setter of a call, of a member of its input.
    fn call(&self, home: &Home<'_>, field: &ir::Field) -> Option<RustItem> {
        let operation = home.input_of?;
        let call = format!("impl runtime::client::Call<{}> {{", operation.name);
        let setter = format!("pub fn {}", field.call_setter);
        let path = format!("Client::{}().{}", operation.method, field.call_setter);
        self.item("call", &path, &home.file, &[&call, &setter], Some("client"))
    }

    /// What a member becomes that is an operation's stream of events, or an error in it.
    fn of_stream(
        &self,
        operation: &ir::Operation,
        events: &ir::EventStream,
        shape: &str,
        member: &str,
    ) -> Vec<RustItem> {
        let file = file_of_operation(operation);
        let module = format!("operation::{}", operation.module);
        let output = Home {
            structure: &operation.output,
            file: file.clone(),
            module: module.clone(),
            input_of: None,
        };
        if operation.output.model_name == shape && events.model_name == member {
            return self.field(&output, &events.field, &events.setter);
        }
        let types = self.krate.types.iter();
        let is_stream = |ty: &ir::Type| match ty {
            ir::Type::Union(union) => union.model_name == shape && union.name == events.union,
            _ => false,
        };
        if !types.into_iter().any(is_stream) {
            return Vec::new();
        }
        let errors = events.errors.iter().filter(|error| error.code == member);
        let name = &events.error_name;
        errors
            .filter_map(|error| {
                let path = format!("{module}::{name}::{}", error.variant);
                let (definition, own) =
                    (format!("pub enum {name} "), format!("{}(", error.variant));
                self.item("variant", &path, &file, &[&definition, &own], None)
            })
            .collect()
    }

    fn value(&self, shape: &str, value: &str) -> Vec<RustItem> {
        let types = self.krate.types.iter().filter_map(|ty| match ty {
            ir::Type::Enumeration(it) if it.model_name == shape => Some(it),
            _ => None,
        });
        types
            .flat_map(|it| {
                let variants = it.variants.iter().filter(|variant| variant.value == value);
                variants.filter_map(|variant| {
                    let (definition, own) = (
                        format!("pub enum {} ", it.name),
                        format!("{},", variant.name),
                    );
                    let path = format!("types::{}::{}", it.name, variant.name);
                    let file = file_of_type(&it.module);
                    self.item("variant", &path, &file, &[&definition, &own], None)
                })
            })
            .collect()
    }

    /// An item whose text has lines that begin so, in this order; the last one is the item's.
    fn item(
        &self,
        what: &str,
        path: &str,
        file: &str,
        anchors: &[&str],
        feature: Option<&str>,
    ) -> Option<RustItem> {
        let text = self.output.files.get(file)?;
        let mut lines = text.lines().enumerate();
        let mut line = 0;
        for anchor in anchors {
            (line, _) = lines.find(|(_, line)| begins(line.trim_start(), anchor))?;
        }
        let crate_name = self.krate.name.replace('-', "_");
        Some(RustItem {
            what: what.to_owned(),
            path: format!("{crate_name}::{path}"),
            code: code(text, line),
            file: file.to_owned(),
            line: line + 1,
            feature: feature.map(str::to_owned),
        })
    }
}

/// Whether a line begins so, and the name in it ends there.
fn begins(line: &str, anchor: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    line.strip_prefix(anchor)
        .is_some_and(|rest| !(anchor.ends_with(is_name) && rest.starts_with(is_name)))
}

/// What is declared at a line, on one line: up to its body.
fn code(text: &str, line: usize) -> String {
    let mut code = String::new();
    for line in text.lines().skip(line) {
        let line = line.trim();
        // Parameters that stand on lines of their own.
        let is_joined = code.ends_with(['(', '<']) || line.starts_with([')', '>']);
        if !code.is_empty() && !is_joined {
            code.push(' ');
        }
        if line.starts_with([')', '>']) && code.ends_with(',') {
            code.pop();
        }
        code.push_str(line);
        let open = code.matches(['(', '<']).count();
        let closed = code.matches([')', '>']).count() - code.matches("->").count();
        if open <= closed {
            break;
        }
    }
    code.trim_end_matches([' ', '{', '}', ',', ';']).to_owned()
}

fn file_of_type(module: &Name) -> String {
    format!("src/types/{module}.rs")
}

fn file_of_operation(operation: &ir::Operation) -> String {
    format!("src/operation/{}.rs", operation.module)
}
