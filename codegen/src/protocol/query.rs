//! awsQuery and ec2Query: forms as requests, XML as responses; the runtime implements them in
//! `runtime/src/protocol/query.rs`.

use std::collections::HashSet;

use crate::error::{Error, Problem, ProblemKind};
use crate::ir;
use crate::model::{Kind, Model};

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Query {
    Aws,
    Ec2,
}

impl Query {
    pub(super) fn operation(self, model: &Model, name: &str) -> ir::Protocol {
        let (ty, feature) = match self {
            Self::Aws => ("query::AwsQuery", "aws-query"),
            Self::Ec2 => ("query::Ec2Query", "ec2-query"),
        };
        ir::Protocol {
            ty,
            feature,
            document_type: "application/x-www-form-urlencoded",
            is_query_compatible: false,
            address: ir::Address::Action {
                name: name.to_owned(),
                version: model.service.api_version.clone(),
            },
        }
    }

    /// Checks that all values in an input, output or error have a form.
    pub(super) fn check(self, model: &Model, root: &str) -> Result<(), Error> {
        let mut inputs = model.operations.values();
        let is_input = inputs.any(|it| it.input.as_deref() == Some(root));
        let mut problems = Vec::new();
        let mut seen = HashSet::from([root]);
        let mut open = vec![root];
        while let Some(name) = open.pop() {
            let kind = &model.shapes[name].kind;
            let reason = match (self, kind) {
                (_, Kind::Document) => Some("documents have no form in this protocol"),
                (_, Kind::EventStream(_)) => Some("this protocol has no event streams"),
                (Self::Ec2, Kind::Map { .. }) if is_input => {
                    Some("ec2Query does not say what a map is in a request")
                }
                _ => None,
            };
            if let Some(reason) = reason {
                let path = format!("shapes.{name}");
                problems.push(Problem::new(ProblemKind::Unsupported, path, reason));
            }
            let references = kind.references().into_iter();
            open.extend(references.filter(|it| seen.insert(it)));
        }
        Error::check(problems)
    }
}
