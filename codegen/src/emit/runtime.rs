//! `src/runtime/`: the modules of the runtime that the client needs, as they are, but for the lines
//! that name modules it does not need.

use super::Form;
use crate::ir::{Crate, Protocol};
use crate::render;

macro_rules! modules {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../runtime/src/", $path)))),*]
    };
}

/// The runtime's modules: the path below `runtime/src/`, and the text.
const MODULES: &[(&str, &str)] = &modules![
    "lib.rs",
    "aws_json.rs",
    "check.rs",
    "debug.rs",
    "decode.rs",
    "encode.rs",
    "host_prefix.rs",
    "error/mod.rs",
    "error/decode.rs",
    "error/input.rs",
    "error/metadata.rs",
    "error/operation.rs",
    "error/questions.rs",
    "error/transport.rs",
    "model_form.rs",
    "operation.rs",
    "schema.rs",
    "shape.rs",
    "tables.rs",
    "timestamp.rs",
    "value.rs",
    "client/mod.rs",
    "client/call.rs",
    "client/codec.rs",
    "client/config.rs",
    "client/core.rs",
    "client/ending.rs",
    "client/endpoint.rs",
    "client/paginator.rs",
    "client/plugins.rs",
    "client/progress.rs",
    "client/resolver.rs",
    "client/response.rs",
    "client/rules.rs",
    "client/sdk_error.rs",
    "client/service.rs",
    "client/span.rs",
    "client/test_util/mod.rs",
    "client/test_util/body.rs",
    "client/test_util/connector.rs",
    "client/test_util/fake.rs",
    "client/test_util/fault.rs",
    "client/test_util/fixture.rs",
    "client/test_util/received.rs",
    "client/test_util/server.rs",
    "client/test_util/wire.rs",
    "client/waiter/mod.rs",
    "client/waiter/acceptor.rs",
    "client/waiter/backoff.rs",
    "client/waiter/outcome.rs",
];

/// A module that only some services need.
struct Optional {
    /// Its name, which is in the lines of its parent that go when it does.
    name: &'static str,
    /// Its path and text.
    file: (&'static str, &'static str),
    /// Its parent's path.
    parent: &'static str,
    is_needed: fn(&Crate) -> bool,
}

/// The modules that only some services need.
const OPTIONAL: &[Optional] = &[Optional {
    name: "query_compatible",
    file: modules!["query_compatible.rs"][0],
    parent: "lib.rs",
    is_needed: |krate| {
        krate.operations.iter().any(|operation| {
            let Protocol::AwsJson {
                is_query_compatible,
                ..
            } = operation.protocol;
            is_query_compatible
        })
    },
}];

/// The files, with our header.
pub(super) fn files(krate: &Crate, form: &Form) -> impl Iterator<Item = (String, String)> {
    let (needed, others): (Vec<_>, Vec<_>) = OPTIONAL
        .iter()
        .partition(|module| (module.is_needed)(krate));
    let files = MODULES.iter().copied();
    let files = files.chain(needed.into_iter().map(|module| module.file));
    files.map(move |(path, text)| {
        let mut text = form.runtime(text);
        for module in others.iter().filter(|module| module.parent == path) {
            text = without(&text, module.name);
        }
        if path == "lib.rs"
            && let Some(macros) = form.macros(MODULES)
        {
            text.push_str(&format!("\n{macros}"));
        }
        let path = match path {
            "lib.rs" => "src/runtime.rs".to_owned(),
            path => format!("src/runtime/{path}"),
        };
        let header = render::header("//", "codegen's runtime", &krate.command);
        (path, format!("{header}\n{text}"))
    })
}

/// The text without the lines that declare a module and that list it in the header's table.
fn without(text: &str, module: &str) -> String {
    let (declaration, row) = (format!("mod {module};"), format!("//! | [`{module}`]"));
    text.split_inclusive('\n')
        .filter(|line| !line.trim_end().ends_with(&declaration) && !line.starts_with(&row))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn optional_modules_have_two_lines() {
        for module in OPTIONAL {
            let (_, parent) = MODULES
                .iter()
                .find(|(path, _)| *path == module.parent)
                .unwrap();
            let left = without(parent, module.name);
            assert_eq!(left.lines().count() + 2, parent.lines().count());
            assert!(!left.contains(module.name), "{}", module.name);
        }
    }
}
