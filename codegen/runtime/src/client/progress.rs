//! Progress of a call's attempts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use aws_smithy_types::config_bag::{Storable, StoreReplace};

/// The progress of a call's attempts. The orchestrator's errors do not distinguish a failed
/// signature from a failed connection.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    attempts: AtomicU32,
    is_sending: AtomicBool,
    may_have_arrived: AtomicBool,
}

impl Storable for Progress {
    type Storer = StoreReplace<Self>;
}

impl Progress {
    /// How many attempts were sent.
    pub(crate) fn attempts(&self) -> u32 {
        self.0.attempts.load(Ordering::Relaxed)
    }

    /// Whether any attempt may have reached the service.
    pub(crate) fn may_have_arrived(&self) -> bool {
        self.0.may_have_arrived.load(Ordering::Relaxed)
    }

    pub(crate) fn sending(&self) {
        self.0.attempts.fetch_add(1, Ordering::Relaxed);
        self.0.is_sending.store(true, Ordering::Relaxed);
    }

    pub(crate) fn attempt_over(&self, may_have_arrived: bool) {
        let was_sending = self.0.is_sending.swap(false, Ordering::Relaxed);
        if was_sending && may_have_arrived {
            self.0.may_have_arrived.store(true, Ordering::Relaxed);
        }
    }
}
