//! Edits `tinsmith.toml`, keeping its comments and order.

use toml_edit::{Array, DocumentMut, Item, RawString, Table, TableLike, Value};

use crate::config::Operations;
use crate::config::settings::FILE;
use crate::error::{Error, Result};

/// The longest list on one line.
const LINE: usize = 72;

/// The text with these operations of a service, and its name if one is given.
///
/// # Errors
///
/// If the text is not TOML, or has something else in place of the tables.
pub(super) fn with_service(
    text: &str,
    service: &str,
    operations: &Operations,
    name: Option<&str>,
) -> Result<String> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| Error::usage(FILE, error.message()))?;
    let mut services = Table::new();
    services.set_implicit(true);
    let mut new = Table::new();
    // Comments at the end stay before what is added.
    let end = document.trailing().as_str().unwrap_or_default().trim_end();
    new.decor_mut()
        .set_prefix(if end.is_empty() && document.is_empty() {
            String::new()
        } else if end.is_empty() {
            "\n".to_owned()
        } else {
            format!("{end}\n\n")
        });
    let services = document.entry("services").or_insert(Item::Table(services));
    let is_new = services.get(service).is_none();
    let table = services
        .as_table_like_mut()
        .map(|services| services.entry(service).or_insert(Item::Table(new)))
        .and_then(Item::as_table_like_mut);
    let table = table
        .ok_or_else(|| Error::usage(FILE, format_args!("services.{service} is not a table")))?;
    set_operations(table, operations);
    if let Some(name) = name {
        set(table, "name", name.into());
    }
    if is_new {
        document.set_trailing("");
    }
    Ok(document.to_string())
}

/// Sets the operations; those that are new follow the ones in the list, in its form.
fn set_operations(table: &mut dyn TableLike, operations: &Operations) {
    let list = table.get_mut("operations").and_then(Item::as_array_mut);
    let (Some(list), Some(names)) = (list, operations.names()) else {
        return set(table, "operations", operations_value(operations));
    };
    for name in names {
        if list.iter().any(|it| it.as_str() == Some(&name)) {
            continue;
        }
        let mut value = Value::from(name);
        // Its own line, if the others have one.
        if let Some(last) = list.iter().last()
            && let Some(prefix) = last.decor().prefix().and_then(RawString::as_str)
        {
            let space = prefix.rfind('\n').map_or(" ", |line| &prefix[line..]);
            value.decor_mut().set_prefix(space);
        }
        list.push_formatted(value);
    }
}

/// Sets a value, keeping the comments around an old one.
fn set(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

fn operations_value(operations: &Operations) -> Value {
    let Some(names) = operations.names() else {
        return "all".into();
    };
    let length: usize = names.iter().map(|name| name.len() + 4).sum();
    let mut array: Array = names.into_iter().collect();
    if length > LINE {
        for value in array.iter_mut() {
            value.decor_mut().set_prefix("\n    ");
        }
        array.set_trailing_comma(true);
        array.set_trailing("\n");
    }
    Value::Array(array)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::All;

    fn named(names: &[&str]) -> Operations {
        Operations::Named(names.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn comments_and_order_are_kept() {
        let text = "# top\nmodels = \"m\" # where\n\n[services.b]\n# ours\noperations = [\"X\"] # some\nversion = \"1.0.0\"\n";
        let text = with_service(text, "b", &named(&["X", "Y"]), None).unwrap();
        assert_eq!(
            text,
            "# top\nmodels = \"m\" # where\n\n[services.b]\n# ours\noperations = [\"X\", \"Y\"] # some\nversion = \"1.0.0\"\n"
        );
        let text = with_service(&text, "a-c", &Operations::All(All::All), Some("n")).unwrap();
        assert!(
            text.ends_with(
                "version = \"1.0.0\"\n\n[services.a-c]\noperations = \"all\"\nname = \"n\"\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn comments_in_the_list_of_operations_are_kept() {
        let text =
            "[services.b]\noperations = [\n    \"X\", # orders\n    # the worker\n    \"Y\",\n]\n";
        assert_eq!(
            with_service(text, "b", &named(&["X", "Y"]), None).unwrap(),
            text
        );
        let text = with_service(text, "b", &named(&["X", "Y", "Z"]), None).unwrap();
        assert_eq!(
            text,
            "[services.b]\noperations = [\n    \"X\", # orders\n    # the worker\n    \"Y\",\n    \"Z\",\n]\n"
        );
        let text = "[services.b]\noperations = [\n    \"X\" # orders\n]\n";
        let text = with_service(text, "b", &named(&["X", "Z"]), None).unwrap();
        assert!(
            text.contains("\"X\", # orders\n    \"Z\"") || text.contains("# orders"),
            "{text}"
        );
    }

    #[test]
    fn what_is_added_stands_at_the_end() {
        let text = with_service("a = 1\n\n# end\n", "s", &named(&["X"]), None).unwrap();
        assert_eq!(
            text,
            "a = 1\n\n# end\n\n[services.s]\noperations = [\"X\"]\n"
        );
        let text = with_service(&text, "t", &named(&["Y"]), None).unwrap();
        assert!(
            text.ends_with("[\"X\"]\n\n[services.t]\noperations = [\"Y\"]\n"),
            "{text}"
        );
    }

    #[test]
    fn long_lists_have_a_line_for_each_operation() {
        let names = ["AnOperationWithALongName"; 3];
        let text = with_service("", "a", &named(&names), None).unwrap();
        let line = "    \"AnOperationWithALongName\",\n";
        assert_eq!(
            text,
            format!("[services.a]\noperations = [\n{}]\n", line.repeat(3))
        );
    }

    #[test]
    fn other_values_are_an_error() {
        for text in ["services = 1", "[services]\na = 1", "= 1"] {
            assert!(
                with_service(text, "a", &named(&["X"]), None).is_err(),
                "{text}"
            );
        }
    }
}
