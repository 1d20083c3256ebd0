//! Looks at everything in rules.

use super::rules::{Condition, Destination, Expression, Node, Outcome, Rule, Rules};
use super::text;

impl Expression {
    /// The expressions in it, without those in conditions.
    pub fn parts(&self) -> Vec<&Expression> {
        match self {
            Self::Boolean(_) | Self::Reference(_) => Vec::new(),
            Self::Text(text) => text::values(text).collect(),
            Self::Attribute(of, _)
            | Self::Item(of, _)
            | Self::IsSet(of)
            | Self::Not(of)
            | Self::PartitionOf(of)
            | Self::ParseArn(of)
            | Self::ParseUrl(of)
            | Self::UriEncode(of)
            | Self::Substring { of, .. }
            | Self::Split { of, .. }
            | Self::IsHostLabel { text: of, .. }
            | Self::IsBucket { text: of, .. } => vec![of],
            Self::Equal(a, b) => vec![a, b],
            Self::Coalesce(operands) => operands.iter().map(|it| &it.value).collect(),
            Self::Choice {
                condition,
                then,
                otherwise,
            } => vec![condition, &then.value, &otherwise.value],
            Self::Given { conditions, then } => {
                let conditions = conditions.iter().map(Condition::value);
                conditions.chain([&then.value]).collect()
            }
        }
    }

    /// Calls a function with it and every expression in it.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expression)) {
        visit(self);
        for part in self.parts() {
            part.walk(visit);
        }
    }
}

impl Condition {
    pub fn value(&self) -> &Expression {
        match self {
            Self::Holds(value) | Self::IsSet(value) => value,
            Self::Bind(binding) => &binding.value,
        }
    }
}

impl Rule {
    /// Calls a function with every expression in the rule.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expression)) {
        for condition in &self.conditions {
            condition.value().walk(visit);
        }
        match &self.outcome {
            Outcome::Endpoint(to) => to.values().for_each(|it| it.walk(visit)),
            Outcome::Error(text) => text::values(text).for_each(|it| it.walk(visit)),
            Outcome::Rules(rules) => rules.iter().for_each(|rule| rule.walk(visit)),
            Outcome::Missing(_) | Outcome::Unsupported(_) => {}
        }
    }
}

impl Rules {
    /// Calls a function with every expression in the rules.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expression)) {
        match self {
            Self::List(rules) => rules.iter().for_each(|rule| rule.walk(visit)),
            Self::Diagram(diagram) => {
                for node in &diagram.nodes {
                    node.walk(visit);
                }
                diagram.results.iter().for_each(|rule| rule.walk(visit));
            }
        }
    }

    /// Calls a function with every endpoint.
    pub fn destinations<'e>(&'e self, visit: &mut dyn FnMut(&'e Destination)) {
        match self {
            Self::List(rules) => destinations(rules, visit),
            Self::Diagram(diagram) => destinations(&diagram.results, visit),
        }
    }
}

fn destinations<'e>(rules: &'e [Rule], visit: &mut dyn FnMut(&'e Destination)) {
    for rule in rules {
        match &rule.outcome {
            Outcome::Endpoint(to) => visit(to),
            Outcome::Rules(rules) => destinations(rules, visit),
            Outcome::Error(_) | Outcome::Missing(_) | Outcome::Unsupported(_) => {}
        }
    }
}

impl Node {
    /// Calls a function with every expression in the node.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expression)) {
        let variable = self.variable.iter().map(|binding| &binding.value);
        let conditions = self.conditions.iter().map(Condition::value);
        variable.chain(conditions).for_each(|it| it.walk(visit));
    }
}
