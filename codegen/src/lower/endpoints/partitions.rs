//! The table of partitions, cut down to what the rules ask for.

use std::collections::BTreeSet;

use crate::ir::endpoint::{Partition, PartitionField, PartitionValue, Partitions};
use crate::model::endpoints as model;
use crate::model::endpoints::{
    Condition, DEFAULT_PARTITION, Destination, Endpoints, Expression, Outcome, Output, Part, Rule,
    SchemeValue, Text,
};
use crate::names;

/// What rules may ask for: the name there, and what it is.
const FIELDS: [(&str, &str); 6] = [
    ("name", "Its name."),
    ("dnsSuffix", "The domain of its endpoints."),
    (
        "dualStackDnsSuffix",
        "The domain of its endpoints that have an IPv6 address, too.",
    ),
    (
        "supportsFIPS",
        "Whether it has endpoints with FIPS 140 validated cryptography.",
    ),
    (
        "supportsDualStack",
        "Whether it has endpoints with an IPv6 address.",
    ),
    (
        "implicitGlobalRegion",
        "The region that signs for services without regions.",
    ),
];

/// The table, if the rules ask something of partitions.
pub(super) fn lower(endpoints: &Endpoints) -> Option<Partitions> {
    let mut used = BTreeSet::new();
    in_rules(&endpoints.rules, &mut used);
    let is_standard = |partition: &&model::Partition| partition.id == DEFAULT_PARTITION;
    let standard = endpoints.partitions.iter().find(is_standard)?;
    let used: Vec<_> = FIELDS
        .iter()
        .filter(|(name, _)| used.contains(name))
        .collect();
    if used.is_empty() {
        return None;
    }
    let fields: Vec<_> = used
        .iter()
        .filter_map(|(name, docs)| {
            let others = endpoints.partitions.iter();
            let value = standard.outputs.get(name)?;
            Some(PartitionField {
                name: names::of_field(name),
                docs,
                standard: lowered(value),
                differs: others
                    .map(|it| it.outputs.get(name))
                    .any(|it| it != Some(value)),
            })
        })
        .collect();
    let values = |partition: &model::Partition| -> Vec<_> {
        let differing = used.iter().zip(&fields).filter(|(_, field)| field.differs);
        differing
            .filter_map(|((name, _), _)| partition.outputs.get(name).map(lowered))
            .collect()
    };
    let others = endpoints
        .partitions
        .iter()
        .filter(|partition| values(partition) != values(standard))
        .map(|partition| Partition {
            prefixes: partition.prefixes.clone(),
            regions: partition.others.clone(),
            values: values(partition),
        });
    Some(Partitions {
        others: others.collect(),
        fields,
    })
}

fn lowered(output: Output<'_>) -> PartitionValue {
    match output {
        Output::Text(text) => PartitionValue::Text(text.to_owned()),
        Output::Flag(flag) => PartitionValue::Flag(flag),
    }
}

/// Notes the attributes that rules use. Partitions and ARNs have none of the same name.
fn in_rules<'m>(rules: &'m [Rule], used: &mut BTreeSet<&'m str>) {
    for rule in rules {
        for condition in &rule.conditions {
            match condition {
                Condition::Holds(value) | Condition::IsSet(value) => in_value(value, used),
                Condition::Bind(binding) => in_value(&binding.value, used),
            }
        }
        match &rule.outcome {
            Outcome::Endpoint(destination) => in_destination(destination, used),
            Outcome::Error(text) => in_text(text, used),
            Outcome::Rules(rules) => in_rules(rules, used),
        }
    }
}

fn in_destination<'m>(destination: &'m Destination, used: &mut BTreeSet<&'m str>) {
    in_text(&destination.url, used);
    for text in destination.headers.values().flatten() {
        in_text(text, used);
    }
    let schemes = destination.auth_schemes.iter();
    for value in schemes.flat_map(|scheme| scheme.properties.values()) {
        match value {
            SchemeValue::Text(text) => in_text(text, used),
            SchemeValue::List(texts) => texts.iter().for_each(|text| in_text(text, used)),
            SchemeValue::Flag(_) => {}
        }
    }
}

fn in_text<'m>(text: &'m Text, used: &mut BTreeSet<&'m str>) {
    for part in text {
        if let Part::Value(value) = part {
            in_value(value, used);
        }
    }
}

fn in_value<'m>(value: &'m Expression, used: &mut BTreeSet<&'m str>) {
    match value {
        Expression::Boolean(_) | Expression::Reference(_) => {}
        Expression::Text(text) => in_text(text, used),
        Expression::Attribute(of, name) => {
            used.insert(name);
            in_value(of, used);
        }
        Expression::Item(of, _)
        | Expression::IsSet(of)
        | Expression::Not(of)
        | Expression::PartitionOf(of)
        | Expression::ParseArn(of)
        | Expression::Substring { of, .. }
        | Expression::IsHostLabel { text: of, .. } => in_value(of, used),
        Expression::Equal(a, b) => {
            in_value(a, used);
            in_value(b, used);
        }
    }
}
