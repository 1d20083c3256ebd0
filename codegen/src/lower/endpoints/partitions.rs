//! The table of partitions, reduced to what the rules use.

use std::collections::BTreeSet;

use crate::ir::endpoint::{Partition, PartitionField, PartitionValue, Partitions};
use crate::model::endpoints as model;
use crate::model::endpoints::{DEFAULT_PARTITION, Endpoints, Expression, Output};
use crate::names;

/// The attributes of partitions and their documentation.
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

/// The table, if the rules use partitions.
pub(super) fn lower(endpoints: &Endpoints) -> Option<Partitions> {
    let mut used = BTreeSet::new();
    // ARNs and URLs have no attributes of the same name.
    endpoints.rules.walk(&mut |expression| {
        if let Expression::Attribute(_, name) = expression {
            used.insert(*name);
        }
    });
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
    let differing = |partition: &model::Partition| -> Vec<_> {
        let used = used.iter().zip(&fields).filter(|(_, field)| field.differs);
        used.filter_map(|((name, _), _)| partition.outputs.get(name).map(lowered))
            .collect()
    };
    let others = endpoints
        .partitions
        .iter()
        .filter(|partition| differing(partition) != differing(standard))
        .map(|partition| Partition {
            prefixes: partition.prefixes.clone(),
            regions: partition.others.clone(),
            values: differing(partition),
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
