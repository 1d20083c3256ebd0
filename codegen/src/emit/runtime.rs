//! `src/runtime/`: the modules of the runtime that the client needs, as they are, but for the parts
//! that it does not need.

use super::Form;
use super::parts::{self, PARTS};
use crate::ir::Crate;
use crate::render;

macro_rules! modules {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../runtime/src/", $path)))),*]
    };
}
pub(super) use modules;

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

/// The files, with our header.
pub(super) fn files(krate: &Crate, form: &Form) -> impl Iterator<Item = (String, String)> {
    let parts = PARTS.iter().filter(|part| (part.is_in)(krate));
    let files = MODULES.iter().chain(parts.flat_map(|part| part.modules));
    files.map(move |(path, text)| {
        let text = PARTS.iter().fold((*text).to_owned(), |text, part| {
            parts::resolve(&text, part.feature, (part.is_in)(krate))
        });
        let text = parts::resolve(&text, "source", false);
        let mut text = form.runtime(&text);
        if *path == "lib.rs"
            && let Some(macros) = form.macros(MODULES)
        {
            text.push_str(&format!("\n{macros}"));
        }
        let path = match *path {
            "lib.rs" => "src/runtime.rs".to_owned(),
            path => format!("src/runtime/{path}"),
        };
        let header = render::header("//", "codegen's runtime", &krate.command);
        (path, format!("{header}\n{text}"))
    })
}
