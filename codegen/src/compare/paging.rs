//! Operations that answer in pages, and what can be waited for.

use super::Comparison;
use super::report::{Change, Class, Kind, Subject};
use super::side::pairs;
use super::words::code;
use crate::ir::{Operation, Waiter};

impl Comparison<'_> {
    /// How an operation answers in pages.
    pub(super) fn pagination(&mut self, subject: &Subject, old: &Operation, new: &Operation) {
        let (class, model) = match (&old.paginator, &new.paginator) {
            (None, Some(_)) => (Class::Additive, "answers in pages now"),
            (Some(_), None) => (Class::Breaking, "does not answer in pages any more"),
            (Some(was), Some(is)) if was != is => {
                (Class::Behaviour, "its pages are found in another way")
            }
            _ => return,
        };
        let path = format!("paginators-1: pagination.{}", new.model_name);
        let rust = match class {
            Class::Additive => "gains its paginator",
            Class::Breaking => "loses its paginator",
            _ => "has another paginator: the types of its pages and items may be other ones",
        };
        let rust = format!("`Client::{}` {rust}", new.method);
        self.push(Change::new(subject, path, Kind::Pagination, class, model).rust(rust));
    }

    pub(super) fn waiters(&mut self) {
        let (old, new) = (&self.old.krate.waiters, &self.new.krate.waiters);
        for (old, new) in pairs(by_name(old), by_name(new)) {
            let Some(waiter) = new.or(old) else {
                continue;
            };
            let method = code(format!("Client::{}", waiter.method));
            let (class, model, rust) = match (old, new) {
                (None, _) => (Class::Additive, "new waiter", format!("{method} is new")),
                (_, None) => (
                    Class::Breaking,
                    "waiter removed",
                    format!("{method} is gone"),
                ),
                (Some(was), Some(is)) if !is_same(was, is) => (
                    Class::Behaviour,
                    "waits in another way",
                    format!("{method} may end at another time, or in another way"),
                ),
                _ => continue,
            };
            let path = format!("waiters-2: waiters.{}", waiter.model_name);
            self.push(Change::new(&Subject::Service, path, Kind::Waiter, class, model).rust(rust));
        }
    }
}

fn by_name(waiters: &[Waiter]) -> impl Iterator<Item = (&str, &Waiter)> {
    let waiters = waiters.iter();
    waiters.map(|waiter| (waiter.model_name.as_str(), waiter))
}

/// Whether waiters go by the same; the rest is made from the operation that they poll.
fn is_same(old: &Waiter, new: &Waiter) -> bool {
    let times = |it: &Waiter| (it.min_delay, it.max_delay, it.max_wait);
    times(old) == times(new) && old.functions == new.functions && old.acceptors == new.acceptors
}
