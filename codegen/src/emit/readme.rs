//! The crate's front page, for `README.md` and for rustdoc.

use crate::ir::{Crate, Operation, Structure, Ty};
use crate::render;

/// `README.md`.
pub(super) fn text(krate: &Crate) -> String {
    let header = render::header("<!--", &super::origin(krate, "the model"), &krate.command);
    let header = header.trim_end();
    let name = &krate.name;
    let about = about(krate);
    let operations = list(krate, |operation| {
        format!("`{}` – `client.{}()`", operation.model_name, operation.module)
    });
    let example = example(krate, false);
    format!(
        "{header} -->\n\n# {name}\n\n{about}\n\n{example}\n## Operations\n\n{operations}\n{}",
        features()
    )
}

/// The documentation of the crate.
pub(super) fn library_docs(krate: &Crate) -> String {
    let operations = list(krate, |operation| {
        let Operation { name, module, .. } = operation;
        format!("[`{name}`](operation::{module}::{name})")
    });
    format!("{}\n\n{}\n# Operations\n\n{operations}\n{}", about(krate), example(krate, true), features().replace("## ", "# "))
        .trim_end()
        .to_owned()
}

fn about(krate: &Crate) -> String {
    let service = &krate.service;
    format!(
        "A client for {}, API version {}, with {} of its operations.\n\nThis crate is written by \
         codegen from the service's model; nothing in it is written by hand.",
        service.full_name,
        service.api_version,
        krate.operations.len(),
    )
}

fn list(krate: &Crate, line: impl Fn(&Operation) -> String) -> String {
    krate.operations.iter().map(|operation| format!("- {}\n", line(operation))).collect()
}

/// A program that calls the first operation asked for.
fn example(krate: &Crate, is_doc: bool) -> String {
    let Some(operation) = krate.example.and_then(|index| krate.operations.get(index)) else {
        return String::new();
    };
    let krate_name = krate.name.replace('-', "_");
    let setters = setters(&operation.input);
    let output = operation.output.fields.first().map_or_else(
        || "    println!(\"{output:?}\");\n".to_owned(),
        |field| format!("    println!(\"{{:?}}\", output.{});\n", field.name),
    );
    let call = &operation.module;
    let (fence, hidden) = if is_doc {
        ("```no_run", "# #[cfg(feature = \"client\")]\n")
    } else {
        ("```rust", "")
    };
    let end = if is_doc { "# #[cfg(not(feature = \"client\"))]\n# fn main() {}\n" } else { "" };
    format!(
        "{fence}\n{hidden}#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> \
         {{\n    let config = \
         aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;\n    let client = \
         {krate_name}::Client::new(&config);\n    let output = \
         client.{call}(){setters}.send().await?;\n{output}    Ok(())\n}}\n{end}```\n"
    )
}

/// The setters that an example calls: the required strings, or else the first string.
fn setters(input: &Structure) -> String {
    let strings = || input.fields.iter().filter(|field| field.ty == Ty::String);
    let required: Vec<_> = strings().filter(|field| field.member.is_required).collect();
    let shown = if required.is_empty() { strings().take(1).collect() } else { required };
    shown.iter().map(|field| format!(".{}(\"my-{}\")", field.call_setter, field.name.bare().replace('_', "-"))).collect()
}

fn features() -> &'static str {
    "\
## Features

- `client` (default): `Client` and `Config`, on AWS's own runtime crates.
- `default-https-client` (default): AWS's HTTPS connector; without it, give `Config` a connector.
- `serde`: `Serialize` and `Deserialize` for every type, in the form of the model.
- `test-util`: doubles of a connection, for tests without a service.

Without features there are the types and the operations, which turn inputs into `http` requests
and responses into outputs, for any HTTP library.
"
}
