//! `Cargo.toml`.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::config::Runtime;
use crate::ir::Crate;
use crate::rust_file as render;

/// The file with the dependencies of the examples.
pub(super) const FILE: &str = "Cargo.toml";

pub(super) fn text(
    krate: &Crate,
    runtime: &Runtime,
    examples: &BTreeMap<String, String>,
) -> String {
    let Crate {
        name,
        version,
        command,
        service,
        ..
    } = krate;
    let mut text = render::header("#", &super::origin(krate, "the model"), command);
    let description = quoted(&format!("A client for {}", service.full_name));
    let (name, version) = (quoted(name), quoted(version));
    let (client, runtime) = (client_features(krate), dependency(krate, runtime));
    let presigning = if krate.has_presigning() {
        "# Requests signed in their URL, to be sent by others.\n\
         presigning = [\"client\", \"tinsmith-runtime/presigning\"]\n"
    } else {
        ""
    };
    let sigv4a = if krate.has_sigv4a() {
        "# Asymmetric signatures, for endpoints that ask for them.\n\
         sigv4a = [\"client\", \"tinsmith-runtime/sigv4a\"]\n"
    } else {
        ""
    };
    let transfers = if krate.has_transfers() {
        "# Transfers of whole objects: in parts, resumable, of whole directories.\n\
         transfers = [\"client\", \"tinsmith-runtime/transfers\"]\n"
    } else {
        ""
    };
    let license = if service.has_model_docs {
        "# The code, and the documentation of the service, which comes from its model.\n\
         license = \"(MIT OR Apache-2.0) AND Apache-2.0\""
    } else {
        "license = \"MIT OR Apache-2.0\""
    };
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        r#"
[package]
name = {name}
description = {description}
version = {version}
edition = "2024"
rust-version = "1.94.1"
{license}
readme = "README.md"
keywords = ["aws", "client"]
categories = ["api-bindings", "web-programming::http-client"]

[package.metadata.docs.rs]
all-features = true
rustdoc-args = ["--cfg", "docsrs"]

[lints.rust]
unsafe_code = "forbid"

# Sizes, nesting and names are determined by the service's model.
[lints.clippy]
large_enum_variant = "allow"
module_inception = "allow"
should_implement_trait = "allow"
type_complexity = "allow"

[features]
default = ["client", "default-https-client"]
# `Client` and `Config`, based on AWS's runtime crates.
client = [{client}]
# AWS's HTTPS connector (hyper 1, rustls).
default-https-client = ["client", "tinsmith-runtime/default-https-client"]
# `Serialize` and `Deserialize` for every type.
serde = ["tinsmith-runtime/serde"]
# `futures_core::Stream` for pages, items and streams of bytes and events.
stream = ["client", "tinsmith-runtime/stream"]
{presigning}{sigv4a}{transfers}# A mock service, AWS's test connections, fixtures.
test-util = ["client", "tinsmith-runtime/test-util"]

[dependencies]
tinsmith-runtime = {runtime}

[dev-dependencies]
aws-config = {{ version = "1.13.0", default-features = false, features = ["default-https-client", "rt-tokio"] }}
tokio = {{ version = "1.54.1", features = ["macros", "rt-multi-thread", "time"] }}
"#,
    );
    if let Some(needs) = examples.get(FILE) {
        text.push_str(after(needs, "[dev-dependencies]\n"));
    }
    text
}

/// The runtime features of the feature `client`.
fn client_features(krate: &Crate) -> String {
    let always: Vec<_> = krate.runtime_features(false).collect();
    let others = krate.runtime_features(true);
    let features: Vec<_> = ["client"]
        .into_iter()
        .chain(others.filter(|name| !always.contains(name)))
        .map(|name| quoted(&format!("tinsmith-runtime/{name}")))
        .collect();
    features.join(", ")
}

/// The dependency on the runtime, with the features that are always needed.
fn dependency(krate: &Crate, runtime: &Runtime) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let source = match runtime {
        Runtime::Path(path) => format!("version = {}, path = {}", quoted(version), quoted(path)),
        Runtime::Version(version) => format!("version = {}", quoted(version)),
        Runtime::Git { url, revision } => {
            format!("git = {}, rev = {}", quoted(url), quoted(revision))
        }
    };
    let features: Vec<_> = krate.runtime_features(false).map(quoted).collect();
    let features = if features.is_empty() {
        String::new()
    } else {
        format!(", features = [{}]", features.join(", "))
    };
    format!("{{ {source}{features} }}")
}

/// A TOML string, which JSON strings are as well.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The text after a heading.
fn after<'t>(text: &'t str, heading: &str) -> &'t str {
    text.split_once(heading).map_or("", |(_, after)| after)
}
