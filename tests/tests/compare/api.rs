//! The public items of generated crates, as a reader of their text finds them.

use std::collections::BTreeSet;

use quote::ToTokens;
use serde_json::Value;
use syn::{ImplItem, Item, Visibility};
use tests::fixtures;
use tinsmith::compare::{ChangeKind, Class, Report};

/// A public item: the type that it is or belongs to, its text, and its parts, which a report has
/// to mention in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Public {
    owner: String,
    item: String,
    mentions: Vec<String>,
}

/// The public items of a crate.
pub(super) type Items = BTreeSet<Public>;

/// Checks that a report says of the crates of two models what they are.
pub(super) fn agree(old: &Items, new: &Items, report: &Report, name: &str) {
    let gone: Vec<_> = old.difference(new).collect();
    let come: Vec<_> = new.difference(old).collect();
    let has = |class| {
        let mut changes = report.changes.iter();
        // That a structure is an error stands in its table, not among its items.
        changes.any(|it| it.class == class && it.kind != ChangeKind::ErrorTrait)
    };
    let said = format!("{name}: {gone:#?} {come:#?} {:#?}", report.changes);
    // Something may have the name that another thing had: no item is gone, and all the same it is
    // another one.
    if !report
        .changes
        .iter()
        .any(|it| it.kind == ChangeKind::RustName)
    {
        assert_eq!(has(Class::Breaking), !gone.is_empty(), "{said}");
    }
    if gone.is_empty() {
        let adds = report
            .changes
            .iter()
            .any(|it| it.kind == ChangeKind::MemberAdded);
        assert_eq!(has(Class::Additive) || adds, !come.is_empty(), "{said}");
    }
    // A type's new name is said once, and not again of each member that has it.
    let renames = report
        .changes
        .iter()
        .filter(|it| it.kind == ChangeKind::TypeRenamed);
    let renames: Vec<_> = renames.filter_map(|it| it.rust.as_deref()).collect();
    let is_renamed = |item: &str| {
        let names = renames.iter().flat_map(|sentence| sentence.split('`'));
        names
            .filter(|name| name.starts_with("types::"))
            .any(|name| item.contains(name))
    };
    for items in [&gone, &come] {
        let is_whole = |owner: &str| items.iter().any(|it| it.is_type() && it.owner == owner);
        for public in items {
            if !public.is_type() && (is_whole(&public.owner) || is_renamed(&public.item)) {
                continue;
            }
            let is_mentioned = report.changes.iter().any(|change| {
                let sentence = without_spaces(change.rust.as_deref().unwrap_or_default());
                // Where it is the name that changes, the type goes without saying.
                let parts = public.mentions.iter().take(match change.kind {
                    ChangeKind::RustName => 1,
                    _ => usize::MAX,
                });
                parts.into_iter().all(|part| sentence.contains(part))
            });
            assert!(is_mentioned, "{}: {said}", public.item);
        }
    }
}

impl Public {
    /// Whether it is a type and not a part of one.
    fn is_type(&self) -> bool {
        self.item.starts_with("struct ") || self.item.starts_with("enum ")
    }
}

/// The public items of the crate of a model.
pub(super) fn items(model: &Value) -> Items {
    let krate = tinsmith::generate(&fixtures::of_model(model.to_string()));
    let krate = krate.unwrap_or_else(|error| panic!("{error}"));
    let files = krate.files.iter().filter(|(path, _)| {
        path.starts_with("src/types/")
            || path.starts_with("src/operation/")
            || *path == "src/client.rs"
    });
    let mut found = BTreeSet::new();
    for (path, text) in files {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let module = path
            .trim_end_matches(".rs")
            .rsplit('/')
            .next()
            .unwrap_or_default();
        let is_operation = path.starts_with("src/operation/");
        for item in &file.items {
            // A type is named with its module, what belongs to an operation by the operation's.
            let name_of = |ident: &syn::Ident| {
                if is_operation {
                    format!("`operation::{module}`")
                } else {
                    format!("`types::{ident}`")
                }
            };
            collect(item, &name_of, &mut found);
        }
    }
    found
}

fn collect(item: &Item, name_of: &dyn Fn(&syn::Ident) -> String, found: &mut BTreeSet<Public>) {
    let mut add = |owner: &str, item: String, mentions: Vec<String>| {
        let owner = owner.to_owned();
        found.insert(Public {
            owner,
            item,
            mentions,
        });
    };
    match item {
        Item::Struct(it) => {
            let owner = it.ident.to_string();
            add(&owner, format!("struct {owner}"), vec![name_of(&it.ident)]);
            for field in &it.fields {
                let (name, ty) = (tokens(&field.ident), tokens(&field.ty));
                add(&owner, format!("{owner}.{name}: {ty}"), vec![name, ty]);
            }
        }
        Item::Enum(it) => {
            let owner = it.ident.to_string();
            add(&owner, format!("enum {owner}"), vec![name_of(&it.ident)]);
            for variant in &it.variants {
                let (name, fields) = (variant.ident.to_string(), tokens(&variant.fields));
                add(&owner, format!("{owner}::{name}{fields}"), vec![name]);
            }
        }
        Item::Impl(it) if it.trait_.is_none() => {
            // `Call<Make>` belongs to `Make`.
            let owner = tokens(&it.self_ty);
            let owner = owner.rsplit('<').next().unwrap_or_default();
            let owner = owner.trim_end_matches('>');
            for item in &it.items {
                let ImplItem::Fn(method) = item else { continue };
                let name = method.sig.ident.to_string();
                if !matches!(method.vis, Visibility::Public(_)) {
                    continue;
                }
                // The members that a constructor takes are mentioned with it.
                let mentions = match name.as_str() {
                    "new" => format!("{owner}::new`"),
                    _ => name,
                };
                let item = format!("{}::{}", tokens(&it.self_ty), tokens(&method.sig));
                add(owner, item, vec![mentions]);
            }
        }
        _ => {}
    }
}

fn tokens(item: &impl ToTokens) -> String {
    without_spaces(&item.to_token_stream().to_string())
}

fn without_spaces(text: &str) -> String {
    text.replace(' ', "").replace(",>", ">")
}
