//! From the facts of two revisions to changes, by the table of rules.

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;

use indexmap::{IndexMap, IndexSet};

use super::facts::{Direction, Fact, Facts, Key, Node, Value};
use super::renames::Renames;
use super::report::{Change, Class, Item, Subject};
use super::revision::Lowered;
use super::rules::{Condition, Event, Rule};
use super::words;

/// What is compared.
pub(super) struct Comparison<'a> {
    pub(super) old: &'a Lowered<'a>,
    pub(super) new: &'a Lowered<'a>,
    pub(super) renames: &'a Renames,
    /// The paths whose documentation in the crate is the overlay's.
    pub(super) documented: &'a HashSet<String>,
}

/// Where in the tree of facts the comparison is: below which subject, and what holds there.
#[derive(Clone)]
struct Position<'a> {
    subject: &'a Subject,
    conditions: BTreeSet<Condition>,
}

/// A fact that is not the same in both revisions.
#[derive(Clone, Copy)]
struct Difference<'a> {
    fact: Fact,
    event: Event,
    old: Option<&'a Value<'a>>,
    new: Option<&'a Value<'a>>,
}

impl Comparison<'_> {
    pub(super) fn changes(&self, old: &Facts<'_>, new: &Facts<'_>) -> Vec<Change> {
        let mut changes = Vec::new();
        for (old, new) in self.paired(old, new) {
            let subject = subject(old.map(|it| &it.0), new.map(|it| &it.0));
            let mut position = Position {
                subject: &subject,
                conditions: BTreeSet::new(),
            };
            if let Subject::Shape {
                sent_by, read_by, ..
            } = &subject
            {
                position.set(Condition::Sent, !sent_by.is_empty());
                position.set(Condition::Received, !read_by.is_empty());
            }
            let other = if new.is_some() { self.old } else { self.new };
            position.set(Condition::InModel, other.has(&subject));
            let (old, new) = (old.map(|it| &it.1), new.map(|it| &it.1));
            self.node(old, new, &position, &mut changes);
        }
        changes
    }

    /// The nodes of both revisions, those of the new one in its order, then those that are gone.
    fn paired<'n, T>(
        &self,
        old: &'n IndexMap<Key<'_>, T>,
        new: &'n IndexMap<Key<'_>, T>,
    ) -> Vec<(Option<&'n T>, Option<&'n T>)> {
        pairs(
            old.iter().map(|(key, node)| (self.renames.key(*key), node)),
            new.iter().map(|(key, node)| (*key, node)),
        )
    }

    fn node(
        &self,
        old: Option<&Node<'_>>,
        new: Option<&Node<'_>>,
        position: &Position<'_>,
        changes: &mut Vec<Change>,
    ) {
        let differences = self.differences(old, new);
        let (Some(from), Some(to)) = (old.or(new), new.or(old)) else {
            return;
        };
        let is_whole = old.is_none() || new.is_none();
        let are_one =
            |a: &Difference<'_>, b: &Difference<'_>| is_whole || a.fact.group() == b.fact.group();
        for group in differences.chunk_by(are_one) {
            changes.extend(self.change(from, to, group, position));
        }
        let (Some(was), Some(is)) = (old, new) else {
            return;
        };
        // What another kind of type consists of is in the words of that change.
        if differences.iter().any(|it| it.fact == Fact::Type) {
            return;
        }
        let mut position = position.clone();
        position.set(
            Condition::Constructor,
            was.has_constructor() && is.has_constructor(),
        );
        match is.direction {
            Some(Direction::Input) => {
                position.set(Condition::Sent, true);
                position.set(Condition::Input, true);
            }
            Some(Direction::Output) => position.set(Condition::Received, true),
            None => {}
        }
        for (old, new) in self.paired(&was.children, &is.children) {
            self.node(old, new, &position, changes);
        }
    }

    /// The facts that differ; all of them, if the node is in one revision only.
    fn differences<'n>(
        &self,
        old: Option<&'n Node<'n>>,
        new: Option<&'n Node<'n>>,
    ) -> Vec<Difference<'n>> {
        let nodes = old.into_iter().chain(new);
        let facts: BTreeSet<Fact> = nodes.flat_map(|node| node.facts.keys().copied()).collect();
        let differences = facts.into_iter().filter_map(|fact| {
            let value = |node: Option<&'n Node<'n>>| node.and_then(|node| node.facts.get(&fact));
            let (was, is) = (value(old), value(new));
            let event = match (was, is) {
                (None, _) if old.is_none() => Event::New,
                (_, None) if new.is_none() => Event::Gone,
                (None, _) => Event::Added,
                (_, None) => Event::Removed,
                (Some(was), Some(is)) if Value::is_changed(was, is, self.renames) => Event::Changed,
                _ => return None,
            };
            Some(Difference {
                fact,
                event,
                old: was,
                new: is,
            })
        });
        differences.collect()
    }

    /// One change for some differences at a path: the kind of the first one, the words of all.
    fn change(
        &self,
        old: &Node<'_>,
        new: &Node<'_>,
        differences: &[Difference<'_>],
        position: &Position<'_>,
    ) -> Option<Change> {
        let mut found: Vec<(&Rule, Difference<'_>)> = Vec::new();
        let mut position = position.clone();
        for &difference in differences {
            position.set(Condition::First, found.is_empty());
            let rule = Rule::find(difference.fact, difference.event, &position.conditions);
            found.extend(rule.map(|rule| (rule, difference)));
        }
        let &(rule, lead) = found.first()?;
        let words = |part: fn(&Rule) -> &'static str, separator: &str| {
            let sentences: IndexSet<_> = found
                .iter()
                .filter(|(rule, _)| !part(rule).is_empty())
                .map(|(rule, difference)| filled(part(rule), old, new, *difference))
                .collect();
            sentences.into_iter().collect::<Vec<_>>().join(separator)
        };
        let effect = |part| Some(words(part, "; ")).filter(|text| !text.is_empty());
        Some(Change {
            subject: position.subject.clone(),
            path: lead.fact.path(&new.path),
            kind: rule.kind,
            class: Class::joined(found.iter().map(|(rule, _)| rule.class))?,
            model: words(|rule| rule.model, ", "),
            rust: effect(|rule| rule.rust),
            wire: effect(|rule| rule.wire),
            reaches_users: match lead.fact {
                // Which of them is spoken is said of each operation.
                Fact::Protocols => false,
                Fact::Documentation => !self.documented.contains(&new.path),
                _ => true,
            },
            item: matches!(lead.event, Event::New | Event::Gone)
                .then(|| item(lead.fact, new))
                .flatten(),
        })
    }
}

impl Position<'_> {
    fn set(&mut self, condition: Condition, holds: bool) {
        if holds {
            self.conditions.insert(condition);
        } else {
            self.conditions.remove(&condition);
        }
    }
}

fn filled(sentence: &str, old: &Node<'_>, new: &Node<'_>, difference: Difference<'_>) -> String {
    let value =
        |value: Option<&Value<'_>>| value.map_or_else(|| "none".to_owned(), ToString::to_string);
    words::fill(sentence, |word| match word.strip_prefix("old.") {
        Some(word) => old.name(word).to_owned(),
        None if word == "old" => value(difference.old),
        None if word == "new" => value(difference.new),
        None => new.name(word).to_owned(),
    })
}

/// What a changelog lists of a node that is new or gone.
fn item(fact: Fact, node: &Node<'_>) -> Option<Item> {
    let (owner, text) = match fact {
        Fact::Operation | Fact::Type => (String::new(), node.name("item")),
        Fact::Field | Fact::Variant | Fact::EnumValue | Fact::ErrorVariant | Fact::EventStream => {
            (words::code(node.name("owner")), node.name("declaration"))
        }
        _ => return None,
    };
    Some(Item {
        owner,
        text: words::code(text),
    })
}

/// What a change belongs to: by its name in the new model, with the operations of both.
fn subject(old: Option<&Subject>, new: Option<&Subject>) -> Subject {
    match (old, new) {
        (
            Some(Subject::Shape {
                sent_by: was_sent,
                read_by: was_read,
                ..
            }),
            Some(Subject::Shape {
                name,
                sent_by,
                read_by,
            }),
        ) => {
            let union = |is: &[String], was: &[String]| {
                let all: IndexSet<_> = is.iter().chain(was).cloned().collect();
                all.into_iter().collect()
            };
            Subject::Shape {
                name: name.clone(),
                sent_by: union(sent_by, was_sent),
                read_by: union(read_by, was_read),
            }
        }
        (old, new) => new.or(old).cloned().unwrap_or(Subject::Service),
    }
}

/// Two lists of things by their names: those of the new one in its order, each with its
/// counterpart, then those that only the old one has.
pub(super) fn pairs<K: Eq + Hash, T>(
    old: impl IntoIterator<Item = (K, T)>,
    new: impl IntoIterator<Item = (K, T)>,
) -> Vec<(Option<T>, Option<T>)> {
    let old = old.into_iter();
    // What is taken out leaves a gap: to close it each time would take quadratic time.
    let mut old: IndexMap<K, Option<T>> = old.map(|(name, old)| (name, Some(old))).collect();
    let mut pairs: Vec<_> = new
        .into_iter()
        .map(|(name, new)| (old.get_mut(&name).and_then(Option::take), Some(new)))
        .collect();
    pairs.extend(old.into_values().flatten().map(|old| (Some(old), None)));
    pairs
}
