//! What was measured, as `target/bench.json` has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::machine::Machine;

/// All that is known, by the names of groups.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) groups: BTreeMap<String, Group>,
}

/// What was measured together.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Group {
    /// Where and when, and of which versions.
    pub(crate) machine: Machine,
    pub(crate) rows: Vec<Row>,
}

/// One thing that was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) unit: Unit,
    /// The first is ours.
    pub(crate) sides: Vec<Side>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) target: Option<Target>,
}

/// What the samples count. Less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    Seconds,
    Bytes,
    Count,
}

/// One of those who did the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Side {
    pub(crate) name: String,
    /// One for each round.
    pub(crate) samples: Vec<f64>,
}

/// What ours should be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Target {
    /// As people say it.
    pub(crate) text: String,
    /// At most so much, or so many times what this side has.
    pub(crate) at_most: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<String>,
}

/// The names of sides.
pub(crate) const OURS: &str = "ours";
pub(crate) const OFFICIAL: &str = "official";
pub(crate) const DERIVES: &str = "serde derives";

impl Row {
    pub(crate) fn new(name: impl Into<String>, unit: Unit, sides: Vec<Side>) -> Self {
        let (name, target) = (name.into(), None);
        Self {
            name,
            unit,
            sides,
            target,
        }
    }

    pub(crate) fn target(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    /// Whether the target is met, by the median; nothing if there is none.
    pub(crate) fn is_met(&self) -> Option<bool> {
        let target = self.target.as_ref()?;
        let limit = match &target.times {
            Some(name) => {
                target.at_most * self.sides.iter().find(|side| side.name == *name)?.median()
            }
            None => target.at_most,
        };
        Some(self.sides.first()?.median() <= limit)
    }
}

impl Side {
    pub(crate) fn new(name: &str, samples: Vec<f64>) -> Self {
        let name = name.to_owned();
        Self { name, samples }
    }

    /// The smallest sample.
    pub(crate) fn minimum(&self) -> f64 {
        self.samples.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The sample in the middle, or what is between the two there.
    pub(crate) fn median(&self) -> f64 {
        let mut sorted = self.samples.clone();
        sorted.sort_by(f64::total_cmp);
        match sorted.len() {
            0 => f64::NAN,
            odd if odd % 2 == 1 => sorted[odd / 2],
            even => f64::midpoint(sorted[even / 2 - 1], sorted[even / 2]),
        }
    }
}

impl Target {
    /// So much at most.
    pub(crate) fn at_most(text: &str, at_most: f64) -> Self {
        let text = format!("≤ {text}");
        Self {
            text,
            at_most,
            times: None,
        }
    }

    /// At most so many times what the official crate has.
    pub(crate) fn of_official(text: &str, at_most: f64) -> Self {
        let (text, times) = (text.to_owned(), Some(OFFICIAL.to_owned()));
        Self {
            text,
            at_most,
            times,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_minima() {
        let side = |samples: &[f64]| Side::new(OURS, samples.to_vec());
        assert!((side(&[3.0, 1.0, 2.0]).median() - 2.0).abs() < f64::EPSILON);
        assert!((side(&[4.0, 1.0, 2.0, 3.0]).median() - 2.5).abs() < f64::EPSILON);
        assert!((side(&[4.0, 1.0, 2.0]).minimum() - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn targets_are_judged_by_the_median() {
        let sides = || {
            vec![
                Side::new(OURS, vec![1.0, 1.0, 9.0]),
                Side::new(OFFICIAL, vec![2.0]),
            ]
        };
        let row = |target| Row::new("row", Unit::Seconds, sides()).target(target);
        assert_eq!(row(Target::at_most("1 s", 1.0)).is_met(), Some(true));
        assert_eq!(row(Target::at_most("0.9 s", 0.9)).is_met(), Some(false));
        assert_eq!(row(Target::of_official("≤ 1/2", 0.5)).is_met(), Some(true));
        assert_eq!(row(Target::of_official("≤ 1/3", 0.3)).is_met(), Some(false));
        assert_eq!(Row::new("row", Unit::Seconds, sides()).is_met(), None);
    }
}
