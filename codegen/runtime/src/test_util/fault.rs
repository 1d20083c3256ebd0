//! What can go wrong with a request, and when it does.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::core::operation::Operation;

/// Something that goes wrong between a client and a [`Fake`](crate::test_util::Fake).
///
/// A fault happens before the fake's closure runs, which then does not run at all; or, with
/// [`after`](Self::after), once it has run: the request took effect, and its response is lost.
///
/// | fault | what the client sees | is it sent again? |
/// |---|---|---|
/// | [`status`](Self::status) | a response without an error code | from 500, 502, 503, 504 |
/// | [`error`](Self::error) | an error of this code | if the code or the status says so |
/// | [`throttling`](Self::throttling) | `ThrottlingException` | yes |
/// | [`connection_reset`](Self::connection_reset) | a connection that breaks | yes |
/// | [`hang`](Self::hang) | nothing, until a time limit is over | yes, within the call's limit |
/// | [`truncated`](Self::truncated) | half of a response | yes |
/// | [`garbage`](Self::garbage) | status 200 and a page of HTML | no |
/// | [`slow`](Self::slow), [`delay`](Self::delay) | the response, later | if it takes too long |
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub(crate) kind: Kind,
    pub(crate) is_after: bool,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
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
    fn before(kind: Kind) -> Self {
        Self {
            kind,
            is_after: false,
        }
    }

    fn of_response(kind: Kind) -> Self {
        Self {
            kind,
            is_after: true,
        }
    }

    /// The request waits before it is answered. A delay goes together with other faults.
    #[must_use]
    pub fn delay(time: Duration) -> Self {
        Self::before(Kind::Delay(time))
    }

    /// An empty response with this status, as load balancers send them. A number that is no status
    /// is sent as 500.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::before(Kind::Status(status))
    }

    /// An error response with this status and code.
    #[must_use]
    pub fn error(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::before(Kind::Error {
            status,
            code: code.into(),
            message: message.into(),
        })
    }

    /// The response of a service that is called too often.
    #[must_use]
    pub fn throttling() -> Self {
        Self::error(400, "ThrottlingException", "Rate exceeded")
    }

    /// The connection breaks without a response.
    #[must_use]
    pub fn connection_reset() -> Self {
        Self::before(Kind::Reset)
    }

    /// No response ever comes. The connection stays open.
    #[must_use]
    pub fn hang() -> Self {
        Self::before(Kind::Hang)
    }

    /// The response announces its whole length, and the connection ends after half of it. The
    /// closure runs.
    #[must_use]
    pub fn truncated() -> Self {
        Self::of_response(Kind::Truncated)
    }

    /// The body of the response comes in up to eight pieces, with a pause before each. The closure
    /// runs.
    #[must_use]
    pub fn slow(pause: Duration) -> Self {
        Self::of_response(Kind::Slow(pause))
    }

    /// A response that says it succeeded and whose body is nothing the service would send.
    #[must_use]
    pub fn garbage() -> Self {
        Self::before(Kind::Garbage)
    }

    /// Lets the closure run first: what was asked for is done, and the client does not hear of it.
    #[must_use]
    pub fn after(mut self) -> Self {
        self.is_after = true;
        self
    }
}

/// When an injected fault happens; by default, to the next request.
///
/// ```text
/// fake.inject(Fault::status(503)).times(2);               // the next two requests
/// fake.inject(Fault::hang()).on::<StartBuild>();          // the next StartBuild
/// fake.inject(Fault::throttling()).rate(0.1, 42);         // one request in ten, by chance
/// ```
///
/// What is set here takes effect at once. Chance is the same in each run: whether a fault hits its
/// nth request depends on the seed alone.
#[derive(Clone, Debug)]
pub struct Injection(Arc<Mutex<Rule>>);

#[derive(Debug)]
struct Rule {
    /// The faults, which happen in turn.
    faults: Vec<Fault>,
    operation: Option<&'static str>,
    /// How often they may still happen; `None` for always.
    left: Option<usize>,
    chance: Option<(f64, fastrand::Rng)>,
    hits: usize,
}

impl Injection {
    fn new(faults: Vec<Fault>) -> Self {
        Self(Arc::new(Mutex::new(Rule {
            left: Some(faults.len()),
            faults,
            operation: None,
            chance: None,
            hits: 0,
        })))
    }

    fn rule(&self) -> MutexGuard<'_, Rule> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(self, change: impl FnOnce(&mut Rule)) -> Self {
        change(&mut self.rule());
        self
    }

    /// To the next `count` requests.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn times(self, count: usize) -> Self {
        self.change(|rule| rule.left = Some(count))
    }

    /// To every request.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn always(self) -> Self {
        self.change(|rule| rule.left = None)
    }

    /// To a part of all requests, from 0.0 to 1.0, chosen by a random generator with this seed.
    /// With [`times`](Self::times) after it, until it has happened that often.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn rate(self, part: f64, seed: u64) -> Self {
        self.change(|rule| {
            rule.chance = Some((part, fastrand::Rng::with_seed(seed)));
            rule.left = None;
        })
    }

    /// To requests of one operation only.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn on<O: Operation>(self) -> Self {
        self.change(|rule| rule.operation = Some(O::SCHEMA.name))
    }

    /// Ends it.
    pub fn stop(&self) {
        self.rule().left = Some(0);
    }

    /// How often it has happened.
    pub fn hits(&self) -> usize {
        self.rule().hits
    }
}

/// What is injected into a fake, in the order it was.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Injection>>);

/// What happens to one request.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
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
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The faults for the next request: the first that applies, and the delays before it in the
    /// list.
    pub(crate) fn draw(&self, operation: Option<&'static str>) -> Drawn {
        let mut drawn = Drawn::default();
        for injection in &*self.rules() {
            match injection.rule().draw(operation) {
                None => {}
                Some(Fault {
                    kind: Kind::Delay(time),
                    is_after: true,
                }) => drawn.delay_after = drawn.delay_after.saturating_add(time),
                Some(Fault {
                    kind: Kind::Delay(time),
                    ..
                }) => drawn.delay_before = drawn.delay_before.saturating_add(time),
                Some(fault) => {
                    drawn.fault = Some(fault);
                    break;
                }
            }
        }
        drawn
    }
}

impl Rule {
    fn draw(&mut self, operation: Option<&'static str>) -> Option<Fault> {
        let applies = self.operation.is_none() || self.operation == operation;
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
