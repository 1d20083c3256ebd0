//! Members, operations and settings do not take the names of the methods that the runtime gives to
//! inputs, calls, waits, clients and builders of configurations.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::{Map, Value, json};
use syn::{ImplItem, Item, ItemMacro, TraitItem, Type, Visibility};
use tests::fixtures;
use tinsmith::Crate;

type Names = BTreeSet<String>;

/// The files of macros that are not about clients.
const OTHERS: [&str; 6] = [
    "compatible.rs",
    "errors.rs",
    "mod.rs",
    "sdk_error.rs",
    "serde.rs",
    "shapes.rs",
];

/// The methods that the macros define.
#[derive(Default)]
struct Methods {
    inputs: Names,
    calls: Names,
    waits: Names,
    client: Names,
}

impl Methods {
    fn of_runtime() -> Self {
        let mut methods = Self::default();
        for path in files("macros") {
            let name = path.file_name().unwrap_or_default();
            if OTHERS.iter().any(|other| name == *other) {
                continue;
            }
            for item in parsed(&path).items {
                if let Item::Macro(ItemMacro {
                    ident: Some(ident),
                    mac,
                    ..
                }) = item
                {
                    methods.add(&ident.to_string(), mac.tokens);
                }
            }
        }
        methods
    }

    fn add(&mut self, name: &str, tokens: TokenStream) {
        let mut found = Vec::new();
        collect(tokens, "type", &mut found);
        for (of, method) in found {
            match (name, of.as_str()) {
                (_, "input") => &mut self.inputs,
                ("client", _) => &mut self.client,
                ("wait", _) => &mut self.waits,
                ("input_methods" | "awaited", _) => {
                    self.waits.insert(method.clone());
                    &mut self.calls
                }
                _ => &mut self.calls,
            }
            .insert(method);
        }
    }
}

/// The functions in a macro, each with the variable whose type has it.
fn collect(tokens: TokenStream, of: &str, found: &mut Vec<(String, String)>) {
    let mut implemented = None;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "impl" => implemented = Some(String::new()),
            TokenTree::Ident(ident) if ident == "fn" => {
                if let Some(TokenTree::Ident(name)) = tokens.peek() {
                    found.push((of.to_owned(), name.to_string()));
                }
            }
            TokenTree::Ident(ident) => {
                if let Some(last) = &mut implemented {
                    *last = ident.to_string();
                }
            }
            TokenTree::Group(group) => {
                let own = match group.delimiter() {
                    Delimiter::Brace => implemented.take(),
                    _ => None,
                };
                collect(group.stream(), own.as_deref().unwrap_or(of), found);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The public methods of the builder of configurations.
fn of_config_builder() -> Names {
    let mut names = Names::new();
    for path in files("client/config") {
        for item in methods_of(&parsed(&path), "ConfigBuilder") {
            match item {
                ImplItem::Fn(it) if matches!(it.vis, Visibility::Public(_)) => {
                    names.insert(it.sig.ident.to_string());
                }
                // The rows of the macro `setters!` begin with the name and the parameter.
                ImplItem::Macro(it) => {
                    let tokens: Vec<_> = it.mac.tokens.into_iter().collect();
                    for pair in tokens.windows(2) {
                        if let [TokenTree::Ident(name), TokenTree::Group(_)] = pair {
                            names.insert(name.to_string());
                        }
                    }
                }
                _ => {}
            }
        }
    }
    names
}

/// The files in a folder of the runtime.
fn files(folder: &str) -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("codegen/runtime/src");
    let entries = fs::read_dir(source.join(folder)).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.is_file()).collect()
}

fn parsed(path: &Path) -> syn::File {
    let text = fs::read_to_string(path).expect("the file is there");
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What the inherent implementations of a type contain.
fn methods_of(file: &syn::File, owner: &str) -> Vec<ImplItem> {
    let items = file.items.iter().filter_map(|item| match item {
        Item::Impl(it) if it.trait_.is_none() => Some(it),
        _ => None,
    });
    let items =
        items.filter(|it| matches!(&*it.self_ty, Type::Path(ty) if ty.path.is_ident(owner)));
    items.flat_map(|it| it.items.iter().cloned()).collect()
}

/// The functions of a type in a generated file.
fn generated(krate: &Crate, path: &str, owner: &str) -> Names {
    let file = syn::parse_file(&krate.files[path]).expect("it is Rust");
    let methods = methods_of(&file, owner).into_iter();
    let names = methods.filter_map(|item| match item {
        ImplItem::Fn(it) => Some(it.sig.ident.to_string()),
        _ => None,
    });
    names.collect()
}

/// A model with an operation whose input has these members.
fn model(members: &Names) -> Value {
    let text = |name: &String| (name.clone(), json!({"shape": "Text"}));
    let members: Map<_, _> = members.iter().map(text).collect();
    json!({
        "metadata": {
            "apiVersion": "2020-02-02", "endpointPrefix": "methods", "jsonVersion": "1.1",
            "protocol": "json", "serviceFullName": "Methods", "serviceId": "Methods",
            "signatureVersion": "v4", "targetPrefix": "Methods",
        },
        "operations": {"Get": {"name": "Get", "input": {"shape": "GetInput"},
            "http": {"method": "POST", "requestUri": "/"}}},
        "shapes": {
            "GetInput": {"type": "structure", "members": members},
            "Text": {"type": "string"},
        },
    })
}

#[track_caller]
fn assert_apart(generated: &Names, methods: &Names, some: &[&str]) {
    for name in some {
        assert!(methods.contains(*name), "{name} is not in {methods:?}");
    }
    assert!(generated.len() >= methods.len(), "{generated:?}");
    let both: Vec<_> = generated.intersection(methods).collect();
    assert!(both.is_empty(), "{both:?}");
}

#[test]
fn members_are_apart_from_methods_of_inputs_calls_and_waits() {
    let methods = Methods::of_runtime();
    let all = [&methods.inputs, &methods.calls, &methods.waits];
    let all = all.into_iter().flatten().cloned().collect();
    let mut input = fixtures::of_model(model(&all).to_string());
    let waiters = json!({"version": 2, "waiters": {"Got": {
        "operation": "Get", "delay": 5, "maxAttempts": 2,
        "acceptors": [{"state": "success", "matcher": "status", "expected": 200}],
    }}});
    let name = "waiters-2.json".to_owned();
    input.model.insert(name, waiters.to_string().into_bytes());
    let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{error}"));
    let operation = "src/operation/get.rs";
    let [inputs, calls] = ["GetInput", "GetCall"].map(|it| generated(&krate, operation, it));
    let waits = generated(&krate, "src/waiter/got.rs", "GotWait");
    assert_apart(&inputs, &methods.inputs, &["send_with"]);
    let some = [
        "as_input",
        "clone",
        "into_future",
        "into_download",
        "presign",
        "presign_post",
        "send",
        "upload_directory",
    ];
    assert_apart(&calls, &methods.calls, &some);
    assert_apart(&waits, &methods.waits, &["as_input", "on_progress", "wait"]);
}

#[test]
fn operations_are_apart_from_methods_of_clients() {
    let methods = Methods::of_runtime();
    let mut model = model(&Names::new());
    for name in &methods.client {
        model["operations"][name] = model["operations"]["Get"].clone();
    }
    let krate = tinsmith::generate(&fixtures::of_model(model.to_string()));
    let krate = krate.unwrap_or_else(|error| panic!("{error}"));
    let client = generated(&krate, "src/client.rs", "Client");
    assert_apart(&client, &methods.client, &["config", "from_conf", "send"]);
}

#[test]
fn settings_are_apart_from_methods_of_builders() {
    let methods = of_config_builder();
    let mut model = model(&Names::new());
    let setting = |name: &String| {
        (
            name.clone(),
            json!({"type": "boolean", "documentation": "."}),
        )
    };
    let settings: Map<_, _> = methods.iter().map(setting).collect();
    model["clientContextParams"] = Value::Object(settings);
    let parameter = |name: &String| {
        (
            name.clone(),
            json!({"type": "Boolean", "documentation": "."}),
        )
    };
    let parameters: Map<_, _> = methods.iter().map(parameter).collect();
    let rules = json!({"version": "1.0", "parameters": parameters, "rules": [
        {"conditions": [], "type": "endpoint", "endpoint": {"url": "https://example.com"}},
    ]});
    let mut input = fixtures::of_model(model.to_string());
    let name = "endpoint-rule-set-1.json".to_owned();
    input.model.insert(name, rules.to_string().into_bytes());
    let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{error}"));
    let file = syn::parse_file(&krate.files["src/config.rs"]).expect("it is Rust");
    let items = file.items.into_iter().find_map(|item| match item {
        Item::Trait(it) if it.ident == "ServiceSettings" => Some(it.items),
        _ => None,
    });
    let items = items.expect("the trait is there").into_iter();
    let settings = items.filter_map(|item| match item {
        TraitItem::Fn(it) => Some(it.sig.ident.to_string()),
        _ => None,
    });
    let settings = settings.collect();
    assert_apart(
        &settings,
        &methods,
        &["use_fips", "host_prefixes", "set_region"],
    );
}
