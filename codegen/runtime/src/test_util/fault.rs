//! Fault injection.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use super::wire::Service;
use crate::core::lock::lock;
use crate::core::operation::Operation;

/// A fault between a client and a [`Fake`](crate::test_util::Fake).
///
/// A fault occurs before the handler runs, which is then skipped; or, with [`after`](Self::after),
/// afterwards: the request takes effect, and its response is lost. Responses to HEAD requests have no
/// body that could be truncated, slow or garbage.
///
/// | fault | what the client sees | retried? |
/// |---|---|---|
/// | [`status`](Self::status) | a response without an error code | from 500, 502, 503, 504 |
/// | [`error`](Self::error) | an error with this code | depends on code and status |
/// | [`throttling`](Self::throttling) | `ThrottlingException` | yes |
/// | [`connection_reset`](Self::connection_reset) | a reset connection | yes |
/// | [`hang`](Self::hang) | nothing, until a timeout | yes, within the call's time limit |
/// | [`truncated`](Self::truncated) | half of a response | yes |
/// | [`garbage`](Self::garbage) | status 200 and a page of HTML | no |
/// | [`slow`](Self::slow), [`delay`](Self::delay) | the response, later | after a timeout |
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) is_after: bool,
}

/// The kind of a fault.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FaultKind {
    Delay(Duration),
    Status(u16),
    Error {
        status: u16,
        code: String,
        message: String,
    },
    Reset,
    Hang,
    Truncated,
    Slow(Duration),
    Garbage,
}

impl Fault {
    fn before(kind: FaultKind) -> Self {
        Self {
            kind,
            is_after: false,
        }
    }

    fn of_response(kind: FaultKind) -> Self {
        Self {
            kind,
            is_after: true,
        }
    }

    /// Delays the response. Delays are combined with other faults.
    #[must_use]
    pub fn delay(time: Duration) -> Self {
        Self::before(FaultKind::Delay(time))
    }

    /// An empty response with this status, as from a load balancer. An invalid status is sent as
    /// 500.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::before(FaultKind::Status(status))
    }

    /// An error response with this status and code.
    #[must_use]
    pub fn error(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::before(FaultKind::Error {
            status,
            code: code.into(),
            message: message.into(),
        })
    }

    /// A throttling error.
    #[must_use]
    pub fn throttling() -> Self {
        Self::error(400, "ThrottlingException", "Rate exceeded")
    }

    /// The connection is reset without a response.
    #[must_use]
    pub fn connection_reset() -> Self {
        Self::before(FaultKind::Reset)
    }

    /// There is no response, and the connection stays open.
    #[must_use]
    pub fn hang() -> Self {
        Self::before(FaultKind::Hang)
    }

    /// The connection closes after half of the response. The handler runs.
    #[must_use]
    pub fn truncated() -> Self {
        Self::of_response(FaultKind::Truncated)
    }

    /// The response body arrives in up to eight pieces, with a pause before each. The handler runs.
    #[must_use]
    pub fn slow(pause: Duration) -> Self {
        Self::of_response(FaultKind::Slow(pause))
    }

    /// A successful response with a body that the service would not send.
    #[must_use]
    pub fn garbage() -> Self {
        Self::before(FaultKind::Garbage)
    }

    /// Runs the handler first: the request takes effect, and its response is lost.
    #[must_use]
    pub fn after(mut self) -> Self {
        self.is_after = true;
        self
    }
}

/// When an injected fault occurs; by default, on the next request.
///
/// ```text
/// fake.inject(Fault::status(503)).times(2);               // the next two requests
/// fake.inject(Fault::hang()).on::<StartBuild>();          // the next StartBuild
/// fake.inject(Fault::throttling()).rate(0.1, 42);         // one request in ten, by chance
/// ```
///
/// Changes take effect at once. With a seed, whether a fault applies to its nth request is
/// deterministic.
#[derive(Clone, Debug)]
pub struct Injection(Arc<Mutex<InjectionRule>>);

#[derive(Debug)]
struct InjectionRule {
    /// The faults, in turn.
    faults: Vec<Fault>,
    /// The only operation whose requests they occur on.
    only: Option<Service>,
    /// How often they still occur; `None` for always.
    left: Option<usize>,
    chance: Option<(f64, fastrand::Rng)>,
    hits: usize,
}

impl Injection {
    fn new(faults: Vec<Fault>) -> Self {
        Self(Arc::new(Mutex::new(InjectionRule {
            left: Some(faults.len()),
            faults,
            only: None,
            chance: None,
            hits: 0,
        })))
    }

    fn rule(&self) -> MutexGuard<'_, InjectionRule> {
        lock(&self.0)
    }

    fn change(self, change: impl FnOnce(&mut InjectionRule)) -> Self {
        change(&mut self.rule());
        self
    }

    /// On the next `count` requests.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn times(self, count: usize) -> Self {
        self.change(|rule| rule.left = Some(count))
    }

    /// On every request.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn always(self) -> Self {
        self.change(|rule| rule.left = None)
    }

    /// On a fraction of all requests, from 0.0 to 1.0, chosen by a random generator with this seed.
    /// With a following [`times`](Self::times), at most that often.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn rate(self, part: f64, seed: u64) -> Self {
        self.change(|rule| {
            rule.chance = Some((part, fastrand::Rng::with_seed(seed)));
            rule.left = None;
        })
    }

    /// Only on requests of one operation.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn on<O: Operation>(self) -> Self {
        self.change(|rule| rule.only = Some(Service::of::<O>()))
    }

    /// Stops the injection.
    pub fn stop(&self) {
        self.rule().left = Some(0);
    }

    /// How often it has occurred.
    pub fn hits(&self) -> usize {
        self.rule().hits
    }
}

/// The injections of a mock service, in order.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Injection>>);

/// The faults of one request.
#[derive(Debug, Default)]
pub(crate) struct Selected {
    pub(crate) delay_before: Duration,
    pub(crate) delay_after: Duration,
    pub(crate) fault: Option<Fault>,
}

impl Faults {
    pub(crate) fn add(&self, faults: Vec<Fault>) -> Injection {
        let injection = Injection::new(faults);
        self.rules().push(injection.clone());
        injection
    }

    fn rules(&self) -> MutexGuard<'_, Vec<Injection>> {
        lock(&self.0)
    }

    /// The faults of the next request: the first one that applies, and the delays before it in the
    /// list.
    pub(crate) fn select(&self, service: Option<&Service>) -> Selected {
        let mut selected = Selected::default();
        for injection in &*self.rules() {
            match injection.rule().select(service) {
                None => {}
                Some(Fault {
                    kind: FaultKind::Delay(time),
                    is_after: true,
                }) => selected.delay_after = selected.delay_after.saturating_add(time),
                Some(Fault {
                    kind: FaultKind::Delay(time),
                    ..
                }) => selected.delay_before = selected.delay_before.saturating_add(time),
                Some(fault) => {
                    selected.fault = Some(fault);
                    break;
                }
            }
        }
        selected
    }
}

impl InjectionRule {
    fn select(&mut self, service: Option<&Service>) -> Option<Fault> {
        let only = self.only.as_ref();
        let applies = only.is_none_or(|only| service.is_some_and(|it| it.is_same(only)));
        if !applies || self.left == Some(0) {
            return None;
        }
        if let Some((part, random)) = &mut self.chance
            && random.f64() >= *part
        {
            return None;
        }
        let turn = self.hits.checked_rem(self.faults.len())?;
        self.hits += 1;
        self.left = self.left.map(|left| left - 1);
        Some(self.faults[turn].clone())
    }
}
