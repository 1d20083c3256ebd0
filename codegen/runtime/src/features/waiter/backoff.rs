//! How long to wait between two polls: exponential, with jitter, and aware of the deadline.

use std::time::Duration;

use uuid::Uuid;

/// No wait is shorter.
const LEAST: Duration = Duration::from_millis(1);
/// No wait is longer: 136 years.
const MOST: Duration = Duration::from_secs(1 << 32);

/// The bounds of the waits between polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// The shortest wait.
    pub min_delay: Duration,
    /// The longest wait.
    pub max_delay: Duration,
}

impl Backoff {
    /// Bounds in seconds.
    pub const fn from_secs(min_delay: u64, max_delay: u64) -> Self {
        Self {
            min_delay: Duration::from_secs(min_delay),
            max_delay: Duration::from_secs(max_delay),
        }
    }

    /// The wait after the poll number `attempt`, from 1, when `left` is left until the deadline;
    /// `random` is between 0 and 1.
    ///
    /// It is a random time between the shortest wait and a bound that doubles with each poll, up to
    /// the longest wait. Where the time that is left after it would not be enough for another one,
    /// it goes to the deadline, so that the last poll is as late as it can be.
    #[must_use]
    pub fn delay(&self, attempt: u32, left: Duration, random: f64) -> Duration {
        let shortest = self.min_delay.clamp(LEAST, MOST);
        let longest = self.max_delay.clamp(shortest, MOST);
        let bound = 2_u32
            .checked_pow(attempt.saturating_sub(1))
            .and_then(|factor| shortest.checked_mul(factor))
            .map_or(longest, |bound| bound.min(longest));
        let range = bound.saturating_sub(shortest);
        let share = if random.is_nan() {
            0.0
        } else {
            random.clamp(0.0, 1.0)
        };
        let delay = shortest.saturating_add(range.mul_f64(share).min(range));
        if left.saturating_sub(delay) < shortest {
            left
        } else {
            delay
        }
    }
}

/// A random number from 0 to 1.
pub(crate) fn random() -> f64 {
    // The last 32 bits of a version 4 UUID are random.
    let (_, bits) = Uuid::new_v4().as_u64_pair();
    let bits = u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
    f64::from(bits) / f64::from(u32::MAX)
}
