//! Transfers of whole objects: what the runtime needs to know of an operation that makes one.

use super::Context;
use crate::config::Feature;
use crate::ir::{Operation, OperationRole, Transfer};
use crate::model::{self, Download, Listing, Upload};
use crate::rust_file::Table;
use crate::rust_file::imports::Imports;
use crate::rust_file::table::literal;

/// The table of an operation, if it transfers objects.
pub(super) fn table(
    context: &Context<'_>,
    imports: &Imports<'_>,
    operation: &Operation,
) -> Option<Table> {
    let transfer = operation.transfer.as_ref()?;
    if !context.form.has(Feature::Client) {
        return None;
    }
    let Transfer {
        facts,
        operations,
        list,
    } = transfer;
    let path = |it: &OperationRole| {
        let root = imports.root_path();
        format!("{root}::operation::{}::{}", it.module, it.ty)
    };
    let (name, facts) = match facts {
        model::Transfer::Upload(facts) => ("upload", upload(facts)),
        model::Transfer::Download(facts) => ("download", download(facts)),
        model::Transfer::Listing(facts) => ("listing", listing(facts)),
    };
    let call = operation.name.with("Call");
    let resume = list.as_ref();
    let resume = resume.map_or_else(String::new, |it| format!(", {}({})", it.role, path(it)));
    let rows = operations.iter();
    let rows = rows.map(|it| format!("{}: {}", it.role, path(it)));
    let facts = facts.into_iter();
    let facts = facts.map(|(name, value)| format!("{name}: {value}"));
    Some(Table {
        feature: context.form.condition(Feature::Client),
        name,
        heading: Some(format!("{call}({}){resume}", operation.name)),
        rows: rows.chain(facts).collect(),
    })
}

type Facts = Vec<(&'static str, String)>;

fn upload(it: &Upload) -> Facts {
    let of_content: Vec<_> = it.of_content.iter().map(|it| literal(it)).collect();
    vec![
        ("key", literal(&it.key)),
        ("upload_id", literal(&it.upload_id)),
        ("part_number", literal(&it.part_number)),
        ("tag", literal(&it.tag)),
        ("completed", literal(&it.completed)),
        ("parts", literal(&it.parts)),
        ("part_length", literal(&it.part_length)),
        ("object_length", literal(&it.object_length)),
        ("checksum_algorithm", literal(&it.checksum_algorithm)),
        ("default_checksum", literal(&it.default_checksum)),
        ("checksum_coverage", literal(&it.checksum_coverage)),
        ("full_checksum", literal(&it.full_checksum)),
        ("of_content", format!("&[{}]", of_content.join(", "))),
        ("max_parts", it.max_parts.to_string()),
        ("min_part_length", it.min_part_length.to_string()),
    ]
}

fn download(it: &Download) -> Facts {
    vec![
        ("range", literal(&it.range)),
        ("content_range", literal(&it.content_range)),
        ("tag", literal(&it.tag)),
        ("condition", literal(&it.condition)),
        ("part_number", literal(&it.part_number)),
    ]
}

fn listing(it: &Listing) -> Facts {
    vec![
        ("prefix", literal(&it.prefix)),
        ("objects", literal(&it.objects)),
        ("key", literal(&it.key)),
        ("length", literal(&it.length)),
    ]
}
